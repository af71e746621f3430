# Part of store_group. License LGPL-3.
"""Compares what a platform says of a shop's day with the orders we have of it."""

from dataclasses import dataclass
from decimal import Decimal

GREEN, AMBER, RED = 'green', 'amber', 'red'


@dataclass(frozen=True)
class Sums:
    """Orders of one shop and day: how many, what they come to, and how many of them wait for somebody."""

    count: int = 0
    total: Decimal = Decimal(0)
    waiting: int = 0
    apart: int = 0  # whose sale order is not what the channel says


@dataclass(frozen=True)
class Apart:
    """What the channel says an order comes to, beside what its sale order does, with and without tax: 0 where it is gone."""

    told: Decimal
    here: Decimal
    untaxed: Decimal
    is_gone: bool = False


def judge(said, ours, is_other=False):
    """Return the colour of a day.

    :param Sums said: what the platform says, None: nothing; its total is None where it says a number of orders only
    :param Sums ours: what we have
    :param bool is_other: whether single orders differ, where the platform names them

    >>> ours = Sums(3, Decimal('30.00'))
    >>> judge(Sums(3, Decimal(30)), ours), judge(Sums(4, None), ours), judge(None, ours)
    ('green', 'red', 'amber')
    >>> judge(Sums(3, None), Sums(3, Decimal(30), waiting=1)), judge(Sums(3, Decimal(30)), ours, is_other=True)
    ('amber', 'red')
    >>> judge(Sums(3, None), Sums(3, Decimal(30), apart=1))
    'red'
    """
    if said is None:
        return AMBER
    if said.count != ours.count or (said.total is not None and said.total != ours.total) or ours.apart or is_other:
        return RED
    return AMBER if ours.waiting else GREEN


@dataclass(frozen=True)
class Differences:
    """Numbers of orders: `missing` here, `extra` here, and `different` as (number, their total, our total)."""

    missing: tuple = ()
    extra: tuple = ()
    different: tuple = ()

    def __bool__(self):
        return bool(self.missing or self.extra or self.different)


def differences(said, ours):
    """Return the Differences of two {number of an order: total, or None where it is not said}, sorted by number.

    >>> differences({'1': Decimal(5), '2': None, '3': Decimal(7)}, {'2': Decimal(9), '3': Decimal(8), '4': None})
    Differences(missing=('1',), extra=('4',), different=(('3', Decimal('7'), Decimal('8')),))
    """
    return Differences(
        tuple(sorted(said.keys() - ours.keys())),
        tuple(sorted(ours.keys() - said.keys())),
        tuple(
            (number, said[number], ours[number])
            for number in sorted(said.keys() & ours.keys())
            if said[number] is not None and ours[number] != said[number]
        ),
    )
