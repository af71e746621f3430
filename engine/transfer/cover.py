# Part of store_group. License LGPL-3.
"""How long goods last at the rate they are sold."""

WEEKS = 4  # of sales that say how fast a product sells


def weeks_of_cover(stock, sold):
    """Return for how many weeks the stock lasts at the rate of the last WEEKS; None if nothing was sold.

    >>> weeks_of_cover(6, 8), weeks_of_cover(-1, 8), weeks_of_cover(6, 0)
    (3.0, 0.0, None)
    """
    return round(max(stock, 0) * WEEKS / sold, 1) if sold > 0 else None
