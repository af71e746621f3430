# Part of store_group. License LGPL-3.
"""A statement of account between two companies: opening balance, shipments, payments, closing balance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ..quantities import ZERO

KINDS = ('shipment', 'return', 'payment', 'other')


@dataclass(frozen=True)
class Entry:
    """One entry of the seller's ledger on the buyer; positive: the buyer owes more."""

    day: date
    name: str
    amount: Decimal
    kind: str


def kind_of(move_type, goods, pays):
    """Return the kind of an entry.

    a. An invoice of goods of transfers is a shipment, a credit note of them a return.
    b. Money received or paid back is a payment. Everything else is other: rent, fees, corrections.

    >>> kind_of('out_invoice', True, False), kind_of('out_refund', True, False), kind_of('entry', False, True)
    ('shipment', 'return', 'payment')
    """
    if goods and move_type in {'out_invoice', 'out_refund'}:
        return 'shipment' if move_type == 'out_invoice' else 'return'
    return 'payment' if pays else 'other'


def statement(entries, first, last):
    """Return (opening, [(entry, balance after it)], {kind: sum}, closing) of the days from `first` to `last`.

    >>> rows = [Entry(date(2026, 4, 1), 'A', Decimal(5), 'shipment'), Entry(date(2026, 5, 1), 'B', Decimal(-3), 'payment')]
    >>> opening, lines, sums, closing = statement(rows, date(2026, 5, 1), date(2026, 5, 31))
    >>> opening, [after for _entry, after in lines], sums['payment'], closing
    (Decimal('5'), [Decimal('2')], Decimal('-3'), Decimal('2'))
    """
    opening = sum((entry.amount for entry in entries if entry.day < first), ZERO)
    balance, lines, sums = opening, [], dict.fromkeys(KINDS, ZERO)
    for entry in sorted((entry for entry in entries if first <= entry.day <= last), key=lambda entry: (entry.day, entry.name)):
        balance += entry.amount
        sums[entry.kind] += entry.amount
        lines.append((entry, balance))
    return opening, lines, sums, balance
