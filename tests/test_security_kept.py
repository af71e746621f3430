# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_accounting import AccountingCommon


@tagged('post_install', '-at_install')
class TestSecurityKept(AccountingCommon):
    """What is headquarters' although Odoo lets everybody change it who sells or keeps books at one store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._accountant('kept_seller', 'base.group_partner_manager')
        cls._member(cls.seller, cls.store_1)
        cls.keeper = cls._accountant('kept_books', 'account.group_account_manager,stock.group_stock_manager')
        cls._member(cls.keeper, cls.store_1, role='store_manager')
        cls.theirs = cls._order(store_id=cls.store_2.id)

    def _refused(self, act, text='eadquarters'):
        with self.assertRaisesRegex(AccessError, text), self.cr.savepoint():
            act()
            self.env.flush_all()
        self.env.invalidate_all()

    # === CONTACTS ===

    def test_a_customer_other_stores_sell_to_is_not_archived(self):
        mine = self._as(self.seller, self.customer)
        self._refused(lambda: mine.write({'active': False}))
        new = mine.create({'name': 'New'})
        new.active = False
        new.active = True
        own = self._as(self.seller, self.env['res.partner']).create({'name': 'Own'})
        self._order(store_id=self.store_1.id, partner_id=own.id)
        own.active = False
        self._as(self._accountant('kept_free', 'base.group_partner_manager'), self.customer).active = False

    def test_the_address_of_a_store_or_warehouse_is_not_deleted_nor_put_below_another(self):
        places = self.env['res.partner'].sudo().create([{'name': 'Street Two', 'street': 'Long Lane'}, {'name': 'Dock'}])
        self.store_2.sudo().partner_id, self.warehouse_2.sudo().partner_id = places
        for place in places:
            self._refused(lambda place=place: self._as(self.seller, place).unlink())
            self._refused(lambda place=place: self._as(self.seller, place).write({'parent_id': self.customer.id}))
        self._as(self.seller, self.env['res.partner']).create({'name': 'New'}).unlink()

    # === TEAMS ===

    def test_who_is_in_another_stores_team(self):
        head = self._accountant('kept_head', 'sales_team.group_sale_manager')
        self._member(head, self.store_1, role='store_manager')
        own, theirs = (
            self.env['crm.team']
            .sudo()
            .create(
                [
                    {
                        'name': store.name,
                        'company_id': self.company.id,
                        'store_id': store.id,
                        'member_ids': [Command.set(user.ids)],
                    }
                    for store, user in ((self.store_1, self.seller), (self.store_2, self.keeper))
                ]
            )
        )
        members = self._as(head, theirs.crm_team_member_ids)
        self.assertEqual(members.user_id.sudo(), self.keeper, "readable, as the team is")
        for act in (
            lambda: members.write({'active': False}),
            members.unlink,
            lambda: members.create({'crm_team_id': theirs.id, 'user_id': head.id}),
        ):
            self._refused(act, text='')
        self._as(head, own).member_ids = [Command.link(head.id), Command.unlink(self.seller.id)]
        self.assertEqual(own.member_ids, head)

    # === BOOKS ===

    def test_securing_entries_is_told_to_be_headquarters(self):
        wizards = self._as(self.keeper, self.env['account.secure.entries.wizard'])
        self._refused(lambda: wizards.default_get(['company_id']))
        self._refused(lambda: wizards.create({}))
        free = self._accountant('kept_other', 'account.group_account_manager')
        self.assertTrue(self._as(free, self.env['account.secure.entries.wizard']).create({'hash_date': '2026-01-01'}))
