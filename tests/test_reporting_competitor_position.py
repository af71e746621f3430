# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .competitor_common import CompetitorCommon


@tagged('post_install', '-at_install')
class TestReportingCompetitorPosition(CompetitorCommon):
    """Where our price stands today: which prices count, at which place, and when it is compared anew."""

    def _figures(self, row):
        return row.competitor_count, row.lowest_price, row.average_price, row.highest_price, row.our_price, row.position

    def test_the_newest_price_of_each_competitor_counts(self):
        self._seen(self.red, 300, days=9)
        self._seen(self.red, 90, days=2)
        self._seen(self.red, 300, days=5)
        self._seen(self.blue, 130, days=3)
        row = self._position(self.store_1)
        self.assertEqual(self._figures(row), (2, 90, 110, 130, 100, 'below'))
        self.assertEqual((row.price_index, row.last_seen, row.days_since), (0.9091, self.today - timedelta(days=2), 2))
        action = self._as(self.merchandiser, row).action_open_prices()
        self.assertEqual(self._as(self.merchandiser, self.env[action['res_model']]).search_count(action['domain']), 4)

    def test_each_position(self):
        self._seen(self.red, 90)
        self._seen(self.blue, 110)
        for ours, position in (
            (80, 'lowest'),
            (90, 'lowest'),
            (95, 'below'),
            (100, 'average'),
            (105, 'above'),
            (110, 'highest'),
            (120, 'highest'),
            (0, 'unpriced'),
        ):
            self.product.sudo().list_price = ours
            self.env['store.price.position'].sudo()._refresh(self.product)
            with self.subTest(ours=ours):
                self.assertEqual(self._position(self.store_1).position, position)

    def test_older_prices_than_the_setting_says_count_no_more(self):
        self._seen(self.red, 90, days=31)
        row = self._position(self.store_1)
        self.assertEqual(self._figures(row), (0, 0, 0, 0, 100, 'alone'))
        self.assertEqual((row.days_since, row.price_index), (31, 0))
        self.env['ir.config_parameter'].sudo().set_param('store_group.competitor_days', 40)
        self.env['store.price.position'].sudo()._refresh(self.product)
        self.assertEqual(self._figures(row), (1, 90, 90, 90, 100, 'highest'))

    def test_what_is_asked_everywhere_counts_at_every_store_it_is_a_rival_of(self):
        self._seen(self.red, 90)
        self._seen(self.blue, 96, store_id=self.store_2.id)
        self._seen(self.web, 80, store_id=False)
        self.assertEqual(self._figures(self._position(self.store_1))[:4], (2, 80, 85, 90))
        self.assertEqual(self._figures(self._position(self.store_2))[:4], (2, 80, 88, 96))
        self.assertEqual(self._figures(self._position())[:4], (1, 80, 80, 80))
        self.web.store_ids = self.store_2
        self.env['store.price.position'].sudo()._refresh(self.product)
        self.assertEqual(self._figures(self._position(self.store_1))[:4], (1, 90, 90, 90))
        self.assertEqual(self._figures(self._position(self.store_2))[:4], (2, 80, 88, 96))

    def test_each_store_is_compared_with_its_own_price(self):
        self.store_1._own_pricelist().item_ids = [
            Command.create({'applied_on': '0_product_variant', 'product_id': self.product.id, 'fixed_price': 70})
        ]
        self._seen(self.red, 90)
        self._seen(self.red, 90, store_id=self.store_2.id)
        self.assertEqual(
            [(self._position(store).our_price, self._position(store).position) for store in (self.store_1, self.store_2)],
            [(70, 'lowest'), (100, 'highest')],
        )

    def test_a_changed_price_of_ours_is_compared_anew_in_background(self):
        cron = self.env.ref('store_group.ir_cron_store_price_position').sudo()
        triggers = self.env['ir.cron.trigger'].sudo()

        def waits():
            found = triggers.search([('cron_id', '=', cron.id)])
            count = len(found)
            found.unlink()
            return count

        waits()
        self.product.sudo().list_price = 101
        self.assertFalse(waits(), 'nobody waits for it where nothing is recorded')
        self._seen(self.red, 90)
        changes = (
            lambda: self.product.sudo().write({'list_price': 80}),
            lambda: self.store_1._own_pricelist().write(
                {
                    'item_ids': [
                        Command.create({'applied_on': '0_product_variant', 'product_id': self.product.id, 'fixed_price': 60})
                    ]
                }
            ),
            lambda: self.store_1.pricelist_id.sudo().item_ids.write({'fixed_price': 61}),
            lambda: self.store_1.pricelist_id.sudo().item_ids.unlink(),
            lambda: self.red.write({'active': False}),
        )
        for change in changes:
            waits()
            change()
            self.assertEqual(waits(), 1)
        self.product.sudo().write({'list_price': 81})
        self.product.sudo().write({'list_price': 82})
        self.assertEqual(waits(), 1, 'one is enough')
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        row = self._position(self.store_1)
        self.assertEqual((row.our_price, row.position), (82, 'alone'), 'an archived competitor counts no more')

    def test_a_deleted_price_counts_no_more(self):
        self._seen(self.blue, 120, days=4)
        wrong = self._seen(self.red, 9)
        self.assertEqual(self._position(self.store_1).lowest_price, 9)
        wrong.unlink()
        row = self._position(self.store_1)
        self.assertEqual((row.lowest_price, row.days_since), (120, 4))
        self.env['store.competitor.price'].search([('product_id', '=', self.product.id)]).unlink()
        self.assertFalse(self._position(self.store_1))

    def test_nobody_writes_a_position(self):
        self._seen(self.red, 90)
        row = self._as(self.merchandiser, self._position(self.store_1))
        for act in (
            lambda: row.write({'our_price': 1}),
            row.unlink,
            lambda: row.create({'product_id': self.product.id, 'company_id': self.company.id}),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_money_of_two_currencies_is_not_put_together(self):
        self.other_company.sudo().currency_id = self.env.ref('base.EUR')
        self._seen(self.red, 90)
        self._seen(self.red, 80, store_id=self.foreign.id)
        Position = self.env['store.price.position']
        groups = Position.formatted_read_group(
            [('product_id', '=', self.product.id)], ['product_id'], ['lowest_price:min', 'price_index:avg', '__count']
        )
        self.assertEqual((groups[0]['lowest_price:min'], groups[0]['__count']), (False, 2))
        self.assertTrue(groups[0]['price_index:avg'])
        [alone] = Position.formatted_read_group(
            [('product_id', '=', self.product.id), ('company_id', '=', self.company.id)], [], ['lowest_price:min']
        )
        self.assertEqual(alone['lowest_price:min'], 90)

    def test_many_products_take_as_many_questions_as_few(self):
        products = (
            self.env['product.product']
            .sudo()
            .create([{'name': f'Many {number}', 'list_price': 100, 'taxes_id': [(5,)]} for number in range(60)])
        )

        def questions(some, days):
            rows = [
                {
                    'competitor_id': rival.id,
                    'product_id': product.id,
                    'store_id': self.store_1.id,
                    'price': 90,
                    'date': self.today - timedelta(days=days),
                }
                for product in some
                for rival in (self.red, self.blue)
            ]
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env['store.competitor.price'].create(rows)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        questions(products[:3], 3)
        few = questions(products[:5], 2)
        self.assertLessEqual(questions(products, 1), few + 6)
        self.assertEqual(set(self._position(self.store_1, products[-1]).mapped('position')), {'highest'})
