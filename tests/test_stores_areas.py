# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import convert_file

from ..models.people.ir_ui_menu import AREAS
from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestStoresAreas(StoreGroupCommon):
    """An administrator of Odoo hides the menus of areas nobody uses; nothing but menus changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.staff = new_test_user(
            su,
            'area_staff',
            'base.group_user',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create({'user_id': cls.staff.id, 'role': 'store_manager', 'store_id': cls.store_1.id})
        cls.system = new_test_user(su, 'area_system', 'base.group_system', company_id=cls.company.id)

    def _as(self, user, model):
        """Return a model as a user in the company of the test sees it."""
        return self.env(user=user, su=False, context={'lang': 'en_US', 'allowed_company_ids': self.company.ids})[model]

    def _names(self):
        """Return the XML ids of the menus a store manager is shown."""
        menus = self._as(self.staff, 'ir.ui.menu').load_menus(False)
        return {menu['xmlid'] for menu in menus.values() if menu.get('xmlid')}

    def _choose(self, **areas):
        values = {f'store_area_{area}': shown for area, shown in areas.items()}
        self._as(self.system, 'res.config.settings').create(values).set_values()

    def test_every_area_has_a_switch_and_menus_that_exist(self):
        fields = {
            name.removeprefix('store_area_') for name in self.env['res.config.settings']._fields if name.startswith('store_area_')
        }
        self.assertEqual(fields, set(AREAS))
        for menus in AREAS.values():
            for menu in menus:
                self.assertEqual(self.env.ref(f'store_group.{menu}')._name, 'ir.ui.menu')

    def test_an_area_is_hidden_with_all_below_and_comes_back(self):
        before = self._names()
        self.assertLess({'store_group.store_group_menu_transfers', 'store_group.store_transfer_menu'}, before)
        self._choose(transfers=False, competitors=False)
        gone = before - self._names()
        self.assertLess(
            {
                'store_group.store_group_menu_transfers',
                'store_group.store_transfer_menu',
                'store_group.store_transfer_report_menu',
                'store_group.store_competitor_menu',
            },
            gone,
        )
        self.assertIn('store_group.store_sale_report_menu', self._names())
        self.assertFalse(self._as(self.system, 'res.config.settings').create({}).store_area_transfers)
        self._choose(transfers=True)
        self.assertEqual(
            before - self._names(),
            {
                'store_group.store_competitor_menu',
                'store_group.store_competitor_price_menu',
                'store_group.store_price_position_menu',
            },
            "the other area stays hidden",
        )

    def test_rights_stay(self):
        Transfer = self._as(self.staff, 'store.transfer')
        self._choose(**dict.fromkeys(AREAS, False))
        self.assertTrue(Transfer.has_access('create'))
        self.assertIn('store_group.store_store_menu', self._names(), "the workbench stays")
        self.assertTrue(Transfer.get_views([(False, 'list')])['views'], "a link to the screen still opens it")

    def test_an_upgrade_keeps_it(self):
        self._choose(transfers=False)
        for file in ('views/store_group_menus.xml', 'views/store_serving_views.xml'):
            convert_file(self.env(su=True), 'store_group', file, {}, mode='update')
        self.assertFalse({name for name in self._names() if 'menu_transfers' in name or 'store_transfer_menu' in name})

    def test_only_an_administrator_of_odoo_hides(self):
        for user in (self.staff, self.admin):
            with self.assertRaises(AccessError):
                self._as(user, 'ir.ui.menu')._store_hide_areas(['transfers'])
            with self.assertRaises(AccessError):
                self._as(user, 'res.config.settings').create({'store_area_transfers': False}).execute()
