# Part of store_group. License LGPL-3.
"""The moving average cost, replayed over all moves of a product.

It uses Odoo's own arithmetic, step by step and in floats, so that it gives the same cost.
"""


def replay(steps, corrections, start=(0, 0, 0)):
    """Return (quantity, unit cost, stock value) after all steps in order.

    a. A correction sets the unit cost from its date on.
    b. Incoming goods add their value; with no or negative stock they set the cost.
    c. Outgoing goods leave at the average cost.

    :param steps: iterable of (date, quantity in, its worth, quantity out) of one stock move each, by date; quantities in the
        product's unit, None where the move has no such side
    :param corrections: [(date, cost of a unit)], by date; none of them later than the last step that comes in
    :param start: what an earlier replay of the steps before these returned

    >>> replay([(1, 10.0, 100.0, None), (2, None, 0.0, 5.0), (3, 5.0, 100.0, None)], [])
    (10.0, 15.0, 150.0)
    >>> replay([(3, 5.0, 100.0, None)], [], replay([(1, 10.0, 100.0, None), (2, None, 0.0, 5.0)], []))
    (10.0, 15.0, 150.0)
    >>> replay([(1, 10.0, 100.0, None), (3, 10.0, 200.0, None)], [(2, 30.0)])
    (20.0, 25.0, 500.0)
    >>> replay([(1, None, 0.0, 2.0), (2, 4.0, 40.0, None)], [])
    (2.0, 10.0, 20.0)
    """
    quantity, cost, worth = start
    corrections = list(reversed(corrections))
    for date, quantity_in, value_in, quantity_out in steps:
        while corrections and date >= corrections[-1][0]:
            cost = corrections.pop()[1]
            worth = cost * quantity
        if quantity_in is not None:
            before = quantity
            quantity += quantity_in
            if before > 0:
                worth += value_in
                cost = worth / quantity
            else:
                cost = value_in / quantity_in if quantity_in else cost
                worth = cost * quantity
        if quantity_out is not None:
            worth -= quantity_out * cost
            quantity -= quantity_out
    return quantity, cost, worth
