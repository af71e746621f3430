# Part of store_group. License LGPL-3.
"""Which encoding a text is in, by its bytes, piece by piece."""

import codecs
import re

from . import encodings
from .cell import Unreadable
from .source import Source

CONTROL = re.compile('[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]')
STRAY = 3  # control characters of a short text, from a chat for instance
_BOMS = ((codecs.BOM_UTF8, 'utf-8-sig'), (codecs.BOM_UTF16_LE, 'utf-16'), (codecs.BOM_UTF16_BE, 'utf-16'))
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK = 1 << 20
_LOOKED_AT = 1 << 18  # bytes used to distinguish two-byte encodings
_SURE = 4  # characters of three bytes


def found(source, encoding=None):
    """Return the name of the encoding of the text in `source`, a Source: the `encoding` somebody named, if it reads the text.

    :raises Unreadable: 'not_spreadsheet', 'encoding', 'truncated'
    """
    return _checked(source, encoding) if encoding else _find_encoding(source)


def decoded(content, encoding=None, is_sample=False):
    """Return `content` (bytes of any text) as str, without the mark of its byte order.

    :param bool is_sample: what is cut off inside a character at its end is left out
    :raises Unreadable: as ``read``
    """
    if is_sample:
        content = content[: len(content) // 4 * 4] if content[:2] in _WIDE_MARKS or b'\0' in content[:4] else whole(content)
    source = Source(content)
    encoding = found(source, encoding)
    return content.decode(encoding).removeprefix('\ufeff')


def whole(start):
    """Return the beginning `start` of a text without the character that may be cut at its end."""
    at = len(start)
    while at > len(start) - 4 and at and start[at - 1] >= 0x80:
        at -= 1
    return start[:at]


def _find_encoding(source):
    start = source.start(_CHUNK)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return _checked(source, encoding)
    if b'\0' in start and (start.count(b'\0') > max(len(start) // 100, STRAY) or _failure(source, 'utf-8') is not None):
        # without a byte order mark: decide by delimiters and line ends
        found = [name for name in ('utf-16-le', 'utf-16-be') if _failure(source, name) is None]
        ascii_of = {name: sum(map(start[:4096].decode(name, 'replace').count, '\n,;\t|"')) for name in found}
        if any(ascii_of.values()):
            return max(ascii_of, key=ascii_of.get)
        raise Unreadable('not_spreadsheet', 'binary')
    broken_at = 0
    for encoding in ('utf-8', 'gb18030'):
        failure = _failure(source, encoding)
        if failure is None:
            return encoding if encoding == 'utf-8' else _two_bytes(source, broken_at)
        broken_at = failure
        if encoding == 'utf-8':
            _refuse_broken(source, failure)
    if CONTROL.search(start.decode('latin-1')):
        raise Unreadable('not_spreadsheet', 'binary')
    raise Unreadable('encoding', 'neither utf-8 nor gb18030')


def _refuse_broken(source, failure):
    """Refuse a text that is UTF-8 up to the byte `failure`, and nothing else."""
    before = list(_pieces_before(source, failure))
    # valid up to an incomplete character: the file is truncated
    if failure >= source.size - 3 and not all(piece.isascii() for _at, piece in before):
        raise Unreadable('truncated', 'utf-8')
    sure = 0
    for _at, piece in before:
        sure += _wide(piece)
        if sure >= _SURE:
            line = sum(piece.count(b'\n') for _at, piece in before) + 1
            raise Unreadable('encoding', 'utf-8 up to line %d, and another one from there' % line)


def _pieces_before(source, end):
    for at, piece in source.pieces():
        if at >= end:
            return
        yield at, piece[: end - at]


def is_surely_utf8(content):
    """Return whether bytes are UTF-8 beyond doubt, whatever they say of themselves; the last character may be cut.

    >>> [is_surely_utf8(text.encode(name)) for name in ('utf-8', 'gb18030') for text in ('商品名称和价格', '商品')]
    [True, False, False, False]
    """
    try:
        text = codecs.getincrementaldecoder('utf-8')().decode(content)
    except UnicodeDecodeError:
        return False
    return sum(mark >= '\u0800' for mark in text[:_CHUNK]) >= _SURE


def _wide(piece):
    """Return how many characters of three bytes a piece of a text holds; other encodings hardly form several of them."""
    return sum(mark >= '\u0800' for mark in piece.decode('utf-8', 'ignore'))


def _two_bytes(source, first):
    """Return 'gb18030' or 'cp950' (Big5) for `source`, which GB18030 decodes and whose byte `first` is not UTF-8."""
    behind = max(0, first - _CHUNK)
    start = source.piece(behind, first - behind).rfind(b'\n') + 1 + behind
    found = encodings.choose(source.piece(start, _LOOKED_AT), _failure(source, 'cp950') is None)
    if found is None:
        raise Unreadable('encoding', 'neither utf-8, gb18030 nor big5')
    return found


def _checked(source, encoding):
    if not encodings.is_of_text(encoding):
        raise Unreadable('encoding', encoding[:40])
    failure = _failure(source, encoding)
    if failure is not None:
        raise Unreadable('truncated' if failure >= source.size - 3 else 'encoding', encoding)
    return encoding


def _failure(source, encoding):
    """Return the position of the first byte that `encoding` cannot read, or None; in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start, piece in source.pieces(size=_CHUNK):
        try:
            decoder.decode(piece, final=start + _CHUNK >= source.size)
        except UnicodeError as error:
            return start + getattr(error, 'start', 0)
    return None
