# Part of store_group. License LGPL-3.
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .returns_common import ReturnsCommon
from .test_reporting_facts import FactsCommon


@tagged('post_install', '-at_install')
class TestReportingBases(ReturnsCommon, FactsCommon):
    """What is ordered, shipped, returned and booked counts on its own day; facts and documents agree."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['account.chart.template'].sudo().try_loading('generic_coa', company=cls.home, install_demo=False)
        cls.home.sudo().currency_id = cls.cny
        cls.boot.is_storable = True
        cls.boot.with_company(cls.home).standard_price = 6
        cls.own = cls.env['stock.warehouse'].search([('company_id', '=', cls.home.id)], limit=1)
        cls.shop.warehouse_id = cls.own
        cls.env['stock.quant'].sudo().with_company(cls.home)._update_available_quantity(cls.boot, cls.own.lot_stock_id, 100)
        cls.order = cls._sell(cls.shop, '2026-03-10 04:00:00', [(cls.boot, 4, 10, 0)])
        cls._ship(cls.order.picking_ids, '2026-03-12 17:00:00')  # 13 March in Shanghai

    def _return(self, quantity, moment):
        return self._take_back(self.order.picking_ids.filtered(lambda picking: picking.state == 'done')[:1], quantity, moment)

    def _by_day(self, *measures):
        report = self._report(self.home)
        return {
            row[0]: tuple(row[1:])
            for row in report._read_group([('store_id', '=', self.shop.id)], ['date:day'], [f'{name}:sum' for name in measures])
        }

    def test_each_basis_on_its_own_day(self):
        self._return(1, '2026-04-02 04:00:00')
        expected = {
            date(2026, 3, 10): (40, 0, 40, 0, 0, 0),
            date(2026, 3, 13): (0, 0, 0, 40, 24, 16),
            date(2026, 4, 2): (0, 10, -10, 0, -6, -4),
        }
        measures = ('amount', 'returned_amount', 'net_amount', 'shipped_amount', 'cost', 'margin')
        self.assertEqual(self._by_day(*measures), expected)
        self._assert_exact()
        self._refresh()
        self.assertEqual(self._by_day(*measures), expected)
        self._assert_exact()
        self.assertEqual(self._by_day('returned_quantity', 'shipped_quantity')[date(2026, 4, 2)], (1, 0))

    def test_ratios_are_made_of_sums(self):
        self._sell(self.shop, '2026-03-11 04:00:00', [(self.boot, 1, 60, 0), (self.cap, 1, 20, 0)])
        self._return(2, '2026-03-15 04:00:00')
        for step in (lambda: None, self._refresh):
            step()
            for groupby in ([], ['store_id']):
                row = self._report(self.home)._read_group(
                    [('store_id', '=', self.shop.id)],
                    groupby,
                    ['average_ticket:avg', 'units_per_ticket:avg', 'return_rate:avg', 'margin_rate:avg'],
                )[0]
                self.assertEqual([round(value, 4) for value in row[len(groupby) :]], [60, 3, 0.1667, 0.2])

    def test_ledger_is_the_booked_basis(self):
        invoice = self.order._create_invoices()
        invoice.invoice_date = invoice.date = '2026-05-04'
        self.assertEqual(self._by_day('booked_amount').get(date(2026, 5, 4)), None)
        invoice.action_post()
        for step in (lambda: None, self._refresh):
            step()
            self.assertEqual(self._by_day('booked_amount')[date(2026, 5, 4)], (40,))
            self._assert_exact()
        credit = invoice._reverse_moves([{'invoice_date': '2026-06-01', 'date': '2026-06-01'}])
        credit.action_post()
        self.assertEqual(self._by_day('booked_amount')[date(2026, 6, 1)], (-40,))
        self._assert_exact()
        ledger = sum(
            -line.balance
            for line in self.env['account.move.line'].search(
                [('account_id.account_type', '=', 'income'), ('parent_state', '=', 'posted'), ('company_id', '=', self.home.id)]
            )
        )
        self.assertAlmostEqual(self._report(self.home)._read_group([], [], ['booked_amount:sum'])[0][0], ledger)

    def test_a_line_changed_after_shipping_changes_what_was_shipped(self):
        self._refresh()
        self.order.order_line.price_unit = 20
        self.assertEqual(self._by_day('shipped_amount')[date(2026, 3, 13)], (80,))
        self._assert_exact()

    def test_row_opens_its_document(self):
        self._return(1, '2026-04-02 04:00:00')
        self.order._create_invoices().action_post()
        found = {
            row.basis: row.action_open_order()['res_model']
            for row in self._report(self.home).search([('store_id', '=', self.shop.id)])
        }
        self.assertEqual(
            found, {'ordered': 'sale.order', 'shipped': 'stock.picking', 'returned': 'stock.picking', 'booked': 'account.move'}
        )

    def test_one_currency_at_the_rate_of_the_day(self):
        Rate = self.env['res.currency.rate']
        Rate.search([('currency_id', 'in', (self.usd | self.cny).ids)]).unlink()
        self._sell(self.foreign, '2026-03-10 16:00:00', [(self.cap, 1, 10, 0)])
        self._sell(self.foreign, '2026-05-10 16:00:00', [(self.cap, 1, 10, 0)])
        report = self._report().with_company(self.home)
        self.assertEqual(report._read_group([], [], ['amount_one:sum']), [(False,)])
        self.assertIn('USD has no rate', report.env['store.reporting.currency'].told()['problem'])
        for day, rate in (('2026-01-01', 0.2), ('2026-04-01', 0.1)):
            Rate.create({'currency_id': self.usd.id, 'company_id': self.home.id, 'name': day, 'rate': rate})
        for step in (lambda: None, self._refresh):
            step()
            self.assertEqual(dict(report._read_group([], ['store_id'], ['amount_one:sum'])), {self.shop: 40, self.foreign: 150})
            self.assertEqual(report._routed([], [['date:month']], ['amount_one:sum'])._route(), 'day')

    def test_group_of_any_tree(self):
        tree = self.env['store.group.tree'].create({'name': "Brand", 'code': 'BBRAND'})
        brand = self.env['store.group'].create({'name': "Luxury", 'code': 'BLUX', 'tree_id': tree.id})
        self._sell(self.online, '2026-03-11 04:00:00', [(self.cap, 1, 5, 0)])
        self.shop.group_ids |= brand
        for step in (lambda: None, self._refresh):
            step()
            self.assertEqual(self._sums('store_id', 'amount', domain=[('any_group_id', 'in', brand.ids)]), {self.shop: 40})
            report = self._report().with_context(store_tree=tree.id)
            self.assertEqual(dict(report._read_group([], ['group_id'], ['amount:sum'])), {brand: 40, self.env['store.group']: 5})

    def _member(self, login, role, store, **profile):
        user = new_test_user(
            self.env, login, 'base.group_user', company_id=self.home.id, company_ids=[Command.set((self.home | self.abroad).ids)]
        )
        values = {'user_id': user.id, 'role': role, 'store_id': store.id}
        if profile:
            values['profile_id'] = self.env['store.role.profile'].create({'name': login, 'role': role, **profile}).id
        self.env['store.member'].create(values)
        return user

    def _as(self, user):
        return self.env['store.sale.report'].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def test_manager_has_his_store_in_totals_too(self):
        self._sell(self.online, '2026-03-11 04:00:00', [(self.cap, 1, 5, 0)])
        self._sell(self.env['store.store'], '2026-03-12 04:00:00', [(self.cap, 1, 500, 0)], company=self.home)
        manager = self._member('bases_manager', 'store_manager', self.online)
        for step in (lambda: None, self._refresh):
            step()
            self.assertEqual(self._as(manager)._read_group([], [], ['amount:sum', 'order_count:sum', '__count']), [(5, 1, 1)])
            self.assertEqual(self._as(manager)._read_grouping_sets([], [['store_id'], []], ['amount:sum'])[1], [(5,)])
            self.assertEqual(self._as(manager).search([]).store_id, self.online)
        stranger = new_test_user(self.env, 'bases_stranger', 'base.group_user', company_id=self.home.id)
        with self.assertRaises(AccessError):
            self._as(stranger)._read_group([], [], ['amount:sum'])

    def test_costs_are_for_whoever_may_see_them_at_every_store(self):
        blind = self._member('bases_blind', 'store_manager', self.shop)
        seeing = self._member('bases_seeing', 'store_manager', self.shop, see_cost=True, see_margin=True)
        for measure in ('cost:sum', 'margin:sum', 'margin_rate:avg'):
            with self.assertRaises(AccessError):
                self._as(blind)._read_group([], [], [measure])
            self.assertTrue(self._as(seeing)._read_group([], [], [measure])[0][0])
        self.assertFalse({'cost', 'margin'} & self._as(blind).fields_get().keys())
        with self.assertRaises(AccessError):
            self._as(blind).search([('cost', '>', 1)])
        self.env['store.member'].create({'user_id': seeing.id, 'role': 'store_manager', 'store_id': self.online.id})
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self._as(seeing)._read_group([], [], ['cost:sum'])

    def _differences(self, left, right, first, last, user=None):
        wizard = self.env['store.sale.reconcile'].with_user(user or self.admin).with_context(allowed_company_ids=self.home.ids)
        action = wizard.create({'left': left, 'right': right, 'date_from': first, 'date_to': last}).action_show()
        return wizard.env[action['res_model']].with_context(**action['context'])

    def test_what_stands_between_two_bases(self):
        later = self._sell(self.shop, '2026-03-20 04:00:00', [(self.boot, 1, 30, 0)])
        self._ship(later.picking_ids, '2026-04-01 04:00:00')
        found = self._differences('ordered', 'shipped', '2026-03-01', '2026-03-31').search([])
        self.assertEqual([(row.order_id, row.difference, row.reason) for row in found], [(later, 30, 'left')])
        found = self._differences('ordered', 'shipped', '2026-04-01', '2026-04-30').search([])
        self.assertEqual([(row.order_id, row.difference, row.reason) for row in found], [(later, -30, 'right')])
        self.assertFalse(self._differences('ordered', 'shipped', '2026-03-01', '2026-04-30').search_count([]))
        self.assertEqual(found.action_open_document()['res_id'], later.id)

    def test_differences_add_up_to_the_difference_of_the_totals(self):
        self._return(1, '2026-04-02 04:00:00')
        invoice = self.order._create_invoices()
        invoice.invoice_date = invoice.date = '2026-04-04'
        invoice.invoice_line_ids[0].price_unit = 9
        by_hand = (
            self.env['account.move']
            .with_company(self.home)
            .create(
                {
                    'move_type': 'out_invoice',
                    'partner_id': self.customer.id,
                    'invoice_date': '2026-03-30',
                    'invoice_line_ids': [Command.create({'name': "By hand", 'price_unit': 7, 'tax_ids': False})],
                }
            )
        )
        (invoice | by_hand).action_post()
        self._sell(self.env['store.store'], '2026-03-12 04:00:00', [(self.cap, 1, 5, 0)], company=self.home)
        measures = {'ordered': 'amount', 'net': 'net_amount', 'shipped': 'shipped_amount', 'booked': 'booked_amount'}
        for left, right in (('ordered', 'booked'), ('net', 'booked'), ('net', 'shipped')):
            for first, last in (('2026-01-01', '2026-12-31'), ('2026-04-01', '2026-04-30')):
                rows = self._differences(left, right, first, last)
                total = rows._read_group([], [], ['difference:sum'])[0][0] or 0
                amounts = self._report(self.home)._read_group(
                    [('date', '>=', first), ('date', '<=', last)], [], [f'{measures[left]}:sum', f'{measures[right]}:sum']
                )[0]
                self.assertAlmostEqual(total, (amounts[0] or 0) - (amounts[1] or 0), 6)
        booked = self._differences('net', 'booked', '2026-01-01', '2026-12-31').search([])
        self.assertEqual(booked.filtered('entry_id').entry_id, by_hand)
        self.assertIn(self.order, booked.order_id)

    def test_differences_of_ones_own_stores(self):
        self._sell(self.online, '2026-03-11 04:00:00', [(self.cap, 1, 5, 0)])
        manager = self._member('bases_reconciler', 'store_manager', self.online)
        rows = self._differences('ordered', 'shipped', '2026-01-01', '2026-12-31', manager)
        self.assertEqual(rows.search([]).store_id, self.online)
        with self.assertRaises(UserError):
            self._differences('ordered', 'ordered', '2026-01-01', '2026-12-31')
