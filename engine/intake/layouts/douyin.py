# Part of store_group. License LGPL-3.
"""抖音: one row a sub-order; a refund is told only by 售后状态, while the order stays 已完成."""

from ..layout import Layout
from .after_sale import after_sale
from .known import CHINA, Known, col, key, names

_REFUNDS = after_sale()
_STATUSES = (
    '待支付=unpaid; 待付款=unpaid; 备货中=paid; 待发货=paid; 部分发货=paid; 已发货=shipped; '
    '已完成=done; 已关闭=cancelled; 已取消=cancelled'
)

KNOWN = (
    Known(
        'douyin_orders',
        'douyin',
        Layout(
            (
                key('主订单编号'),
                col('line.external_id', '子订单编号'),
                col('ordered_at', '订单提交时间', required=True),
                col('status', '售后状态', words=_REFUNDS),
                col('status', '订单状态', words=_STATUSES, otherwise=True),
                col('customer.name', '收件人'),
                col('customer.phone', '收件人手机号'),
                col('customer.address.street', '详细地址'),
                col('line.sku', '商家编码'),
                col('line.sku', '商品ID', otherwise=True),
                col('line.name', '选购商品', required=True),
                col('line.quantity', '商品数量', required=True),
                col('line.subtotal', '订单应付金额', required=True),
                col('seller_note', '商家备注', words='-=; *=*'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
        ),
        others=names(
            '商品规格, 运费, 订单完成时间, 取消原因, 发货时间, 平台实际承担优惠金额, 商家实际承担优惠金额, '
            '达人实际承担优惠金额, 商品单价'
        ),
        marks=names('主订单编号, 子订单编号, 选购商品, 达人实际承担优惠金额'),
        files=('抖音', 'douyin', r'^\d{10}_'),
        **CHINA,
    ),
)
