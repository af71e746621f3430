# Part of store_group. License LGPL-3.
"""A checked canonical order: Decimal money and quantities, aware UTC datetimes, '' for nothing."""
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class PartyDraft:
    """The buyer as the channel names him; every field may be ''."""

    external_id: str = ''
    name: str = ''
    phone: str = ''
    email: str = ''
    country: str = ''
    state: str = ''
    city: str = ''
    district: str = ''
    street: str = ''
    zip: str = ''


@dataclass(frozen=True)
class LineDraft:
    """One line. `unit_price` is before `discount_rate` (a share) and `discount_amount` (of the whole line).

    `subtotal` is the declared net amount of the line, None when only a price was given. `row` is its row in
    the sheet (0: none). An order line that computes in floats takes float(unit_price) and
    ``price.discount_percent``.
    """

    quantity: Decimal
    unit_price: Decimal
    external_id: str = ''
    sku: str = ''
    barcode: str = ''
    name: str = ''
    category: str = ''
    subcategory: str = ''
    subtotal: Decimal | None = None
    discount_rate: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)
    platform_discount: Decimal = Decimal(0)
    tax_included: bool | None = None
    gift: bool = False
    row: int = 0


@dataclass(frozen=True)
class RefundDraft:
    """Money or goods given back. `line` is the external_id of a line, '' for the whole order."""

    external_id: str = ''
    line: str = ''
    quantity: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ''
    at: datetime | None = None


@dataclass(frozen=True)
class ShipmentDraft:
    """A parcel the channel knows of; `lines` are external ids of lines."""

    carrier: str = ''
    tracking: str = ''
    lines: tuple = ()


@dataclass(frozen=True)
class OrderDraft:
    """One order, complete and consistent; nothing in it was looked up in a database."""

    external_id: str
    ordered_at: datetime
    currency: str
    lines: tuple
    store: str = ''
    warehouse: str = ''
    salesperson: str = ''
    status: str = ''
    paid_at: datetime | None = None
    updated_at: datetime | None = None
    ship_by: datetime | None = None
    customer: PartyDraft = PartyDraft()
    shipping_amount: Decimal = Decimal(0)
    discount_amount: Decimal = Decimal(0)
    platform_discount: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)
    total: Decimal | None = None
    refunds: tuple = ()
    shipments: tuple = ()
    invoice_title: str = ''
    invoice_tax_no: str = ''
    buyer_note: str = ''
    seller_note: str = ''
    tags: tuple = ()
