# Part of store_group. License LGPL-3.
"""WooCommerce by its usual export plug-in: one row an item, the amounts of the order on each. And its REST API v3.

In JSON a line's `total` is after discounts and without tax; with `total_tax`, shipping and fees the lines meet the `total` of the
order. Fees count as shipping: both are what the buyer pays beside the goods. Refunds are amounts below zero there,
without their goods.
"""

from ..layout import Layout
from .known import Known, col, key, names

_STATUSES = (
    'Pending payment=unpaid; pending=unpaid; On hold=unpaid; on-hold=unpaid; Processing=paid; Completed=done; '
    'Cancelled=cancelled; Refunded=refunded; Failed=cancelled; trash=cancelled; checkout-draft=unpaid; draft=unpaid'
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
    Known(
        'woocommerce_json',
        'woocommerce',
        Layout(
            (
                key('number|id'),
                col('ordered_at', 'date_created', required=True),
                col('paid_at', 'date_paid'),
                col('updated_at', 'date_modified'),
                col('status', 'status', words=_STATUSES),
                col('currency', 'currency'),
                col('customer.external_id', 'customer_id', words='0=; *=*'),
                col('customer.name', 'billing.first_name', part=True),
                col('customer.name', 'billing.last_name', part=True),
                col('customer.email', 'billing.email'),
                col('customer.phone', 'billing.phone'),
                col('customer.address.street', 'shipping.address_1', part=True),
                col('customer.address.street', 'shipping.address_2', part=True),
                col('customer.address.city', 'shipping.city'),
                col('customer.address.city', 'billing.city', otherwise=True),
                col('customer.address.state', 'shipping.state'),
                col('customer.address.zip', 'shipping.postcode'),
                col('customer.address.country', 'shipping.country'),
                col('line.external_id', 'line_items.id'),
                col('line.sku', 'line_items.sku'),
                col('line.name', 'line_items.name', required=True),
                col('line.quantity', 'line_items.quantity', required=True),
                col('line.subtotal', 'line_items.total', required=True, summed=True),
                col('line.subtotal', 'line_items.total_tax', summed=True),
                col('line.tax_included', default='true'),
                col('shipping_amount', 'shipping_total', summed=True, grain='order'),
                col('shipping_amount', 'shipping_tax', summed=True, grain='order'),
                col('shipping_amount', 'fee_lines.total', summed=True, grain='order'),
                col('shipping_amount', 'fee_lines.total_tax', summed=True, grain='order'),
                col('total', 'total'),
                col('refunded_amount', 'refunds.total', summed=True, grain='order'),
                col('buyer_note', 'customer_note'),
            ),
            sheet='line_items',
            line_amount='subtotal',
            key_separator=' ',
        ),
        marks=names('order_key, line_items.name, line_items.total, date_created'),
        kinds=('json',),
    ),
)
