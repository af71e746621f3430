# Part of store_group. License LGPL-3.
"""微信小店 (once 视频号小店): one row a product; since its columns say per piece or in all, the amount of the line is taken."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待付款=unpaid; 待支付=unpaid; 待发货=paid; 部分发货=paid; 待收货=shipped; 已发货=shipped; 已完成=done; 完成=done; '
    '已取消=cancelled; '
    '订单取消=cancelled; 全部商品售后之后,订单取消=cancelled'
)
_HEAD = (
    key('订单号'),
    col('ordered_at', '订单下单时间|下单时间', required=True),
    col('paid_at', '支付时间'),
    col('status', '订单状态', words=_STATUSES),
    col('customer.name', '收件人姓名'),
    col('customer.phone', '收件人手机'),
    col('customer.address.state', '省'),
    col('customer.address.city', '市'),
    col('customer.address.district', '区'),
    col('customer.address.street', '收件人地址'),
    col('line.sku', 'SKU编码(自定义)'),
    col('line.sku', '商品编码(自定义)', otherwise=True),
    col('line.sku', '商品编码(平台)', otherwise=True),
    col('line.name', '商品名称', required=True),
    col('line.quantity', '商品数量', required=True),
    col('shipping_amount', '订单运费'),
    col('total', '订单实际支付金额'),
    col('refunded_amount', '商品已退款金额', summed=True),
    col('buyer_note', '买家备注'),
    col('seller_note', '商家备注'),
    col('currency', default='CNY'),
)
_OTHERS = names(
    '订单发货时间, 订单确认收货时间, 订单完成结算时间, 发货方式, 打标颜色, 商品总价, 订单实际收款金额, 商品优惠, 跨店优惠, '
    '商品改价, 积分抵扣, '
    '支付方式, 交易单号, 物流公司, 快递单号, 技术服务费, 技术服务费（将以人气卡形式返还）, 运费险预计投保费用, 带货方式, '
    '带货账号类型, '
    '带货账号昵称, 带货ID, 带货费用渠道, 带货费用类型, 带货费用, 带货佣金率, 企微企业ID, 企微工号, 导购最近分享时间, 礼物单号, '
    '商品属性, '
    '商品价格(单件), 商品实际价格(单件), 是否预售, 商品平台券优惠, 商品平均运费, 活动商家补贴, 定制信息, 定制预览图, 商品发货, '
    '商品售后, '
    '带货人昵称, 授权号, 预估佣金, 实际佣金, 实际服务费'
)
_MARKS = names('SKU编码(自定义), 商品编码(自定义), 商品编码(平台), 商品实际价格(总共), 订单实际支付金额')

KNOWN = (
    Known(
        'wechat_orders',
        'wechat',
        Layout((*_HEAD, col('line.subtotal', '商品实际价格(总共)', required=True)), line_amount='subtotal'),
        others=_OTHERS,
        marks=_MARKS,
        files=('微信小店', '视频号'),
        **CHINA,
    ),
    Known(
        'wechat_orders_old',
        'wechat',
        Layout((*_HEAD, col('line.unit_price', '商品价格', required=True))),
        others=_OTHERS,
        marks=_MARKS[:3],
        files=('微信小店', '视频号'),
        **CHINA,
    ),
)
