# Part of store_group. License LGPL-3.
"""淘宝/天猫: the order report (one row an order, its goods in one cell), and the file of its items; both together say all.

The price of an item is that of the shop window: what the head says is due for all goods is less by the discounts.
"""

from ..layout import HEADS, ITEMS, Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '等待买家付款=unpaid; 买家已付款,等待卖家发货=paid; 卖家部分发货=paid; 卖家已发货,等待买家确认=shipped; '
    '交易成功=done; 交易关闭=cancelled; 等待买家确认收货=shipped'
)
_OTHERS = names(
    '买家支付宝账号, 买家支付积分, 返点积分, 买家实际支付金额, 买家实际支付积分, 运送方式, 宝贝种类, 物流单号, 物流公司, '
    '店铺Id, 订单关闭原因, 卖家服务费, 买家服务费, 是否手机订单, 分阶段订单信息, 定金排名, 修改后的sku, 修改后的收货地址, '
    '异常信息, '
    '支付单号, 退款金额'
)
_HEAD = (
    key('订单编号'),
    col('ordered_at', '订单创建时间', required=True),
    col('paid_at', '订单付款时间'),
    col('status', '订单状态', words=_STATUSES),
    col('customer.external_id', '买家会员名'),
    col('customer.name', '收货人姓名'),
    col('customer.phone', '联系手机'),
    col('customer.phone', '联系电话', otherwise=True),
    col('customer.address.street', '收货地址'),
    col('buyer_note', '买家留言'),
    col('seller_note', '订单备注'),
    col('invoice_request.title', '发票抬头'),
    col('currency', default='CNY'),
)

KNOWN = (
    Known(
        'taobao_orders',
        'taobao',
        Layout(
            (
                *_HEAD,
                col('store', '店铺名称'),
                col('line.name', '宝贝标题|商品标题', required=True),
                col('line.quantity', '宝贝总数量', required=True),
                col('line.subtotal', '买家应付货款', required=True),
                col('shipping_amount', '买家应付邮费'),
                col('total', '总金额'),
            ),
            line_amount='subtotal',
            holds=HEADS,
        ),
        others=_OTHERS,
        marks=names('宝贝标题, 买家会员名, 买家应付货款, 买家支付宝账号'),
        files=(r'ExportOrderList',),
        beside='taobao_items',
        **CHINA,
    ),
    Known(  # a report of amounts: what was sold is not in it, so each order is one line without a product of its own
        'taobao_totals',
        'taobao',
        Layout(
            (
                key('订单编号'),
                col('ordered_at', '订单创建时间', required=True),
                col('paid_at', '订单付款时间'),
                col('status', '订单状态', words=_STATUSES),
                col('status', '订单付款时间', words='*=paid', default='unpaid', otherwise=True),
                col('customer.address.street', '收货地址'),
                col('line.name', '商品标题', default='订单商品'),
                col('line.quantity', default='1'),
                col('line.subtotal', '总金额', required=True),
                col('total', '总金额'),
                col('refunded_amount', '退款金额'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
        ),
        others=names('买家实际支付金额, 支付单号, 买家应付货款'),
        marks=names('总金额, 订单创建时间'),
        **CHINA,
    ),
    Known(
        'taobao_items',
        'taobao',
        Layout(
            (
                key('订单编号|主订单编号'),
                col('line.external_id', '子订单编号'),
                col('line.sku', '商家编码'),
                col('line.sku', '外部系统编号', otherwise=True),
                col('line.name', '标题|商品标题|宝贝标题', required=True, part=True),
                col('line.name', '商品属性|规格名称', part=True),
                col('line.quantity', '购买数量', required=True),
                col('line.unit_price', '价格|商品价格', required=True),
            ),
            key_separator=' ',
            holds=ITEMS,
        ),
        others=names('套餐信息, 备注, 订单状态, 联系方式备注, 支付单号, 买家应付货款, 买家实际支付金额, 退款状态, 退款金额'),
        marks=names('外部系统编号, 套餐信息, 购买数量'),
        files=(r'ExportOrderDetailList',),
        **CHINA,
    ),
)
