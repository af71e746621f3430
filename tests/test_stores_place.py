# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .sheet_common import SheetCommon


@tagged('post_install', '-at_install')
class TestStoresPlace(SheetCommon):
    """Coordinates are entered by whoever may write the store, and kept on its address."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.address = (
            cls.env['res.partner'].sudo().create({'name': "Street One", 'street': "1 Long Street", 'company_id': cls.company.id})
        )
        cls.store_1.partner_id = cls.address
        cls.boss, cls.manager = (
            cls._member(role, **place)
            for role, place in (('group_manager', {'group_id': cls.east.id}), ('store_manager', {'store_id': cls.store_1.id}))
        )

    @classmethod
    def _member(cls, role, **place):
        user = new_test_user(
            cls.env(su=True), f'place_{role}', 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )
        cls.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'date_from': fields.Date.subtract(fields.Date.today(), days=1), **place}
        )
        return user

    def _as(self, user, store):
        return store.with_env(self.env(user=user, su=False, context={}))

    def test_a_group_manager_places_his_stores_and_nobody_elses(self):
        self._as(self.boss, self.store_1).write({'latitude': 30.2487, 'longitude': 120.1551})
        self.assertEqual((self.address.partner_latitude, self.address.partner_longitude), (30.2487, 120.1551))
        self._as(self.boss, self.store_1).longitude = 121.5
        self.assertEqual((self.store_1.latitude, self.store_1.longitude), (30.2487, 121.5))
        for user, store in ((self.boss, self.store_2), (self.manager, self.store_1)):
            with self.assertRaises(AccessError):
                self._as(user, store).write({'latitude': 1, 'longitude': 2})
        self.assertEqual(self._as(self.manager, self.store_1).latitude, 30.2487)
        self.assertFalse(self.store_2.partner_id)

    def test_a_store_without_an_address_gets_one_with_its_coordinates(self):
        self.store_2.write({'latitude': 0, 'longitude': 0})
        self.assertFalse(self.store_2.partner_id)
        self.store_2.write({'latitude': 31.3, 'longitude': 120.6})
        address = self.store_2.partner_id
        self.assertEqual((address.name, address.company_id, address.partner_latitude), ("Street Two", self.company, 31.3))
        self.assertEqual(self.store_2._printed()['address'], '')
        self.store_2.latitude = 31.4
        self.assertEqual((self.store_2.partner_id, address.partner_latitude), (address, 31.4))

    def test_what_is_no_place_is_refused(self):
        for place in ({'latitude': 120.15, 'longitude': 30.25}, {'latitude': 10, 'longitude': 181}):
            with self.assertRaisesRegex(ValidationError, "Street One"):
                self.store_1.write(place)

    def test_coordinates_go_round_in_the_list_of_stores(self):
        def place(page, rows, column):
            for code, degrees in (('T1', (30.2487, 120.1551)), ('T2', (31.3127, 120.6228))):
                for head, value in zip(('Latitude', 'Longitude'), degrees, strict=True):
                    page.cell(rows[code], column[head]).value = value

        wizard = self._upload('stores', self._edited(self._download('stores'), place))
        self.assertEqual(self._counts(wizard), {'change': 2, 'same': 2})
        wizard.action_apply()
        self.assertEqual(self.address.partner_longitude, 120.1551)
        self.assertEqual((self.store_2.latitude, self.store_2.partner_id.name), (31.3127, "Street Two"))
        again = self._upload('stores', self._download('stores'))
        self.assertEqual(self._counts(again), {'same': 4})
