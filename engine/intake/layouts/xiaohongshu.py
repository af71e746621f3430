# Part of store_group. License LGPL-3.
"""小红书 (千帆): one row a product of an order.

The columns are from memory, no export was at hand: check the first file. So what an amount speaks of, the order or its row, the
line or one piece, is left to the total of each order.
"""

from ..layout import Layout
from .after_sale import after_sale
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待支付=unpaid; 待付款=unpaid; 已下单待付款=unpaid; 待发货=paid; 待配货=paid; 部分发货=paid; 已支付=paid; 清关中=paid; '
    '已发货=shipped; 待收货=shipped; 已完成=done; 已签收=done; 已取消=cancelled; 已关闭=cancelled; 交易关闭=cancelled'
)
_REFUNDS = after_sale('售后完成 售后成功')

KNOWN = (
    Known(
        'xiaohongshu_orders',
        'xiaohongshu',
        Layout(
            (
                key('订单号|订单编号'),
                col('ordered_at', '订单创建时间|下单时间', required=True),
                col('paid_at', '支付时间|订单支付时间'),
                col('ship_by', '承诺发货时间|最晚发货时间'),
                col('status', '售后状态', words=_REFUNDS),
                col('status', '订单状态', words=_STATUSES, otherwise=True),
                col('customer.name', '收件人姓名|收件人|收货人'),
                col('customer.phone', '收件人手机|收件人电话|收货人手机号'),
                col('customer.address.state', '省|收件省份'),
                col('customer.address.city', '市|收件城市'),
                col('customer.address.district', '区|收件区县'),
                col('customer.address.street', '收件人详细地址|收件人地址|详细地址'),
                col('line.sku', '商家编码|商家SKU编码|SKU商家编码'),
                col('line.sku', '规格ID|SKU ID', otherwise=True),
                col('line.barcode', '商品条码|SKU条码'),
                col('line.name', '商品名称', required=True, part=True),
                col('line.name', '规格|规格名称|SKU名称', part=True),
                col('line.quantity', 'SKU件数|商品数量', required=True),
                col('line.subtotal', '商品总价(元)|商品总价', required=True, grain='unsure'),
                col('shipping_amount', '运费(元)|运费', grain='unsure'),
                col('discount_amount', '商家优惠(元)|商家优惠|店铺优惠', grain='unsure'),
                col('platform_discount', '平台优惠(元)|平台优惠', grain='row'),
                col('total', '用户应付金额(元)|用户应付金额|实付金额', grain='unsure'),
                col('buyer_note', '用户备注|买家留言'),
                col('seller_note', '商家备注|商家标记备注'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
            key_separator=' ',
        ),
        others=names(
            '包裹号, 包裹状态, 商品ID, 小红书编码, 发货时间, 完成时间, 快递公司, 快递单号, 订单类型, 是否预售, 达人昵称, 达人ID, '
            '笔记ID, 直播间ID, 售后单号, 退款金额, 跨境, 取消原因'
        ),
        marks=names('SKU件数, 规格ID, 商家标记备注, 笔记ID, 小红书编码'),
        files=('小红书', 'xiaohongshu', 'xhs'),
        **CHINA,
    ),
)
