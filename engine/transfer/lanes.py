# Part of store_group. License LGPL-3.
"""Which lane applies to a transfer: the most specific one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """One direction. Each end is a store, a group with everything below it, or anywhere (both None)."""

    key: object
    source_store: int | None = None
    source_group: int | None = None
    dest_store: int | None = None
    dest_group: int | None = None


@dataclass(frozen=True)
class Place:
    """A store and its groups: {group id: levels above the store}, 0 for its own group."""

    store: int
    groups: dict


ANYWHERE = 10**6


def distance(store, group, place):
    """Return the distance of a lane's end from the place: 0 for the store itself, more per group above; None: no match.

    >>> distance(None, 7, Place(1, {5: 0, 7: 1})), distance(2, None, Place(1, {})), distance(None, None, Place(1, {}))
    (2, None, 1000000)
    """
    if store:
        return 0 if store == place.store else None
    if group:
        return place.groups[group] + 1 if group in place.groups else None
    return ANYWHERE


def choose(lanes, source, dest):
    """Return the key of the lane that applies from `source` to `dest`, or None.

    The smallest sum of both distances wins; if equal, the lane nearer to the source, then the first.

    >>> lanes = [Lane('all'), Lane('east', source_group=5), Lane('pair', source_store=1, dest_store=2)]
    >>> choose(lanes, Place(1, {5: 0}), Place(2, {})), choose(lanes, Place(3, {5: 0}), Place(2, {}))
    ('pair', 'east')
    """
    best = None
    for lane in lanes:
        here = distance(lane.source_store, lane.source_group, source)
        there = distance(lane.dest_store, lane.dest_group, dest)
        if here is None or there is None:
            continue
        rank = (here + there, here)
        if best is None or rank < best[0]:
            best = (rank, lane.key)
    return best[1] if best else None
