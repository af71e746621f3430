# Part of store_group. License LGPL-3.
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import SQL

from .history_common import histories, rolled_back
from .test_reporting_facts import FactsCommon

STEPS = (
    'sell',
    'quote',
    'price',
    'quantity',
    'cancel',
    'redate',
    'regroup',
    'unit',
    'sql_store',
    'sql_day',
    'sql_amount',
    'sql_delete',
    'older',
    'sql_rate',
    'refresh',
    'refresh_some',
)


@tagged('post_install', '-at_install')
class TestReportingFactsRandom(FactsCommon):
    """Whatever happens to the documents, and whatever is refreshed when: facts and documents say the same."""

    @histories(6, 300)
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50), st.integers(1, 90)), min_size=6, max_size=14))
    def test_facts_equal_documents_after_every_step(self, steps):
        with rolled_back(self.env):
            self.orders = self.env['sale.order']
            self.orders |= self._sold(0, 5) | self._sold(1, 40)
            for kind, which, number in steps:
                getattr(self, f'_do_{kind}')(which, number)
                self.env.flush_all()
                self.env.invalidate_all()
                self._assert_exact()

    def _moment(self, number):
        return datetime(2026, 1, 20, 15, 30) + timedelta(hours=13 * number)

    def _order(self, which):
        return self.orders[which % len(self.orders)]

    def _sold(self, which, number, confirm=True):
        store = [self.shop, self.online, self.foreign, self.env['store.store']][which % 4]
        lines = [(self.boot, number, number / 7, number % 3 * 20), (self.cap, 1 + which, 9.99, 0), (self.boot, 1, 1, 0)]
        return self._sell(
            store, self._moment(number), lines[: 1 + number % 3], confirm=confirm, company=store.company_id or self.home
        )

    def _sql(self, query, *values):
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *values))
        self.env.invalidate_all()

    # === STEPS ===

    def _do_sell(self, which, number):
        self.orders |= self._sold(which, number)

    def _do_quote(self, which, number):
        self.orders |= self._sold(which, number, confirm=False)

    def _do_price(self, which, number):
        self._order(which).order_line[:1].write({'price_unit': number / 3})

    def _do_quantity(self, which, number):
        self._order(which).order_line[-1:].write({'product_uom_qty': number})

    def _do_cancel(self, which, number):
        self._order(which)._action_cancel()

    def _do_redate(self, which, number):
        self._order(which).write({'date_order': self._moment(number)})

    def _do_regroup(self, which, number):
        self.shop.group_id = (self.north, self.east, self.country)[number % 3]

    def _do_unit(self, which, number):
        line = self._order(which).order_line[:1]
        if line.state == 'draft':
            line.product_uom_id = self.env.ref('uom.product_uom_dozen')

    def _do_sql_store(self, which, number):
        store = (self.shop.id, self.online.id, None)[number % 3]
        order = self._order(which)
        self._sql('UPDATE sale_order SET store_id = %s WHERE id = %s', store, order.id)
        self._sql('UPDATE sale_order_line SET store_id = %s WHERE order_id = %s', store, order.id)

    def _do_sql_day(self, which, number):
        day = self._moment(number).date()
        self._sql('UPDATE sale_order_line SET store_day = %s WHERE order_id = %s', day, self._order(which).id)

    def _do_sql_amount(self, which, number):
        self._sql('UPDATE sale_order_line SET price_subtotal = price_subtotal * 1.1 WHERE id %% 2 = %s', number % 2)

    def _do_sql_delete(self, which, number):
        self._sql('DELETE FROM stock_move WHERE sale_line_id IN %s', tuple(self._order(which).order_line.ids) or (0,))
        self._sql('DELETE FROM sale_order_line WHERE id IN %s', tuple(self._order(which).order_line[1:].ids) or (0,))

    def _do_older(self, which, number):
        self._sql('UPDATE sale_order_line SET store_day = NULL WHERE order_id = %s', self._order(which).id)
        self.home.partner_id.tz = ('Asia/Shanghai', 'America/New_York', False)[number % 3]

    def _do_sql_rate(self, which, number):
        self._sql('UPDATE sale_order SET currency_rate = %s WHERE id = %s', number / 10, self._order(which).id)

    def _do_refresh(self, which, number):
        self._refresh()

    def _do_refresh_some(self, which, number):
        self.env['store.sale.fact']._refresh(pairs=1 + number % 3)
