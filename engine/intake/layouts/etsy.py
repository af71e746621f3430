# Part of store_group. License LGPL-3.
"""Etsy: the file of sold order items, and that of orders, which names no goods."""

from ..layout import Layout
from .known import HEADS, Known, col, key, names

KNOWN = (
    Known(
        'etsy_items',
        'etsy',
        Layout(
            (
                key('Order ID'),
                col('line.external_id', 'Transaction ID'),
                col('ordered_at', 'Sale Date', required=True),
                col('paid_at', 'Date Paid'),
                col('status', 'Date Shipped', words='*=shipped'),
                col('currency', 'Currency'),
                col('customer.external_id', 'Buyer'),
                col('customer.name', 'Ship Name'),
                col('customer.address.street', 'Ship Address1'),
                col('customer.address.city', 'Ship City'),
                col('customer.address.state', 'Ship State'),
                col('customer.address.zip', 'Ship Zipcode'),
                col('customer.address.country', 'Ship Country'),
                col('line.sku', 'SKU'),
                col('line.sku', 'Listing ID', otherwise=True),
                col('line.name', 'Item Name', required=True),
                col('line.quantity', 'Quantity', required=True),
                col('line.unit_price', 'Price', required=True),
                col('line.discount_amount', 'Discount Amount'),
                col('shipping_amount', 'Order Shipping', summed=True),
            ),
            date_formats=('%m/%d/%y',),
        ),
        others=names(
            'Coupon Code, Coupon Details, Shipping Discount, Order Sales Tax, Item Total, Variations, Order Type, Listings Type, '
            'Payment Type, InPerson Discount, InPerson Location, VAT Paid by Buyer'
        ),
        marks=names('Listing ID, Order Sales Tax, Item Total, Listings Type'),
        files=('EtsySoldOrderItems', 'etsy'),
    ),
    Known(
        'etsy_orders',
        'etsy',
        None,
        others=names(
            'Sale Date, Order ID, Buyer User ID, Buyer, Full Name, First Name, Last Name, Number of Items, Payment Method, '
            'Date Shipped, Street 1, Street 2, Ship City, Ship State, Ship Zipcode, Ship Country, Currency, Order Value, '
            'Coupon Code, Coupon Details, Discount Amount, Shipping Discount, Shipping, Sales Tax, Order Total, Status, '
            'Card Processing Fees, Order Net, Adjusted Order Total, Adjusted Card Processing Fees, Adjusted Net Order Amount, '
            'Buyer Receipt Message, SKU, Order Type, Payment Type, InPerson Discount, InPerson Location, VAT Paid by Buyer, '
            'Date Paid'
        ),
        marks=names('Number of Items, Card Processing Fees, Order Net'),
        files=(r'EtsySoldOrders\d',),
        holds=HEADS,
    ),
)
