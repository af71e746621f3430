# Part of store_group. License LGPL-3.
import pathlib
from collections import Counter
from unittest.mock import patch

import polib

from odoo.tests import HttpCase, tagged

from .menus_common import ROLES, MenusCommon

ROOT = pathlib.Path(__file__).resolve().parent.parent


@tagged('post_install', '-at_install')
class TestPeopleMenus(MenusCommon):
    """What a role is offered: seven entries a level, no name twice, what is set up once below Settings."""

    def test_seven_entries_a_level_and_no_name_twice(self):
        self._check_menus()

    def test_no_name_twice_in_chinese(self):
        chinese = {entry.msgid: entry.msgstr for entry in polib.pofile(str(ROOT / 'i18n' / 'zh_CN.po'))}
        names = {name for role in ROLES for level in self._levels(role).values() for name in level}
        told = Counter(chinese.get(name) or name for name in names)
        self.assertFalse([name for name, times in told.items() if times > 1])

    def test_lists_of_core_open_under_our_names(self):
        kept = {'sale.action_orders'}  # called alike in both languages
        root = self.env.ref('store_group.store_group_menu_root')
        menus = self.env['ir.ui.menu'].sudo().with_context(**{'ir.ui.menu.full_list': True}).search([('id', 'child_of', root.id)])
        ids = [menu.action.get_external_id()[menu.action.id] for menu in menus if menu.action]
        self.assertEqual({name for name in ids if not name.startswith('store_group')} - kept, set())

    def test_headquarters_daily_work_is_short(self):
        levels = self._levels('headquarters')
        self.assertEqual(
            levels['Store Group',], ['Workbench', 'Sales', 'Products and Prices', 'Stock', 'Transfers', 'Reports', 'Settings']
        )
        self.assertEqual(len(levels['Store Group', 'Reports', 'More Reports']), 3)
        self.assertIn('Open a Store', levels['Store Group', 'Settings', 'Structure'])
        self.assertNotIn(('Store Group', 'Settings'), self._levels('staff'))


@tagged('post_install', '-at_install')
class TestPeopleHome(MenusCommon, HttpCase):
    """Where people land after login."""

    def _home(self, user):
        user.sudo().password = user.login
        self.authenticate(user.login, user.login)
        return self.make_jsonrpc_request('/web/session/get_session_info')['home_action_id']

    def test_people_of_stores_land_on_their_screen(self):
        cockpit = self.env.ref('store_group.store_cockpit_action').id
        start = self.env.ref('store_group.store_start_action').id
        self.assertEqual({self._home(self.people[role]) for role in ('headquarters', 'system')}, {start}, "nothing is sold yet")
        order = self.env['sale.order'].sudo().create({'partner_id': self.company.partner_id.id, 'store_id': self.store_1.id})
        order.state = 'sale'
        homes = {role: self._home(user) for role, user in self.people.items()}
        self.assertEqual(homes, dict.fromkeys(homes, cockpit) | {'staff': self.env.ref('store_group.store_my_store_action').id})
        self.assertFalse(any(user.sudo().action_id for user in self.people.values()), "nothing is stored")

    def test_everybody_else_keeps_what_odoo_does(self):
        staff, other = self.people['staff'], self.people['store_manager']
        staff.sudo().action_id = self.env.ref('base.action_res_users').id
        self.assertEqual(self._home(staff), self.env.ref('base.action_res_users').id, "who chose a screen keeps it")
        self.env['store.member'].search([('user_id', '=', other.id)]).unlink()
        other.sudo().store_access = 'all'
        self.assertFalse(self._home(other), "not bound")
        with patch.object(self.registry['store.store'], 'search_count', return_value=0):
            self.assertEqual(self._home(self.people['headquarters']), self.env.ref('store_group.store_start_action').id)
            self.env['ir.config_parameter'].sudo().set_param('store_group.first_steps_hidden', True)
            self.assertFalse(self._home(self.people['headquarters']), "no store, and nobody wants to begin")
