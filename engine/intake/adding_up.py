# Part of store_group. License LGPL-3.
"""Adds orders of a channel up to one sale order: what each of them brings, and what all of them come to, to the cent.

What an order brings are parts: one for each product, taxes, discount and price, with its amounts as they would stand on a sale
order of its own. A summary is the sum of the parts of its orders, whatever the order in which they came, changed or left.
"""

from dataclasses import dataclass, fields
from datetime import timedelta
from decimal import Decimal

from ..cleaning.numbers import plain

ZERO = Decimal(0)
PRESALE = timedelta(days=7)  # promised for later than that: its goods are waited for, and so is it
# Status of the channel: which orders stand in one summary.
GROUPS = {'unpaid': 'unpaid', '': 'waiting', 'paid': 'waiting', 'shipped': 'left', 'done': 'left'}
BACK = '-'  # ends the key of what a correction takes back


@dataclass(frozen=True)
class Part:
    """What one order, or all of them, have of one kind of line. Amounts are Decimals in the order's currency.

    `key` names the kind (see `key_of`). `amount` is what the price comes to, with its tax where the price includes it; `untaxed`
    is without tax; `gross` is price times quantity, before the discount; `taxes` are (id of the tax, its amount, its base), where
    there is any. `own_untaxed` and `own_tax` are what the line is by itself, which differs by cents where a company rounds the
    taxes of a whole document together; reports add up lines.
    """

    key: str
    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    untaxed: Decimal = ZERO
    gross: Decimal = ZERO
    own_untaxed: Decimal = ZERO
    own_tax: Decimal = ZERO
    taxes: tuple = ()

    def __add__(self, other):
        return Part(self.key, *(getattr(self, name) + getattr(other, name) for name in SUMS), _added(self.taxes, other.taxes))

    def __neg__(self):
        taxes = tuple((tax, -money, -base) for tax, money, base in self.taxes)
        return Part(self.key, *(-getattr(self, name) for name in SUMS), taxes)

    def __bool__(self):
        return any(getattr(self, name) for name in SUMS) or any(money or base for _tax, money, base in self.taxes)

    @property
    def total(self):
        """What it comes to with tax."""
        return self.untaxed + sum((money for _tax, money, _base in self.taxes), ZERO)


SUMS = tuple(field.name for field in fields(Part) if field.name not in ('key', 'taxes'))


def key_of(product, taxes, discount, price=None):
    """Return the key of a kind of line.

    :param int product: id; :param taxes: ids, in any order; :param float discount: per cent
    :param price: rounded (Decimal); None for shipping and discounts of the whole order, whose lines differ in nothing else

    >>> key_of(7, [2, 1], 0.0, Decimal('9.90')), key_of(8, [], 12.5)
    ('7/1,2/0/9.9', '8//12.5/')
    """
    percent = plain(Decimal(repr(float(discount))))
    return f"{product}/{','.join(map(str, sorted(taxes)))}/{percent}/{'' if price is None else plain(price)}"


def kind_of(key):
    """Return (id of the product, ids of the taxes, discount in per cent) of a key.

    >>> kind_of('7/1,2/0/9.9'), kind_of('8//12.5/-')
    ((7, [1, 2], 0.0), (8, [], 12.5))
    """
    product, taxes, discount, _price = key.split('/')
    return int(product), [int(tax) for tax in taxes.split(',') if tax], float(discount)


def add_up(parts):
    """Return {key: Part} of parts in any order; kinds of which nothing is left are not there.

    >>> one, two = Part('a', Decimal(1), Decimal(5)), Part('a', Decimal(2), Decimal(9))
    >>> add_up([one, two])['a'].amount, add_up([one, -one])
    (Decimal('14'), {})
    """
    sums = {}
    for part in parts:
        sums[part.key] = sums.get(part.key, Part(part.key)) + part
    return {key: part for key, part in sums.items() if part}


def correction(wanted, stays):
    """Return {key: Part}: what lacks to `wanted` where `stays` cannot be changed any more; both are {key: Part}.

    A kind whose amount changed and whose quantity did not is taken back and sold again: a line of nothing has no price.

    >>> paid = {'a': Part('a', Decimal(1), Decimal(5))}
    >>> {key: part.amount for key, part in correction({'a': Part('a', Decimal(1), Decimal(3))}, paid).items()}
    {'a-': Decimal('-5'), 'a': Decimal('3')}
    >>> correction(paid, paid)
    {}
    """
    lacks = {}
    for key in dict.fromkeys((*stays, *wanted)):
        old, new = stays.get(key, Part(key)), wanted.get(key, Part(key))
        rest = new + -old
        if rest and not rest.quantity:
            back = -old
            lacks[key + BACK] = Part(key + BACK, *(getattr(back, name) for name in SUMS), back.taxes)
            rest = new
        if rest:
            lacks[key] = rest
    return lacks


def own_parts(parts):
    """Return {key: Part} with what corrections took back beside what it was taken from."""
    return add_up(Part(part.key.removesuffix(BACK), *(getattr(part, name) for name in SUMS), part.taxes) for part in parts)


def as_json(parts):
    """Return parts as a list that JSON holds to the last digit."""
    return [
        [
            part.key,
            *(plain(getattr(part, name)) for name in SUMS),
            [[tax, plain(money), plain(base)] for tax, money, base in part.taxes],
        ]
        for part in parts
    ]


def from_json(rows):
    """Return the parts of `as_json`.

    >>> part = Part('a', Decimal('1.5'), Decimal('9.90'), taxes=((3, Decimal('1.14'), Decimal('8.76')),))
    >>> from_json(as_json([part])) == [part]
    True
    """
    return [
        Part(key, *map(Decimal, sums), tuple((tax, Decimal(money), Decimal(base)) for tax, money, base in taxes))
        for key, *sums, taxes in rows or ()
    ]


def own_order_because(draft):
    """Return why an order cannot be added up with others, '' if it can: it needs a document of its own.

    :param OrderDraft draft: complete; whether somebody else ships it, or it is history, is the caller's to know
    """
    if draft.refunds or draft.status not in GROUPS:
        return 'refund'
    if draft.invoice_title or draft.invoice_tax_no:
        return 'invoice'
    if GROUPS[draft.status] != 'left' and draft.ship_by and draft.ship_by - draft.ordered_at > PRESALE:
        return 'presale'
    return ''


def _added(some, others):
    sums = {tax: (money, base) for tax, money, base in some}
    for tax, money, base in others:
        known = sums.get(tax, (ZERO, ZERO))
        sums[tax] = (known[0] + money, known[1] + base)
    return tuple((tax, *sums[tax]) for tax in sorted(sums) if any(sums[tax]))
