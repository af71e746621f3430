# Part of store_group. License LGPL-3.
"""Take, share and round quantities and amounts without losing or adding anything.

Decimals throughout: floats come in by `exact`, and go out by `float()` where Odoo takes them. A step is what the unit or the
currency rounds to; what rounds to nothing in it is no quantity.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
# The smallest difference that counts for a quantity converted from another unit, where neither unit's rounding applies.
GRAIN = Decimal('0.000001')


def rounded(value, step):
    """Return the value in whole steps, halves away from zero, as ledgers do.

    >>> rounded(Decimal('2.345'), Decimal('0.01')), rounded(Decimal('-2.345'), Decimal('0.01'))
    (Decimal('2.35'), Decimal('-2.35'))
    """
    return (value / step).to_integral_value(ROUND_HALF_UP) * step


def exact(number, step=None):
    """Return a float as a Decimal without the noise of binary fractions, in whole steps where a step is given.

    >>> exact(0.1 + 0.2), exact(1 - 0.99, 0.01), exact(1000.0, 0.01), exact(None)
    (Decimal('0.3'), Decimal('0.01'), Decimal('1000'), Decimal('0'))
    """
    value = number if isinstance(number, Decimal) else Decimal(format(number or 0, '.15g'))
    if step:
        value = rounded(value, exact(step))
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def is_some(quantity, step=GRAIN):
    """Whether a quantity is above zero, in steps.

    >>> is_some(Decimal('0.004'), Decimal('0.01')), is_some(Decimal('0.005'), Decimal('0.01')), is_some(Decimal(-1))
    (False, True, False)
    """
    return rounded(quantity, step) > 0


def some(quantities, step=GRAIN):
    """Return those of {key: Decimal} that are above zero.

    >>> some({'a': Decimal(1), 'b': Decimal('1e-9'), 'c': Decimal(-1)})
    {'a': Decimal('1')}
    """
    return {key: quantity for key, quantity in quantities.items() if is_some(quantity, step)}


def take(quantity, parts, step=GRAIN):
    """Take as much as there is, part by part, and leave the rest.

    :param parts: (key, how much there is) in the order they are taken; negative counts as zero
    :returns: ([(key, quantity taken)], what is left to be found); together they are `quantity`

    >>> take(Decimal(5), [('a', Decimal(2)), ('b', Decimal(-1)), ('c', Decimal(9))])
    ([('a', Decimal('2')), ('c', Decimal('3'))], Decimal('0'))
    >>> take(Decimal(5), [('a', Decimal(2))])
    ([('a', Decimal('2'))], Decimal('3'))
    """
    taken, left = [], quantity
    for key, available in parts:
        part = min(available, left)
        if is_some(part, step):
            taken.append((key, part))
            left -= part
    return taken, left


def take_each(pools, wishes, step=None):
    """Let each wish take from its pool, in turn, until the pool is empty.

    :param dict pools: {pool: how much there is}; one that is not named is empty
    :param wishes: (key, pool, quantity) in the order they take
    :param step: where given, who does not get all gets whole steps of what is left
    :returns: {key: quantity, never negative}

    >>> take_each({1: Decimal(3)}, [('a', 1, Decimal(2)), ('b', 1, Decimal(2)), ('c', 2, Decimal(1))])
    {'a': Decimal('2'), 'b': Decimal('1'), 'c': Decimal('0')}
    >>> take_each({1: Decimal(13)}, [('a', 1, Decimal(6)), ('b', 1, Decimal(12))], Decimal(6))
    {'a': Decimal('6'), 'b': Decimal('6')}
    """
    left, taken = dict(pools), {}
    for key, pool, quantity in wishes:
        available = left.get(pool, ZERO)
        taken[key] = max(ZERO, min(quantity, in_steps(available, step) if step else available))
        left[pool] = left.get(pool, ZERO) - taken[key]
    return taken


def share(total, weights, step=Decimal(1), most=None):
    """Cut `total` in proportion to weights, to the last unit: each part rounded down, the rest goes to the largest remainders.

    Among equal remainders the first gets a step more. What is smaller than a step is added to the last one.

    :param Decimal total: of any sign
    :param dict weights: {key: Decimal, not negative}; if all are zero, nobody gets anything
    :param dict most: {key: Decimal} what each gets at most; then only whole steps are handed on
    :returns: {key: Decimal}; without `most` they come to `total`

    >>> share(Decimal(10), {'a': Decimal(1), 'b': Decimal(1), 'c': Decimal(1)})
    {'a': Decimal('4'), 'b': Decimal('3'), 'c': Decimal('3')}
    >>> share(Decimal('-1.00'), {'a': Decimal(1), 'b': Decimal(2)}, Decimal('0.01'))
    {'a': Decimal('-0.33'), 'b': Decimal('-0.67')}
    """
    whole = sum(weights.values(), ZERO)
    if not whole:
        return dict.fromkeys(weights, ZERO)
    fair = {key: total * weight / whole for key, weight in weights.items()}
    parts = {key: in_steps(part, step) for key, part in fair.items()}
    rest = total - sum(parts.values(), ZERO)
    for key in sorted(weights, key=lambda key: abs(fair[key] - parts[key]), reverse=True):
        if not rest or (most is not None and abs(rest) < step):
            break
        more = max(-step, min(step, rest))
        if most is not None:
            more = min(more, most[key] - parts[key])
        parts[key] += more
        rest -= more
    return parts


def in_steps(quantity, step):
    """Return the quantity rounded to whole steps, towards zero.

    >>> in_steps(Decimal('13'), Decimal(6)), in_steps(Decimal('-0.019'), Decimal('0.01'))
    (Decimal('12'), Decimal('-0.01'))
    """
    return (quantity / step).to_integral_value(ROUND_DOWN) * step
