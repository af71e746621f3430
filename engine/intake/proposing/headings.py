# Part of store_group. License LGPL-3.
"""Finds the row of headers of a table nobody declared."""

from ...cleaning.currencies import named
from ...cleaning.values import EMPTY_MARKS
from ...table.cell import CellError, cell_text
from ..vocabulary import TABLE_FIELDS
from .words import said_by

MAX_COLUMNS = 120
SEARCHED_ROWS = 40


def labels_of(cells):
    """Return {index: header} of a row; of two columns with one header the first is read."""
    labels, seen = {}, set()
    for index, cell in enumerate(cells[:MAX_COLUMNS]):
        text = '' if isinstance(cell, CellError) else ' '.join(cell_text(cell).split())
        if text and text.casefold() not in seen:
            seen.add(text.casefold())
            labels[index] = text
    return labels


def header_row(sheet):
    """Return the number of the row that looks most like headers, None where none does."""
    best, best_score = None, 0.0
    for at, (number, cells) in enumerate(sheet.rows[:SEARCHED_ROWS]):
        labels = labels_of(cells)
        if len(labels) < 2:
            continue
        words = sum(max(said_by(label).values(), default=0) for label in labels.values())
        signs = sum(_is_sign(label) for label in labels.values())
        plain = sum(_is_word(label) for label in labels.values())
        below = next((row for _number, row in sheet.rows[at + 1 :] if any(cell is not None for cell in row)), None)
        if below is None and words < 2:
            continue
        filled = sum(cell is not None for cell in (below or ()))
        score = words * 2 + plain - 2 * (len(labels) - plain - signs) + (min(filled, len(labels)) / len(labels))
        if plain + signs == len(labels) and score > best_score:
            best, best_score = number, score
    return best if best_score >= 3 else None


def _is_word(label):
    """Whether a text can be a header: it is no number and no date, and not a sentence."""
    return len(label) <= 60 and any(mark.isalpha() for mark in label) and not _is_value(label)


def _is_sign(label):
    """Whether a header is one of signs: #, %, +/-. A mark of an empty cell is none."""
    return len(label) <= 3 and not any(map(str.isalnum, label)) and label not in EMPTY_MARKS


def _is_value(label):
    digits = sum(mark.isdigit() for mark in label)
    return digits * 2 > len(label) or '@' in label[1:]  # @id is an attribute, a@b an address


def currency_named(targets, profiles):
    """Return the code of the one currency that headers of amounts name, '' where they name none, or several.

    :param targets: {index: target}
    :param profiles: {index: Profile}
    """
    found = set()
    for index, target in targets.items():
        if TABLE_FIELDS.get(target) in ('price', 'money'):
            found.update(named(profiles[index].label))
    codes = found.pop() if len(found) == 1 else ()
    return next(iter(codes)) if len(codes) == 1 else ''
