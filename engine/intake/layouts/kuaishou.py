# Part of store_group. License LGPL-3.
"""快手小店: one row an order, which sells one kind of product.

The columns are from memory, no export was at hand: check the first file. So what an amount speaks of, the line or one piece, is
left to the total of each order.
"""

from ..layout import Layout
from .after_sale import after_sale
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待付款=unpaid; 待支付=unpaid; 已付款=paid; 待发货=paid; 部分发货=paid; 已发货=shipped; 待收货=shipped; 已收货=done; '
    '交易成功=done; 已完成=done; 交易关闭=cancelled; 订单关闭=cancelled; 已取消=cancelled'
)
_REFUNDS = after_sale('售后成功 售后完成')

KNOWN = (
    Known(
        'kuaishou_orders',
        'kuaishou',
        Layout(
            (
                key('订单编号|订单号'),
                col('ordered_at', '订单创建时间|下单时间', required=True),
                col('paid_at', '付款时间|支付时间'),
                col('ship_by', '承诺发货时间|预计发货时间'),
                col('status', '退款状态|售后状态', words=_REFUNDS),
                col('status', '订单状态', words=_STATUSES, otherwise=True),
                col('customer.external_id', '买家ID|买家昵称'),
                col('customer.name', '收货人|收货人姓名'),
                col('customer.phone', '收货电话|收货人电话|收货人手机号'),
                col('customer.address.state', '省|收货人省'),
                col('customer.address.city', '市|收货人市'),
                col('customer.address.district', '区|收货人区'),
                col('customer.address.street', '收货地址|详细地址'),
                col('line.sku', 'SKU编码|商家编码|skuNick'),
                col('line.sku', '商品编码|商品ID', otherwise=True),
                col('line.name', '商品名称|商品标题', required=True, part=True),
                col('line.name', '商品规格|规格', part=True),
                col('line.quantity', '成交数量|商品数量|购买数量', required=True),
                col('line.subtotal', '商品单价|单价', required=True, grain='unsure'),
                col('shipping_amount', '快递费|运费', grain='unsure'),
                col('discount_amount', '商家优惠|店铺优惠|优惠金额', grain='unsure'),
                col('platform_discount', '平台优惠|平台补贴', grain='row'),
                col('total', '实付款|实付金额', grain='unsure'),
                col('buyer_note', '买家留言'),
                col('seller_note', '卖家备注|商家备注'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
            key_separator=' ',
        ),
        others=names(
            '发货时间, 快递单号, 快递公司, CPS达人ID, CPS达人昵称, 推广达人ID, 推广达人昵称, 主播ID, 主播昵称, 团长ID, 团长昵称, '
            '佣金率, 达人佣金, 预估推广佣金, 渠道, 订单类型, 支付方式, 退款金额, 分销类型, 确认收货时间, 平台服务费'
        ),
        marks=names('CPS达人ID, CPS达人昵称, 成交数量, 推广达人昵称, 主播昵称, 团长昵称'),
        files=('快手', 'kuaishou', '^ks'),
        **CHINA,
    ),
)
