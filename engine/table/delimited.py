# Part of store_group. License LGPL-3.
"""Plain text with a delimiter (csv, tsv, txt); encoding and delimiter are detected."""

import collections
import csv
import io
import re
import statistics

from .cell import Sheet, Unreadable, limited, words
from .decoding import CONTROL, STRAY, found
from .reader import Reader
from .source import Source

DELIMITERS = ',\t;|'
_NARROW = 4  # cells: a note with commas can look like a row of fewer
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class DelimitedReader(Reader):
    kind = 'delimited'

    def identify(self, sample):
        return True  # asked last; what is no text is refused by its characters

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        return read(stream, filename, encoding)


READER = DelimitedReader()


def read(content, filename='', encoding=None):
    """Yield the one sheet of a text file; its cells are str or None.

    :param content: bytes, or a binary file that can seek: it is read piece by piece
    :raises Unreadable: 'not_spreadsheet', 'encoding', 'truncated'
    """
    source = Source(content)
    encoding = found(source, encoding)
    with io.TextIOWrapper(source.open(), encoding=encoding, newline='') as text:
        sample = text.read(1 << 16)
    if len(CONTROL.findall(sample)) > max(len(sample) // 100, STRAY):
        raise Unreadable('not_spreadsheet', 'binary')
    delimiter = find_delimiter(sample)
    name = filename.replace('\\', '/').rpartition('/')[2]
    yield Sheet(name, limited(_rows(source, encoding, delimiter, _usual_width(sample, delimiter))), is_text=True)


def describe(content, encoding=None):
    """Return (encoding, delimiter) of a text file, or of its beginning.

    :raises Unreadable: as ``read``
    """
    source = Source(content)
    encoding = found(source, encoding)
    return encoding, find_delimiter(content[: 1 << 18].decode(encoding, 'replace')[: 1 << 16])


def find_delimiter(sample):
    """Return the one of ``DELIMITERS`` that cuts the lines of `sample` (str) into the most regular table.

    >>> find_delimiter('')
    ','
    >>> find_delimiter('a;b;c\\n1,5;2,5;x\\n'), find_delimiter('sep=|\\na,b\\n')
    (';', '|')
    >>> find_delimiter('id\\taddress\\n1\\tRoad 1, Town, Land\\n')
    '\\t'
    >>> find_delimiter('id,qty\\n' + 'A1\\t,2\\t\\n' * 30)
    ','
    """
    first = _SEP_LINE.match(sample)
    if first and first[1] in DELIMITERS:
        return first[1]
    lines = [line for line in sample.splitlines()[:60] if line.strip()][:40]
    best, best_score = ',', (0, False, 0)
    for delimiter in DELIMITERS:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
        widths = [len(row) for row in rows]
        usual = statistics.mode(widths) if widths else 1
        if usual > 1 and not _is_beside_another(rows):
            score = (round(widths.count(usual) / len(widths), 1), widths[0] == usual, usual)
            best, best_score = max((best, best_score), (delimiter, score), key=lambda pair: pair[1])
    return best


def _usual_width(sample, delimiter):
    """Return how many cells the lines of `sample` mostly have, each read by itself."""
    lines = [line for line in sample.splitlines()[:60] if line.strip()]
    return statistics.mode(_width(line, delimiter) for line in lines) if lines else 1


def _width(line, delimiter):
    return len(_alone(line, delimiter))


def _alone(line, delimiter):
    """Return the cells of a line by itself; one with an unclosed quote is read as it stands."""
    quoting = csv.QUOTE_NONE if line.count('"') % 2 else csv.QUOTE_MINIMAL
    return next(csv.reader([line], delimiter=delimiter, quoting=quoting), [])


def _is_beside_another(rows):
    """Whether most cells begin or end with another delimiter, which is then the real one."""
    cells = [cell for row in rows for cell in map(str.strip, row[1:]) if cell]
    return sum(cell[0] in DELIMITERS or cell[-1] in DELIMITERS for cell in cells) > len(cells) / 2


def _rows(source, encoding, delimiter, width):
    with io.TextIOWrapper(source.open(), encoding=encoding, newline='') as text:
        for number, row in enumerate(_records(text, delimiter, width), 1):
            if number > 1 or not _SEP_LINE.fullmatch(delimiter.join(row)):
                yield number, [words(value) for value in row]


def _records(text, delimiter, width=0):
    """Yield the rows. A line with an unclosed quote is read by itself, so it swallows no other rows.

    A cell that begins with a quote and ends with one some rows below is such a line too (``"Best of``, then ``24"``): it
    and the line after it are whole rows, `width` cells wide.
    """
    waiting, taken = collections.deque(), []

    def lines():
        while waiting or (line := next(text, None)) is not None:
            line = waiting.popleft() if waiting else line
            taken.append(line)
            yield line.replace('\0', '') if '\0' in line else line

    while True:
        try:
            for row in csv.reader(lines(), delimiter=delimiter, strict=True):
                if len(taken) > 1 and _is_swallowing(taken, delimiter, width):
                    break
                taken.clear()
                yield row
            else:
                return
        except csv.Error:
            pass
        first, *rest = taken
        if len(first) > csv.field_size_limit():
            raise Unreadable('too_large', 'a line of %d characters' % len(first))
        yield _alone(first, delimiter)
        waiting.extendleft(reversed(rest))
        taken.clear()


def _is_swallowing(lines, delimiter, width):
    """Whether the lines of one record are whole rows: its first cell with a line break is none."""
    return width >= _NARROW and all(_width(line, delimiter) == width for line in lines[:2])
