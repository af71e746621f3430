# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .profit_common import DAY, ProfitCommon


@tagged('post_install', '-at_install')
class TestProfitShares(ProfitCommon):
    """What is counted for stores without being booked on them: estimated fees, shares of headquarters' cost."""

    def _key(self, **vals):
        return self.env['store.cost.key'].create(
            {
                'name': 'Head office',
                'company_id': self.company.id,
                'date_from': '2026-01-01',
                'account_ids': [Command.set(self.rent.ids)],
                **vals,
            }
        )

    def _shares(self):
        return self._by('store_id', domain=[('section', '=', 'allocation')])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nowhere = cls.env['store.store']
        # revenue 300 and 600, 100 of headquarters' cost, and a cost of store 1 that is its own
        cls._post(
            [
                (cls.income, 300, {cls.account_1: 100}),
                (cls.income, 600, {cls.account_2: 100}),
                (cls.rent, -100, None),
                (cls.rent, -7, {cls.account_1: 100}),
            ]
        )

    def test_by_revenue_and_the_remainder_goes_to_the_largest(self):
        self._key()
        self.assertEqual(self._shares(), {self.store_1: -33.33, self.store_2: -66.67, self.nowhere: 100})
        self._assert_is_ledger()

    def test_by_area_of_the_stores_open_that_month(self):
        (self.store_1 | self.store_2).opened_on = '2026-01-01'
        self.store_1.area_m2, self.store_2.area_m2, self.online.area_m2 = 75, 25, 900
        self.online.opened_on = '2026-04-01'
        self._key(basis='area')
        self.assertEqual(self._shares(), {self.store_1: -75, self.store_2: -25, self.nowhere: 100})

    def test_by_people_who_had_a_role_on_the_last_day(self):
        for number, (store, begin) in enumerate(
            [
                (self.store_1, '2026-03-31'),
                (self.store_2, '2026-01-01'),
                (self.store_2, '2026-01-01'),
                (self.store_1, '2026-04-01'),
            ]
        ):
            self._member(self._accountant(f'h{number}', 'base.group_user'), store, date_from=begin)
        (self.store_1 | self.store_2).opened_on = '2026-01-01'
        self._key(basis='headcount')
        self.assertEqual(self._shares(), {self.store_1: -33.33, self.store_2: -66.67, self.nowhere: 100})

    def test_by_fixed_shares_also_to_a_store_of_another_company(self):
        self._key(
            basis='fixed',
            share_ids=[
                Command.create({'store_id': store.id, 'percent': share})
                for store, share in ((self.store_1, 40), (self.foreign, 60))
            ],
        )
        self.assertEqual(self._shares(), {self.store_1: -40, self.foreign: -60, self.nowhere: 100})
        self.assertEqual(
            self._by('company_id', domain=[('section', '=', 'allocation'), ('store_id', '=', self.foreign.id)]),
            {self.company: -60},
        )

    def test_a_key_holds_for_its_months_and_another_follows(self):
        self._post([(self.rent, -10, None), (self.income, 1, {self.account_2: 100})], day='2026-04-02')
        self._key(date_to='2026-03-15')
        self._key(
            date_from='2026-04-01', basis='fixed', share_ids=[Command.create({'store_id': self.store_2.id, 'percent': 100})]
        )
        by_month = self._by('store_id', 'date:month', domain=[('section', '=', 'allocation')])
        self.assertEqual(
            {(store, f'{month:%m}'): amount for (store, month), amount in by_month.items()},
            {
                (self.store_1, '03'): -33.33,
                (self.store_2, '03'): -66.67,
                (self.nowhere, '03'): 100,
                (self.store_2, '04'): -10,
                (self.nowhere, '04'): 10,
            },
        )
        days = self._report.search([('section', '=', 'allocation')]).mapped('date')
        self.assertEqual({str(day) for day in days}, {'2026-03-31', '2026-04-30'})

    def test_a_department_of_headquarters(self):
        plan = self.env['account.analytic.plan'].sudo().create({'name': 'Departments'})
        marketing = self.env['account.analytic.account'].sudo().create({'name': 'Marketing', 'plan_id': plan.id})
        self._post([(self.rent, -40, {marketing: 100}), (self.rent, -60, {marketing: 100, self.account_1: 100})])
        self._key(
            account_ids=False,
            analytic_account_ids=[Command.set(marketing.ids)],
            basis='fixed',
            share_ids=[Command.create({'store_id': self.store_2.id, 'percent': 100})],
        )
        self.assertEqual(self._shares(), {self.store_2: -40, self.nowhere: 40})

    def test_without_a_base_nothing_is_shared(self):
        self._key(basis='area')
        self.assertEqual(self._shares(), {})

    def test_what_a_key_refuses(self):
        self._key()
        for name, vals in {
            'the same cost twice': {},
            'no cost': {'account_ids': False, 'date_from': '2025-01-01', 'date_to': '2025-01-31'},
            'shares of 90 %': {
                'basis': 'fixed',
                'date_from': '2025-01-01',
                'date_to': '2025-01-31',
                'share_ids': [Command.create({'store_id': self.store_1.id, 'percent': 90})],
            },
        }.items():
            with self.subTest(name), self.assertRaises(ValidationError), self.cr.savepoint():
                self._key(**vals)

    # === FEES ===

    def _channel_order(self, channel, amount, day=DAY):
        order, _invoice = self._sell(self.store_1, self.goods['periodic'], day=day, deliver=False, price=amount)
        order.sudo().write({'store_channel_id': channel.id, 'store_day': day})

    def test_fees_are_estimated_from_net_sales_by_the_rate_of_the_day(self):
        channel = self.env['store.channel'].create(
            {'name': 'Market', 'code': 'T-MKT', 'company_id': self.company.id, 'reader': 'canonical', 'store_id': self.store_1.id}
        )
        self.env['store.channel.fee'].create(
            [
                {'channel_id': channel.id, 'date_from': '2026-01-01', 'date_to': '2026-03-31', 'percent': 5},
                {'channel_id': channel.id, 'date_from': '2026-04-01', 'percent': 3.333},
            ]
        )
        self._channel_order(channel, 200)
        self._channel_order(channel, 100, day='2026-04-02')
        by_month = self._by('date:month', domain=[('line', '=', 'fee_estimate'), ('store_id', '=', self.store_1.id)])
        self.assertEqual([(f'{month:%m}', amount) for month, amount in by_month.items()], [('03', -10), ('04', -3.33)])
        self.assertEqual(self._by('section', domain=[('line', '=', 'fee_estimate')]), {'estimate': -13.33})
        self._assert_is_ledger()

    def test_statements_take_the_place_of_the_estimate(self):
        channel = self.env['store.channel'].create(
            {'name': 'Market', 'code': 'T-MKT', 'company_id': self.company.id, 'reader': 'canonical'}
        )
        fees = self._account('expense_other')
        self.env['store.channel.fee'].create(
            {'channel_id': channel.id, 'date_from': '2026-01-01', 'date_to': '2026-02-28', 'percent': 5, 'account_id': fees.id}
        )
        self._post([(fees, -9, {self.account_1: 100})])
        self.assertEqual(self._of(self.store_1)['fee'], -9)
        with self.assertRaises(ValidationError):
            self.env['store.channel.fee'].create({'channel_id': channel.id, 'date_from': '2026-02-28', 'percent': 1})
