# Part of store_group. License LGPL-3.
"""The dated closure of the group tree: which groups a store was under, on which day.

How to use: `wanted()` turns the direct groups of a store into the rows that should be open today,
`plan()` compares them with the existing rows and returns what to close, delete, reopen and open.
How it works: a row is valid from the morning of `date_from` to the evening of `date_to`; a row valid
today has `date_to` None. A change made today ends the old row yesterday; a row that began today is
deleted, because it was never valid on an evening.
What it costs: time linear in the number of rows; no query, no clock.
"""

from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """One row: the store was under `group_id`, `depth` levels up, from day to day (inclusive)."""

    tree_id: int
    group_id: int
    depth: int
    date_from: date
    date_to: date | None = None
    key: int = 0

    @property
    def place(self):
        return (self.tree_id, self.group_id, self.depth)


@dataclass(frozen=True)
class Plan:
    """What to do with the rows of one store. `close` ends a row on the day named beside it."""

    close: tuple  # of (Span, date)
    delete: tuple  # of Span
    reopen: tuple  # of Span
    open: tuple  # of Span without key

    def __bool__(self):
        return bool(self.close or self.delete or self.reopen or self.open)


def wanted(direct_groups, parents, trees):
    """Return the set of places (tree, group, depth) a store should have.

    :param direct_groups: ids of the groups the store is in, at most one per tree
    :param parents: {group id: parent id or falsy}
    :param trees: {group id: tree id}
    :raises ValueError: on a cycle among the parents, or two groups of one tree
    """
    places, seen_trees = set(), set()
    for direct in direct_groups:
        if trees[direct] in seen_trees:
            raise ValueError('two groups of one tree')
        seen_trees.add(trees[direct])
        group, depth, path = direct, 0, set()
        while group:
            if group in path:
                raise ValueError('cycle')
            path.add(group)
            places.add((trees[direct], group, depth))
            group, depth = parents.get(group) or 0, depth + 1
    return places


def plan(spans, places, day):
    """Compare the rows of one store with the places it should have from `day` on.

    :param spans: iterable of Span, every row of the store that is open or ended on the eve of `day`
    :param places: set of (tree, group, depth), see `wanted`
    :param day: the day of the change in the store's zone; never earlier than an open row's begin
    :returns: Plan
    """
    open_spans = [span for span in spans if span.date_to is None]
    day = max([day] + [span.date_from for span in open_spans])
    eve = day - ONE_DAY
    ended_on_eve = {span.place: span for span in spans if span.date_to == eve}
    standing = {span.place for span in open_spans}
    close, delete = [], []
    for span in open_spans:
        if span.place in places:
            continue
        if span.date_from == day:
            delete.append(span)
        else:
            close.append((span, eve))
    reopen, fresh = [], []
    for place in sorted(places - standing):
        if place in ended_on_eve:
            reopen.append(ended_on_eve[place])
        else:
            fresh.append(Span(*place, date_from=day))
    return Plan(tuple(close), tuple(delete), tuple(reopen), tuple(fresh))
