# Part of store_group. License LGPL-3.
"""Sheets of no platform: our own, which is also the one to download and fill in, and a wholesale list."""

from ..layout import Layout
from .known import Known, col, key, names

_STATUSES = (
    'unpaid=unpaid; paid=paid; shipped=shipped; done=done; cancelled=cancelled; refunded=refunded; 未付款=unpaid; 已付款=paid; '
    '已发货=shipped; 已完成=done; 已取消=cancelled; 已退款=refunded'
)
_WHOLESALE = 'pending=unpaid; authorized=paid; paid=paid; packed=paid; shipped=shipped; delivered=done; cancelled=cancelled'

OWN = Known(
    'own_sheet',
    'own',
    Layout(
        (
            key('Order Number|订单号', fill_down=True),
            col('ordered_at', 'Order Date|订单日期', required=True, fill_down=True),
            col('store', 'Store|门店'),
            col('status', 'Status|状态', words=_STATUSES),
            col('customer.name', 'Customer|客户'),
            col('customer.phone', 'Phone|电话'),
            col('customer.address.state', 'Province|省'),
            col('customer.address.city', 'City|市'),
            col('customer.address.district', 'District|区'),
            col('customer.address.street', 'Street|地址'),
            col('line.sku', 'Product Number|货号'),
            col('line.name', 'Product Name|品名'),
            col('line.quantity', 'Quantity|数量', required=True),
            col('line.unit_price', 'Unit Price|单价', required=True),
            col('line.discount_amount', 'Line Discount|行优惠'),
            col('shipping_amount', 'Shipping|运费'),
            col('discount_amount', 'Order Discount|订单优惠'),
            col('total', 'Order Total|订单总额'),
            col('currency', 'Currency|币种'),
            col('buyer_note', "Buyer's Note|买家留言"),
            col('seller_note', "Seller's Note|卖家备注"),
        )
    ),
    marks=names('Line Discount, Order Discount, 行优惠, 订单优惠'),
)

KNOWN = (
    OWN,
    Known(
        'wholesale_orders',
        'wholesale',
        Layout(
            (
                key('Marketplace Order ID'),
                col('ordered_at', 'Order Date', required=True),
                col('status', 'Order Status', words=_WHOLESALE),
                col('currency', 'Currency'),
                col('customer.email', 'Customer Email'),
                col('customer.name', 'Customer Name'),
                col('customer.address.city', 'Shipping City'),
                col('customer.address.country', 'Shipping Country'),
                col('line.sku', 'SKU', required=True),
                col('line.name', 'Product Title'),
                col('line.quantity', 'Quantity', required=True),
                col('line.unit_price', 'Unit Price', required=True),
                col('discount_amount', 'Discount', summed=True),
                col('shipping_amount', 'Shipping', summed=True),
            )
        ),
        others=names('Channel, Payment Status, Fulfillment Status, Variant, Line Total, Tax'),
        marks=names('Marketplace Order ID, Product Title, Line Total'),
    ),
)
