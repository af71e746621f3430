# Part of store_group. License LGPL-3.
"""Detects two-byte text without a mark: simplified (GB18030), traditional (Big5), or neither.

GB18030 decodes nearly any bytes, so successful decoding proves nothing. Real text mostly uses the first level of each set:
common characters. Text of another encoding decodes to rare ones.
"""

import codecs

_NO_TEXT = frozenset(('idna', 'punycode', 'unicode-escape', 'raw-unicode-escape', 'undefined', 'mbcs', 'oem'))
# At or below this share of common characters the encoding is wrong.
LEAST = 0.5


def is_of_text(name):
    """Return whether `name` is an encoding in which files are written: no packing, no escaping, no names of hosts.

    >>> [is_of_text(name) for name in ('utf-8', 'GBK', 'cp1252', 'zip', 'rot13', 'punycode', 'no such', 'a\\0')]
    [True, True, True, False, False, False, False, False]
    """
    try:
        return bool('a'.encode(name)) and codecs.lookup(name).name not in _NO_TEXT
    except (LookupError, ValueError):
        return False


def common_shares(content):
    """Return the share (0 to 1) of common two-byte characters of `content` (bytes) in GB and in Big5.

    Punctuation and symbols are ignored; (1.0, 0.0) if there is nothing else.

    >>> common_shares('商品,颜色'.encode('gb18030')), common_shares(b'abc')
    ((1.0, 0.25), (1.0, 0.0))
    >>> common_shares('訂單編號,數量'.encode('cp950'))[1]
    1.0
    """
    simplified = traditional = seen_simplified = seen_traditional = at = 0
    while at < len(content) - 1:
        lead = content[at]
        if lead < 0x81:
            at += 1
            continue
        trail = content[at + 1]
        if 0x30 <= trail <= 0x39:
            at += 4  # four bytes: beyond what is common anywhere
            seen_simplified += 1
            continue
        at += 2
        if not 0xA1 <= lead <= 0xA9:
            seen_simplified += 1
            simplified += 0xB0 <= lead <= 0xF7 and trail >= 0xA1
        if not 0xA1 <= lead <= 0xA3:
            seen_traditional += 1
            traditional += 0xA4 <= lead <= 0xC6
    if not seen_simplified:
        return (0.0, traditional / seen_traditional) if seen_traditional else (1.0, 0.0)
    return simplified / seen_simplified, traditional / seen_traditional if seen_traditional else 0.0


def choose(content, is_big5):
    """Return 'gb18030', 'cp950' or None (neither) for `content` (bytes), which decodes as the first.

    :param bool is_big5: whether it decodes as the second too

    >>> choose('商品,颜色'.encode('gb18030'), True), choose('訂單編號,數量'.encode('cp950'), True)
    ('gb18030', 'cp950')
    >>> choose('Müller,Größe'.encode('cp1252'), False) is None
    True
    """
    simplified, traditional = common_shares(content)
    if is_big5 and traditional > simplified:
        return 'cp950'
    return 'gb18030' if simplified > LEAST else None
