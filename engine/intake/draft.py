# Part of store_group. License LGPL-3.
"""A checked canonical order: Decimal money and quantities, aware UTC datetimes, '' for nothing."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from ..cleaning.masked import has_mask, is_masked
from ..cleaning.phones import is_virtual
from .currency import CENT, step_of
from .price import line_subtotal, subtotal


class Kept:
    """A property that is computed once: functools.cached_property without its lock, which takes as long as the sum."""

    def __init__(self, compute):
        self.compute, self.__doc__ = compute, compute.__doc__

    def __get__(self, draft, owner=None):
        if draft is None:
            return self
        value = draft.__dict__[self.compute.__name__] = self.compute(draft)
        return value


class Draft:
    """What drafts have in common."""

    @classmethod
    def of(cls, values):
        """Return one with `values`, {name of a field: value}, in a fraction of the time its constructor takes.

        Every name is a field, no field without a default is missing; `values` is its own from now on.
        """
        made = object.__new__(cls)
        made.__dict__.update(values)  # the others are read from the class, which holds their defaults
        return made


@dataclass(frozen=True)
class PartyDraft(Draft):
    """The buyer and recipient from the channel; every field may be ''.

    `recipient_key` is the key with which the platform prints the label of a hidden recipient.
    """

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
    recipient_key: str = ''

    @property
    def is_masked(self):
        """Whether any part of the recipient is masked: then it is stored as text of the order, not as a contact."""
        return any(map(is_masked, (self.name, self.phone, self.email, self.street, self.district, self.city)))

    @property
    def contact(self):
        """Return the values for a contact: of a masked recipient only the platform's number of the buyer.

        A phone that is lent for one parcel is nobody's, and a name beside it names nobody either.
        """
        if not self.is_masked:
            if not is_virtual(self.phone):
                return self
            return replace(self, phone='') if self.external_id or self.email else PartyDraft()
        return PartyDraft(external_id='' if has_mask(self.external_id) else self.external_id)

    @property
    def has_address(self):
        """Whether we can send a parcel there."""
        return not self.is_masked and any((self.street, self.city, self.district, self.zip, self.phone))


@dataclass(frozen=True)
class LineDraft(Draft):
    """One line. `unit_price` is before `discount_rate` (a share) and `discount_amount` (of the whole line).

    `subtotal` is the declared net amount of the line, None when only a price was given. `row` is its row in
    the sheet (0: none), `step` what amounts in its currency are rounded to. `tax_on_top` is the tax of the whole line that its
    amount does not hold and its buyer paid, where somebody who knows the taxes said so. An order line that computes in floats
    takes float(unit_price) and ``price.discount_percent``.
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
    step: Decimal = CENT
    tax_on_top: Decimal = Decimal(0)

    @property
    def key(self):
        """The key of the line in refunds and parcels: its number, else its product."""
        return self.external_id or self.sku or self.barcode or self.name

    @Kept
    def amount(self):
        """The Decimal net amount, computed from the price.

        Where the price was found behind a declared amount, with the percentage an order line keeps, it is that amount.
        """
        terms = self.unit_price, self.quantity, self.discount_rate, self.step
        exact = subtotal(*terms) - self.discount_amount
        if self.subtotal is None or not self.discount_rate or exact == self.subtotal:
            return exact
        behind = line_subtotal(*terms) - self.discount_amount
        return behind if abs(behind - self.subtotal) < min(abs(exact - self.subtotal), self.step) else exact


@dataclass(frozen=True)
class RefundDraft:
    """A refund of money or goods. `line` is the key of a line, '' for the whole order; `is_money`: it takes no goods."""

    external_id: str = ''
    line: str = ''
    quantity: Decimal | None = None
    amount: Decimal | None = None
    reason: str = ''
    at: datetime | None = None
    is_money: bool = False


@dataclass(frozen=True)
class ShipmentDraft:
    """A parcel of the channel; `lines` are keys of lines."""

    carrier: str = ''
    tracking: str = ''
    lines: tuple = ()


@dataclass(frozen=True)
class OrderDraft(Draft):
    """One order, complete and consistent, without any database lookup.

    `content_hash` is the ``fingerprint.content_hash`` of the content it was made of.
    """

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
    content_hash: str = field(default='', compare=False, repr=False)

    @property
    def step(self):
        """The rounding step of its amounts."""
        return step_of(self.currency)
