# Part of store_group. License LGPL-3.
"""How a delivery to a customer stands against its deadline."""

SOON_DAYS = 3  # goods that lack for a delivery so near are shown, while they can still be fetched


def standing(due, now, day_end, missing):
    """Return 'late', 'short', 'today', or '' for one that can wait.

    :param due: moment until which it must leave, by the channel; None: nobody said
    :param now: this moment
    :param day_end: the end of today at the store
    :param missing: quantity of its goods that is not there

    >>> standing(1, 2, 3, 0), standing(3, 2, 3, 0), standing(9, 2, 3, 1), standing(9, 2, 3, 0), standing(None, 2, 3, 0)
    ('late', 'today', 'short', '', '')
    """
    if due is not None and due < now:
        return 'late'
    if missing > 0:
        return 'short'
    return 'today' if due is not None and due <= day_end else ''
