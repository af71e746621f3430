# Part of store_group. License LGPL-3.
"""Who may give, change and end which role where: nobody gives more than they have themselves."""

from .role import RANK


def exceeds_role(giver_role, role):
    """Whether `role` is above the giver's own role at that place.

    >>> exceeds_role('store_manager', 'staff'), exceeds_role('store_manager', 'group_manager'), exceeds_role(None, 'staff')
    (False, True, True)
    """
    return giver_role is None or RANK.index(role) > RANK.index(giver_role)


def exceeding(giver, sheet):
    """Return the names of the capabilities in `sheet` that go beyond the giver's own sheet, sorted.

    >>> from .capability import Sheet
    >>> exceeding(Sheet(frozenset({'ship'}), 10), Sheet(frozenset({'ship', 'see_cost'}), 20))
    ['discount_limit', 'see_cost']
    """
    found = set(sheet.may - giver.may)
    if sheet.discount_limit > giver.discount_limit:
        found.add('discount_limit')
    own = dict(giver.approvals)
    if any(amount > own.get(currency, 0.0) for currency, amount in sheet.approvals):
        found.add('approve_up_to')
    return sorted(found)
