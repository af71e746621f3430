# Part of store_group. License LGPL-3.
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..demo import curve, world

SELLING = [item for item in world.STORES if item.sells]


@tagged('-standard', 'store_group_demo', 'post_install', '-at_install')
class TestDemoGroup(TransactionCase):
    """The demo group, in the database in which `./dev/test` installs it: its figures agree wherever they are shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stores = {item.key: cls.env.ref(f'store_group.demo_store_{item.key}') for item in world.STORES}
        cls.people = {person.key: cls.env.ref(f'store_group.demo_user_{person.key}') for person in world.PEOPLE}
        cls.companies = cls.stores['lake'].company_id | cls.stores['causeway'].company_id
        cls.today = cls.env['store.demo']._today()

    def _as(self, key, model):
        user = self.people[key]
        companies = user.company_id | user.company_ids
        return self.env[model].with_user(user).with_context(allowed_company_ids=companies.ids)

    def _lines_of(self, store, since):
        """Net amount of the confirmed order lines of a store, as PostgreSQL adds them up."""
        self.env.flush_all()
        [(amount,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(price_subtotal), 0) FROM sale_order_line "
                "WHERE state = 'sale' AND display_type IS NULL AND store_id = %s AND store_day >= %s AND store_day <= %s",
                store.id,
                since,
                self.today,
            )
        )
        return float(amount)

    def test_cockpit_report_and_order_lines_agree(self):
        Report, Cockpit = self._as('hq', 'store.sale.report'), self._as('hq', 'store.cockpit')
        first, year = self.today.replace(day=1), curve.first_day(self.today)
        for item in SELLING:
            store = self.stores[item.key]
            with self.subTest(store=item.code):
                for since in (first, year):
                    days = [('store_id', '=', store.id), ('date', '>=', since), ('date', '<=', self.today)]
                    [(amount,)] = Report._read_group(days, [], ['amount:sum'])
                    self.assertAlmostEqual(amount, self._lines_of(store, since), 2)
                    self.assertGreater(amount, 0)
                tile = next(
                    tile
                    for tile in Cockpit.figures('month', store=store.id, currency=store.currency_id.id)['tiles']
                    if tile['key'] == 'amount'
                )
                self.assertAlmostEqual(tile['value'], self._lines_of(store, first), 2)

    def test_two_currencies(self):
        self.assertEqual(sorted(self.companies.mapped('currency_id.name')), ['CNY', 'HKD'])
        order = self.env['sale.order'].search(
            [('store_id', '=', self.stores['lake'].id), ('is_history', '=', False), ('state', '=', 'sale')], limit=1
        )
        self.assertAlmostEqual(order.amount_total, order.amount_untaxed * 1.13, delta=0.05)
        abroad = self.env['sale.order'].search([('store_id', '=', self.stores['causeway'].id)], limit=1)
        self.assertEqual((abroad.currency_id.name, abroad.amount_tax), ('HKD', 0.0))

    def test_prices_of_all_companies_are_the_factorys(self):
        main, books = self.env.ref('base.main_company'), self.env['account.move.line']
        if not books.search_count([('company_id', '=', main.id)], limit=1):  # Odoo's own demo data keeps its dollars
            self.assertEqual(self.env.ref('store_group.demo_product_t201').currency_id.name, 'CNY')
        self.assertEqual(self.env.ref('base.HKD').symbol, 'HK$')

    def test_the_shelves_were_filled_when_the_stores_opened(self):
        moves = self.env['stock.move'].search([('is_inventory', '=', True), ('company_id', 'in', self.companies.ids)])
        self.assertTrue(moves)
        self.assertFalse(moves.filtered(lambda move: move.date.date() >= self.today.replace(day=1)))

    def test_the_ledger_says_what_was_sold_and_one_shop_loses(self):
        Profit, since = self.env['store.profit.report'], curve.first_day(self.today)
        results = {}
        for item in SELLING:
            store = self.stores[item.key]
            with self.subTest(store=item.code):
                invoices = self.env['account.move'].search(
                    [
                        ('store_id', '=', store.id),
                        ('move_type', '=', 'out_invoice'),
                        ('invoice_origin', '=like', f'{item.code} %'),
                    ]
                )
                self.assertEqual(set(invoices.mapped('state')), {'posted'})
                self.assertEqual(set(invoices.mapped('payment_state')), {'paid'})
                orders = self.env['sale.order'].search(
                    [('store_id', '=', store.id), ('is_history', '=', True), ('store_day', '>=', since)]
                )
                self.assertAlmostEqual(sum(invoices.mapped('amount_untaxed')), sum(orders.mapped('amount_untaxed')), 2)
                [(results[item.key],)] = Profit._read_group([('store_id', '=', store.id)], [], ['amount:sum'])
        self.assertEqual([key for key, result in results.items() if result < 0], ['harbour'])
        named = self.env['account.move'].search([('company_id', 'in', self.companies.ids), ('state', '=', 'posted')])
        self.assertNotIn(False, named.mapped('name'))

    def test_transfers_stand_in_each_state_and_a_shortage_waits(self):
        transfers = self.env['store.transfer'].search([('dest_store_id', 'in', [store.id for store in self.stores.values()])])
        states = dict(self.env['store.transfer']._fields['state'].selection)
        self.assertEqual(set(transfers.mapped('state')), set(states))
        waiting = self.env['store.transfer.discrepancy'].search([('transfer_id', 'in', transfers.ids)])
        self.assertEqual(sorted(waiting.mapped('state')), ['answered', 'open'])

    def test_every_role_opens_a_first_screen_with_figures(self):
        for key in ('hq', 'group', 'auditor', 'manager', 'hk'):
            with self.subTest(person=key, screen='cockpit'):
                tiles = {tile['key']: tile['value'] for tile in self._as(key, 'store.cockpit').figures('month')['tiles']}
                self.assertTrue(tiles['order_count'])
        for key in ('staff', 'manager', 'hk'):
            with self.subTest(person=key, screen='my store'):
                mine = self._as(key, 'store.my.store').overview()
                self.assertTrue(mine['sales']['orders'])
                self.assertTrue(mine['sales']['amount'])
        depot = self._as('depot', 'store.my.store').overview()
        self.assertEqual(depot['store_id'], self.stores['depot'].id)

    def test_it_is_made_once(self):
        before = self.env['sale.order'].search_count([])
        self.env['store.demo']._build()
        self.assertEqual(self.env['sale.order'].search_count([]), before)

    def test_goods_have_pictures_codes_and_what_is_late_is_seen(self):
        variants = self.env['product.product'].search([('default_code', '=like', 'JX-%')])
        self.assertEqual(len(variants), sum(len(style.colours) for style in world.STYLES) * len(world.SIZES))
        self.assertTrue(all(variants.mapped('image_128')))
        self.assertEqual(len(set(variants.mapped('barcode'))), len(variants))
        sweater = variants.filtered(lambda variant: variant.default_code == 'JX-T204-IV-M')
        for key, price in (('lake', 399), ('outlet', 279.3), ('causeway', 499)):
            store = self.stores[key]
            asked = store._effective_pricelist()._get_product_price(sweater.with_company(store.company_id), 1)
            self.assertAlmostEqual(asked, price, 2)
        lease = self.env.ref('store_group.demo_paper_lease')
        self.assertEqual(lease.state, 'expiring')
        targets = self.env['store.target'].search([('month', '=', self.today.replace(day=1))])
        self.assertEqual(len(targets), len(SELLING))
        due = self.env['stock.picking'].search([('sale_id.store_id', '=', self.stores['tmall'].id), ('state', '=', 'assigned')])
        self.assertTrue(due)
