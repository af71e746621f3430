# Part of store_group. License LGPL-3.
"""Plain text with a delimiter (csv, tsv, txt); encoding and delimiter are detected."""

import codecs
import collections
import csv
import io
import re
import statistics

from . import encodings
from .cell import Sheet, Unreadable, limited, words
from .reader import Reader

DELIMITERS = ',\t;|'
_BOMS = ((codecs.BOM_UTF8, 'utf-8-sig'), (codecs.BOM_UTF16_LE, 'utf-16'), (codecs.BOM_UTF16_BE, 'utf-16'))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20
_LOOKED_AT = 1 << 18  # bytes used to distinguish two-byte encodings
_CONTROL = re.compile('[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]')
_SURE = 4  # characters of three bytes
_NARROW = 4  # cells: a note with commas can look like a row of fewer
_STRAY = 3  # control characters of a short text, from a chat for instance
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


class DelimitedReader(Reader):
    kind = 'delimited'

    def identify(self, sample):
        return True  # asked last; what is no text is refused by its characters

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        return read(stream.read(), filename, encoding)


READER = DelimitedReader()


def read(content, filename='', encoding=None):
    """Yield the one sheet of a text file; its cells are str or None.

    :raises Unreadable: 'not_spreadsheet', 'encoding', 'truncated'
    """
    encoding = _checked(content, encoding) if encoding else _find_encoding(content)
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline='') as text:
        sample = text.read(1 << 16)
    if len(_CONTROL.findall(sample)) > max(len(sample) // 100, _STRAY):
        raise Unreadable('not_spreadsheet', 'binary')
    delimiter = find_delimiter(sample)
    name = filename.replace('\\', '/').rpartition('/')[2]
    yield Sheet(name, limited(_rows(content, encoding, delimiter, _usual_width(sample, delimiter))), is_text=True)


def describe(content, encoding=None):
    """Return (encoding, delimiter) of a text file, or of its beginning.

    :raises Unreadable: as ``read``
    """
    encoding = _checked(content, encoding) if encoding else _find_encoding(content)
    return encoding, find_delimiter(content[: 1 << 18].decode(encoding, 'replace')[: 1 << 16])


def decoded(content, encoding=None, is_sample=False):
    """Return `content` (bytes of any text) as str, without the mark of its byte order.

    :param bool is_sample: what is cut off inside a character at its end is left out
    :raises Unreadable: as ``read``
    """
    if is_sample:
        content = content[: len(content) // 4 * 4] if content[:2] in _WIDE_MARKS or b'\0' in content[:4] else whole(content)
    encoding = _checked(content, encoding) if encoding else _find_encoding(content)
    return content.decode(encoding).removeprefix('\ufeff')


def whole(start):
    """Return the beginning `start` of a text without the character that may be cut at its end."""
    at = len(start)
    while at > len(start) - 4 and at and start[at - 1] >= 0x80:
        at -= 1
    return start[:at]


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


def _find_encoding(content):
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _checked(content, encoding)
    start = content[:_CHUNK]
    if b'\0' in start and (start.count(b'\0') > max(len(start) // 100, _STRAY) or _failure(content, 'utf-8') is not None):
        # without a byte order mark: decide by delimiters and line ends
        found = [name for name in ('utf-16-le', 'utf-16-be') if _failure(content, name) is None]
        ascii_of = {name: sum(map(content[:4096].decode(name, 'replace').count, '\n,;\t|"')) for name in found}
        if any(ascii_of.values()):
            return max(ascii_of, key=ascii_of.get)
        raise Unreadable('not_spreadsheet', 'binary')
    broken_at = 0
    for encoding in ('utf-8', 'gb18030'):
        failure = _failure(content, encoding)
        if failure is None:
            return encoding if encoding == 'utf-8' else _two_bytes(content, broken_at)
        broken_at = failure
        # valid up to an incomplete character: the file is truncated
        if encoding == 'utf-8' and failure >= len(content) - 3 and not content[:failure].isascii():
            raise Unreadable('truncated', encoding)
        if encoding == 'utf-8' and _is_utf8(content[:failure]):
            line = content.count(b'\n', 0, failure) + 1
            raise Unreadable('encoding', 'utf-8 up to line %d, and another one from there' % line)
    if _CONTROL.search(content[:_CHUNK].decode('latin-1')):
        raise Unreadable('not_spreadsheet', 'binary')
    raise Unreadable('encoding', 'neither utf-8 nor gb18030')


def _is_utf8(start):
    """Whether the beginning of a file is UTF-8 beyond doubt: other encodings hardly form several characters of three bytes."""
    return sum(mark >= '\u0800' for mark in start.decode('utf-8', 'ignore')) >= _SURE


def _two_bytes(content, first):
    """Return 'gb18030' or 'cp950' (Big5) for `content`, which GB18030 decodes and whose byte `first` is not UTF-8."""
    start = content.rfind(b'\n', 0, first) + 1
    found = encodings.choose(content[start : start + _LOOKED_AT], _failure(content, 'cp950') is None)
    if found is None:
        raise Unreadable('encoding', 'neither utf-8, gb18030 nor big5')
    return found


def _checked(content, encoding):
    if not encodings.is_of_text(encoding):
        raise Unreadable('encoding', encoding[:40])
    failure = _failure(content, encoding)
    if failure is not None:
        raise Unreadable('truncated' if failure >= len(content) - 3 else 'encoding', encoding)
    return encoding


def _failure(content, encoding):
    """Return the position of the first byte that `encoding` cannot read, or None; in chunks."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _CHUNK):
        try:
            decoder.decode(content[start : start + _CHUNK], final=start + _CHUNK >= len(content))
        except UnicodeError as error:
            return start + getattr(error, 'start', 0)
    return None


def _rows(content, encoding, delimiter, width):
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline='') as text:
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
