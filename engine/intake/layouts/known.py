# Part of store_group. License LGPL-3.
"""What is known of the export of a platform: its columns, its headers, how to recognise it."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ...cleaning.text import fold
from ..layout import Column, Layout

ORDERS, ITEMS, HEADS, SETTLEMENT, STATEMENT, ADDRESSES = 'orders', 'items', 'heads', 'settlement', 'statement', 'addresses'
# A unit behind a header tells nothing: 商品总价(元)
_UNIT = re.compile(r'\((?:元|件|个|¥|￥|\$|rmb|cny|usd|eur|inr|pcs|%)\)')
_BESIDE = re.compile(r'[\W_]+')


@lru_cache(maxsize=2**12)
def header_key(label):
    """Return the form in which two spellings of one header are equal.

    >>> header_key('Order_ID') == header_key('order id'), header_key('商品总价（元）'), header_key('SKU编码(自定义)')
    (True, '商品总价', 'sku编码自定义')
    """
    return _BESIDE.sub('', _UNIT.sub('', fold(label)))


@dataclass(frozen=True)
class Known:
    """One kind of export of a platform.

    `layout` reads it into orders, None where it names no orders with goods: what it `holds` then says why. `others` are its
    headers that no column reads, `marks` those that no other platform writes, `files` patterns of its name. `currency` and
    `tz` are those of a channel made for it. `kinds` are the formats it comes in, where these name everything they hold: JSON and
    XML have many more values than an order needs, which then say nothing against it. `space` is the name space its documents
    are of. `beside` is the code of the export of the
    items, where this one has the heads of the same orders.
    """

    code: str
    platform: str
    layout: Layout | None
    others: tuple = ()
    marks: tuple = ()
    files: tuple = ()
    holds: str = ORDERS
    currency: str = ''
    tz: str = ''
    kinds: tuple = ()
    space: str = ''
    beside: str = ''
    keys: frozenset = field(default=frozenset(), compare=False)

    def __post_init__(self):
        named = [name for column in (self.layout.columns if self.layout else ()) for name in (column.header, *column.aliases)]
        if self.layout:
            object.__setattr__(self, 'layout', replace(self.layout, unread=('*',) if self.kinds else (*self.others, *self.marks)))
        object.__setattr__(self, 'keys', frozenset(header_key(name) for name in (*named, *self.others, *self.marks) if name))


def col(target, headers='', **options):
    """Return a Column; `headers` are written 'header|alias|alias', `words` as 'found=meant; found=meant'."""
    header, *aliases = headers.split('|')
    words = options.pop('words', '')
    values = tuple(tuple(part.strip() for part in pair.split('=')) for pair in words.split(';') if pair.strip())
    return Column(target, header, aliases=tuple(aliases), values=values, **options)


def key(headers, **options):
    """Return the Column of the order number."""
    return col('external_id', headers, is_key=True, required=True, **options)


def names(text):
    """Return the headers of `text`, separated by commas."""
    return tuple(part.strip() for part in text.split(',') if part.strip())


CHINA = {'currency': 'CNY', 'tz': 'Asia/Shanghai'}
