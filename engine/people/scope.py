# Part of store_group. License LGPL-3.
"""Which stores a person sees and acts for, from their dated memberships."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from .role import READ_ONLY


@dataclass(frozen=True)
class Membership:
    """One dated role; exactly one of store_id, group_id, all_stores is set. Days are inclusive."""

    role: str
    store_id: int | None = None
    group_id: int | None = None
    all_stores: bool = False
    date_from: date = date.min
    date_to: date | None = None

    def holds_on(self, day):
        return self.date_from <= day and (self.date_to is None or day <= self.date_to)


@dataclass(frozen=True)
class Reach:
    """What a person reaches now. `see` contains `act`; `*_all` says: every store there is or will be."""

    bound: bool
    see: tuple = ()
    act: tuple = ()
    see_all: bool = False
    act_all: bool = False

    def stores(self, mode):
        """The store ids for a mode of access: 'read', or one that changes something."""
        return self.see if mode == 'read' else self.act

    def reaches_all(self, mode):
        return self.see_all if mode == 'read' else self.act_all


UNBOUND = Reach(bound=False, see_all=True, act_all=True)


def reach(memberships, stores_below, today_of, today):
    """Return the Reach of a bound person.

    :param memberships: iterable of Membership
    :param stores_below: {group id: iterable of store ids}, closed and archived stores included
    :param today_of: {store id: today's date in the store's zone}
    :param today: today's date in the zone most stores keep, for roles at all stores

    >>> reach([Membership('auditor', store_id=1)], {}, {1: date(2026, 1, 1)}, date(2026, 1, 1)).act
    ()
    """
    see, act, see_all, act_all = set(), set(), False, False
    for member in memberships:
        changes = member.role not in READ_ONLY
        if member.all_stores:
            if member.holds_on(today):
                see_all, act_all = True, act_all or changes
            continue
        stores = [member.store_id] if member.store_id else stores_below.get(member.group_id, ())
        held = {store for store in stores if member.holds_on(today_of[store])}
        see |= held
        if changes:
            act |= held
    return Reach(True, tuple(sorted(see)), tuple(sorted(act)), see_all, act_all)


def common_zone(zones):
    """Return the time zone most stores keep, the first by name of several, 'UTC' without stores.

    A membership of no single store begins and ends by it: a person's own zone is a preference they may change.
    """
    count = Counter(zones)
    return min(count, key=lambda zone: (-count[zone], zone), default='UTC')
