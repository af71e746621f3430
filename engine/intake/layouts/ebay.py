# Part of store_group. License LGPL-3.
"""eBay's order report. What it sells is named by the number of the item."""

from ..layout import Layout
from .known import ADDRESSES, Known, col, key, names

KNOWN = (
    Known(
        'ebay_orders',
        'ebay',
        Layout(
            (
                key('Order Number'),
                col('line.external_id', 'Transaction ID'),
                col('ordered_at', 'Sale Date', required=True),
                col('customer.external_id', 'Buyer Username'),
                col('customer.name', 'Buyer Name'),
                col('line.sku', 'Item Number', required=True),
                col('line.name', 'Item Title'),
                col('line.quantity', 'Quantity', required=True),
                col('line.unit_price', 'Sold For', required=True),
                col('shipping_amount', 'Shipping And Handling'),
                col('total', 'Total Price'),
            ),
            date_formats=('%b-%d-%y',),
        ),
        others=names('Sales Record Number'),
        marks=names('Sales Record Number, Item Number, Sold For, Buyer Username'),
        files=('ebay',),
    ),
    Known(
        'ebay_addresses',
        'ebay',
        None,
        others=names(
            'Sales record number, Order number, Buyer username, Post to name, Post to phone, Post to address 1, '
            'Post to address 2, '
            'Post to city, Post to county, Post to postcode, Post to country'
        ),
        marks=names('Post to name, Post to postcode'),
        holds=ADDRESSES,
    ),
)
