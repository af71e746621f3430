# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityCoverage(StoreGroupCommon):
    """Whoever gives a membership learns where the walls between stores do not hold for that person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sudo_env = cls.env(su=True)
        privilege = sudo_env['res.groups.privilege'].create({'name': 'Foreign App'})
        cls.right = sudo_env['res.groups'].create({'name': 'User', 'privilege_id': privilege.id})
        sudo_env['ir.model.data'].create(
            {'module': 'lunch', 'name': 'store_group_test_right', 'model': 'res.groups', 'res_id': cls.right.id}
        )
        cls.app = sudo_env.ref('base.module_lunch').shortdesc
        cls.person = new_test_user(
            sudo_env, 'cov_person', 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )

    def _member(self):
        return self.env['store.member'].create({'user_id': self.person.id, 'store_id': self.store_1.id})

    def test_a_right_in_an_app_nobody_covers_is_named(self):
        self.person.sudo().group_ids |= self.right
        member = self._member()
        self.assertEqual(member.uncovered_apps, self.app)
        self.assertIn(self.app, member._uncovered_warning())
        self.assertIn(self.app, member.message_ids[0].body)

    def test_our_own_and_cores_rights_are_covered(self):
        self.person.sudo().group_ids |= (
            self.env.ref('stock.group_stock_manager')
            | self.env.ref('sales_team.group_sale_manager')
            | self.env.ref('account.group_account_manager')
            | self.env.ref('base.group_partner_manager')
        )
        member = self._member()
        self.assertFalse(member.uncovered_apps)
        self.assertFalse(member._uncovered_warning())

    def test_a_bridge_covers_its_app(self):
        self.person.sudo().group_ids |= self.right
        Coverage = self.env.registry['store.coverage']
        covered = self.env['store.coverage']._store_covered_apps()
        with patch.object(Coverage, '_store_covered_apps', lambda self: covered | {'lunch'}):
            self.assertFalse(self._member().uncovered_apps)
