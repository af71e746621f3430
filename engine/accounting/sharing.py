# Part of store_group. License LGPL-3.
"""Allocation keys of cost, the markup carried by goods between our companies, and matching invoices and bills."""

from typing import NamedTuple

from ..quantities import exact

# === KEYS ===


def is_whole(shares):
    """Whether shares are 100 percent, to a thousandth.

    >>> is_whole([33.333, 33.333, 33.334]), is_whole([50, 49]), is_whole([])
    (True, False, False)
    """
    return abs(sum(shares) - 100) < 0.0005


def overlap(one, other):
    """Whether two periods (first day, last day or None) have a day in common.

    >>> overlap((1, 5), (5, None)), overlap((1, 4), (5, None))
    (True, False)
    """
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def share_cost(one, other):
    """Whether two keys may share one entry; each names (accounts, analytic accounts), none means all.

    >>> share_cost(({1}, set()), ({1}, {7})), share_cost(({1}, set()), ({2}, {7})), share_cost(({1}, {7}), ({1}, {8}))
    (True, False, False)
    """
    accounts = not one[0] or not other[0] or one[0] & other[0]
    analytic = not one[1] or not other[1] or one[1] & other[1]
    return bool(accounts and analytic)


# === BETWEEN OUR COMPANIES ===


def share_of_pool(pool, quantity, there):
    """The share of a total that leaving goods take along, by quantity; all of it with the last unit.

    >>> share_of_pool(20, 4, 10), share_of_pool(20, 10, 10), share_of_pool(20, 3, 0), share_of_pool(0, 3, 10)
    (8.0, 20, 20, 0)
    """
    return pool if not pool or quantity >= there else pool * quantity / there


class Paper(NamedTuple):
    """An invoice or bill between two companies of ours. number: the seller's."""

    number: str
    sold: bool
    back: bool
    currency: int
    amount: float
    seller: int
    buyer: int


def has_equal(paper, others):
    """Whether the other side has the matching document: same number, parties, currency and amount.

    >>> one = Paper('INV/1', True, False, 1, 90.0, 7, 8)
    >>> has_equal(one, [one._replace(sold=False)]), has_equal(one, [one._replace(sold=False, amount=89.0)])
    (True, False)
    >>> has_equal(one, [one._replace(sold=False, amount=90.001)])  # a coin of dinars
    False
    >>> has_equal(one, [one])
    False
    """
    return any(
        other.sold != paper.sold
        and other._replace(sold=paper.sold, amount=paper.amount) == paper
        and exact(other.amount) == exact(paper.amount)
        for other in others
    )
