# Part of store_group. License LGPL-3.
"""唯品会: orders that the shop itself ships (MP), one row a product.

The columns are from memory, no export was at hand: check the first file. So what an amount speaks of, the order or its row, the
line or one piece, is left to the total of each order. Lists to pick for its own
warehouses (JIT) name no prices and no buyers.
"""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '待付款=unpaid; 未付款=unpaid; 已付款=paid; 待审核=paid; 待发货=paid; 已审核=paid; 待出库=paid; 已发货=shipped; '
    '已出库=shipped; 已签收=done; 已完成=done; 已取消=cancelled; 已关闭=cancelled; 已退货=refunded; '
    '已拒收=refunded; 已退款=refunded'
)

KNOWN = (
    Known(
        'vipshop_orders',
        'vipshop',
        Layout(
            (
                key('订单号|订单编号|唯品会订单号'),
                col('ordered_at', '下单时间|订单创建时间', required=True),
                col('paid_at', '支付时间|付款时间'),
                col('ship_by', '最晚发货时间|要求发货时间'),
                col('status', '订单状态', words=_STATUSES),
                col('customer.name', '收货人|收货人姓名'),
                col('customer.phone', '收货人手机|手机|联系电话'),
                col('customer.address.state', '省|省份'),
                col('customer.address.city', '市|城市'),
                col('customer.address.district', '区|区县'),
                col('customer.address.street', '收货地址|详细地址'),
                col('line.sku', '货号|商家货号|商品款号', part=True),
                col('line.sku', '尺码|规格', part=True),
                col('line.barcode', '商品条形码|条形码|商品条码'),
                col('line.name', '商品名称', required=True),
                col('line.quantity', '数量|商品数量', required=True),
                col('line.subtotal', '唯品价|销售价|商品单价', required=True, grain='unsure'),
                col('shipping_amount', '运费', grain='unsure'),
                col('discount_amount', '活动优惠|优惠金额|优惠券金额', grain='unsure'),
                col('total', '实付金额|订单金额|应付金额', grain='unsure'),
                col('buyer_note', '客户备注|买家留言'),
                col('currency', default='CNY'),
            ),
            line_amount='subtotal',
            key_separator=' ',
        ),
        others=names(
            'PO号, PO单号, 档期号, 品牌, 颜色, 承运商, 运单号, 快递公司, 发货时间, 市场价, 唯品会仓库, 供应商编码, '
            '订单类型, 退货单号'
        ),
        marks=names('唯品价, 商品条形码, PO号, PO单号, 档期号, 唯品会订单号'),
        files=('唯品会', 'vipshop', '^vip'),
        **CHINA,
    ),
)
