# Part of store_group. License LGPL-3.
"""The roles of memberships, defined in one place. A new role is one entry here and its access lines.

Their labels are in `models/people/store_role_profile.py`, for translation; what a role may do is in its profile.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role.

    :ivar str name: stored on memberships
    :ivar bool acts: may change documents of its stores, not only read them
    :ivar bool manages: is responsible for the work of others there
    :ivar bool manages_groups: manages the groups of its membership, and approves above the stores' limits
    :ivar bool sees_results: sees a store's profit if its profile shows margins
    :ivar bool is_program: for integration accounts, not for people; never proposed as help
    """

    name: str
    acts: bool = True
    manages: bool = False
    manages_groups: bool = False
    sees_results: bool = False
    is_program: bool = False


# From the weakest to the strongest; a person's Odoo group is that of the highest.
ROLES = (
    Role('integration', is_program=True),
    Role('auditor', acts=False, sees_results=True),
    Role('staff'),
    Role('store_manager', manages=True, sees_results=True),
    Role('group_manager', manages=True, manages_groups=True, sees_results=True),
)
RANK = tuple(role.name for role in ROLES)
READ_ONLY = frozenset(role.name for role in ROLES if not role.acts)
PEOPLE = tuple(role.name for role in ROLES if not role.is_program)
AT_WORK = tuple(role.name for role in ROLES if role.acts and not role.is_program)
MANAGERS = tuple(role.name for role in ROLES if role.manages)
SEE_RESULTS = frozenset(role.name for role in ROLES if role.sees_results)
GROUP_MANAGERS = frozenset(role.name for role in ROLES if role.manages_groups)


def highest_role(names):
    """Return the strongest of some roles' names, or None.

    >>> highest_role(['staff', 'auditor', 'store_manager']), highest_role([])
    ('store_manager', None)
    """
    return max(names, key=RANK.index, default=None)
