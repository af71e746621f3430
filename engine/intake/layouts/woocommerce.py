# Part of store_group. License LGPL-3.
"""WooCommerce by its usual export plug-in: one row an item, the amounts of the order on each."""

from ..layout import Layout
from .known import Known, col, key, names

_STATUSES = (
    'Pending payment=unpaid; pending=unpaid; On hold=unpaid; on-hold=unpaid; Processing=paid; Completed=done; '
    'Cancelled=cancelled; '
    'Refunded=refunded; Failed=cancelled; trash=cancelled'
)

KNOWN = (
    Known(
        'woocommerce_orders',
        'woocommerce',
        Layout(
            (
                key('Order Number'),
                col('ordered_at', 'Order Date', required=True),
                col('status', 'Order Status', words=_STATUSES),
                col('customer.name', 'First Name (Billing)', part=True),
                col('customer.name', 'Last Name (Billing)', part=True),
                col('customer.email', 'Email (Billing)'),
                col('customer.phone', 'Phone (Billing)'),
                col('customer.address.street', 'Address 1&2 (Shipping)'),
                col('customer.address.street', 'Address 1&2 (Billing)', otherwise=True),
                col('customer.address.city', 'City (Shipping)'),
                col('customer.address.city', 'City (Billing)', otherwise=True),
                col('customer.address.state', 'State Code (Shipping)'),
                col('customer.address.zip', 'Postcode (Shipping)'),
                col('customer.address.country', 'Country Code (Shipping)'),
                col('line.sku', 'SKU'),
                col('line.name', 'Item Name|Product Name|Name', required=True),
                col('line.quantity', 'Quantity (- Refund)|Quantity', required=True),
                col('line.unit_price', 'Item Cost', required=True),
                col('shipping_amount', 'Order Shipping Amount'),
                col('discount_amount', 'Cart Discount Amount'),
                col('total', 'Order Total Amount'),
                col('buyer_note', 'Customer Note'),
            ),
            key_separator=' ',
        ),
        others=names(
            'Company (Billing), State Code (Billing), Postcode (Billing), Country Code (Billing), First Name (Shipping), '
            'Last Name (Shipping), Payment Method Title, Order Subtotal Amount, Shipping Method Title, Order Refund Amount, '
            'Order Total Tax Amount, Order Tax Amount, Item #, Coupon Code, Discount Amount, Discount Amount Tax, '
            'Order Line (w/o tax), Order Line Tax, Order Line Total, Coupons Used, Total items, Total products, Product Variation'
        ),
        marks=names('Quantity (- Refund), Item Cost, Order Total Amount, Address 1&2 (Billing)'),
        files=('woocommerce', 'orders-export'),
    ),
)
