# Part of store_group. License LGPL-3.
from odoo.addons.store_group.tests.masks_common import unsorted
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TillCommon


@tagged('post_install', '-at_install')
class TestTillRights(TillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = (
            cls.env['product.product']
            .sudo()
            .create({'name': 'Ice Tea', 'type': 'consu', 'available_in_pos': True, 'list_price': 100, 'taxes_id': [(5,)]})
        )

    def _day(self, till, company=None):
        """Return an open session of this till with one order, made by the superuser."""
        env = self.env(su=True, context={'allowed_company_ids': (company or self.company).ids})
        till = till.with_env(env)
        till.open_ui()
        session = till.current_session_id
        session.set_opening_control(0, '')
        ticket = self._ticket(session, self.goods)
        env['pos.order'].sync_from_ui([ticket])
        self.env.flush_all()
        self.env.invalidate_all()
        return session

    def _documents(self, session):
        orders = session.order_ids
        return session, orders, orders.lines, orders.payment_ids

    def test_a_till_takes_what_its_store_says_and_follows_what_it_is_given(self):
        self.assertEqual(self.pos_1.store_id, self.store_1)
        till = (
            self.env['pos.config']
            .sudo()
            .with_company(self.company)
            .create({'name': 'By Store', 'store_id': self.store_2.id, 'payment_method_ids': []})
        )
        self.assertEqual(till.picking_type_id, self.warehouse_2.sudo().pos_type_id)
        self.assertEqual(till.warehouse_id, self.warehouse_2)
        till = (
            self.env['pos.config']
            .sudo()
            .with_company(self.company)
            .create({'name': 'By Type', 'picking_type_id': self.warehouse_2.sudo().pos_type_id.id, 'payment_method_ids': []})
        )
        self.assertEqual(till.store_id, self.store_2)

    def test_a_till_belongs_to_a_store_of_its_company(self):
        with self.assertRaisesRegex(UserError, 'company'):
            self.pos_1.sudo().store_id = self.foreign

    def test_documents_keep_their_store_when_the_till_changes_hands(self):
        session = self._day(self.pos_1)
        self.pos_1.sudo().store_id = self.store_2
        for records in self._documents(session):
            self.assertEqual(records.store_id, self.store_1, records._name)
        self.env['pos.order'].sudo().sync_from_ui([self._ticket(session, self.goods)])
        self.assertEqual(session.order_ids.store_id, self.store_1)
        for records in (session, session.order_ids[:1]):
            with self.assertRaises(UserError):
                records.store_id = self.store_2

    def test_a_draft_follows_its_session(self):
        session, other = self._day(self.pos_1), self._day(self.pos_2)
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['pos.order'].sync_from_ui([self._ticket(session, self.goods, state='draft', payment_ids=[])])
        draft = session.order_ids.filtered(lambda order: order.state == 'draft')
        draft.session_id = other
        self.assertEqual((draft.store_id, draft.lines.store_id), (self.store_2, self.store_2))
        paid = session.order_ids.filtered(lambda order: order.state != 'draft')
        paid.session_id = other
        self.assertEqual(paid.store_id, self.store_1)

    def test_the_day_is_the_stores_day(self):
        session = self._day(self.pos_1)
        order = session.order_ids
        order.date_order = '2026-03-01 17:00:00'
        self.assertEqual(str(order.store_day), '2026-03-02')
        self.store_1.tz = 'UTC'
        self.env.invalidate_all()
        self.assertEqual(str(order.store_day), '2026-03-02')

    def test_own_and_other_stores_documents(self):
        """Read, write and delete; grouping; every model."""
        own = self._day(self.pos_1)
        others = [self._day(self.pos_2), self._day(self.pos_hq), self._day(self.pos_foreign, self.other_company)]
        for records in self._documents(own):
            mine = self._as(self.cashier, records)
            self.assertEqual(mine.search([]), mine, records._name)
            self.assertEqual(mine.read(['store_id'])[0]['store_id'][0], self.store_1.id)
            mine.check_access('write')
            groups = mine._read_group([], ['store_id'], ['__count'])
            self.assertEqual([(store, number) for store, number in groups], [(self.store_1, len(records))])
        for session in others:
            for records in self._documents(session):
                hidden = self._as(self.cashier, records)
                with self.subTest(model=records._name, till=session.config_id.name):
                    self.assertFalse(hidden.search([('id', 'in', hidden.ids)]))
                    for operation in ('read', 'write', 'unlink'):
                        with self.assertRaises(AccessError):
                            hidden.check_access(operation)
                    with self.assertRaises(AccessError):
                        hidden.read(['store_id'])

    def test_the_free_cashier_notices_nothing(self):
        sessions = self._day(self.pos_1) | self._day(self.pos_2) | self._day(self.pos_hq)
        for name in ('pos.session', 'pos.order', 'pos.order.line', 'pos.payment', 'report.pos.order', 'pos.config'):
            model = self._as(self.free, self.env[name])
            self.assertEqual(len(model.search([])), 3, name)
        self.assertEqual(self._as(self.free, sessions).mapped('state'), ['opened'] * 3)
        tills = self._as(self.free, self.env['pos.config'])
        self.assertEqual(len(tills.search([('is_store_reached', '=', True)])), 3)
        self.assertFalse(tills.search([('is_store_reached', '=', False)]))

    def test_tills_are_names_to_others(self):
        tills = self._as(self.cashier, self.env['pos.config'])
        self.assertEqual(tills.search([]).mapped('name'), ['One', 'Two', 'Factory'])
        self.assertEqual(tills.search([('is_store_reached', '=', True)]).mapped('name'), ['One'])
        self.assertEqual(tills.search([('is_store_reached', '=', False)]).mapped('name'), ['Two', 'Factory'])
        for till in (self.pos_2, self.pos_hq):
            with self.assertRaises(AccessError):
                self._as(self.cashier, till).name = 'Mine'
            with self.assertRaises(AccessError):
                self._as(self.cashier, till).open_ui()
            with self.assertRaises(AccessError):
                tills.env['pos.session'].create({'config_id': till.id, 'user_id': self.cashier.id})
            with self.assertRaises(AccessError):
                tills.env['pos.order.line'].get_existing_lots(self.company.id, till.id, self.goods.id)
        with self.assertRaises(AccessError):
            self._as(self.cashier, self.pos_foreign).open_ui()
        with self.assertRaisesRegex(AccessError, 'administrator of the tills'):
            self._as(self.cashier, self.pos_1).store_id = False

    def test_nothing_is_sold_or_refunded_in_another_store(self):
        own, other = self._day(self.pos_1), self._day(self.pos_2)
        orders = self._as(self.cashier, self.env['pos.order'])
        with self.assertRaises(AccessError):
            orders.sync_from_ui([self._ticket(other, self.goods, session_id=other.id)])
        with self.assertRaises(AccessError):
            orders.sync_from_ui([self._ticket(own, self.goods, -1, refunded=other.order_ids.lines)])
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.cashier, own.order_ids.lines).write({'refunded_orderline_id': other.order_ids.lines.id})
        self.env.invalidate_all()
        for act in ('action_pos_order_invoice', 'refund', 'action_pos_order_paid'):
            with self.assertRaises(AccessError):
                getattr(self._as(self.cashier, other.order_ids), act)()
        session = self._as(self.cashier, other)
        for act in (
            'get_cash_in_out_list',
            'get_closing_control_data',
            'close_session_from_ui',
            'delete_opening_control_session',
        ):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(session, act)()
        with self.assertRaises(AccessError):
            session.load_data([])

    def test_refunds_of_another_store_count(self):
        """What another store took back cannot be taken back again, and stays hidden."""
        own, other = self._day(self.pos_1), self._day(self.pos_2)
        line = own.order_ids.lines
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['pos.order'].sync_from_ui([self._ticket(other, self.goods, -1, refunded=line)])
        self.env.invalidate_all()
        mine = self._as(self.cashier, line)
        self.assertEqual(mine.refunded_qty, 1)
        self.assertFalse(mine.refund_orderline_ids)
        self.assertEqual(self._as(self.free, line).refunded_qty, 1)

    def test_what_the_till_loads(self):
        own = self._day(self.pos_1)
        self._day(self.pos_2)
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['pos.order'].sync_from_ui([self._ticket(own, self.goods, state='draft', payment_ids=[])])
        self.env.invalidate_all()
        data, free = (self._as(user, own).load_data([]) for user in (self.cashier, self.free))
        self.assertEqual(data.keys(), free.keys())
        different = {name for name in data if len(data[name]) != len(free[name])}
        self.assertFalse(different)
        self.assertEqual([row['id'] for row in data['pos.config']], self.pos_1.ids)
        self.assertEqual({row['session_id'] for row in data['pos.order']}, {own.id})
        self.assertTrue(data['product.product'] and data['pos.payment.method'] and data['res.partner'])

    def test_costs_stay_hidden_at_the_till(self):
        """Staff sees no cost: neither in what the till loads, nor on the product's card, the order or the analysis."""
        vendor = self.env['res.partner'].sudo().create({'name': 'Vendor'})
        self.goods.sudo().write({'standard_price': 7, 'seller_ids': [(0, 0, {'partner_id': vendor.id, 'price': 7})]})
        own = self._day(self.pos_1)
        rows = {
            user: self._as(user, own).load_data(['product.product', 'product.template']) for user in (self.cashier, self.free)
        }
        for model in ('product.product', 'product.template'):
            costs = [
                {row['standard_price'] for row in rows[user][model] if row['display_name'] == 'Ice Tea'}
                for user in (self.cashier, self.free)
            ]
            self.assertEqual(costs, [{0}, {7}])
        card, free = (
            self._as(user, self.goods.product_tmpl_id).get_product_info_pos(100, 1, self.pos_1.id)
            for user in (self.cashier, self.free)
        )
        self.assertEqual((card['suppliers'], [row['price'] for row in free['suppliers']]), ([], [7]))
        self.assertEqual([row['id'] for row in card['warehouses']], self.warehouse_1.ids)
        self.assertIn(self.warehouse_2.id, [row['id'] for row in free['warehouses']])
        with self.assertRaises(AccessError):
            self._as(self.cashier, self.goods.product_tmpl_id).get_product_info_pos(100, 1, self.pos_2.id)
        for records, field in (
            (own.order_ids, 'margin'),
            (own.order_ids.lines, 'total_cost'),
            (self.env['report.pos.order'].search([]), 'margin'),
        ):
            with self.assertRaises(AccessError):
                self._as(self.cashier, records).read([field])
            self.assertTrue(self._as(self.free, records).read([field]))
        self.assertEqual(self._as(self.free, own.order_ids).margin, 93)

    def test_contacts_are_masked_where_the_sheet_says_so(self):
        self.customer.write({'phone': '555', 'email': 'c@example.com', 'street': 'Lane 1'})
        own = self._day(self.pos_1)
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['pos.order'].sync_from_ui([self._ticket(own, self.goods, partner_id=self.customer.id, state='draft', payment_ids=[])])
        self.env.ref('store_group.profile_staff').see_customer_contacts = False
        self.env.invalidate_all()
        rows = self._as(self.cashier, own).load_data(['pos.order', 'pos.order.line', 'res.partner'])
        [customer] = [row for row in rows['res.partner'] if row['id'] == self.customer.id]
        self.assertEqual((customer['name'], customer['phone']), ('A Customer', False))
        self.assertFalse([customer[name] for name in ('email', 'invoice_emails', 'pos_contact_address') if customer.get(name)])

    def test_analysis(self):
        for till in (self.pos_1, self.pos_2, self.pos_hq):
            self._day(till)
        self.env.flush_all()
        report = self._as(self.cashier, self.env['report.pos.order'])
        self.assertEqual(report._read_group([], ['store_id'], ['price_total:sum']), [(self.store_1, 100)])
        free = self._as(self.free, self.env['report.pos.order'])
        totals = dict(free._read_group([], ['store_id'], ['price_total:sum']))
        self.assertEqual(totals, {self.store_1: 100, self.store_2: 100, self.store_1.browse(): 100})
        sales = self._as(self.cashier, self.env['sale.report'])
        pos_rows = [('order_reference', 'like', 'pos.order,')]
        self.assertEqual(sales._read_group(pos_rows, ['store_id'], ['price_total:sum']), [(self.store_1, 100)])
        totals = dict(self._as(self.free, self.env['sale.report'])._read_group(pos_rows, ['store_id'], ['price_total:sum']))
        self.assertEqual(totals, {self.store_1: 100, self.store_2: 100, self.store_1.browse(): 100})

    def test_an_auditor_reads_and_changes_nothing(self):
        own, other = self._day(self.pos_1), self._day(self.pos_2)
        auditor = self._person('auditor', 'base.group_user')
        self._member(auditor, self.store_1, role='auditor')
        for records in self._documents(own):
            self.assertEqual(self._as(auditor, records.browse()).search([]), records)
            with self.assertRaises(AccessError):
                self._as(auditor, records).check_access('write')
        with self.assertRaises(AccessError):
            self._as(auditor, other).read(['name'])
        with self.assertRaises(AccessError):
            self._as(auditor, self.pos_1).open_ui()
        self.assertEqual(self._as(auditor, self.env['report.pos.order']).search_count([]), 1)

    def test_payment_methods_are_changed_by_their_store_only(self):
        manager = self._person('manager', 'point_of_sale.group_pos_manager', store_access='member')
        self._member(manager, self.store_1)
        cash = self.pos_1.sudo().payment_method_ids.filtered(lambda method: method.type == 'cash')
        with self.assertRaises(AccessError):
            self._as(manager, cash).name = 'Mine'
        cash.journal_id.store_id = self.store_1
        self._as(manager, cash).name = 'Cash One'
        self.assertEqual(cash.name, 'Cash One')

    def test_tills_are_covered(self):
        self.assertFalse(self.env['store.coverage']._uncovered_apps(self.cashier)[self.cashier])

    def test_an_open_till_is_found_before_the_month_is_closed(self):
        def found():
            self.env.flush_all()
            today = self.store_1._today()
            return {
                item['code']: item['count']
                for item in self.env['store.month.check']._of_month(self.company, today.replace(day=1), today)
            }['open_tills']

        before = found()
        session = self._day(self.pos_1)
        self.assertEqual(found(), before + 1)
        session.with_context(allowed_company_ids=self.company.ids).sudo()._validate_session()
        self.assertEqual(found(), before)

    def test_a_store_with_an_open_till_does_not_close(self):
        session = self._day(self.pos_1)
        codes = [item['code'] for item in self.store_1._closing_obstacles()]
        self.assertIn('sessions', codes)
        self.assertTrue(self.store_1._has_documents())
        session.with_context(allowed_company_ids=self.company.ids).sudo()._validate_session()
        codes = [item['code'] for item in self.store_1._closing_obstacles()]
        self.assertNotIn('sessions', codes)
        with self.assertRaisesRegex(UserError, 'Factory'):
            self.store_1._sleep_anchors()
        self.pos_hq.sudo().picking_type_id = self.warehouse_2.sudo().pos_type_id
        self.store_1._sleep_anchors()
        self.assertFalse(self.pos_1.active)

    def test_a_till_passes_to_the_successor_with_its_warehouse(self):
        wizard = self.env['store.succeed.wizard'].with_context(active_id=self.store_1.id).create({'operation_mode': 'franchise'})
        wizard.action_review()
        new = self.env['store.store'].browse(wizard.action_apply()['res_id'])
        self.assertEqual((self.pos_1.store_id, self.pos_1.active), (new, True))
        self.assertEqual((self.pos_1.picking_type_id.warehouse_id.store_id, self.pos_2.store_id), (new, self.store_2))

    def test_a_cashier_finds_customers_by_what_he_sees(self):
        self.customer.write({'phone': '555-777', 'email': 'c@example.com'})
        self.env.ref('store_group.profile_staff').see_customer_contacts = False
        self.env.invalidate_all()
        mine = self.env['res.partner'].with_env(
            self.env(user=self.cashier, su=False, context={'allowed_company_ids': self.company.ids})
        )
        asked = ['|', '|', ('name', 'ilike', 'A Customer'), ('phone_mobile_search', 'ilike', '555'), ('email', 'ilike', 'c@')]
        found = mine.get_new_partner(self.pos_1.id, asked, 0)['res.partner']
        self.assertIn(self.customer.id, [row['id'] for row in found])
        self.assertFalse(mine.get_new_partner(self.pos_1.id, [('phone_mobile_search', 'ilike', '777')], 0)['res.partner'])

    def test_every_field_of_the_till_that_carries_a_masked_one_is_sorted(self):
        self.assertEqual(unsorted(self.env), [])

    # === KEYS AND JOURNALS ===

    def test_the_key_of_a_tills_channel_is_for_who_works_there(self):
        own, foreign = self._as(self.cashier, self.pos_1), self._as(self.cashier, self.pos_2)
        self.assertTrue(own.read(['access_token'])[0]['access_token'])
        for ask in (
            lambda: foreign.read(['access_token']),
            lambda: own.search_read([('id', '=', foreign.id)], ['name', 'access_token']),
            lambda: own.search([('access_token', '!=', False)]),
        ):
            with self.assertRaises(AccessError):
                ask()
        auditor = self._person('auditor', 'base.group_user')
        self._member(auditor, self.store_1, role='auditor')
        with self.assertRaises(AccessError):
            self._as(auditor, self.pos_1).read(['access_token'])
        for till, name, arguments in (
            (foreign, 'update_customer_display', [{'lines': []}, 'device']),
            (foreign, 'register_new_device_identifier', []),
            (foreign, 'notify_synchronisation', [False, 0, {}]),
            (self._as(auditor, self.pos_1), 'update_customer_display', [{'lines': []}, 'device']),
        ):
            with self.subTest(name=name), self.assertRaises(AccessError), self.cr.savepoint():
                getattr(till, name)(*arguments)
        own.update_customer_display({'lines': []}, 'device')

    def test_a_till_books_into_no_journal_of_another_store(self):
        foreign = self.pos_2.payment_method_ids.sudo().filtered(lambda method: method.type == 'bank')
        foreign.journal_id.store_id = self.store_2
        own = self._as(self.cashier, self.pos_1)
        with self.assertRaisesRegex(AccessError, 'journal of another store'), self.cr.savepoint():
            own.payment_method_ids = [(4, foreign.id)]
        shared = foreign.copy({'journal_id': foreign.journal_id.copy({'store_id': False}).id, 'config_ids': False})
        own.payment_method_ids = [(4, shared.id)]
        self.assertIn(shared, own.payment_method_ids)

    def test_a_till_shows_an_order_without_the_address_he_may_not_see(self):
        self.customer.sudo().write({'street': 'Long Lane 1', 'phone': '555-0123'})
        keeper = self._person('blind', 'base.group_user')
        self._member(keeper, self.store_1, profile_id=self.env.ref('store_group.profile_merchandiser').id)
        keeper.sudo().group_ids |= self.env.ref('point_of_sale.group_pos_user')
        order = (
            self.env['sale.order']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_1.id,
                    'company_id': self.company.id,
                    'order_line': [(0, 0, {'product_id': self.goods.id})],
                }
            )
        )
        self._open(self.cashier, self.pos_1)
        self.env.flush_all()
        self.env.invalidate_all()
        loaded = self._as(keeper, order).load_sale_order_from_pos(self.pos_1.id)
        partner = loaded['res.partner'][0]
        self.assertEqual((partner['name'], partner['street'], partner['phone']), (self.customer.name, False, False))
