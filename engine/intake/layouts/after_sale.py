# Part of store_group. License LGPL-3.
"""Words of a column that tells what became of an order after its sale, beside that of the order itself.

One that is not listed is a question: a word that says money went back is never an ordinary sale. The money of a part of the order
and goods given for others are not listed for that reason.
"""

# All of the money went back.
_BACK = (
    '退款成功 已退款 已全额退款 全额退款 全额退款成功 全部退款成功 退款完成 退款已完成 仅退款成功 未发货退款成功 已发货退款成功 '
    '退货退款成功 退货退款完成 已退货退款 退货成功 退货完成 已退货 同意退款，退款成功 同意退款,退款成功'
)
# Nothing went back, or not yet: the order is what its own column says until a later file says more.
_NOT = (
    '- -- / 无 无售后 暂无售后 未售后 未申请售后 未发起售后 无售后或售后取消 无退款 未退款 未申请退款 '
    '售后关闭 售后已关闭 售后取消 售后已取消 取消售后 已取消售后 售后撤销 售后已撤销 '
    '退款关闭 退款已关闭 退款取消 退款已取消 退款失败 '
    '售后中 售后处理中 售后申请中 售后待处理 待处理 待商家处理 待卖家处理 待商家同意 待审核 '
    '退款中 退款处理中 退款申请中 待退款 等待退款 退货中 退货退款中 待买家退货 待用户退货 待商家收货 待卖家收货'
)


def after_sale(more=''):
    """Return the words of such a column as ``known.col`` takes them; `more`: words of all the money back, by blanks."""
    pairs = [f'{word}=refunded' for word in f'{_BACK} {more}'.split()] + [f'{word}=' for word in _NOT.split()]
    return '; '.join(pairs)
