# Part of store_group. License LGPL-3.
"""有赞: the file of items, and the order report whose goods stand in one cell."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待支付=unpaid; 待付款=unpaid; 待成团=paid; 待接单=paid; 待发货=paid; 部分发货=paid; 已发货=shipped; 交易成功=done; '
    '交易完成=done; '
    '已完成=done; 交易关闭=cancelled; 已关闭=cancelled'
)
_HEAD = (
    key('订单号'),
    col('ordered_at', '订单创建时间'),
    col('ordered_at', '买家付款时间', otherwise=True),
    col('paid_at', '买家付款时间'),
    col('status', '订单状态', words=_STATUSES),
    col('customer.external_id', '买家昵称'),
    col('customer.name', '收货人/提货人'),
    col('customer.phone', '收货人手机号/提货人手机号'),
    col('customer.address.state', '收货人省份'),
    col('customer.address.city', '收货人城市'),
    col('customer.address.district', '收货人地区'),
    col('customer.address.street', '详细收货地址/提货地址'),
    col('shipping_amount', '运费'),
    col('total', '订单实付金额'),
    col('buyer_note', '买家备注'),
    col('seller_note', '商家订单备注'),
    col('currency', default='CNY'),
)

KNOWN = (
    Known(
        'youzan_items',
        'youzan',
        Layout(
            (
                *_HEAD,
                col('line.sku', '商品编码'),
                col('line.name', '商品名称', required=True),
                col('line.quantity', '商品数量', required=True),
                col('line.unit_price', '商品单价', required=True),
                col('refunded_amount', '商品已退款金额', summed=True),
            )
        ),
        others=names(
            '订单商品状态, 商品类型, 商品类目, 商品规格, 商品留言, 商品发货物流公司, 商品发货物流单号, 商品退款状态, '
            '买家姓名, '
            '买家手机号'
        ),
        marks=names('收货人手机号/提货人手机号, 详细收货地址/提货地址, 订单商品状态'),
        files=('有赞',),
        **CHINA,
    ),
    Known(
        'youzan_orders',
        'youzan',
        Layout(
            (
                *_HEAD,
                col('store', '归属店铺'),
                col('line.name', '全部商品名称', required=True),
                col('line.quantity', default='1'),  # the report counts kinds, not pieces: all goods of an order are one line
                col('line.subtotal', '商品金额合计|订单实付金额', required=True),
                col('discount_amount', '店铺优惠合计'),
                col('refunded_amount', '订单已退款金额'),
            ),
            line_amount='subtotal',
        ),
        others=names(
            '销售渠道, 订单类型, 推广方式, 订单来源, 交易成功时间, 付款方式, 支付流水号, 应收订单金额, 支付优惠合计, '
            '订单实收金额, '
            '订单抵用积分数, 店铺优惠方式, 支付优惠方式, 商品种类数, 订单配送方式, 订单星级, 买家是否会员, 买家手机号, '
            '下单网点, 收银员, 分销员, '
            '订单退款状态, 优惠券码名称'
        ),
        marks=names('全部商品名称, 商品种类数, 收货人手机号/提货人手机号, 详细收货地址/提货地址'),
        files=('有赞',),
        **CHINA,
    ),
)
