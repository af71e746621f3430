# Part of store_group. License LGPL-3.
"""TikTok Shop: one row a product; the amount of the order stands on each. The order of day and month differs by country."""

from ..layout import Layout
from .known import Known, col, key, names

_STATUSES = (
    'Unpaid=unpaid; On hold=unpaid; To ship=paid; Awaiting shipment=paid; Awaiting collection=paid; Shipped=shipped; '
    'In transit=shipped; Delivered=shipped; Completed=done; Canceled=cancelled; Cancelled=cancelled; '
    'ยังไม่ชำระเงิน=unpaid; ที่จะจัดส่ง=paid; จัดส่งแล้ว=shipped; เสร็จสมบูรณ์=done; ยกเลิกแล้ว=cancelled'
)

KNOWN = (
    Known(
        'tiktok_orders',
        'tiktok',
        Layout(
            (
                key('Order ID'),
                col('ordered_at', 'Created Time', required=True),
                col('paid_at', 'Paid Time'),
                col('status', 'Order Status', words=_STATUSES),
                col('customer.external_id', 'Buyer Username'),
                col('customer.name', 'Recipient'),
                col('customer.phone', 'Phone #'),
                col('customer.address.country', 'Country'),
                col('customer.address.state', 'Province'),
                col('customer.address.street', 'Detail Address'),
                col('customer.address.zip', 'Zipcode'),
                col('line.sku', 'Seller SKU'),
                col('line.sku', 'SKU ID', otherwise=True),
                col('line.name', 'Product Name', required=True),
                col('line.quantity', 'Quantity', required=True),
                col('line.subtotal', 'SKU Subtotal After Discount', required=True),
                col('line.platform_discount', 'SKU Platform Discount'),
                col('shipping_amount', 'Shipping Fee After Discount'),
                col('total', 'Order Amount'),
                col('refunded_amount', 'Order Refund Amount'),
                col('buyer_note', 'Buyer Message'),
            ),
            line_amount='subtotal',
            date_formats=('%d/%m/%Y %H:%M:%S', '%m/%d/%Y %I:%M:%S %p'),
        ),
        others=names(
            'Order Substatus, Cancelation/Return Type, Normal or Pre-order, Variation, Sku Quantity of return, '
            'SKU Unit Original Price, SKU Subtotal Before Discount, SKU Seller Discount, Original Shipping Fee, '
            'Shipping Fee Seller Discount, Shipping Fee Platform Discount, Payment platform discount, Taxes, '
            'RTS Time, Shipped Time, Delivered Time, Cancelled Time, Cancel By, Cancel Reason, Fulfillment Type, Warehouse Name, '
            'Tracking ID, Delivery Option, Shipping Provider Name, Payment Method, Buyer Service Fee, Handling Fee, '
            'Shipping Insurance, Item Insurance, Distance Shipping Fee, Distance Fee, Region, Municipality, Barangay, '
            'Regency and City, Districts, Villages'
        ),
        marks=names('SKU Subtotal After Discount, SKU Unit Original Price, Order Substatus'),
        files=('tiktok',),
    ),
)
