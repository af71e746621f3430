# Part of store_group. License LGPL-3.
"""What stands out in a row of steps: the highest and the lowest of those that say something."""


def extremes(values, first=0, unfinished=0):
    """Return (peak, trough) as places in `values`, -1 where nothing stands out.

    Left out: what was before the first sale, and what is not over.

    :param int first: how many steps at the beginning say nothing
    :param int unfinished: how many at the end are not over

    >>> extremes([0, 0, 5, 9, 7, 1], first=2, unfinished=1)
    (3, 2)
    >>> extremes([0, 4, 4]), extremes([0, 4, 4], first=1), extremes([])
    ((1, 0), (-1, -1), (-1, -1))
    """
    weighed = {place: values[place] for place in range(first, len(values) - unfinished)}
    if len({*weighed.values()}) < 2:
        return -1, -1
    return max(weighed, key=weighed.get), min(weighed, key=weighed.get)


def before_the_first(values):
    """Return how many steps there are before the first with a sale.

    >>> before_the_first([0, 0, 5, 0]), before_the_first([0, 0])
    (2, 2)
    """
    return next((place for place, value in enumerate(values) if value), len(values))
