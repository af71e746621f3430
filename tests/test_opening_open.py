# Part of store_group. License LGPL-3.
import base64
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestOpeningOpen(StoreGroupCommon):
    """Opening a store makes what was asked for, once, and says what is wrong before it makes anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env(su=True), 'open_clerk', 'base.group_user', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )

    def _wizard(self, **vals):
        return self.env['store.open.wizard'].create(
            {
                'name': 'West Lake',
                'code': 'HZ-001',
                'company_id': self.company.id,
                'tz': 'Asia/Shanghai',
                'group_ids': [(6, 0, self.east.ids)],
                **vals,
            }
        )

    def _opened(self, **vals):
        wizard = self._wizard(**vals)
        wizard.action_review()
        return self.env['store.store'].browse(wizard.action_apply()['res_id'])

    def _refusal(self, **vals):
        with self.assertRaises(UserError) as caught:
            self._wizard(**vals).action_review()
        return caught.exception.args[0]

    def test_one_go_makes_all_a_store_sells_with(self):
        store = self._opened(pricelist_choice='new', member_ids=[(0, 0, {'user_id': self.clerk.id, 'role': 'store_manager'})])
        self.assertEqual((store.state, store.company_id, store.group_id), ('open', self.company, self.east))
        self.assertEqual(store.warehouse_id.code, 'HZ001')
        self.assertEqual(store.warehouse_id.store_id, store)
        self.assertFalse(store.warehouse_id.partner_id, 'sales to a warehouse partner would go to transit')
        self.assertEqual(store.team_id.store_id, store)
        self.assertEqual(store.team_id.member_ids, self.clerk)
        self.assertEqual(store.pricelist_id.company_id, self.company)
        plan = self.env['account.analytic.plan']._store_plan()
        self.assertEqual(store.analytic_account_id.plan_id, plan)
        self.assertFalse(plan.get_external_id()[plan.id], 'a plan owned by the add-on would take its history along')
        self.assertEqual(store.member_ids.role, 'store_manager')
        self.assertEqual(store.member_ids.date_from, store.opened_on)

    def test_a_second_click_finds_the_same_store(self):
        wizard = self._wizard()
        wizard.action_review()
        first = wizard.action_apply()['res_id']
        self.assertEqual(wizard.action_apply()['res_id'], first)
        self.assertEqual(self.env['store.store'].search_count([('code', '=', 'HZ-001')]), 1)

    def test_nothing_is_made_before_the_last_button(self):
        before = self.env['stock.warehouse'].search_count([])
        wizard = self._wizard()
        wizard.action_review()
        self.assertIn('HZ001', wizard.summary)
        self.assertFalse(self.env['store.store'].search_count([('code', '=', 'HZ-001')]))
        self.assertEqual(self.env['stock.warehouse'].search_count([]), before)

    def test_shared_warehouse_keeps_its_owner(self):
        store = self._opened(kind='online', warehouse_choice='shared', shared_warehouse_id=self.warehouse_1.id)
        self.assertEqual(store.warehouse_id, self.warehouse_1)
        self.assertEqual(self.warehouse_1.store_id, self.store_1)

    def test_headquarters_warehouse_stays_headquarters_when_shared(self):
        central = self._warehouse('Central', 'CENT')
        store = self._opened(kind='online', warehouse_choice='shared', shared_warehouse_id=central.id)
        self.assertEqual(store.warehouse_id, central)
        self.assertFalse(central.store_id)
        self.assertTrue(store.team_id.store_id, 'its team is its own all the same')

    def test_existing_warehouse_without_store_becomes_its_own(self):
        free = self._warehouse('Free', 'FREE')
        store = self._opened(warehouse_choice='existing', warehouse_id=free.id)
        self.assertEqual(free.store_id, store)

    def test_all_problems_are_named_at_once_with_their_field(self):
        stranger = new_test_user(
            self.env(su=True),
            'open_stranger',
            'base.group_system',
            company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)],
        )
        text = self._refusal(
            code='T1',
            group_ids=[(6, 0, (self.east | self.west).ids)],
            warehouse_choice='existing',
            warehouse_id=self.warehouse_1.id,
            member_ids=[(0, 0, {'user_id': stranger.id, 'role': 'staff'})],
        )
        for word in ('Store code', 'T1', 'Groups', 'Warehouse', 'Shared', 'Members', 'open_stranger'):
            self.assertIn(word, text)

    def test_a_taken_short_name_is_refused(self):
        self.assertIn('TS1', self._refusal(warehouse_code='TS1'))

    def test_short_names_stay_apart(self):
        first = self._opened(code='STORE001', name='One')
        second = self._opened(code='STORE002', name='Two')
        self.assertNotEqual(first.warehouse_id.code, second.warehouse_id.code)

    def test_a_user_keeps_his_seat_in_another_team(self):
        team = self.env['crm.team'].sudo().create({'name': 'Old Team', 'company_id': self.company.id})
        seat = self.env['crm.team.member'].sudo().create({'crm_team_id': team.id, 'user_id': self.clerk.id})
        wizard = self._wizard(member_ids=[(0, 0, {'user_id': self.clerk.id, 'role': 'staff'})])
        wizard.action_review()
        self.assertIn(self.clerk.name, wizard.summary)
        store = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertTrue(seat.active)
        self.assertFalse(store.team_id.member_ids)
        self.assertEqual(store.member_ids.user_id, self.clerk)

    def test_a_store_of_the_second_company_gets_everything_there(self):
        store = self._opened(company_id=self.other_company.id)
        for anchor in (store.warehouse_id, store.team_id, store.analytic_account_id):
            self.assertEqual(anchor.company_id, self.other_company)

    def test_the_second_warehouse_says_what_odoo_switches_on(self):
        internal = self.env.ref('base.group_user').sudo()
        internal.implied_ids -= self.env.ref('stock.group_stock_multi_warehouses')
        wizard = self._wizard()
        wizard.action_review()
        self.assertIn('second warehouse', wizard.summary)

    def test_a_store_of_the_future_stays_a_draft(self):
        day = self.store_1._today() + timedelta(days=10)
        store = self._opened(opened_on=day)
        self.assertEqual((store.state, store.opened_on), ('draft', day))
        self.assertEqual(store.activity_ids.date_deadline, day)

    def test_only_administrators_open_stores(self):
        with self.assertRaises(UserError):
            self.env['store.open.wizard'].with_user(self.clerk).create({'name': 'X', 'code': 'X'})


@tagged('post_install', '-at_install')
class TestOpeningStock(StoreGroupCommon):
    """Opening stock is a count: good rows are booked, bad rows are named, twice changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        products = cls.env['product.product'].sudo()
        average = cls.env['product.category'].sudo().create({'name': 'Average'})
        average.with_company(cls.company).property_cost_method = 'average'
        cls.boot = products.create(
            {
                'name': 'Boot',
                'default_code': '000123',
                'barcode': '6901234567892',
                'type': 'consu',
                'is_storable': True,
                'categ_id': average.id,
            }
        )
        cls.tea = products.create({'name': 'Tea', 'default_code': 'TEA', 'type': 'consu', 'is_storable': True, 'tracking': 'lot'})
        products.create([{'name': name, 'default_code': 'DOUBLE', 'type': 'consu', 'is_storable': True} for name in 'ab'])
        cls.service = products.create({'name': 'Work', 'default_code': 'WORK', 'type': 'service'})

    def _wizard(self, text, **vals):
        wizard = self.env['store.open.wizard'].create(
            {
                'name': 'West Lake',
                'code': 'HZ-001',
                'company_id': self.company.id,
                'tz': 'Asia/Shanghai',
                'stock_file': base64.b64encode(text.encode()),
                'stock_filename': 'stock.csv',
                **vals,
            }
        )
        wizard.action_review()
        return wizard

    def _quantity(self, store, product):
        quants = (
            self.env['stock.quant']
            .sudo()
            .search([('location_id', '=', store.warehouse_id.lot_stock_id.id), ('product_id', '=', product.id)])
        )
        return sum(quants.mapped('quantity'))

    def test_good_rows_are_booked_at_the_cost_of_the_sheet(self):
        wizard = self._wizard('货号,数量,成本\n000123,3,12.50\n6901234567892,2,12.50\nT-SHIRT,4,\n')
        self.assertFalse(wizard.bad_count)
        store = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual((self._quantity(store, self.boot), self._quantity(store, self.product)), (5, 4))
        move = self.env['stock.move'].sudo().search([('product_id', '=', self.boot.id), ('state', '=', 'done')])
        self.assertEqual((move.value, move.company_id), (62.5, self.company))
        self.assertEqual(self.boot.with_company(self.company).standard_price, 12.5)
        move._set_value()
        self.assertEqual(move.value, 62.5, 'the cost stays when Odoo values the move again')

    def test_each_bad_row_says_why_and_stops_no_other(self):
        wizard = self._wizard(
            'Product,Quantity,Unit Cost,Lot\nTEA,5,2,L1\nTEA,1,,\nNOPE,1,,\nDOUBLE,1,,\nWORK,1,,\nT-SHIRT,many,,\n'
            'T-SHIRT,-1,,\nT-SHIRT,1,,L9\n,4,,\n'
        )
        problems = {line.number: line.problem for line in wizard.stock_line_ids if line.is_bad}
        self.assertEqual(sorted(problems), [3, 4, 5, 6, 7, 8, 9, 10])
        for number, word in (
            (3, 'lot'),
            (4, 'NOPE'),
            (5, 'DOUBLE'),
            (6, 'Work'),
            (7, 'many'),
            (8, 'negative'),
            (9, 'no lots'),
            (10, 'empty'),
        ):
            self.assertIn(word, problems[number])
        with self.assertRaisesRegex(UserError, '8 rows'):
            wizard.action_apply()
        wizard.skip_bad_rows = True
        store = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual(self._quantity(store, self.tea), 5)
        self.assertIn('NOPE', store.message_ids[0].body, 'what was left out is not lost')
        self.assertTrue(store.message_ids.attachment_ids)

    def test_a_file_that_is_no_sheet_is_refused(self):
        for text, word in (('<html><table/></html>', 'web page'), ('a,b\n1,2\n', 'Product'), ('Product,Quantity\n', 'rows')):
            with self.assertRaisesRegex(UserError, word):
                self._wizard(text)

    def test_a_shared_warehouse_takes_no_opening_stock(self):
        with self.assertRaisesRegex(UserError, 'Opening stock'):
            self._wizard('Product,Quantity\nT-SHIRT,1\n', warehouse_choice='shared', shared_warehouse_id=self.warehouse_1.id)

    def test_booking_twice_changes_nothing(self):
        rows = [{'product': self.product, 'quantity': 7.0, 'cost': 4.0, 'lot': ''}]
        for _time in range(2):
            self.env['store.opening.stock']._book(self.warehouse_1, rows, 'Opening')
        self.assertEqual(self._quantity(self.store_1, self.product), 7)
        self.assertEqual(self.product.with_company(self.company).standard_price, 4.0, 'a cost where there was none')
        moves = self.env['stock.move'].sudo().search([('product_id', '=', self.product.id)])
        self.assertEqual(len(moves), 1)

    def test_stock_of_the_second_company_lies_there(self):
        wizard = self._wizard('Product,Quantity,Cost\nT-SHIRT,2,8\n', company_id=self.other_company.id)
        store = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual(self._quantity(store, self.product), 2)
        self.assertEqual(self.product.with_company(self.other_company).standard_price, 8)
        self.assertFalse(self.product.with_company(self.company).standard_price)
