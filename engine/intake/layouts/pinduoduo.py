# Part of store_group. License LGPL-3.
"""拼多多: one order a row, a TAB after every cell."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待支付=unpaid; 待付款=unpaid; 待成团=unpaid; 待发货=paid; 已发货,待签收=shipped; 已发货,待收货=shipped; 已发货=shipped; '
    '已收货=done; 已完成=done; 未发货,退款成功=cancelled; 已发货,退款成功=refunded; 已收货,退款成功=refunded; 已取消=cancelled; '
    '未发货,退款中=paid'
)

KNOWN = (
    Known(
        'pinduoduo_orders',
        'pinduoduo',
        Layout(
            (
                key('订单号'),
                col('ordered_at', '订单成交时间'),
                col('ordered_at', '支付时间', otherwise=True),
                col('paid_at', '支付时间'),
                col('ship_by', '承诺发货时间'),
                col('status', '订单状态', words=_STATUSES),
                col('customer.address.state', '省'),
                col('customer.address.city', '市'),
                col('customer.address.district', '区'),
                col('customer.address.street', '街道/镇|街道'),
                col('line.sku', '商家编码-规格维度'),
                col('line.sku', '样式ID', otherwise=True),
                col('line.name', '商品', required=True),
                col('line.quantity', '商品数量(件)', required=True),
                col('line.subtotal', '商品总价(元)', required=True),
                col('shipping_amount', '邮费(元)'),
                col('discount_amount', '店铺优惠折扣(元)'),
                col('platform_discount', '平台优惠折扣(元)', summed=True),
                col('platform_discount', '多多支付立减金额(元)', summed=True),
                col('total', '商家实收金额(元)'),
                col('total', '用户实付金额(元)', otherwise=True),
                col('buyer_note', '买家留言'),
                col('seller_note', '商家备注'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
        ),
        others=names(
            '是否审核中, 承诺送达时间, 发货时间, 确认收货时间, 商品id, 商品规格, 商品一级类目, 商品二级类目, 商品三级类目, '
            '商品四级类目, '
            '商家编码-商品维度, 售后状态, 消费者资料, 消费者资料上传时间, 赠品名称, 赠品id, 赠品规格, 赠品数量, 团ID, 团身份, '
            '是否已开始配送, '
            '配送员是否已送达, 配送状态, 同城是否普通快递, 上门安装费(元), 送货入户费(元), 送货入户并安装费(元), 快递单号, '
            '快递公司, '
            '配送员手机号, 是否抽奖或0元试用, 是否顺丰加价, 用户购买手机号, 旅行类信息, 充值号码, 是否门店自提, 门店名称, '
            '门店自定义编码, '
            '关联货品编码, 货品名称, 货品类型, 子货品, 仓库名称, 仓库所在地址, 海淘清关订单号, 支付ID, 支付方式, 保税仓, '
            '是否直播间成交, '
            '是否直播间引导成交, 预约配送时间, 是否节能补贴, 是否分期, 分期期数, 手续费承担方, 是否无痕发货, 订单来源, '
            '是否社区团购, '
            '小区送达情况, 分期方式'
        ),
        marks=names('商家编码-规格维度, 团ID, 多多支付立减金额(元), 商家实收金额(元), 用户实付金额(元)'),
        files=('拼多多', 'orders_export'),
        **CHINA,
    ),
)
