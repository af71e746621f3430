# Part of store_group. License LGPL-3.
import random
from datetime import timedelta

from odoo import fields
from odoo.addons.store_group.report import store_sale_invalidation
from odoo.addons.store_group.report.store_sale_sources import CORE
from odoo.tests import tagged
from odoo.tools import SQL

from .common import TillCommon

ASKED = ('amount', 'order_count', 'quantity', 'returned_amount', 'returned_quantity', 'shipped_amount')
GROUPINGS = (['store_id', 'date:month'], ['date:day'], ['product_id'], ['partner_id', 'user_id'], ['hour'], ['company_id'])
STEPS = ('sell', 'sell', 'sell', 'refund', 'customer', 'back', 'hour', 'older', 'price', 'state', 'refresh', 'zone')
# what a person would write
BY_HAND = """
    SELECT o.store_id, COALESCE(o.store_day, (timezone(COALESCE(NULLIF(p.tz, ''), 'UTC'), timezone('UTC', o.date_order)))::date),
           SUM(CASE WHEN l.qty >= 0 THEN l.price_subtotal ELSE 0 END / o.currency_rate),
           COUNT(DISTINCT CASE WHEN l.qty >= 0 THEN o.id END),
           SUM(CASE WHEN l.qty < 0 THEN -l.price_subtotal ELSE 0 END / o.currency_rate)
      FROM pos_order o JOIN pos_order_line l ON l.order_id = o.id
      JOIN res_company c ON c.id = o.company_id JOIN res_partner p ON p.id = c.partner_id
     WHERE o.state IN ('paid', 'done') AND l.sale_order_line_id IS NULL AND o.company_id = %s
     GROUP BY 1, 2 HAVING COUNT(l.id) > 0 ORDER BY 1, 2"""


class TillSales(TillCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._person('manager', 'base.group_user')
        cls._member(cls.manager, cls.store_1, 'store_manager')
        cls.chief = cls._person('chief', 'base.group_user,store_group.group_store_admin')

    def _report(self, user=None, domain=(), groupby=(), **context):
        self.env.flush_all()
        report = self._as(user or self.chief, self.env['store.sale.report']).with_context(**context)
        return report._read_group([('company_id', '=', self.company.id), *domain], groupby, [f'{name}:sum' for name in ASKED])

    def _totals(self, user=None, domain=(), **context):
        (row,) = self._report(user, domain, **context)
        return dict(zip(ASKED, row, strict=True))

    def _refresh(self):
        facts = self.env['store.sale.fact'].sudo()
        while facts._refresh():
            pass
        self.assertEqual(facts.check(), [])

    def _rounded(self, rows):
        return sorted(str([round(value, 6) if isinstance(value, float) else value for value in row]) for row in rows)

    def _assert_exact(self):
        """Facts, stale or refreshed, say what the documents say, and these what a person would count."""
        for groupby in GROUPINGS:
            self.assertEqual(
                self._rounded(self._report(groupby=groupby)),
                self._rounded(self._report(groupby=groupby, store_fact_route='rows')),
                groupby,
            )
        found = self._as(self.chief, self.env['store.sale.report'])._read_group(
            [('company_id', '=', self.company.id), ('till_order_id', '!=', False)],
            ['store_id', 'date:day'],
            ['amount:sum', 'order_count:sum', 'returned_amount:sum'],
        )
        self.assertEqual(
            sorted(
                [store.id, str(day), round(amount, 6), count, round(returned, 6)] for store, day, amount, count, returned in found
            ),
            sorted(
                [store or False, str(day), round(float(amount), 6), count, round(float(returned), 6)]
                for store, day, amount, count, returned in self.env.execute_query(SQL(BY_HAND, self.company.id))
            ),
        )


@tagged('post_install', '-at_install')
class TestTillSales(TillSales):
    """What tills sold is in the picture of all stores."""

    def test_a_day_at_the_till(self):
        before = self._totals(self.manager)
        goods = self._goods()
        session = self._open(self.cashier, self.pos_1)
        sold = self._sell(session, goods, 3)
        self._sell(session, goods, 2, price=50)
        self._sell(session, goods, -1, refunded=sold.lines)
        self._close(session)
        for refreshed in (False, True):
            if refreshed:
                self._refresh()
            now = self._totals(self.manager)
            self.assertEqual(
                {name: round(now[name] - before[name], 2) for name in ASKED},
                {
                    'amount': 400,
                    'order_count': 2,
                    'quantity': 5,
                    'returned_amount': 100,
                    'returned_quantity': 1,
                    'shipped_amount': 400,
                },
            )
            ((cost,),) = self._as(self.chief, self.env['store.sale.report'])._read_group(
                [('product_id', '=', goods.id)], [], ['cost:sum']
            )
            self.assertEqual(cost, 60)  # five out and one back, at an average of 15
        self._assert_exact()

    def test_net_equals_the_sales_analysis_of_odoo(self):
        goods = self._goods()
        session = self._open(self.cashier, self.pos_1)
        sold = self._sell(session, goods, 3, price=33.3)
        self._sell(session, goods, -2, price=33.3, refunded=sold.lines)
        self._close(session)
        ((core,),) = (
            self._as(self.chief, self.env['sale.report'])
            .sudo()
            ._read_group([('product_id', '=', goods.id)], [], ['price_subtotal:sum'])
        )
        now = self._totals(domain=[('product_id', '=', goods.id)])
        self.assertAlmostEqual(now['amount'] - now['returned_amount'], core)

    def test_other_stores_see_nothing_of_it(self):
        neighbour = self._person('neighbour', 'base.group_user')
        self._member(neighbour, self.store_2, 'store_manager')
        before = self._totals(neighbour)
        self._sell(self._open(self.cashier, self.pos_1), self._goods(), 3)
        self.assertEqual(self._totals(neighbour), before)
        self._refresh()
        self.assertEqual(self._totals(neighbour), before)

    def test_each_row_opens_its_order(self):
        goods = self._goods()
        order = self._sell(self._open(self.cashier, self.pos_1), goods, 3)
        rows = self._as(self.manager, self.env['store.sale.report']).search([('product_id', '=', goods.id)])
        self.assertEqual(sorted(rows.mapped('basis')), ['ordered', 'shipped'])
        self.assertEqual(rows.till_order_id, order.with_env(rows.env))
        for row in rows:
            action = row.action_open_order()
            self.assertEqual((action['res_model'], action['res_id']), ('pos.order', order.id))
        moment = self._as(self.manager, self.env['store.sale.moment']).search([('product_id', '=', goods.id)])
        self.assertEqual((moment.moment, moment.amount, moment.order_count), (order.date_order, 300, 1))
        self.assertEqual(moment.action_open_order()['res_id'], order.id)

    def test_the_cockpit_counts_it(self):
        def today():
            figures = self._as(self.manager, self.env['store.cockpit']).figures('today')
            return {tile['key']: tile['value'] for tile in figures['tiles']}.get('amount', 0)

        before = today()
        self._sell(self._open(self.cashier, self.pos_1), self._goods(), 3)
        self.assertEqual(today() - before, 300)

    def test_a_settled_sale_order_counts_once(self):
        goods = self._goods()
        order = (
            self.env['sale.order']
            .sudo()
            .create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_1.id,
                    'company_id': self.company.id,
                    'order_line': [(0, 0, {'product_id': goods.id, 'product_uom_qty': 2, 'price_unit': 100})],
                }
            )
        )
        order.action_confirm()
        session = self._open(self.cashier, self.pos_1)
        ticket = self._ticket(session, goods, 2, partner_id=self.customer.id)
        ticket['lines'][0][2].update({'sale_order_origin_id': order.id, 'sale_order_line_id': order.order_line.id})
        session.env['pos.order'].with_context(generate_pdf=False).sync_from_ui([ticket])
        now = self._totals(domain=[('product_id', '=', goods.id)])
        self.assertEqual((now['amount'], now['order_count'], now['quantity']), (200, 1, 2))

    def test_reconciled_with_the_ledger_by_session(self):
        goods = self._goods()
        session = self._open(self.cashier, self.pos_1)
        order = self._sell(session, goods, 3)

        def differences():
            self.env.flush_all()
            self.env.invalidate_all()
            today = str(order.store_day)
            return (
                self._as(self.chief, self.env['store.sale.difference'])
                .with_context(store_left='net', store_right='booked', store_from=today, store_to=today)
                .search(['|', ('till_order_id', '=', order.id), ('entry_id', '=', session.sudo().move_id.id)])
            )

        found = differences()
        self.assertEqual((found.till_order_id.id, found.difference, found.reason), (order.id, 300, 'left'))
        self.assertEqual(found.action_open_document()['res_model'], 'pos.order')
        self._close(session)
        self.assertFalse(differences())  # its entry books as much

    def test_nothing_of_ours_stays_at_tills_without_us(self):
        def triggers():
            return self.env.execute_query(
                SQL(
                    "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                    "WHERE c.relname LIKE 'pos_%%' AND t.tgname LIKE 'store_sale%%'"
                )
            )

        self._sell(self._open(self.cashier, self.pos_1), self._goods(), 3)
        self.assertEqual(len(triggers()), 5)
        store_sale_invalidation.install(self.env, CORE)
        self.assertEqual(triggers(), [])
        store_sale_invalidation.install(self.env)
        self.assertEqual(len(triggers()), 5)
        self._assert_exact()


@tagged('post_install', '-at_install')
class TestTillSalesHistory(TillSales):
    """Whatever happens at tills, in whatever order, also behind the ORM's back: facts and documents say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # a role that began today would end where the store's zone becomes one in which it is yesterday still
        cls.cashier.store_member_ids.date_from = fields.Date.subtract(fields.Date.today(), days=2)

    def test_random_histories_stay_exact(self):
        for seed in range(3):
            with self.subTest(seed=seed):
                self._play(random.Random(seed))

    def _play(self, dice):
        goods = [self._goods(), self._goods(method='fifo')]
        sessions = [self._open(self.cashier, self.pos_1)]
        orders = []
        for _turn in range(12):
            getattr(self, f'_step_{dice.choice(STEPS)}')(dice, goods, sessions, orders)
            self.env.flush_all()
            self._assert_exact()
        self.env.cr.execute(SQL("UPDATE pos_order SET state = 'paid' WHERE state = 'cancel'"))
        self.env.invalidate_all()
        self._assert_exact()
        self._close(sessions[0])
        self._assert_exact()
        self._refresh()
        self._assert_exact()

    def _step_sell(self, dice, goods, sessions, orders):
        orders.append(
            self._sell(
                sessions[0],
                dice.choice(goods),
                dice.randint(1, 2),
                price=dice.choice((100, 33.3, 0.01)),
                partner_id=dice.choice((False, self.customer.id)),
            )
        )

    def _step_refund(self, dice, goods, sessions, orders):
        sold = [order for order in orders if order.lines[:1].qty > 0 and not order.lines.refunded_qty]
        if sold:
            line = dice.choice(sold).lines
            orders.append(self._sell(sessions[0], line.product_id, -1, price=line.price_unit, refunded=line))

    def _change(self, dice, orders, text, *values):
        """Behind the ORM's back."""
        if orders:
            self.env.cr.execute(SQL(f'UPDATE pos_order SET {text} WHERE id = %s', *values, dice.choice(orders).id))
            self.env.invalidate_all()

    def _step_customer(self, dice, goods, sessions, orders):
        self._change(dice, orders, 'partner_id = %s', self.customer.id)

    def _step_back(self, dice, goods, sessions, orders):
        """To another day; through the ORM, whose day follows."""
        if orders:
            before = timedelta(days=dice.randint(0, 60), hours=dice.randint(0, 23))
            dice.choice(orders).sudo().date_order = fields.Datetime.now() - before

    def _step_hour(self, dice, goods, sessions, orders):
        """As an order older than this app has it: without an hour of its own."""
        self._change(dice, orders, 'store_hour = NULL')

    def _step_older(self, dice, goods, sessions, orders):
        self._change(dice, orders, 'store_hour = NULL, store_day = NULL')

    def _step_state(self, dice, goods, sessions, orders):
        """Whoever does that behind everybody's back."""
        self._change(dice, orders, "state = CASE state WHEN 'cancel' THEN 'paid' ELSE 'cancel' END")

    def _step_price(self, dice, goods, sessions, orders):
        if orders:
            self.env.cr.execute(
                SQL(
                    'UPDATE pos_order_line SET price_subtotal = price_subtotal * 2, total_cost = 1 WHERE order_id = %s',
                    dice.choice(orders).id,
                )
            )
            self.env.invalidate_all()

    def _step_zone(self, dice, goods, sessions, orders):
        self.store_1.sudo().tz = dice.choice(('Asia/Shanghai', 'America/New_York', 'UTC'))

    def _step_refresh(self, dice, goods, sessions, orders):
        self.env['store.sale.fact'].sudo()._refresh(pairs=dice.randint(1, 3))
