# Part of store_group. License LGPL-3.
"""Shopify's orders_export: one row a product, what concerns the order only on its first row. Prices are per piece."""

from ..layout import Layout
from .known import HEADS, Known, col, key, names

_HEAD = names(
    'Name, Email, Financial Status, Paid at, Fulfillment Status, Created at, Total, Refunded Amount, Currency, Lineitem name'
)

KNOWN = (
    Known(
        'shopify_orders',
        'shopify',
        Layout(
            (
                key('Name'),
                col('ordered_at', 'Created at', required=True),
                col('paid_at', 'Paid at'),
                col('status', 'Cancelled at', words='*=cancelled'),
                col(
                    'status',
                    'Financial Status',
                    words='voided=cancelled; refunded=refunded; expired=cancelled; *=',
                    otherwise=True,
                ),
                col('status', 'Fulfillment Status', words='fulfilled=shipped; *=', otherwise=True),
                col(
                    'status',
                    'Financial Status',
                    words='pending=unpaid; authorized=paid; paid=paid; partially_paid=unpaid; partially_refunded=paid; '
                    'voided=cancelled; refunded=refunded; expired=cancelled',
                    otherwise=True,
                ),
                col('currency', 'Currency'),
                col('customer.name', 'Shipping Name'),
                col('customer.name', 'Billing Name', otherwise=True),
                col('customer.email', 'Email'),
                col('customer.phone', 'Shipping Phone'),
                col('customer.phone', 'Billing Phone', otherwise=True),
                col('customer.address.street', 'Shipping Street'),
                col('customer.address.city', 'Shipping City'),
                col('customer.address.zip', 'Shipping Zip'),
                col('customer.address.state', 'Shipping Province'),
                col('customer.address.country', 'Shipping Country'),
                col('line.sku', 'Lineitem sku'),
                col('line.name', 'Lineitem name', required=True),
                col('line.quantity', 'Lineitem quantity', required=True),
                col('line.unit_price', 'Lineitem price', required=True),
                col('line.discount_amount', 'Lineitem discount'),
                col('shipping_amount', 'Shipping'),
                col('discount_amount', 'Discount Amount'),
                col('total', 'Total'),
                col('refunded_amount', 'Refunded Amount'),
                col('buyer_note', 'Notes'),
                col('tags', 'Tags'),
            )
        ),
        others=names(
            'Fulfilled at, Accepts Marketing, Subtotal, Taxes, Discount Code, Shipping Method, Lineitem compare at price, '
            'Lineitem requires shipping, Lineitem taxable, Lineitem fulfillment status, Billing Street, Billing Address1, '
            'Billing Address2, Billing Company, Billing City, Billing Zip, Billing Province, Billing Country, Phone, '
            'Shipping Address1, Shipping Address2, Shipping Company, Note Attributes, Payment Method, Payment Reference, '
            'Vendor, Outstanding Balance, Employee, Location, Device ID, Id, Risk Level, Source, Tax 1 Name, '
            'Tax 1 Value, Tax 2 Name, Tax 2 Value, Tax 3 Name, Tax 3 Value, Tax 4 Name, Tax 4 Value, Tax 5 Name, Tax 5 Value, '
            'Receipt Number, Duties, Billing Province Name, Shipping Province Name, Payment ID, Payment Terms Name, '
            'Next Payment Due At, Payment References'
        ),
        marks=names('Lineitem name, Lineitem quantity, Lineitem price, Financial Status'),
        files=('orders_export', 'shopify'),
    ),
    Known('shopify_totals', 'shopify', None, others=_HEAD, marks=names('Lineitem name, Refunded Amount'), holds=HEADS),
)
