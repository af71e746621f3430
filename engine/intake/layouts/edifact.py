# Part of store_group. License LGPL-3.
"""EDIFACT orders (D.96A and later, EANCOM), as retail chains send them: one message an order, prices without tax.

What the buyer names of an article is kept as its code where the seller's is not said. Allowances of the whole order are its
discount, charges count as shipping; an allowance of an item is the discount of its line. Changes (ORDCHG) are not read.
"""

from ..layout import Layout
from .known import Known, col, key, names

KNOWN = (
    Known(
        'edifact_orders',
        'edifact',
        Layout(
            (
                key('BGM.number'),
                col('ordered_at', 'DTM+137', required=True),
                col('ship_by', 'DTM+2'),
                col('ship_by', 'DTM+63', otherwise=True),
                col('ship_by', 'DTM+64', otherwise=True),
                col('status', 'BGM.function', words='1=cancelled; *='),
                col('currency', 'CUX+2'),
                col('customer.external_id', 'NAD+BY.id'),
                col('customer.name', 'NAD+BY.name'),
                col('customer.name', 'NAD+IV.name', otherwise=True),
                col('customer.phone', 'NAD+BY.COM+TE'),
                col('customer.email', 'NAD+BY.COM+EM'),
                col('customer.address.street', 'NAD+DP.street'),
                col('customer.address.street', 'NAD+BY.street', otherwise=True),
                col('customer.address.city', 'NAD+DP.city'),
                col('customer.address.city', 'NAD+BY.city', otherwise=True),
                col('customer.address.state', 'NAD+DP.state'),
                col('customer.address.zip', 'NAD+DP.zip'),
                col('customer.address.zip', 'NAD+BY.zip', otherwise=True),
                col('customer.address.country', 'NAD+DP.country'),
                col('customer.address.country', 'NAD+BY.country', otherwise=True),
                col('line.external_id', 'LIN.number'),
                col('line.sku', 'LIN.PIA SA'),
                col('line.sku', 'LIN.SA', otherwise=True),
                col('line.sku', 'LIN.PIA BP', otherwise=True),
                col('line.sku', 'LIN.PIA IN', otherwise=True),
                col('line.barcode', 'LIN.EN'),
                col('line.barcode', 'LIN.SRV', otherwise=True),
                col('line.barcode', 'LIN.UP', otherwise=True),
                col('line.name', 'LIN.IMD'),
                col('line.quantity', 'LIN.QTY+21', required=True),
                col('line.unit_price', 'LIN.PRI+AAA'),
                col('line.unit_price', 'LIN.PRI+AAB', otherwise=True),
                col('line.unit_price', 'LIN.PRI+NTP', otherwise=True),
                col('line.discount_amount', 'LIN.ALC+A'),
                col('line.gift', 'LIN.free'),
                col('line.tax_included', default='false'),
                col('shipping_amount', 'ALC+C'),
                col('discount_amount', 'ALC+A'),
                col('total', 'MOA+86'),
                col('total', 'MOA+128', otherwise=True),
                col('total', 'MOA+79', otherwise=True),
                col('buyer_note', 'FTX'),
            ),
            sheet='LIN',
            key_separator=' ',
        ),
        marks=names('BGM.number, DTM+137, LIN.QTY+21'),
        kinds=('edifact',),
    ),
)
