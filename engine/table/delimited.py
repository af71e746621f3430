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

DELIMITERS = ',\t;|'
_BOMS = ((codecs.BOM_UTF8, 'utf-8-sig'), (codecs.BOM_UTF16_LE, 'utf-16'), (codecs.BOM_UTF16_BE, 'utf-16'))
_CHUNK = 1 << 20
_LOOKED_AT = 1 << 18  # bytes used to distinguish two-byte encodings
_CONTROL = re.compile('[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]')
_STRAY = 3  # control characters of a short text, from a chat for instance
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


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
    yield Sheet(name, limited(_rows(content, encoding, delimiter)), is_text=True)


def describe(content, encoding=None):
    """Return (encoding, delimiter) of a text file, or of its beginning.

    :raises Unreadable: as ``read``
    """
    encoding = _checked(content, encoding) if encoding else _find_encoding(content)
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
    if _CONTROL.search(content[:_CHUNK].decode('latin-1')):
        raise Unreadable('not_spreadsheet', 'binary')
    raise Unreadable('encoding', 'neither utf-8 nor gb18030')


def _two_bytes(content, first):
    """Return 'gb18030' or 'cp950' (Big5) for `content`, which GB18030 decodes and whose byte `first` is not UTF-8."""
    start = content.rfind(b'\n', 0, first) + 1
    found = encodings.choose(content[start : start + _LOOKED_AT], _failure(content, 'cp950') is None)
    if found is None:
        raise Unreadable('encoding', 'neither utf-8, gb18030 nor big5')
    return found


def _checked(content, encoding):
    try:
        failure = _failure(content, encoding)
    except LookupError:
        raise Unreadable('encoding', encoding) from None
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


def _rows(content, encoding, delimiter):
    with io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline='') as text:
        for number, row in enumerate(_records(text, delimiter), 1):
            if number > 1 or not _SEP_LINE.fullmatch(delimiter.join(row)):
                yield number, [words(value) for value in row]


def _records(text, delimiter):
    """Yield the rows. A line with an unclosed quote is read by itself, so it swallows no other rows."""
    waiting, taken = collections.deque(), []

    def lines():
        while waiting or (line := next(text, None)) is not None:
            line = waiting.popleft() if waiting else line
            taken.append(line)
            yield line.replace('\0', '') if '\0' in line else line

    while True:
        try:
            for row in csv.reader(lines(), delimiter=delimiter, strict=True):
                taken.clear()
                yield row
            return
        except csv.Error:
            first, *rest = taken
        if len(first) > csv.field_size_limit():
            raise Unreadable('too_large', 'a line of %d characters' % len(first))
        quoting = csv.QUOTE_NONE if first.count('"') % 2 else csv.QUOTE_MINIMAL
        yield next(csv.reader([first], delimiter=delimiter, quoting=quoting))
        waiting.extendleft(reversed(rest))
        taken.clear()
