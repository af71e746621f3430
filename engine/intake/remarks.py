# Part of store_group. License LGPL-3.
"""Orders that a remark alone calls off: a person says whether it does, nobody takes them as ordinary orders in silence."""

import re

from ..cleaning.text import fold
from .issue import Issue
from .layouts.known import header_key
from .payload import status_of
from .proposing.traditional import simplified
from .vocabulary import ERROR

CODE = 'said_called_off'
_NOTES = ('seller_note', 'buyer_note')
_MOST = 300  # characters of a remark that are looked at
_HEADERS = re.compile(r'备注|留言|附言|说明|标记|标签|旗|remark|note|comment|memo|flag|label|tag')
_GIVEN_BACK = re.compile(
    r'(?:已|全额|部分|部份|申请|客户|买家|顾客|要求|同意|仅)(?:全额)?退(?:款|货|回|单|钱|$)|退款(?:成功|完成|中|退货|$)|退货(?:退款|完成|成功|中|$)|'
    r'^退(?:款|货|单|回|钱)?$|退差价|'
    r'\b(?:refunded|returned|charged back|chargeback)\b|^(?:refund|return|rma)\b'
)
_CALLED_OFF = re.compile(
    r'(?:已|客户|买家|顾客|申请|要求)(?:要求|申请)?取消|取消(?:订单|了|$)|订单(?:取消|作废|关闭)|交易关闭|已(?:关闭|作废)|^(?:作废|撤单)$|撤单|不要了|'
    r'\b(?:cancell?ed|voided|called off)\b|^(?:please |pls )?(?:cancel|void)\b|\bvoid$'
)
# What is said before such a word and takes it back, or makes it a condition.
_NOT = re.compile(
    r'(?:未|没有?|不|勿|别|非|无|拒绝|撤销|驳回|如果?|若|万一|否则)[^，。,.;；]{0,8}$|'
    r'\b(?:not|no|never|un|if|don.t|do not|unless|instead of|non)\b[^,.;]{0,20}$'
)


def called_off(text):
    """Return 'cancelled' or 'refunded' of a remark that says so of its order, '' of any other.

    >>> [called_off(text) for text in ('已取消', '客户要求取消', 'cancelled by customer', 'Order void', '退款', '已部分退款 5元')]
    ['cancelled', 'cancelled', 'cancelled', 'cancelled', 'refunded', 'refunded']
    >>> [called_off(text) for text in ('未取消', '如缺货请退款', 'do not cancel', 'if cancelled call', '不退货')]
    ['', '', '', '', '']
    """
    said = simplified(fold(text[:_MOST]))
    for status, pattern in (('refunded', _GIVEN_BACK), ('cancelled', _CALLED_OFF)):
        for found in pattern.finditer(said):
            if not _NOT.search(said[: found.start()]):
                return status
    return ''


def asked(payload, sheet='', row=0):
    """Return the Issues, one or none, of a canonical order that only a remark calls off; `proposed` is the status it says.

    >>> [(issue.found, issue.proposed) for issue in asked({'seller_note': '已取消', 'status': 'paid'})]
    [('已取消', 'cancelled')]
    >>> asked({'seller_note': '已取消', 'status': 'cancelled'}), asked({'lines': [{'raw': {'City': 'Refund'}}]})
    ([], [])
    """
    if status_of(payload) in ('cancelled', 'refunded') or payload.get('refunds'):
        return []
    for text in _remarks(payload):
        status = called_off(text) if isinstance(text, str) else ''
        if status:
            return [Issue(CODE, ERROR, 'status', text[:200], status, sheet, row)]
    return []


def _remarks(payload):
    for name in _NOTES:
        if name in payload:
            yield payload[name]
    tags = payload.get('tags')
    yield from (tags if isinstance(tags, (list, tuple)) else ())
    for line in payload.get('lines') or ():
        for label, text in line.get('raw', {}).items():
            if _HEADERS.search(header_key(label)):
                yield text
