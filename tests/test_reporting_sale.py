# Part of store_group. License LGPL-3.
from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import TransactionCase, new_test_user, tagged


class ReportingCommon(TransactionCase):
    """Two companies with two currencies, four stores in a small tree, a headquarters administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cny, cls.usd = cls.env.ref('base.CNY'), cls.env.ref('base.USD')
        (cls.cny | cls.usd).active = True
        cls.home = cls._make_company("Factory", cls.cny)
        cls.abroad = cls._make_company("Factory Overseas", cls.usd)
        cls.admin = new_test_user(
            cls.env,
            'report_admin',
            'store_group.group_store_admin',
            company_id=cls.home.id,
            company_ids=[Command.set((cls.home | cls.abroad).ids)],
        )
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, allowed_company_ids=(cls.home | cls.abroad).ids))
        Group = cls.env['store.group']
        cls.country = Group.create({'name': "Country", 'code': 'RCN'})
        cls.east = Group.create({'name': "East", 'code': 'REAST', 'parent_id': cls.country.id})
        cls.north = Group.create({'name': "North", 'code': 'RNORTH', 'parent_id': cls.country.id})
        cls.shop = cls._make_store("Shanghai", 'RS1', cls.home, cls.east, 'Asia/Shanghai')
        cls.online = cls._make_store("Web Shop", 'RS2', cls.home, cls.north, 'Asia/Shanghai', kind='online')
        cls.foreign = cls._make_store("New York", 'RS3', cls.abroad, cls.north, 'America/New_York')
        cls.shoes, cls.hats = cls.env['product.category'].create([{'name': "Shoes"}, {'name': "Hats"}])
        cls.boot, cls.cap = cls.env['product.product'].create(
            [
                {'name': "Boot", 'categ_id': cls.shoes.id, 'type': 'consu', 'taxes_id': False},
                {'name': "Cap", 'categ_id': cls.hats.id, 'type': 'consu', 'taxes_id': False},
            ]
        )
        cls.customer = cls.env['res.partner'].create({'name': "Buyer"})

    @classmethod
    def _make_company(cls, name, currency):
        company = cls.env['res.company'].create({'name': name, 'currency_id': currency.id})
        company.partner_id.tz = 'Asia/Shanghai'
        return company

    @classmethod
    def _make_store(cls, name, code, company, group, tz, **values):
        return (
            cls.env['store.store']
            .with_company(company)
            .create({'name': name, 'code': code, 'company_id': company.id, 'group_id': group.id, 'tz': tz, **values})
        )

    @classmethod
    def _sell(cls, store, moment, lines, confirm=True, company=None, **values):
        """Make an order at a naive UTC moment; lines are (product, quantity, price, discount[, unit])."""
        company = company or store.company_id
        order = (
            cls.env['sale.order']
            .with_company(company)
            .create(
                {
                    'partner_id': cls.customer.id,
                    'store_id': store and store.id,
                    'company_id': company.id,
                    'date_order': moment,
                    **values,
                    'order_line': [
                        Command.create(
                            {
                                'product_id': line[0].id,
                                'product_uom_qty': line[1],
                                'price_unit': line[2],
                                'discount': line[3],
                                **({'product_uom_id': line[4].id} if len(line) > 4 else {}),
                            }
                        )
                        for line in lines
                    ],
                }
            )
        )
        if confirm:
            with freeze_time(moment):  # core sets the order date to the moment of confirmation
                order.action_confirm()
        return order

    def _report(self, companies=None):
        """Return the report as the administrator sees it who asks for these companies only."""
        companies = companies or self.home | self.abroad
        return (
            self.env['store.sale.report']
            .with_user(self.admin)
            .with_context(allowed_company_ids=companies.ids, store_ticked_only=True)
        )

    def _sums(self, groupby, *measures, domain=(), companies=None):
        rows = self._report(companies)._read_group(list(domain), [groupby], [f'{name}:sum' for name in measures])
        return {row[0]: row[1:] if len(measures) > 1 else row[1] for row in rows}


@tagged('post_install', '-at_install')
class TestReportingSale(ReportingCommon):
    def test_equals_core_report_in_sum_and_per_store(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 3, 129.7, 15), (self.cap, 2, 19.99, 0)])
        self._sell(self.online, '2026-03-11 04:00:00', [(self.boot, 7, 0.333, 33.3)])
        no_store = self.env['store.store']
        self._sell(no_store, '2026-03-12 04:00:00', [(self.cap, 1, 5, 0)], company=self.home)
        self.env.flush_all()
        core = self.env['sale.report'].with_user(self.admin).with_context(allowed_company_ids=self.home.ids)
        Order = self.env['sale.order']
        expected = {}
        for reference, quantity, subtotal in core._read_group(
            [('state', '=', 'sale')], ['order_reference'], ['product_uom_qty:sum', 'price_subtotal:sum']
        ):
            store = Order.browse(int(reference.split(',')[1]) if isinstance(reference, str) else reference.id).store_id
            before = expected.get(store, (0, 0))
            expected[store] = (before[0] + quantity, before[1] + subtotal)
        found = self._sums('store_id', 'quantity', 'amount', companies=self.home)
        self.assertEqual(found.keys(), expected.keys())
        for store, (quantity, subtotal) in expected.items():
            self.assertAlmostEqual(found[store][0], quantity, 6)
            self.assertAlmostEqual(found[store][1], subtotal, 6)
        total = self._report(self.home)._read_group([], [], ['amount:sum'])[0][0]
        self.assertAlmostEqual(total, sum(subtotal for _quantity, subtotal in expected.values()), 6)

    def test_sale_without_store_is_headquarters_own_row(self):
        self._sell(self.env['store.store'], '2026-03-12 04:00:00', [(self.cap, 1, 5, 0)], company=self.home)
        self.assertEqual(self._sums('store_id', 'amount'), {self.env['store.store']: 5})
        self.assertEqual(self._report().search([('store_id', '=', False)]).group_id, self.env['store.group'])

    def test_only_confirmed_goods_lines_count(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 100, 0)], confirm=False)
        cancelled = self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 200, 0)])
        cancelled._action_cancel()
        order = self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 400, 0)])
        order.order_line = [
            Command.create({'display_type': 'line_note', 'name': "Wrap it"}),
            Command.create({'is_downpayment': True, 'name': "Down payment", 'price_unit': 50, 'product_uom_qty': 0}),
        ]
        rows = self._report().search([])
        self.assertEqual(rows.mapped('amount'), [400])
        self.assertEqual(rows.id, order.order_line[0].id)

    def test_order_counts_once_in_every_grouping(self):
        three = [(self.boot, 1, 10, 0), (self.boot, 1, 20, 0), (self.cap, 1, 5, 0)]
        self._sell(self.shop, '2026-03-10 04:00:00', three)
        self._sell(self.shop, '2026-03-11 04:00:00', [(self.cap, 1, 5, 0)])
        self.assertEqual(self._sums('store_id', 'order_count'), {self.shop: 2})
        self.assertEqual(self._sums('categ_id', 'order_count'), {self.shoes: 1, self.hats: 2})
        self.assertEqual(self._report()._read_group([], [], ['order_count:sum'])[0][0], 2)

    def test_amount_takes_the_rate_of_the_order(self):
        Rate = self.env['res.currency.rate']
        Rate.search([('currency_id', 'in', (self.usd | self.cny).ids)]).unlink()
        for day, rate in (('2026-01-01', 0.2), ('2026-03-01', 0.1)):
            Rate.create({'currency_id': self.usd.id, 'company_id': self.home.id, 'name': day, 'rate': rate})
        prices = self.env['product.pricelist'].create({'name': "Dollars", 'currency_id': self.usd.id, 'company_id': self.home.id})
        self._sell(self.shop, '2026-02-10 04:00:00', [(self.boot, 1, 10, 0)], pricelist_id=prices.id)
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 10, 0)], pricelist_id=prices.id)
        self._sell(self.foreign, '2026-03-10 16:00:00', [(self.boot, 1, 10, 0)])
        self.assertEqual(self._sums('currency_id', 'amount'), {self.cny: 10 / 0.2 + 10 / 0.1, self.usd: 10})
        self.assertEqual(self._sums('store_id', 'amount'), {self.shop: 150, self.foreign: 10})

    def test_company_not_ticked_is_not_shown(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 10, 0)])
        self._sell(self.foreign, '2026-03-10 16:00:00', [(self.boot, 1, 7, 0)])
        self.assertEqual(self._sums('company_id', 'amount', companies=self.abroad), {self.abroad: 7})

    def test_quantity_is_in_the_unit_of_the_product(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 2, 120, 0, dozen), (self.boot, 1, 10, 0)])
        self.assertEqual(self._sums('product_id', 'quantity', 'amount'), {self.boot: (25, 250)})

    def test_gross_less_discount_is_the_amount(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 2, 100, 25), (self.cap, 3, 10, 100)])
        found = self._sums('product_id', 'gross_amount', 'discount_amount', 'amount', 'amount_wan')
        self.assertEqual(found, {self.boot: (200, 50, 150, 0.015), self.cap: (30, 30, 0, 0)})

    def test_day_is_the_day_of_the_store(self):
        self._sell(self.shop, '2026-03-31 17:00:00', [(self.boot, 1, 10, 0)])  # 1 April, 01:00 in Shanghai
        self._sell(self.foreign, '2026-04-01 02:00:00', [(self.boot, 1, 20, 0)])  # 31 March, 22:00 in New York
        self.assertEqual(self._sums('date:month', 'amount'), {date(2026, 4, 1): 10, date(2026, 3, 1): 20})

    def test_order_older_than_the_app_counts_on_its_day(self):
        order = self._sell(self.env['store.store'], '2026-03-31 17:00:00', [(self.boot, 1, 10, 0)], company=self.home)
        order.write({'store_day': False})  # installation fills nothing
        self.assertEqual(self._sums('date:day', 'amount'), {date(2026, 4, 1): 10})
        self.assertEqual(self._sums('store_id', 'amount', domain=[('date', '<', '2026-04-01')]), {})

    def test_fresh_in_the_same_transaction(self):
        order = self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 10, 0)])
        self.assertEqual(self._sums('store_id', 'amount'), {self.shop: 10})
        order.order_line.price_unit = 30
        self.shop.group_id = self.north
        self.boot.categ_id = self.hats
        self.assertEqual(self._sums('group_id', 'amount'), {self.north: 30})
        self.assertEqual(self._sums('categ_id', 'amount'), {self.hats: 30})

    def test_sum_in_the_readers_currency_alone(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 3, 10, 0)])
        for name, expected in (('amount', 30), ('net_amount', 30), ('margin', 0)):
            [row] = self._report(self.home).formatted_read_group([], ['store_id'], [f'{name}:sum_currency'])
            self.assertEqual(row[f'{name}:sum_currency'], expected)

    def test_formatted_groups_for_screens_and_programs(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 2, 10, 0), (self.cap, 1, 5, 0)])
        self._sell(self.online, '2026-04-10 04:00:00', [(self.cap, 1, 7, 0)])
        rows = self._report().formatted_read_group(
            [('group_id', 'child_of', self.country.id)],
            ['date:month', 'store_id', 'categ_id'],
            ['amount:sum', 'quantity:sum', 'order_count:sum', 'order_id:count_distinct'],
        )
        self.assertEqual(
            [
                (
                    row['date:month'][0],
                    row['store_id'][0],
                    row['categ_id'][1],
                    row['amount:sum'],
                    row['order_count:sum'],
                    row['order_id:count_distinct'],
                )
                for row in rows
            ],
            [
                ('2026-03-01', self.shop.id, "Hats", 5, 1, 1),
                ('2026-03-01', self.shop.id, "Shoes", 20, 1, 1),
                ('2026-04-01', self.online.id, "Hats", 7, 1, 1),
            ],
        )

    def test_row_opens_its_order(self):
        order = self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 2, 10, 0)])
        action = self._report().search([]).action_open_order()
        self.assertEqual((action['res_model'], action['res_id']), ('sale.order', order.id))


@tagged('post_install', '-at_install')
class TestReportingSaleGroups(ReportingCommon):
    def test_whole_group_with_its_sub_groups(self):
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 10, 0)])
        self._sell(self.online, '2026-03-10 04:00:00', [(self.boot, 1, 20, 0)])
        self._sell(self.foreign, '2026-03-10 16:00:00', [(self.boot, 1, 40, 0)])
        below = [('group_id', 'child_of', self.country.id)]
        self.assertEqual(self._sums('store_id', 'amount', domain=below), {self.shop: 10, self.online: 20, self.foreign: 40})
        # the north sells in two currencies, which are never added
        self.assertEqual(self._sums('group_id', 'amount', domain=below), {self.east: 10, self.north: False})
        totals = self._report()._by_any_group(self.country | self.east)
        self.assertEqual(
            {key: row['amount'] for key, row in totals.items()},
            {(self.country, self.cny): 30, (self.country, self.usd): 40, (self.east, self.cny): 10},
        )

    def test_group_today_and_group_that_day(self):
        with freeze_time('2026-02-01 04:00:00'):
            self._freshly_arranged(self.east)
        self._sell(self.shop, '2026-02-10 04:00:00', [(self.boot, 1, 10, 0)])
        with freeze_time('2026-03-01 04:00:00'):
            self.shop.group_id = self.north
        self._sell(self.shop, '2026-03-01 04:00:00', [(self.boot, 1, 20, 0)])
        self._sell(self.shop, '2026-02-28 15:59:59', [(self.boot, 1, 40, 0)])  # the last second of 28 February there
        self.assertEqual(self._sums('group_id', 'amount'), {self.north: 70})
        self.assertEqual(self._sums('group_then_id', 'amount'), {self.east: 50, self.north: 20})
        self.assertEqual(
            self._sums('store_id', 'amount', domain=[('group_then_id', 'child_of', self.country.id)]), {self.shop: 70}
        )
        report = self._report()
        self.assertEqual(report._by_any_group(self.east), {})
        then = report._by_any_group(self.east | self.north | self.country, then=True)
        self.assertEqual(
            {group: row['amount'] for (group, _currency), row in then.items()}, {self.east: 50, self.north: 20, self.country: 70}
        )
        self.assertEqual(then[self.east, self.cny]['order_count'], 2)

    def test_day_before_the_first_arrangement_has_no_group(self):
        with freeze_time('2026-02-01 04:00:00'):
            self._freshly_arranged(self.east)
        self._sell(self.shop, '2026-01-31 04:00:00', [(self.boot, 1, 10, 0)])
        self.assertEqual(self._sums('group_then_id', 'amount'), {self.env['store.group']: 10})

    def test_row_is_not_repeated_for_each_tree(self):
        tree = self.env['store.group.tree'].create({'name': "Brand", 'code': 'RBRAND'})
        brand = self.env['store.group'].create({'name': "Luxury", 'code': 'RLUX', 'tree_id': tree.id})
        self.shop.group_ids |= brand
        self._sell(self.shop, '2026-03-10 04:00:00', [(self.boot, 1, 10, 0)])
        self.assertEqual(self._report().search_count([]), 1)
        self.assertEqual(self._sums('group_id', 'amount'), {self.east: 10})
        self.assertEqual(self._report()._by_any_group(brand)[brand, self.cny]['amount'], 10)

    def _freshly_arranged(self, group):
        """The shop as if it had been put into `group` today, with nothing before."""
        self.env['store.group.history'].sudo().search([('store_id', '=', self.shop.id)]).unlink()
        self.shop.group_id = False
        self.shop.group_id = group
        self.assertEqual(min(self.shop.history_ids.mapped('date_from')), fields.Date.to_date(datetime.now().date()))
