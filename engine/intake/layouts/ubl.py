# Part of store_group. License LGPL-3.
"""UBL 2.1: one order a document, as businesses send it. A line's amount is without tax, which the buyer pays on top.

Only an Order of the name space Order-2 is one: changes, cancellations and responses have the same goods. Its time stands apart
from the day; without a zone it is that of the store. Charges count as shipping.
"""

from ...table.ubl import ORDER
from ..layout import Layout
from .known import Known, col, key, names

_LINE, _PARTY = 'OrderLine/LineItem', 'BuyerCustomerParty/Party'
_PLACE = 'Delivery/DeliveryLocation/Address'

KNOWN = (
    Known(
        'ubl_order',
        'ubl',
        Layout(
            (
                key('ID'),
                col('ordered_at', 'IssueDate', part=True, required=True),
                col('ordered_at', 'IssueTime', part=True),
                col('currency', 'DocumentCurrencyCode|PricingCurrencyCode'),
                col('customer.external_id', f'{_PARTY}/EndpointID'),
                col('customer.name', f'{_PARTY}/PartyName/Name'),
                col('customer.name', f'{_PARTY}/PartyLegalEntity/RegistrationName', otherwise=True),
                col('customer.phone', f'{_PARTY}/Contact/Telephone'),
                col('customer.email', f'{_PARTY}/Contact/ElectronicMail'),
                col('customer.address.street', f'{_PLACE}/StreetName', part=True),
                col('customer.address.street', f'{_PLACE}/BuildingNumber', part=True),
                col('customer.address.street', f'{_PLACE}/AdditionalStreetName', part=True),
                col('customer.address.city', f'{_PLACE}/CityName'),
                col('customer.address.state', f'{_PLACE}/CountrySubentity'),
                col('customer.address.zip', f'{_PLACE}/PostalZone'),
                col('customer.address.country', f'{_PLACE}/Country/IdentificationCode'),
                col('ship_by', 'Delivery/RequestedDeliveryPeriod/EndDate'),
                col('line.external_id', f'{_LINE}/ID'),
                col('line.sku', f'{_LINE}/Item/SellersItemIdentification/ID'),
                col('line.sku', f'{_LINE}/Item/BuyersItemIdentification/ID', otherwise=True),
                col('line.barcode', f'{_LINE}/Item/StandardItemIdentification/ID'),
                col('line.name', f'{_LINE}/Item/Name'),
                col('line.name', f'{_LINE}/Item/Description', otherwise=True),
                col('line.quantity', f'{_LINE}/Quantity', required=True),
                col('line.subtotal', f'{_LINE}/LineExtensionAmount', required=True),
                col('line.tax_included', default='false'),
                col('shipping_amount', 'AnticipatedMonetaryTotal/ChargeTotalAmount'),
                col('discount_amount', 'AnticipatedMonetaryTotal/AllowanceTotalAmount'),
                col('total', 'AnticipatedMonetaryTotal/PayableAmount'),
                col('buyer_note', 'Note'),
            ),
            sheet='OrderLine',
            line_amount='subtotal',
            key_separator=' ',
        ),
        marks=names(f'IssueDate, {_LINE}/Quantity, {_LINE}/LineExtensionAmount'),
        kinds=('xml',),
        space=ORDER,
    ),
)
