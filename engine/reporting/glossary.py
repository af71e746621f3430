# Part of store_group. License LGPL-3.
"""The table of words in `docs/glossary.md`: one row for each term, in two languages, with what it means."""

from typing import NamedTuple


class Word(NamedTuple):
    """One term with its meaning, '' where there is nothing to explain."""

    english: str
    chinese: str
    meaning: str
    meaning_chinese: str


def words(text):
    """Return the Words of the table, in its order.

    >>> table = '''| English | zh | not | note | meaning | meaning zh |
    ... | --- | --- | --- | --- | --- | --- |
    ... | Till | T | X, Y | of a shop | Sells | S |
    ... | Bare | B | | |'''
    >>> [tuple(word) for word in words(table)]
    [('Till', 'T', 'Sells', 'S'), ('Bare', 'B', '', '')]
    """
    rows = [[cell.strip() for cell in line.strip().strip('|').split('|')] for line in text.splitlines() if line.startswith('|')]
    rows = [[*row, '', '', '', '', '', ''] for row in rows if not set(row[0]) <= {'-', ' '}]
    return [Word(row[0], row[1], row[4], row[5]) for row in rows[1:]]
