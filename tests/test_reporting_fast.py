# Part of store_group. License LGPL-3.
from unittest.mock import patch

from psycopg2.errors import LockNotAvailable

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ..report import store_fact_invalidation
from .test_reporting_facts import FactsCommon

FACTS = ('store_sale', 'store_stock', 'store_profit')


@tagged('post_install', '-at_install')
class TestReportingFast(FactsCommon):
    """Fast reports off and on: what is noted and kept, who answers, and that all figures stay the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.system = new_test_user(cls.env, 'fast_system', 'base.group_system', company_id=cls.home.id, company_ids=cls.home.ids)
        cls.service = cls.env['store.fast.reports']
        cls.kept = cls.env['product.product'].create({'name': "Kept", 'is_storable': True, 'standard_price': 5})
        cls._sell(cls.shop, '2026-03-10 04:00:00', [(cls.boot, 3, 129.7, 15), (cls.cap, 2, 19.99, 0)])
        cls._sell(cls.online, '2026-04-11 04:00:00', [(cls.boot, 7, 0.333, 33.3)])
        cls._sell(cls.foreign, '2026-04-11 04:00:00', [(cls.cap, 7, 3, 0)])

    def _choose(self, is_wanted):
        settings = (
            self.env['res.config.settings']
            .with_user(self.system)
            .with_context(allowed_company_ids=self.home.ids, store_ticked_only=True)
            .create({'store_fast_reports': is_wanted})
        )
        settings.execute()
        with self.enter_registry_test_mode():
            self.service._cron_switch()
        self.env.invalidate_all()

    def _states(self, facts):
        return {is_on for _table, _trigger, is_on in store_fact_invalidation.triggers(self.env, facts)}

    def _rows(self, table):
        return self.env.execute_query(SQL('SELECT COUNT(*) FROM %s', SQL.identifier(table)))[0][0]

    def _notes(self):
        self.env.flush_all()
        return sum(self._rows(f'{facts}_invalidation') for facts in FACTS)

    def _answers(self):
        sales = self._report()._read_group(
            [], ['store_id', 'date:month'], ['amount:sum', 'order_count:sum', 'customer_count:sum']
        )
        ledger = self.env['store.stock.ledger']._read_group([], ['store_id'], ['closing_quantity:sum', 'closing_value:sum'])
        stock = self.env['store.stock.report']._read_group([], ['store_id'], ['on_hand_quantity:sum', 'value:sum'])
        profit = self.env['store.profit.report']._read_group([], ['store_id', 'section'], ['amount:sum'])
        listed = [
            [str(row) for row in self.env[model].search([]).read(fields)]
            for model, fields in (
                ('store.stock.ledger', ['product_id', 'closing_quantity', 'closing_value']),
                ('store.stock.report', ['product_id', 'on_hand_quantity', 'dead_quantity', 'value']),
            )
        ]
        return [self._rounded(rows) for rows in (sales, ledger, stock, profit, *listed)]

    def _more(self):
        """A sale, goods that move, and an entry."""
        order = self._sell(self.shop, '2026-03-11 05:00:00', [(self.cap, 1, 10, 0)])
        place = self.env['stock.warehouse'].search([('company_id', '=', self.home.id)], limit=1).lot_stock_id
        self.env['stock.quant']._update_available_quantity(self.kept, place, 4)
        move = self.env['stock.move'].create(
            {
                'product_id': self.kept.id,
                'product_uom_qty': 2,
                'location_id': place.id,
                'company_id': self.home.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 2, True
        move._action_done()
        return order

    def test_off_keeps_nothing_and_says_the_same(self):
        before = self._answers()
        self._choose(False)
        self.assertEqual([self._states(facts) for facts in FACTS], [{False}] * 3)
        self.assertFalse(self.service._is_on())
        kept = [table for facts in self.service._materialised() for table in facts._kept]
        self.assertEqual([self._rows(table) for table in kept], [0] * len(kept))
        self.assertEqual(self._answers(), before)
        self.assertEqual(self._report()._routed([], [['store_id']], ['amount:sum'])._route(), 'rows')
        self.assertEqual(self.env['store.sale.fact'].with_user(self.admin).check(), [])

    def test_what_happens_meanwhile_counts_at_once_and_afterwards(self):
        self._choose(False)
        self.assertEqual(self._notes(), 0)
        before = self._answers()
        self._more()
        self.assertEqual(self._notes(), 0)
        while_off = self._answers()
        self.assertNotEqual(while_off[0], before[0])
        self._choose(True)
        self.assertEqual([self._states(facts) for facts in FACTS], [{True}] * 3)
        self.assertTrue(self.service._is_on())
        self.assertEqual(self._answers(), while_off)
        self._refresh()
        self.assertEqual(self._answers(), while_off)
        self._assert_exact()
        self._more()
        self.assertTrue(self._notes())

    def test_unit_costs_are_noted_always(self):
        self._choose(False)
        before = self._rows('store_stock_cost')
        self.kept.sudo().standard_price = 77
        self.env.flush_all()
        self.assertGreater(self._rows('store_stock_cost'), before)
        self.assertTrue(self._notes())
        self.env['store.stock.fact']._gc_invalidations()
        self.assertEqual(self._notes(), 0)

    def test_what_a_channel_costs_is_estimated_either_way(self):
        channel = self.env['store.channel'].create(
            {
                'name': "Market",
                'code': 'FAST',
                'company_id': self.home.id,
                'store_id': self.shop.id,
                'tz': 'Asia/Shanghai',
                'reader': 'canonical',
            }
        )
        self.env['store.channel.fee'].create({'channel_id': channel.id, 'percent': 5, 'date_from': '2026-01-01'})
        self._sell(self.shop, '2026-03-12 04:00:00', [(self.boot, 1, 100, 0)], store_channel_id=channel.id)
        fees = [('section', '=', 'estimate')]
        self.env.flush_all()
        before = self.env['store.profit.report']._read_group(fees, ['store_id'], ['amount:sum'])
        self.assertEqual([row[1] for row in before], [-5])
        self._choose(False)
        self.assertEqual(self.env['store.profit.report']._read_group(fees, ['store_id'], ['amount:sum']), before)

    def test_facts_answer_until_the_job_has_told_readers(self):
        """What is chosen and taken back before the job comes changes nothing, and no note is lost in between."""
        self._refresh()
        self._more()
        notes = self._notes()
        self.service.with_user(self.system)._choose(False)
        self.assertTrue(self.service._is_on())
        for facts in self.service._materialised():
            facts._gc_invalidations()
        self.assertEqual(self._notes(), notes)
        self._choose(True)
        self._assert_exact()

    def test_a_table_that_stays_busy(self):
        """Readers ask the documents from before the first trigger rests until after the last works again."""

        def busy(service, table, is_on):
            if table == 'sale_order_line':
                raise LockNotAvailable(f'{table} is busy')
            return switch(service, table, is_on)

        Service = self.env.registry['store.fast.reports']
        switch = Service._switch
        with patch.object(Service, '_switch', busy):
            self._choose(False)
        self.assertFalse(self.service._is_on())
        self.assertEqual(self._states('store_sale'), {True, False})
        answers = self._answers()
        self.service.with_user(self.system)._choose(True)
        self._more()
        self.assertFalse(self.service._is_on())
        self._choose(True)
        with self.enter_registry_test_mode():
            self.service._cron_switch()
        self.assertEqual(self._states('store_sale'), {True})
        self.assertTrue(self.service._is_on())
        self.assertNotEqual(self._answers(), answers)
        self._assert_exact()

    def test_nobody_else_chooses(self):
        with self.assertRaisesRegex(AccessError, 'administrator of Odoo'):
            self.service.with_user(self.admin)._choose(False)

    def test_nothing_is_counted_again_while_it_is_off(self):
        self._choose(False)
        with self.assertRaisesRegex(UserError, 'Fast reports are off'):
            self.env['store.sale.fact'].with_user(self.admin).rebuild()
        self.assertEqual(self.env['store.sale.fact']._refresh(), 0)

    def test_triggers_made_by_an_upgrade_rest_again(self):
        self._choose(False)
        table, trigger, _is_on = store_fact_invalidation.triggers(self.env, 'store_sale')[0]
        self.env.cr.execute(SQL('ALTER TABLE %s ENABLE TRIGGER %s', SQL.identifier(table), SQL.identifier(trigger)))
        with self.enter_registry_test_mode():
            self.service._cron_switch()
        self.assertEqual(self._states('store_sale'), {False})
