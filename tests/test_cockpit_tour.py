# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import StoreGroupCommon


class CockpitTourCommon(StoreGroupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        for store, ago in ((cls.store_1, 0), (cls.store_1, 1), (cls.store_2, 0), (cls.store_2, 7)):
            order = cls._order(store_id=store.id)
            order.action_confirm()
            order.date_order = cls.now - timedelta(days=ago, minutes=1)
        cls.people = {
            role: cls._member(role, place)
            for role, place in (
                ('staff', {'store_id': cls.store_1.id}),
                ('store_manager', {'store_id': cls.store_1.id}),
                ('group_manager', {'group_id': cls.head.id}),
                ('auditor', {'store_id': cls.store_1.id}),
            )
        }
        cls.env.flush_all()

    @classmethod
    def _member(cls, role, place):
        user = new_test_user(
            cls.env(su=True),
            f'cockpit_{role}',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        user.password = user.login
        cls.env['store.member'].create({'user_id': user.id, 'role': role, **place})
        return user


@tagged('post_install', '-at_install')
class TestCockpitTour(CockpitTourCommon, HttpCase):
    """The first screen of everybody, and the figures as programs ask for them."""

    def test_the_app_opens_on_the_right_screen(self):
        expected = dict.fromkeys(self.people, 'store_cockpit_action') | {'staff': 'store_my_store_action'}
        root = self.env.ref('store_group.store_group_menu_root')
        for role, user in self.people.items():
            menus = self.env['ir.ui.menu'].with_user(user).load_web_menus(False)
            self.assertEqual(menus[root.id]['actionID'], self.env.ref(f'store_group.{expected[role]}').id, role)

    def test_a_tour_through_the_cockpit(self):
        self.start_tour('/odoo/store-cockpit', 'store_cockpit', login='cockpit_group_manager', timeout=180)

    def test_the_cockpit_on_a_phone(self):
        self.browser_size, self.touch_enabled = '390x844', True
        self.start_tour('/odoo/store-cockpit', 'store_cockpit_phone', login='cockpit_group_manager', timeout=180)

    def test_my_store_on_a_phone_and_on_a_desktop(self):
        self.product.sudo().barcode = '4006381333955'
        self.env.flush_all()
        self.start_tour('/odoo/my-store', 'store_my_store', login='cockpit_staff', timeout=180)
        self.browser_size, self.touch_enabled = '390x844', True
        self.start_tour('/odoo/my-store', 'store_my_store', login='cockpit_staff', timeout=180)

    def test_a_manager_asks_by_xmlrpc(self):
        user = self.people['store_manager']
        answer = self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, user.id, user.login, 'store.cockpit', 'figures', [], {'period': 'month'}
        )
        self.assertEqual(answer['stores'], [[self.store_1.id, "Street One"]])
        self.assertNotIn("Street Two", str(answer))
        self.assertIn('amount', [tile['key'] for tile in answer['tiles']])
