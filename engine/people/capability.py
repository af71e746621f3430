# Part of store_group. License LGPL-3.
"""What a person may do at which store: the role profiles of their current memberships, combined.

With several memberships at one store, each capability comes from the strongest.
"""

from dataclasses import dataclass, field

from .role import SEE_RESULTS
from .scope import Membership

ROWS = (
    'see_cost',
    'see_margin',
    'see_customer_contacts',
    'export',
    'request',
    'ship',
    'receive',
    'decide_differences',
    'correct_stock',
    'count',
    'release_orders',
    'manage_prices',
    'manage_members',
)
# Capabilities derived from sheet and role: a store's result is for whoever runs or audits it.
DERIVED = ('see_profit',)
LIMITS = ('discount_limit', 'approve_up_to')


@dataclass(frozen=True)
class Sheet:
    """One capability sheet. `approvals` are amounts per currency id."""

    may: frozenset = frozenset()
    discount_limit: float = 0.0
    approvals: tuple = ()

    def __or__(self, other):
        """The stronger of two sheets, capability by capability."""
        amounts = dict(self.approvals)
        for currency, amount in other.approvals:
            amounts[currency] = max(amount, amounts.get(currency, 0.0))
        return Sheet(self.may | other.may, max(self.discount_limit, other.discount_limit), tuple(sorted(amounts.items())))


NOTHING = Sheet()


def derived(role, may):
    """Return the capabilities of a sheet with the derived ones.

    >>> sorted(derived('store_manager', {'see_margin'})), sorted(derived('staff', {'see_margin'}))
    (['see_margin', 'see_profit'], ['see_margin'])
    """
    return frozenset(may) | (frozenset(DERIVED) if 'see_margin' in may and role in SEE_RESULTS else frozenset())


@dataclass(frozen=True)
class Grant:
    """A membership and its sheet."""

    membership: Membership
    sheet: Sheet


@dataclass(frozen=True)
class Capabilities:
    """What a person may do now: `everywhere` at every present and future store, `at` in addition per store id."""

    everywhere: Sheet = NOTHING
    at: dict = field(default_factory=dict)

    def sheet(self, store_id):
        """Return the sheet at one store; empty without a store, where only headquarters acts."""
        return self.everywhere | self.at.get(store_id, NOTHING) if store_id else NOTHING

    def may(self, capability, store_ids=None):
        """Whether `capability` is given in every one of the stores; with None: in at least one.

        >>> one = Capabilities(at={1: Sheet(frozenset({'ship'}))})
        >>> one.may('ship'), one.may('ship', [1]), one.may('ship', [1, 2]), one.may('ship', [])
        (True, True, False, False)
        """
        if store_ids is None:
            return any(capability in sheet.may for sheet in (self.everywhere, *self.at.values()))
        return bool(store_ids) and all(capability in self.sheet(store_id).may for store_id in store_ids)

    def approves(self):
        """Whether the person approves transfers at any store, up to any amount.

        >>> Capabilities(at={1: Sheet(approvals=((7, 500.0),))}).approves(), Capabilities(Sheet(approvals=((7, 0),))).approves()
        (True, False)
        """
        return any(amount > 0 for sheet in (self.everywhere, *self.at.values()) for _currency, amount in sheet.approvals)


def lowest_price(listed, before_discount, limit):
    """Return the lowest unit price a person may sell at: the list's own price, or the list price less their limit.

    :param listed: the price of the list for this customer, quantity and day
    :param before_discount: the list price before its own discount; the same without one
    :param limit: percent

    >>> lowest_price(100, 100, 10), lowest_price(80, 100, 10), lowest_price(95, 100, 10)
    (90.0, 80, 90.0)
    """
    return min(listed, before_discount * (1 - limit / 100))


def gather(grants, stores_below, today_of, today):
    """Return the Capabilities of a bound person; the arguments are those of `scope.reach`.

    >>> from datetime import date
    >>> at_1 = Grant(Membership('staff', store_id=1), Sheet(discount_limit=5))
    >>> gather([at_1], {}, {1: date(2026, 1, 1)}, date(2026, 1, 1)).sheet(1).discount_limit
    5
    """
    everywhere, at = NOTHING, {}
    for grant in grants:
        member = grant.membership
        if member.all_stores:
            if member.holds_on(today):
                everywhere |= grant.sheet
            continue
        for store in [member.store_id] if member.store_id else stores_below.get(member.group_id, ()):
            if member.holds_on(today_of[store]):
                at[store] = at.get(store, NOTHING) | grant.sheet
    return Capabilities(everywhere, at)
