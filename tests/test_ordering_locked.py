# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon
from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestOrderingLocked(ProgressCommon):
    """Orders of a month whose books are locked: their goods leave today, whatever day they are of."""

    def _lock(self):
        self.company.sudo().fiscalyear_lock_date = '2024-10-31'

    def test_an_order_of_a_locked_month_is_confirmed_and_delivered(self):
        self._lock()
        self.assertEqual(self._send(status='paid', confirm=True)['state'], 'done')
        sale = self._sale('1')
        self.assertEqual((sale.state, self._ship(sale).state, self._open()), ('sale', 'done', []))
        self.assertEqual(sale.picking_ids.date_done.date(), fields.Date.today())

    def test_what_somebody_else_shipped_of_a_locked_month_is_booked(self):
        self.shop.shipped_by = 'elsewhere'
        self._lock()
        self._send(status='paid', confirm=True, ship_by='2024-03-08')
        self._send(status='shipped', ship_by='2024-03-08')
        self.assertEqual((self._open(), self._sale('1').picking_ids.state, self._on_hand()), ([], 'done', 8))

    def test_an_order_confirmed_before_the_lock_loses_what_was_given_back_and_leaves(self):
        self._send(status='paid', confirm=True)
        self._lock()
        self._send(status='paid', refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}])
        self.assertEqual(self._open(), ['conflict'])
        self._intake().action_take_other()
        self.env.flush_all()
        sale = self._sale('1')
        picking = sale.picking_ids.with_user(self.picker).with_context(allowed_company_ids=self.company.ids)
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual((picking.state, sale.amount_total, self._on_hand()), ('done', 12.5, 9))

    def test_goods_do_not_move_in_locked_books(self):
        self._send(status='paid', confirm=True)
        picking = self._ship(self._sale('1'))
        self._lock()
        with self.assertRaisesRegex(ValidationError, f'books of {self.company.name} are locked up to 2024-10-31'):
            picking.date_done = '2024-03-09 10:00:00'


@tagged('post_install', '-at_install')
class TestCounterLocked(TransferCommon):
    """At the counter of a company whose books are locked up to today."""

    def test_who_can_help_is_said(self):
        goods = self._product(list_price=30)
        sale, back = (self._as(self.giver, self.env[name]) for name in ('store.quick.sale', 'store.take.back'))
        line = (
            self.env['sale.order']
            .sudo()
            .browse(sale.sell(self.store_1.id, [{'product': goods.id, 'quantity': 2}])['id'])
            .order_line
        )
        self.company.sudo().fiscalyear_lock_date = today = fields.Date.today()
        said = f'books of {self.company.name} are locked up to {today}.*accountant'
        with self.assertRaisesRegex(UserError, said), self.cr.savepoint():
            back.take_back(line.order_id.id, [{'line': line.id, 'quantity': 1, 'back': 0}])
        with self.assertRaisesRegex(UserError, said), self.cr.savepoint():
            sale.sell(self.store_1.id, [{'product': goods.id, 'quantity': 1}])
        self.assertEqual(self._on_hand(goods, self.warehouse_1), 8)
