# Part of store_group. License LGPL-3.
"""得物: one pair, one order. The amount is what the seller bid; fees are settled later."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待买家付款=unpaid; 待卖家发货=paid; 待平台收货=shipped; 待买家收货=shipped; 交易成功=done; '
    '交易关闭=cancelled; 交易失败=cancelled'
)

KNOWN = (
    Known(
        'dewu_orders',
        'dewu',
        Layout(
            (
                key('订单号|得物订单号|平台订单号'),
                col('ordered_at', '买家下单时间'),
                col('ordered_at', '买家支付时间', otherwise=True),
                col('paid_at', '买家支付时间'),
                col('status', '订单状态', words=_STATUSES),
                col('line.sku', 'skuID', required=True),
                col('line.name', '货号', part=True),
                col('line.name', '规格', part=True),
                col('line.quantity', '数量', required=True),
                col('line.unit_price', '出价金额（元）', required=True),
                col('tags', '订单类型'),
                col('currency', default='CNY'),
            ),
            key_separator=' ',
        ),
        others=names('spuID, 品牌, 预计收入金额（元）, 开放预约时间, 关闭原因'),
        marks=names('spuID, skuID, 出价金额（元）, 预计收入金额（元）'),
        files=('得物', 'dewu'),
        **CHINA,
    ),
)
