# Part of store_group. License LGPL-3.
"""What is owed to a customer who brings goods back: of what was invoiced, what was not, and what is credited already."""

from dataclasses import dataclass
from decimal import Decimal

from ..quantities import ZERO


@dataclass(frozen=True)
class Shares:
    """The parts of a quantity that came back; together they are all of it.

    :ivar Decimal invoiced: is to be credited
    :ivar Decimal unbilled: was never on a posted invoice
    :ivar Decimal credited: a credit note has given it back before
    """

    invoiced: Decimal
    unbilled: Decimal
    credited: Decimal


def shares(quantity, shipped, back, invoiced, credited):
    """Return the Shares of goods of one order line that come back; quantities in one unit.

    What the customer keeps stays invoiced first, so that only what is invoiced beyond it is credited.

    :param quantity: what comes back now
    :param shipped: what ever went out; :param back: what had come back before
    :param invoiced: on posted invoices; :param credited: on credit notes, drafts too

    >>> one = Decimal
    >>> shares(one(2), one(3), one(0), one(3), one(0))
    Shares(invoiced=Decimal('2'), unbilled=Decimal('0'), credited=Decimal('0'))
    >>> shares(one(2), one(3), one(0), one(3), one(3))
    Shares(invoiced=Decimal('0'), unbilled=Decimal('0'), credited=Decimal('2'))
    >>> shares(one(1), one(3), one(0), one(2), one(0)), shares(one(1), one(3), one(1), one(2), one(0)).invoiced
    (Shares(invoiced=Decimal('0'), unbilled=Decimal('1'), credited=Decimal('0')), Decimal('1'))
    """
    kept = max(shipped - back - quantity, ZERO)
    to_credit = min(max(invoiced - credited - kept, ZERO), quantity)
    # what was given back without its goods is owed to nobody any more: it is the first of the rest to come
    ahead = min(max(credited - back, ZERO), quantity - to_credit)
    return Shares(to_credit, quantity - to_credit - ahead, ahead)


def discount_share(amounts):
    """Return which share of the goods' worth its deductions take off, 0 to 1.

    :param amounts: of all lines of an order or invoice, with tax; deductions are below zero

    >>> discount_share([Decimal(60), Decimal(-12)]), discount_share([Decimal(-5)]), discount_share([Decimal(4), Decimal(-9)])
    (Decimal('0.2'), Decimal('0'), Decimal('1'))
    """
    amounts = list(amounts)
    worth = sum((amount for amount in amounts if amount > 0), ZERO)
    off = -sum((amount for amount in amounts if amount < 0), ZERO)
    return min(off / worth, Decimal(1)) if worth else ZERO


def of_deposit(worth, deposit, kept):
    """Return what is given back of goods paid by a deposit alone: what it holds beyond what the customer keeps.

    >>> of_deposit(Decimal(120), Decimal(60), Decimal(0)), of_deposit(Decimal(30), Decimal(60), Decimal(90))
    (Decimal('60'), Decimal('0'))
    """
    return min(worth, max(deposit - kept, ZERO))
