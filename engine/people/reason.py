# Part of store_group. License LGPL-3.
"""Why a person has access to a document or not: which memberships give it, and what the others lack."""

from dataclasses import dataclass

from . import role as roles

# The effect of a membership on a document: it gives access, or it lacks something.
GRANTS, READ_ONLY, NOT_YET, OVER, ELSEWHERE = 'grants', 'read_only', 'not_yet', 'over', 'elsewhere'


@dataclass(frozen=True)
class Weighed:
    """One membership (by its key) and its effect on the document."""

    key: int
    effect: str


def weigh(memberships, stores, stores_below, today_of, today, mode):
    """Return a Weighed per membership, those that give access first.

    :param memberships: {key: Membership}
    :param stores: ids of the stores that see the document; one of them is enough
    :param mode: 'read', or a mode that changes something; the other arguments are those of `scope.reach`
    """
    order = (GRANTS, READ_ONLY, NOT_YET, OVER, ELSEWHERE)
    found = [
        Weighed(key, _effect(member, set(stores), stores_below, today_of, today, mode)) for key, member in memberships.items()
    ]
    return sorted(found, key=lambda weighed: (order.index(weighed.effect), weighed.key))


def _effect(member, stores, stores_below, today_of, today, mode):
    if not stores:
        return ELSEWHERE
    if member.all_stores:
        days = {today}
    else:
        below = {member.store_id} if member.store_id else set(stores_below.get(member.group_id, ()))
        days = {today_of[store] for store in below & stores}
    if not days:
        return ELSEWHERE
    if any(member.holds_on(day) for day in days):
        return READ_ONLY if mode != 'read' and member.role in roles.READ_ONLY else GRANTS
    return NOT_YET if min(days) < member.date_from else OVER


def helping_roles(mode):
    """Return the roles that would give the mode of access, weakest first.

    >>> helping_roles('read')[0], 'auditor' in helping_roles('write')
    ('auditor', False)
    """
    return roles.PEOPLE if mode == 'read' else roles.AT_WORK
