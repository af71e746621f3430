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
    """The stores a person has access to now. `see` contains `act`; `*_all`: every present and future store."""

    bound: bool
    see: tuple = ()
    act: tuple = ()
    see_all: bool = False
    act_all: bool = False

    def stores(self, mode):
        """Return the store ids for a mode of access: 'read', or any other."""
        return self.see if mode == 'read' else self.act

    def reaches_all(self, mode):
        return self.see_all if mode == 'read' else self.act_all


UNBOUND = Reach(bound=False, see_all=True, act_all=True)


def reach(memberships, stores_below, today_of, today):
    """Return the Reach of a bound person.

    :param memberships: iterable of Membership
    :param stores_below: {group id: iterable of store ids}, closed and archived stores included
    :param today_of: {store id: today's date in the store's zone}
    :param today: today's date in the zone of most stores, for roles at all stores

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
    """Return the time zone of most stores, the first by name if several, 'UTC' without stores.

    Memberships of groups and of all stores begin and end by it; a user's own zone is only a preference.
    """
    count = Counter(zones)
    return min(count, key=lambda zone: (-count[zone], zone), default='UTC')
