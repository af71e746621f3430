# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestCustomerSame(IntakeCommon):
    """Buyers of several channels are one customer by a key of theirs, never by a name; orders keep their contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop.write({'customer_policy': 'per_buyer', 'create_missing': True})
        cls.second = cls.shop.copy({'code': 'T-SHOP2', 'name': 'Second'})
        cls.second.armed = True

    def _buy(self, number, channel='T-SHOP', **customer):
        (result,) = self._submit(self._payload(number, customer={'external_id': f'B{number}', **customer}), channel=channel)
        self.assertEqual(result['state'], 'done', result)
        return self._sale(number, self.shop if channel == 'T-SHOP' else self.second).sudo()

    def _pairs(self, sale, state='open'):
        return self.env['store.same.customer'].search([('partner_id', '=', sale.partner_id.id), ('state', '=', state)])

    def test_a_key_of_one_customer_merges_and_one_write_undoes_it(self):
        one = self._buy('1', name='Ann Li', phone='13800138000')
        two = self._buy('2', 'T-SHOP2', name='Ann Li', phone='+86 138-0013-8000')
        self.assertNotEqual(one.partner_id, two.partner_id, "orders keep their contact")
        self.assertEqual(two.partner_id.canonical_id, one.partner_id)
        self.assertEqual(self._pairs(two, 'merged').other_id, one.partner_id)
        for sale in (one, two):
            found = self.env['sale.order'].sudo().search(sale.partner_id.action_view_same_orders()['domain'])
            self.assertEqual(found, one | two)
        again = self._buy('3', 'T-SHOP2', name='Ann Li', email='ann@x.com', phone='13800138000')
        self.assertEqual(again.partner_id.canonical_id, one.partner_id)
        self.assertEqual(self._pairs(again, 'merged').other_id, one.partner_id, "proposed once, as the contact it is known by")
        two.partner_id.canonical_id = False
        found = self.env['sale.order'].sudo().search(one.partner_id.action_view_same_orders()['domain'])
        self.assertEqual(found, one | again)
        self.assertEqual((one.partner_id.name, two.partner_id.name), ('Ann Li', 'Ann Li'))

    def test_names_hidden_and_lent_phones_merge_nobody(self):
        self._buy('1', name='Ann Li', phone='13800138000', email='ann@x.com')
        for number, customer in enumerate(
            (
                {'name': 'Ann Li'},
                {'name': 'Ann Li', 'phone': '138****8000'},
                {'name': 'Ann Li', 'phone': '13800138000-1234'},
                {'name': 'Ann Li', 'email': 'a**@x.com'},
            ),
            2,
        ):
            sale = self._buy(str(number), 'T-SHOP2', **customer)
            self.assertFalse(sale.partner_id.canonical_id, customer)
            self.assertFalse(self.env['store.same.customer'].search([('partner_id', '=', sale.partner_id.id)]), customer)

    def test_doubts_are_proposed_and_decided(self):
        one = self._buy('1', name='Ann Li', phone='13800138000')
        bob = self._buy('2', 'T-SHOP2', name='Bob', phone='13800138000')
        pair = self._pairs(bob)
        self.assertEqual((bob.partner_id.canonical_id.ids, pair.other_id, pair.is_other_name), ([], one.partner_id, True))
        mail = self._buy('3', name='Ann Li', email='ann@x.com')
        both = self._buy('4', 'T-SHOP2', name='Ann Li', email='ann@x.com', phone='13800138000')
        self.assertFalse(both.partner_id.canonical_id, "two customers have one key each")
        pairs = self._pairs(both)
        self.assertEqual(set(pairs.other_id.ids), {one.partner_id.id, bob.partner_id.id, mail.partner_id.id})
        self.assertEqual(pairs[-1].other_id, bob.partner_id, "another name comes last")
        chosen = pairs.filtered(lambda item: item.other_id == mail.partner_id)
        chosen.action_merge()
        self.assertEqual((both.partner_id.canonical_id, chosen.decided_by_id), (mail.partner_id, self.env.user))
        self.assertFalse(self._pairs(both))
        chosen.action_decline()
        self.assertFalse(both.partner_id.canonical_id)

    def test_the_tax_number_of_an_invoice(self):
        firm = self.env['res.partner'].sudo().create({'name': 'Firm', 'company_id': False})
        firm.with_context(no_vat_validation=True).vat = '91310000MA1K00001X'
        (result,) = self._submit(
            self._payload(
                '1',
                customer={'external_id': 'F', 'name': 'Firm Ltd'},
                invoice_request={'title': 'Firm', 'tax_no': '9131 0000 MA1K 0000 1X'},
            )
        )
        self.assertEqual(result['state'], 'done', result)
        self.assertEqual(self._sale('1').sudo().partner_id.canonical_id, firm)

    def test_in_one_call(self):
        self._submit(
            self._payload('1', customer={'external_id': 'X', 'name': 'Ann', 'phone': '13900139000'}),
            self._payload('2', customer={'external_id': 'Y', 'name': 'Ann', 'phone': '13900139000'}),
        )
        one, two = self._sale('1').sudo().partner_id, self._sale('2').sudo().partner_id
        self.assertEqual((one | two).sorted('id')[1].canonical_id, (one | two).sorted('id')[0])

    def test_chains_end_and_rings_are_refused(self):
        people = self.env['res.partner'].sudo().create([{'name': name} for name in 'ABC'])
        people[2].canonical_id = people[1]
        people[1].canonical_id = people[0]
        self.assertEqual(people[2]._same_root(), people[0])
        self.assertEqual(people[2]._same_contacts(), people)
        for contact, other in ((people[0], people[2]), (people[0], people[0])):
            with self.assertRaises(ValidationError):
                contact.canonical_id = other
        wizard = self.env['base.partner.merge.automatic.wizard'].sudo().create({})
        wizard._merge(people[:2].ids, people[1])
        self.assertEqual((people[1].canonical_id.ids, people[2].canonical_id), ([], people[1]))

    def test_only_headquarters_merges(self):
        one = self._buy('1', name='Ann Li', phone='13800138000')
        two = self._buy('2', 'T-SHOP2', name='Bob', phone='13800138000')
        boss = new_test_user(
            self.env(su=True), 'same_boss', company_id=self.company.id, company_ids=[Command.set(self.company.ids)]
        )
        self.env['store.member'].create({'user_id': boss.id, 'role': 'store_manager', 'store_id': self.store_2.id})
        env = self.env(user=boss, su=False, context={'allowed_company_ids': self.company.ids})
        with self.assertRaises(AccessError):
            two.partner_id.with_env(env).canonical_id = one.partner_id
        with self.assertRaises(AccessError):
            env['store.same.customer'].search([])
        two.partner_id.canonical_id = one.partner_id
        action = two.partner_id.with_env(env).action_view_same_orders()
        self.assertFalse(env['sale.order'].search(action['domain']), "of other stores nothing is shown")
