# Part of store_group. License LGPL-3.
"""Normalises text of people and exports: odd blanks, invisible marks, full-width letters."""

import re
import unicodedata

# Zero-width characters and direction marks: invisible, so two codes that look alike would differ.
_INVISIBLE = re.compile('[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]')
# The database holds neither NUL nor half a surrogate pair; other control characters mean nothing in a cell.
_UNSTORABLE = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]')
_WIDE = re.compile('[\uff01-\uff5e\u3000\uffe5\uffe1]')
_BLANKS = re.compile(r'\s+')
_LINE_BLANKS = re.compile(r'[^\S\n]+')
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_FULL_WIDTH |= {0x3000: ' ', 0xFFE5: '¥', 0xFFE1: '£'}


def storable(value):
    r"""Return `value` (str) without the characters a database refuses.

    >>> storable('')
    ''
    >>> storable('a\x00b\ud800c')
    'abc'
    """
    return value if value.isprintable() else _UNSTORABLE.sub('', value)


def trim(value):
    """Return `value` (str) on one line, without invisible marks, with single inner blanks.

    >>> trim('')
    ''
    >>> trim(' 张三\\u00a0 （上海）\\t')
    '张三 （上海）'
    """
    if value.isprintable() and '  ' not in value:
        return value.strip()  # fast path: most cells are clean
    return _BLANKS.sub(' ', storable(_INVISIBLE.sub('', value))).strip()


def note(value):
    r"""Return `value` (str) trimmed like `trim`, but keep its line breaks.

    >>> note('')
    ''
    >>> note(' first \r\n second  line ')
    'first\nsecond line'
    """
    lines = _LINE_BLANKS.sub(' ', value.replace('\r\n', '\n').replace('\r', '\n')).split('\n')
    return '\n'.join(trim(line) for line in lines).strip()


def half_width(value):
    """Return `value` (str) with full-width ASCII and the ideographic blank written half-width.

    >>> half_width('')
    ''
    >>> half_width('（ＡＢＣ－１２３）')
    '(ABC-123)'
    """
    return value.translate(_FULL_WIDTH) if _WIDE.search(value) else value


def compact(value):
    """Return the form for comparing codes and headers: half-width, trimmed, single inner blanks.

    >>> compact('')
    ''
    >>> compact('\\ufeff订单　ＩＤ ')
    '订单 ID'
    >>> compact('金额（元）') == compact('金额(元)')
    True
    """
    return trim(value if value.isascii() else half_width(unicodedata.normalize('NFC', value)))


def fold(value):
    """Return `value` (str) compacted and without regard to case, to compare headers and words.

    >>> fold('')
    ''
    >>> fold('Order Number') == fold(' ORDER  number')
    True
    """
    return compact(value).casefold()


def shape(value):
    """Return the form for finding similar codes: without width, case, blanks and leading zeros.

    >>> shape(' ｍ－Shirt　01 ') == shape('M-SHIRT 01'), shape('00123') == shape('123'), shape('000')
    (True, True, '')
    """
    return _BLANKS.sub('', unicodedata.normalize('NFKC', _INVISIBLE.sub('', value)).lower()).lstrip('0')
