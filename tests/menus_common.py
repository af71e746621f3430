# Part of store_group. License LGPL-3.
from collections import Counter

from odoo import Command
from odoo.tests import new_test_user

from .common import StoreGroupCommon

MOST = 7
ROLES = ('staff', 'store_manager', 'group_manager', 'auditor', 'headquarters', 'system')


class MenusCommon(StoreGroupCommon):
    """Walks the menus of our app as every role: what stands on one level, and under which names."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {role: cls._person(role) for role in ROLES}

    @classmethod
    def _person(cls, role):
        groups = {'headquarters': 'store_group.group_store_admin', 'system': 'base.group_system,store_group.group_store_admin'}
        user = new_test_user(
            cls.env(su=True),
            f'walk_{role}',
            f'base.group_user,{groups.get(role, "")}'.rstrip(','),
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        if role not in groups:
            place = {'group_id': cls.head.id} if role == 'group_manager' else {'store_id': cls.store_1.id}
            cls.env['store.member'].create({'user_id': user.id, 'role': role, **place})
        return user

    def _levels(self, role):
        """Return {path of a menu: names of the menus below it} as the web client gets them."""
        env = self.env(user=self.people[role], su=False, context={'lang': 'en_US', 'allowed_company_ids': self.company.ids})
        menus = env['ir.ui.menu'].load_web_menus(False)
        root = menus[env.ref('store_group.store_group_menu_root').id]
        levels, waiting = {}, [((root['name'],), root)]
        while waiting:
            path, menu = waiting.pop()
            below = [menus[child] for child in menu['children']]
            if below:
                levels[path] = [child['name'] for child in below]
            waiting += [((*path, child['name']), child) for child in below]
        return levels

    def _check_menus(self):
        for role in ROLES:
            levels = self._levels(role)
            with self.subTest(role=role):
                self.assertGreater(len(levels), 5)
                self.assertFalse({path: names for path, names in levels.items() if len(names) > MOST})
                names = Counter(name for names in levels.values() for name in names)
                self.assertFalse([name for name, times in names.items() if times > 1])
