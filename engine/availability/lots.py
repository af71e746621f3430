# Part of store_group. License LGPL-3.
"""Lots across stores: who may change a lot, and detection of goods taken that are elsewhere.

A lot can be at many places. The user's own places are those of stores they act for; all others are elsewhere.
"""

from typing import NamedTuple


class Lying(NamedTuple):
    """Quantity of a lot on hand at a place."""

    place: int
    quantity: float
    is_own: bool  # whether the user acts there


def is_changed_by(lying, has_moved_elsewhere):
    """Whether a user may change a lot: all its goods are at own places, or nowhere and never were elsewhere.

    :param lying: Lying of each place with a positive or negative quantity

    >>> is_changed_by([Lying(1, 5, True)], True), is_changed_by([Lying(1, 5, True), Lying(2, -1, False)], False)
    (True, False)
    >>> is_changed_by([], False), is_changed_by([], True)
    (True, False)
    """
    return all(item.is_own for item in lying) if lying else not has_moved_elsewhere


def is_taken_elsewhere(lying, place, place_to):
    """Whether goods that just left a place belong, by their lot, to another place.

    They do if the place is negative in the lot now while other places have some. If no other place has any, the goods
    had no lot before and took this one.

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
    """Whether received or counted goods are on hand elsewhere already.

    A batch may be at many places; a serial number only at one.

    >>> both = [Lying(1, 1, True), Lying(2, 1, False)]
    >>> is_found_twice(both, 1, True), is_found_twice(both, 1, False), is_found_twice(both[:1], 1, True)
    (True, False, False)
    """
    return is_serial and _is_elsewhere(lying, place_to)


def _is_elsewhere(lying, *places):
    return any(item.quantity > 0 and not item.is_own and item.place not in places for item in lying)
