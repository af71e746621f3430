# Part of store_group. License LGPL-3.
"""Coordinates. Odoo stores 0, 0 for empty ones, so that point counts as no place.

>>> is_place(30.25, 120.15), is_place(0, 0), is_place(0, 32.58)
(True, False, True)
>>> is_place(91, 10), is_place(10, -181), is_place(-90, 180)
(False, False, True)
"""


def is_place(latitude, longitude):
    """Whether two coordinates are a place."""
    return is_on_earth(latitude, longitude) and bool(latitude or longitude)


def is_on_earth(latitude, longitude):
    """Whether latitude and longitude are in range; empty ones are."""
    return -90 <= latitude <= 90 and -180 <= longitude <= 180
