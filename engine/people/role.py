# Part of store_group. License LGPL-3.
"""The roles of memberships, defined in one place. A new role is one entry here, its group and access lines in `security/`.

Their labels are in `models/people/store_role_profile.py`, for translation; what a role may do is in its profile.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role.

    :ivar str name: stored on memberships
    :ivar str group: the id in `security/store_group_groups.xml` of the Odoo group it gives
    :ivar bool acts: may change documents of its stores, not only read them
    :ivar bool manages: is responsible for the work of others there
    :ivar bool manages_groups: manages the groups of its membership, and approves above the stores' limits
    :ivar bool sees_results: sees a store's profit if its profile shows margins
    :ivar bool is_program: for integration accounts, not for people; never proposed as help
    :ivar str home: the id of the action its people land on after login
    """

    name: str
    group: str
    acts: bool = True
    manages: bool = False
    manages_groups: bool = False
    sees_results: bool = False
    is_program: bool = False
    home: str = ''


COCKPIT, MY_STORE = 'store_cockpit_action', 'store_my_store_action'
# From the weakest to the strongest; a person's Odoo group is that of the highest.
ROLES = (
    Role('integration', 'group_store_integration', is_program=True),
    Role('auditor', 'group_store_auditor', acts=False, sees_results=True, home=COCKPIT),
    Role('staff', 'group_store_staff', home=MY_STORE),
    Role('store_manager', 'group_store_manager', manages=True, sees_results=True, home=COCKPIT),
    Role('group_manager', 'group_store_group_manager', manages=True, manages_groups=True, sees_results=True, home=COCKPIT),
)
GROUPS = {role.name: f'store_group.{role.group}' for role in ROLES}
RANK = tuple(role.name for role in ROLES)
READ_ONLY = frozenset(role.name for role in ROLES if not role.acts)
PEOPLE = tuple(role.name for role in ROLES if not role.is_program)
AT_WORK = tuple(role.name for role in ROLES if role.acts and not role.is_program)
# Who works in single stores: managers of a store may add them, and they sit in its sales team.
IN_STORES = tuple(role.name for role in ROLES if role.acts and not role.is_program and not role.manages_groups)
PROGRAMS = tuple(role.name for role in ROLES if role.is_program)
MANAGERS = tuple(role.name for role in ROLES if role.manages)
SEE_RESULTS = frozenset(role.name for role in ROLES if role.sees_results)
GROUP_MANAGERS = frozenset(role.name for role in ROLES if role.manages_groups)
# Whoever reads figures begins with them, also where the same person works in a store: as the menus do.
HOMES = tuple((GROUPS[role.name], role.home) for home in (COCKPIT, MY_STORE) for role in ROLES if role.home == home)


def highest_role(names):
    """Return the strongest of some roles' names, or None.

    >>> highest_role(['staff', 'auditor', 'store_manager']), highest_role([])
    ('store_manager', None)
    """
    return max(names, key=RANK.index, default=None)
