# Part of store_group. License LGPL-3.
"""Amazon's flat files. A price there is that of the line, not of the piece; promotions and shipping stand on each line."""

from ..layout import Layout
from .known import SETTLEMENT, Known, col, key, names

_STATUSES = (
    'Pending=unpaid; Pending - Waiting for Pick Up=unpaid; Unshipped=paid; Shipping=paid; PartiallyShipped=paid; '
    'Shipped=shipped; '
    'Shipped - Delivered to Buyer=done; Shipped - Picked Up=shipped; Shipped - Out for Delivery=shipped; '
    'Shipped - Returned to Seller=refunded; Shipped - Returning to Seller=refunded; Shipped - Rejected by Buyer=refunded; '
    'Shipped - Refunded=refunded; Shipped - Lost in Transit=refunded; Shipped - Damaged=refunded; Cancelled=cancelled; '
    'Canceled=cancelled'
)
_ADDRESS = (
    col('customer.address.city', 'ship-city'),
    col('customer.address.state', 'ship-state'),
    col('customer.address.zip', 'ship-postal-code'),
    col('customer.address.country', 'ship-country'),
)
_LINE = (
    col('currency', 'currency'),
    col('line.sku', 'sku', required=True),
    col('line.name', 'product-name'),
    col('line.subtotal', 'item-price'),
    col('shipping_amount', 'shipping-price', summed=True),
)

KNOWN = (
    Known(
        'amazon_all_orders',
        'amazon',
        Layout(
            (
                key('amazon-order-id'),
                col('ordered_at', 'purchase-date', required=True),
                col('updated_at', 'last-updated-date'),
                col('status', 'order-status', words=_STATUSES),
                *_LINE,
                col('line.quantity', 'quantity'),
                col('discount_amount', 'item-promotion-discount', summed=True),
                col('discount_amount', 'ship-promotion-discount', summed=True),
                *_ADDRESS,
            ),
            line_amount='subtotal',
        ),
        others=names(
            'merchant-order-id, fulfillment-channel, sales-channel, order-channel, url, ship-service-level, asin, item-status, '
            'item-tax, shipping-tax, gift-wrap-price, gift-wrap-tax, promotion-ids, is-business-order, purchase-order-number, '
            'price-designation'
        ),
        marks=names('amazon-order-id, item-promotion-discount, asin'),
        files=('amazon',),
    ),
    Known(
        'amazon_unshipped',
        'amazon',
        Layout(
            (
                key('order-id'),
                col('line.external_id', 'order-item-id'),
                col('ordered_at', 'purchase-date', required=True),
                col('paid_at', 'payments-date'),
                col('status', default='paid'),
                *_LINE,
                col('line.quantity', 'quantity-purchased', required=True),
                col('customer.email', 'buyer-email'),
                col('customer.name', 'recipient-name'),
                col('customer.name', 'buyer-name', otherwise=True),
                col('customer.phone', 'ship-phone-number'),
                col('customer.phone', 'buyer-phone-number', otherwise=True),
                col('customer.address.street', 'ship-address-1', part=True),
                col('customer.address.street', 'ship-address-2', part=True),
                col('customer.address.street', 'ship-address-3', part=True),
                *_ADDRESS,
                col('buyer_note', 'delivery-Instructions'),
            ),
            line_amount='subtotal',
            key_separator=' ',
        ),
        others=names('item-tax, shipping-tax, ship-service-level, delivery-start-date, delivery-end-date, delivery-time-zone'),
        marks=names('order-item-id, quantity-purchased, ship-service-level, recipient-name'),
        files=('amazon', 'unshipped'),
    ),
    Known(
        'amazon_settlement',
        'amazon',
        None,
        others=names(
            'settlement-id, settlement-start-date, settlement-end-date, deposit-date, total-amount, currency, transaction-type, '
            'order-id, merchant-order-id, adjustment-id, shipment-id, marketplace-name, amount-type, amount-description, amount, '
            'fulfillment-id, posted-date, posted-date-time, order-item-code, merchant-order-item-id, '
            'merchant-adjustment-item-id, '
            'sku, quantity-purchased, promotion-id, product-description'
        ),
        marks=names('settlement-id, amount-type, amount-description'),
        holds=SETTLEMENT,
    ),
)
