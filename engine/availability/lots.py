# Part of store_group. License LGPL-3.
"""Goods that carry the name of a lot: who changes the lot, and which goods are taken that are not there.

A lot is one name for goods at many places. A place is one's own where one acts; all others are elsewhere.
"""
from typing import NamedTuple


class Lying(NamedTuple):
    """How much of a lot the books have at a place where goods are kept."""

    place: int
    quantity: float
    is_own: bool  # whether the asker acts there


def is_changed_by(lying, has_moved_elsewhere):
    """Whether somebody may change a lot: all its goods are at their places, or are nowhere and were never elsewhere.

    :param lying: Lying of each place where the books have anything of it, or less than nothing

    >>> is_changed_by([Lying(1, 5, True)], True), is_changed_by([Lying(1, 5, True), Lying(2, -1, False)], False)
    (True, False)
    >>> is_changed_by([], False), is_changed_by([], True)
    (True, False)
    """
    return all(item.is_own for item in lying) if lying else not has_moved_elsewhere


def is_taken_elsewhere(lying, place, place_to):
    """Whether goods that just left a place are, by their lot, goods that lie elsewhere.

    They are where that place has less than nothing of the lot now, while others have some: what lies nowhere else is
    nobody else's, and goods without a lot that lay there took its name.

    :param lying: Lying of the lot after the move
    :param place: where the goods left, and `place_to` where they went

    >>> here, there = Lying(1, -2, True), Lying(2, 5, False)
    >>> is_taken_elsewhere([here, there], 1, 9), is_taken_elsewhere([here], 1, 9)
    (True, False)
    >>> is_taken_elsewhere([Lying(1, 3, True), there], 1, 9), is_taken_elsewhere([here, there], 1, 2)
    (False, False)
    """
    return any(item.place == place and item.quantity < 0 for item in lying) and _is_elsewhere(lying, place, place_to)


def is_found_twice(lying, place_to, is_serial):
    """Whether goods that came from outside, or were counted, stand elsewhere already.

    A batch may lie at many places; a serial number stands at one.

    >>> both = [Lying(1, 1, True), Lying(2, 1, False)]
    >>> is_found_twice(both, 1, True), is_found_twice(both, 1, False), is_found_twice(both[:1], 1, True)
    (True, False, False)
    """
    return is_serial and _is_elsewhere(lying, place_to)


def _is_elsewhere(lying, *places):
    return any(item.quantity > 0 and not item.is_own and item.place not in places for item in lying)
