# Part of store_group. License LGPL-3.
"""Coordinates. Odoo stores 0, 0 for empty ones.

>>> is_on_earth(30.25, 120.15), is_on_earth(0, 0), is_on_earth(-90, 180)
(True, True, True)
>>> is_on_earth(91, 10), is_on_earth(10, -181)
(False, False)
"""


def is_on_earth(latitude, longitude):
    """Whether latitude and longitude are in range; empty ones are."""
    return -90 <= latitude <= 90 and -180 <= longitude <= 180
