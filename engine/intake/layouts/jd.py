# Part of store_group. License LGPL-3.
"""京东 POP: one row a product; the amounts of the order stand on each of its rows."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '等待付款=unpaid; 未付款=unpaid; 等待出库=paid; 等待发货=paid; 等待确认收货=shipped; 已发货=shipped; 完成=done; 已完成=done; '
    '(删除)等待出库=cancelled; (删除)等待付款=cancelled; 已取消=cancelled; (锁定)等待出库=paid'
)

KNOWN = (
    Known(
        'jd_orders',
        'jd',
        Layout(
            (
                key('订单号|订单编号'),
                col('ordered_at', '下单时间', required=True),
                col('paid_at', '付款确认时间'),
                col('status', '订单状态', words=_STATUSES),
                col('customer.external_id', '下单帐号|下单账号'),
                col('customer.name', '客户姓名'),
                col('customer.phone', '联系电话'),
                col('customer.address.street', '客户地址'),
                col('line.sku', '货号'),
                col('line.sku', '商品ID|商品编号', otherwise=True),
                col('line.name', '商品名称'),
                col('line.quantity', '订购数量', required=True),
                col('line.unit_price', '京东价', required=True),
                col('shipping_amount', '运费金额'),
                col('total', '结算金额|订单金额'),
                col('invoice_request.title', '发票抬头'),
                col('buyer_note', '订单备注'),
                col('seller_note', '商家备注'),
                col('currency', default='CNY'),
            )
        ),
        others=names(
            '支付方式, 订单金额, 余额支付, 应付金额, 订单类型, 发票类型, 发票内容, 商家备注等级（等级1-5为由高到低）, '
            '增值税发票, '
            '订单完成时间, 订单来源, 订单渠道'
        ),
        marks=names('京东价, 下单帐号, 付款确认时间'),
        files=('京东', 'jd'),
        **CHINA,
    ),
)
