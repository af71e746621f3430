# Part of store_group. License LGPL-3.
"""Detects rows of totals, from the row's own cells only, not from filled-down values."""

import re

from ..cleaning.text import fold
from .vocabulary import TABLE_FIELDS

LEFT_OUT, ASKED = 'total_row', 'maybe_total'
_CHINESE = '合计|总计|小计|共计|汇总|合計|總計|小計|共計'
_ENGLISH = '(?:grand |sub-?)?total'
# the word alone, or with its sum: 小计, 合计: 50.00, 总计(3件), 合计：3单
_ALONE = re.compile(rf'(?:{_CHINESE}|{_ENGLISH}|sum)[\s:]*\(?[\d\s.,¥$€件个元单單笔筆订訂:+-]*\)?')
_AT_THE_END = re.compile(rf'.{{1,30}}(?:{_CHINESE}|[\s:]{_ENGLISH})[\s:]*')
_INSIDE = re.compile(r'(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])')  # 合 计
_LONGEST = 40
_CODES = ('line.sku', 'line.barcode')


def word(cell):
    """Return whether a cell is a word for a total: 'alone', 'end' (本店合计), or ''.

    >>> word('小计'), word('合计：50.00'), word('Total'), word('总 计（3件）'), word('本店合 计：'), word('Store total')
    ('alone', 'alone', 'alone', 'alone', 'end', 'end')
    >>> word('合计算器'), word('Total War'), word('dim sum'), word('甲'), word(3)
    ('', '', '', '', '')
    """
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return ''
    text = cell.lower()
    if '计' not in text and '計' not in text and 'total' not in text and '汇总' not in text and 'sum' not in text:
        return ''  # fast path for nearly all cells
    text = _INSIDE.sub('', fold(cell))
    return 'alone' if _ALONE.fullmatch(text) else 'end' if _AT_THE_END.fullmatch(text) else ''


class Sums:
    """Distinguishes rows of totals from order lines in one sheet.

    A row is left out if such a word is:
    (a) first in a row that names no order, or as the only part of its key;
    (b) as the order's number or anywhere else in a row without an order number of its own, and the row names no product;
    (c) alone, as the name of a product without a code.
    A row that also has a product, or only ends with the word, becomes a question.

    :param list places: (column, index) pairs, as a Header finds them
    :param list keys: those of them that name the order
    """

    def __init__(self, places, keys):
        found = [(column.target, index) for column, index in places if index is not None]
        self._texts = [index for target, index in found if TABLE_FIELDS.get(target) in ('code', 'text')]
        self._codes = [index for target, index in found if target in _CODES]
        self._name = next((index for target, index in found if target == 'line.name'), None)
        self._products = [*self._codes, *([] if self._name is None else [self._name])]
        self._numbers = [index for column, index in keys if column.target == 'external_id' and index is not None]
        self._keys = self._numbers or [index for _column, index in keys if index is not None]

    def judge(self, cells, first, row):
        """Return (LEFT_OUT, ASKED or '', the word found) for a row whose first cell is `first`.

        :param list cells: the row's own cells
        :param Row row: the values read from it
        """
        own = [self._at(cells, index) for index in self._keys]
        if word(first) == 'alone' and (row.key is None or (len(row.key_parts) < 2 and fold(first) == fold(row.key))):
            return LEFT_OUT, first
        if any(cell is not None for cell in own):
            return self._judge_numbered(cells, own)
        label = next((cell for cell in (first, *(self._at(cells, index) for index in self._texts)) if word(cell)), None)
        if label is None:
            return '', ''
        if not self._has_any(cells, self._products):
            return LEFT_OUT, label
        return (ASKED if row.key is not None else ''), label

    def _judge_numbered(self, cells, own):
        number = next((cell for cell in own if word(cell) == 'alone'), None)
        if number is not None and not self._has_any(cells, self._products):
            return LEFT_OUT, number
        name = self._at(cells, self._name)
        kind = word(name)
        if not kind or self._has_any(cells, self._codes):
            return '', ''
        return (LEFT_OUT if kind == 'alone' else ASKED), name

    def _at(self, cells, index):
        return cells[index] if index is not None and index < len(cells) else None

    def _has_any(self, cells, indexes):
        """Whether one of the cells has anything but a word for a total."""
        return any(cell is not None and not word(cell) for cell in (self._at(cells, index) for index in indexes))
