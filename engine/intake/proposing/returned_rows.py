# Part of store_group. License LGPL-3.
"""Columns whose words say which rows are returns, and columns that count what came back."""

from ..layouts import header_key
from .came_back import YES
from .traditional import simplified
from .unread_words import is_back
from .words import says

_FEW_WORDS = 8  # of a column that says what kind of document a row is of
# Headers of a column that says what kind a row is of.
_KINDS = (
    '类型',
    '种类',
    '性质',
    '类别',
    '单据',
    '业务',
    '交易',
    '方向',
    '标志',
    'type',
    'kind',
    'transaction',
    'event',
    'document',
)
# Whole words of such a column: the row is a return, or it is an ordinary sale. Of all others nobody knows.
RETURNS = frozenset(
    '退货 退款 退货单 退款单 退单 退货退款 退货入库 销售退货 销售退货单 销售退款 销退 销退单 零售退货 零售退货单 客户退货 '
    '订单退货 订单退款 冲红 红冲 红字 '
    'return returns returned refund refunds refunded salesreturn salesreturns salerefund customerreturn creditnote creditmemo '
    'rma'.split()
)
SALES = frozenset(
    '销售 销售单 销售出库 销售订单 正常销售 普通销售 零售 零售单 零售销售 售出 出售 出库 销货 销货单 订单 普通订单 正常订单 '
    '正常 普通 正品 蓝字 '
    'sale sales sold order orders salesorder invoice salesinvoice normal regular purchase payment charge receipt'.split()
)
_NO = frozenset(('false', 'no', 'n', '0', '否', '未退', '未退货'))


def is_said_of_rows(profile):
    """Return whether a column of kinds has few words, all of them known, and some of them say that the row is a return."""
    return says(_KINDS, profile.label) and is_partly_back(profile) and all(map(means_return, _words_of(profile)))


def is_partly_back(profile):
    """Return whether a column has few words, and some of them, but not all, are those of a return."""
    words = _words_of(profile)
    told = sum(means_return(word) == 'true' for word in words)
    return 1 < len(words) <= _FEW_WORDS and 0 < told < len(words) and profile.share('number') < 0.1


def means_return(word):
    """Return whether a word of a cell says that its row is a return, 'true' or 'false', '' where nobody knows.

    >>> [means_return(word) for word in ('退货', 'Return', 'Y', '销售', 'Sale', 'no')]
    ['true', 'true', 'true', 'false', 'false', 'false']

    A word that only has one of them in it may say the opposite, or something else:

    >>> [means_return(word) for word in ('样品不退货', '七天退货', 'Returning', 'Returnable', 'Exchange', '作废')]
    ['', '', '', '', '', '']
    """
    key = simplified(header_key(word))
    if key in RETURNS or key in YES:
        return 'true'
    return 'false' if key in SALES or key in _NO else ''


def meanings(cells):
    """Return the pairs (word, 'true' or 'false') of a column of returns; words nobody knows stay out: each is asked about."""
    texts = dict.fromkeys([*YES, *sorted(_NO), *(str(cell) for cell in cells if cell is not None)])
    return tuple((text, meant) for text in texts if (meant := means_return(text)) and not {';', '='} & {*text})


def _words_of(profile):
    return {cell for cell in profile.cells if isinstance(cell, str)}


def is_left_out(profile, target):
    """Return whether a column that nobody reads counts what came back, and something did."""
    return (
        target in (None, 'ignore')
        and says(('退', 'refund', 'return'), profile.label)
        and is_back(profile.label)
        and any(profile.numbers)
    )
