# Part of store_group. License LGPL-3.
"""Words in the name of a sheet by which its rows are no sales of every day: returns, what was called off, a template."""

import re
from functools import lru_cache

from ...cleaning.text import fold
from .traditional import simplified

# The words of each kind; an English one is a whole word of the name.
_KINDS = (
    ('returned', '退货 退款 退单 退件 退换 退回 已退 拒收 售后 冲红 红冲', 'return returns returned refund refunds refunded rma'),
    ('cancelled', '取消 作废 关闭 撤单 撤销', 'cancel cancels cancelled canceled cancellation cancellations void voided'),
    ('deleted', '删除 已删 回收站', 'delete deleted removed trash'),
    ('draft', '草稿', 'draft drafts'),
    ('test', '测试', 'test tests testing'),
    ('template', '模板 模版 范本', 'template templates'),
    ('example', '示例 样例 范例 例子 样表 示范', 'example examples sample samples demo'),
)
_CHINESE_NOT = '(?<!无)(?<!未)(?<!没)(?<!没有)(?<!不)(?<!非)(?<!除)(?<!不含)(?<!不包含)(?<!不包括)(?<!去除)(?<!剔除)'
_ENGLISH_NOT = re.compile(r'\b(?:no|not|non|without|excl|excluding|except|less)\b\W+[a-z]+')
_PATTERNS = tuple(
    (kind, re.compile(f'{_CHINESE_NOT}(?:{"|".join(chinese.split())})|(?<![a-z])(?:{"|".join(english.split())})(?![a-z])'))
    for kind, chinese, english in _KINDS
)
_HUMP = re.compile('(?<=[a-z])(?=[A-Z])')


@lru_cache(maxsize=2**10)
def kind_of_name(name):
    """Return what the `name` of a sheet says of its rows, '' where they are sales as any.

    >>> [kind_of_name(name) for name in ('Cancelled', 'OrdersReturned_2', '退貨', '十一月退款', '示例', 'Test1')]
    ['cancelled', 'returned', 'returned', 'returned', 'example', 'test']
    >>> [kind_of_name(name) for name in ('Nov', '2026-11', '杭州店', 'Latest', 'Without returns', '订单(不含退货)', '未取消')]
    ['', '', '', '', '', '', '']
    """
    text = _ENGLISH_NOT.sub(' ', fold(_HUMP.sub(' ', simplified(name))).replace('_', ' '))
    return next((kind for kind, pattern in _PATTERNS if pattern.search(text)), '')
