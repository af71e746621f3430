# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferCurrencies(TransferCommon):
    """Limits are said in one currency and hold in another: a thaler is two dollars; a unit costs 10 dollars."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.thaler = (
            cls.env['res.currency']
            .sudo()
            .create(
                {
                    'name': 'TLR',
                    'symbol': 'T',
                    'rate_ids': [
                        Command.create(
                            {'rate': 0.5, 'name': cls.store_1._today().replace(day=1, month=1), 'company_id': company.id}
                        )
                        for company in cls.company | cls.other_company
                    ],
                }
            )
        )

    def test_the_limit_of_a_lane_is_converted(self):
        self.env['store.lane'].create({'source_group_id': self.east.id, 'currency_id': self.thaler.id, 'approval_limit': 15})
        small, _products = self._ask(2)  # 20 dollars of 30
        self.assertEqual(small.sudo().activity_ids.user_id, self.giver_boss)
        self._as(self.giver_boss, small).action_approve()
        large, _products = self._ask(4)
        self.assertEqual(large.sudo().activity_ids.user_id, self.judge, 'whom the limit asks for')
        with self.assertRaisesRegex(AccessError, 'Ask judge'):
            self._as(self.giver_boss, large).action_approve()
        self._as(self.judge, large).action_approve()

    def test_two_people_are_needed_above_an_amount_in_whatever_currency(self):
        for place in (self.head.sudo(), self.env['store.lane'].create({'source_store_id': self.store_1.id})):
            with self.subTest(place=place._name):
                place.write({'four_eyes': 'above', 'currency_id': self.thaler.id, 'four_eyes_amount': 15})
                alone, _products = self._ask(2, user=self.giver_boss)
                self._as(self.giver_boss, alone).action_approve()
                self.assertTrue(alone.sudo().is_one_handed)
                large, _products = self._ask(4, user=self.giver_boss)
                with self.assertRaisesRegex(UserError, 'needs a second person'):
                    self._as(self.giver_boss, large).action_approve()
            place.four_eyes = False

    def test_the_cost_of_the_way_is_told_in_the_money_of_the_sender(self):
        self.env['store.lane'].create(
            {'source_store_id': self.store_1.id, 'currency_id': self.thaler.id, 'order_cost': 12, 'unit_cost': 0.005}
        )
        transfer, _products = self._ask(4)
        self.assertAlmostEqual(self._as(self.giver_boss, transfer).way_cost, 24.04)
        self.assertEqual(transfer.sudo().currency_id, self.company.currency_id)

    def test_a_lane_begins_in_the_currency_of_its_senders(self):
        self.other_company.sudo().currency_id = self.thaler
        lane = self.env['store.lane'].create({'source_store_id': self.foreign.id, 'approval_limit': 15})
        self.assertEqual(lane.currency_id, self.thaler)
        own = self.env['store.lane'].create({'source_store_id': self.store_1.id})
        self.assertEqual(own.currency_id, self.company.currency_id)
        lane.source_store_id = self.store_2
        self.assertEqual(lane.currency_id, self.thaler, 'what was said is meant as it was said')
        form = Form(self.env['store.lane'].with_company(self.company))
        self.assertEqual(form.currency_id, self.company.currency_id)
        form.source_store_id = self.foreign
        self.assertEqual(form.currency_id, self.thaler, 'nothing was said yet')

    def test_a_group_begins_in_the_currency_of_its_stores(self):
        self.assertEqual(self.head.currency_id, self.company.currency_id)
        self.other_company.sudo().currency_id = self.thaler
        group = self.env['store.group'].create({'name': 'Abroad', 'code': 'ABROAD', 'parent_id': self.head.id})
        self.assertTrue(group.currency_id)
