# Part of store_group. License LGPL-3.
"""Words of a status in Chinese and English, and what they mean."""

import re
from functools import lru_cache

from ..layouts import header_key
from .traditional import simplified

# Words of a status and what they say, tried in this order: the first that is in the text.
STATUS_WORDS = (
    (
        'refunded',
        ('退款成功', '已退款', '全额退款', '退货完成', 'returned', 'refunded', 'returning', 'chargeback', 'rejectedbybuyer'),
    ),
    ('cancelled', ('取消', '关闭', '作废', '删除', 'cancel', 'void', 'failed', 'expired', 'closed')),
    (
        'unpaid',
        ('待付款', '未付款', '待支付', '未支付', '等待付款', '等待买家付款', 'unpaid', 'pending', 'awaitingpayment', 'onhold'),
    ),
    (
        'paid',
        (
            '待发货',
            '待出货',
            '未出货',
            '已付款',
            '已支付',
            '未发货',
            '等待卖家发货',
            '准备发货',
            '可发货',
            '等待出库',
            '等待发货',
            '备货',
            'unshipped',
            'unfulfilled',
            'toship',
            'processing',
            'paid',
            'confirmed',
            'packed',
            'readytoship',
        ),
    ),
    ('done', ('完成', '成功', '已收货', '已签收', '签收', 'done', 'complete', 'delivered', 'received', 'finished')),
    (
        'shipped',
        (
            '已发货',
            '发货',
            '已出货',
            '待收货',
            '运输',
            'shipped',
            'dispatched',
            'intransit',
            'fulfilled',
            'sent',
            'outfordelivery',
        ),
    ),
)
# Said beside a status without changing it.
HARMLESS = ('未评价', '待评价', '已评价', '未开票', '无退款', '无售后', '未结算')
# What is left of a status beside its words and turns it round, or makes it a part: nobody knows what it means.
_TURNED_ROUND = re.compile(
    r'未|没|不|非|部分|部份|申请|拒绝|撤销|驳回|暂停|失败|(?:^|\|)(?:not|non)|partial|request|(?:not|non|un|in|dis|tobe|never|no)\|'
)
# Of whatever else there is, of goods on their way back, and of what is no order yet: what is done there is not the order.
_OF_BACK = re.compile('退|拒|换|补|返|售后|纠纷|争议|仲裁|投诉|丢|定金|订金|测试|草稿|样品')
_BACK_WORDS = re.compile(
    r'return|refus|reject|disput|exchang|replac|damag|deposit|complain|claim|chargeback|'
    r'(?:rto|rma|rts|back|lost|case|ticket|inquiry|missing|wrong|sample)$'
)
_NOT_YET = re.compile('attempt|appeal|(?:won|lost|draft|test|revers)$')


@lru_cache(maxsize=2**10)
def status_meant(text):
    """Return the canonical status a word of a cell says, '' when none does.

    >>> [status_meant(text) for text in ('卖家已发货，等待买家确认', '未发货，退款成功', 'Cancelled', '等待买家付款', '?')]
    ['shipped', 'refunded', 'cancelled', 'unpaid', '']

    A word that negates one of them, or means a part of the order, is none of them:

    >>> [status_meant(text) for text in ('未完成', '部分退款成功', '退款关闭', 'Incomplete', 'Not returned', 'To be shipped')]
    ['', '', '', '', '', '']

    Neither is what was done with goods that come back, or with a quarrel:

    >>> [status_meant(text) for text in ('退货已签收', '售后完成', 'Return received', 'Sent back', 'Delivery failed')]
    ['', '', '', '', '']
    """
    key = simplified(header_key(text))
    found = next((status for status, words in STATUS_WORDS if any(word in key for word in words)), '')
    if not found:
        return ''
    rest = _known_words().sub('|', key)
    if _TURNED_ROUND.search(rest) or (found != 'refunded' and ('退款' in rest or 'refund' in rest)):
        return ''
    return '' if _is_of_something_else(text, rest, found) else found


def _is_of_something_else(text, rest, found):
    """Whether the words beside that of a status say that it is not the order which is sent, done or called off."""
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', str(text)).lower())
    if any(map(_NOT_YET.match, parts)) or (found == 'cancelled' and 'delivery' in parts):
        return True
    return found != 'refunded' and bool(_OF_BACK.search(rest) or any(map(_BACK_WORDS.match, parts)))


@lru_cache(maxsize=1)
def _known_words():
    """Return the pattern of all words of a status, the longest first."""
    words = {*HARMLESS, *(word for _status, words in STATUS_WORDS for word in words)}
    return re.compile('|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))))
