# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_ordering_progress import ProgressCommon

ADDRESS = {'country': 'CN', 'city': '杭州市', 'street': '文一路 1 号'}


@tagged('post_install', '-at_install')
class TestOrderingKept(ProgressCommon):
    """What a person decided about a promised order is remembered, and can be carried out."""

    def _buyer(self, **address):
        return {'external_id': 'B1', 'name': 'Buyer One', 'phone': '13800000001', 'address': {**ADDRESS, **address}}

    def _open_picking(self, number='1'):
        return self._sale(number).picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))

    # === KEPT ===

    def test_what_was_set_aside_is_not_asked_a_second_time(self):
        self._send(status='paid', confirm=True)
        more = [{'external_id': 'L1', 'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': '12.50'}]
        for values in ({'status': 'paid', 'lines': more}, {'status': 'cancelled'}):
            self.assertEqual(self._send(**values)['state'], 'conflict')
            self._intake().action_keep()
            for again in ({}, {'updated_at': '2024-03-07T10:00:00Z'}):
                result = self._send(**values, **again)
                self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), ('duplicate', ['set_aside']))
                self.assertEqual((self._intake().state, self._intake().stops_delivery, self._open()), ('done', False, []))
        self.assertEqual(self._send(status='paid', lines=[{**more[0], 'quantity': 4}])['state'], 'conflict', 'another content')

    def test_what_no_person_set_aside_is_asked_about(self):
        self._send(status='paid', updated_at='2024-03-06T10:00:00Z', confirm=True)
        self.assertEqual(self._send(status='cancelled', updated_at='2024-03-06T11:00:00Z')['state'], 'conflict')
        self._send(status='paid', updated_at='2024-03-06T12:00:00Z')
        self.assertEqual(self._intake().state, 'done', 'said again, later')
        self.assertEqual(self._send(status='cancelled', updated_at='2024-03-06T13:00:00Z')['state'], 'conflict')
        self.assertTrue(self._intake().stops_delivery)

    def test_whoever_answers_second_is_told(self):
        self._send(status='paid', confirm=True)
        self._send(status='cancelled')
        order = self._intake()
        order.action_keep()
        for again in (order.action_take_other, order.action_keep, order.action_add_other):
            with self.assertRaisesRegex(UserError, 'answered meanwhile'):
                again()
        self._send('2', lines=[{'external_id': 'L1', 'sku': 'NEVER-SEEN', 'quantity': 1, 'unit_price': '5'}])
        question = self._intake('2').issue_ids.filtered(lambda issue: issue.code == 'unknown_product')
        question.answer_product_id = self.product
        question.action_answer()
        with self.assertRaisesRegex(UserError, 'answered meanwhile'):
            question.action_answer()
        self.assertTrue((question | self.env['store.intake.issue']).answered_by_id)

    def test_what_was_changed_a_moment_before_is_older(self):
        for number, first, second, outcome in (
            ('1', '10:00:00.999', '10:00:00.111', ('duplicate', ['stale'])),
            ('2', '10:00:00.111', '10:00:00.999', ('done', [])),
        ):
            self._send(number, status='unpaid', updated_at=f'2024-03-06T{first}Z')
            result = self._send(number, status='unpaid', updated_at=f'2024-03-06T{second}Z', shipping_amount='7')
            self.assertEqual((result['state'], [issue['code'] for issue in result['issues']]), outcome, number)
        self.assertEqual([self._sale(number).amount_total for number in '12'], [25, 32])

    def test_one_question_at_a_time(self):
        self._send(status='paid', confirm=True)
        for values in ({'status': 'paid', 'shipping_amount': '1'}, {'status': 'refunded'}, {'status': 'cancelled'}):
            self.assertEqual(self._send(**values)['state'], 'conflict')
            self.assertEqual(len(self._open()), 1, 'the content it was about is gone')
        for number, status in (('2', 'shipped'), ('2', 'done')):
            self._send(number, status=status)
            self.assertEqual(self._open(number), ['already_shipped'])

    def test_what_is_said_after_the_channel_agreed_with_us_is_news(self):
        self._send(status='paid', updated_at='2024-03-06T10:00:00Z', confirm=True)
        self._send(status='cancelled', updated_at='2024-03-06T11:00:00Z')
        self._intake().action_keep()
        self._send(status='paid', updated_at='2024-03-06T12:00:00Z')
        for moment, state in (('2024-03-06T11:00:00Z', 'duplicate'), ('2024-03-06T13:00:00Z', 'conflict')):
            self.assertEqual(self._send(status='cancelled', updated_at=moment)['state'], state, moment)
        self.assertTrue(self._intake().stops_delivery)

    # === WHAT TOUCHES NEITHER GOODS NOR MONEY ===

    def test_a_corrected_address_of_a_confirmed_order_can_be_taken(self):
        self._send(status='paid', confirm=True, customer=self._buyer())
        total = self._sale('1').amount_total
        new = {
            'customer': self._buyer(street='文二路 2 号'),
            'invoice_request': {'title': '某公司', 'tax_no': '91330000'},
            'salesperson': 'Wang',
            'seller_note': 'soon',
        }
        self.assertEqual(self._send(status='paid', **new)['state'], 'conflict')
        self.assertEqual(self._open_picking().partner_id.street, '文一路 1 号')
        self._intake().action_take_other()
        self.env.flush_all()
        sale, picking = self._sale('1'), self._open_picking()
        self.assertEqual((self._intake().state, self._open(), sale.amount_total), ('done', [], total))
        self.assertEqual(
            (picking.partner_id.street, picking.move_ids.partner_id.street, sale.partner_shipping_id.street),
            ('文二路 2 号', '文二路 2 号', '文二路 2 号'),
        )
        self.assertEqual((sale.partner_id, len(sale.picking_ids)), (self.shop.collective_partner_id, 1))
        details = sale.sudo().store_details_ids
        self.assertEqual(
            (details.street, details.invoice_title, details.salesperson, details.seller_note),
            ('文二路 2 号', '某公司', 'Wang', 'soon'),
        )
        self.assertIn(self.picker, picking.activity_ids.user_id, 'whoever picks is told')
        self.assertEqual(self._send(status='paid', **new)['state'], 'duplicate')

    def test_it_can_not_when_it_left_or_when_goods_or_money_change(self):
        self._send(status='paid', confirm=True, customer=self._buyer())
        self._send(status='paid', customer=self._buyer(street='文二路 2 号'), shipping_amount='1')
        with self.assertRaisesRegex(UserError, 'quotation'):
            self._intake().action_take_other()
        self._intake().action_keep()
        self._ship(self._sale('1'))
        self._send(status='paid', customer=self._buyer(street='文三路 3 号'))
        with self.assertRaisesRegex(UserError, 'left'):
            self._intake().action_take_other()

    def test_goods_that_are_picked_have_not_left(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        self._send(status='paid', confirm=True, customer=self._buyer())
        pick = self._sale('1').picking_ids.sudo().filtered(lambda picking: picking.picking_type_code == 'internal')
        pick.move_ids.picked = True
        pick._action_done()
        self._send(status='paid', customer=self._buyer(street='文二路 2 号'))
        self._intake().action_take_other()
        self.assertEqual(self._open_picking().partner_id.street, '文二路 2 号')

    # === CALLED OFF ===

    def _invoice(self, quantity=None):
        """Invoice order 1. Return the posted invoice."""
        invoice = self._sale('1').sudo()._create_invoices()
        if quantity:
            invoice.invoice_line_ids.quantity = quantity
        invoice.action_post()
        return invoice

    def _credit(self, invoice, quantity=None, **values):
        """Post a credit note of an invoice, or of a part of it."""
        wizard = self.env['account.move.reversal'].sudo().with_context(active_model='account.move', active_ids=invoice.ids)
        credit = wizard.create({'journal_id': invoice.journal_id.id}).refund_moves()
        credit = self.env['account.move'].sudo().browse(credit['res_id'])
        if quantity:
            credit.invoice_line_ids.quantity = quantity
        credit.invoice_line_ids.write(values)
        credit.action_post()
        return credit

    def _invoiced(self):
        """Confirm order 1, invoice all of it and let the channel call it off. Return the invoice."""
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=self.company, install_demo=False)
        self.product.sudo().invoice_policy = 'order'
        self._send(status='paid', confirm=True)
        invoice = self._invoice()
        self._send(status='cancelled', updated_at='2024-03-06T10:00:00Z')
        return invoice

    def test_an_invoiced_order_is_cancelled_once_it_is_credited(self):
        invoice = self._invoiced()
        with self.assertRaisesRegex(UserError, invoice.name):
            self._intake().action_take_other()
        self._credit(invoice)
        self._intake().action_take_other()
        self.assertEqual((self._sale('1').state, self._intake().state, self._open()), ('cancel', 'done', []))

    def test_a_part_of_the_credit_is_not_enough(self):
        invoice = self._invoiced()
        self._credit(invoice, quantity=1)
        with self.assertRaisesRegex(UserError, invoice.name):
            self._intake().action_take_other()
        self._credit(invoice, quantity=1)
        self._intake().action_take_other()
        self.assertEqual(self._sale('1').state, 'cancel')

    def test_what_is_invoiced_of_a_part_is_credited_before_it_is_taken_off(self):
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=self.company, install_demo=False)
        self.product.sudo().write({'invoice_policy': 'order', 'taxes_id': False})
        self._send(status='paid', confirm=True)
        invoice = self._invoice()
        self._send(status='paid', refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}])
        with self.assertRaisesRegex(UserError, invoice.name):
            self._intake().action_take_other()
        self._credit(invoice, quantity=1)
        self._intake().action_take_other()
        self.assertEqual((self._sale('1').amount_total, self._intake().state, self._open()), (12.5, 'done', []))
        self.assertEqual(sum(self._open_picking().move_ids.mapped('product_uom_qty')), 1)

    def test_all_pieces_for_less_money_are_not_credited_in_full(self):
        invoice = self._invoiced()
        self._credit(invoice, price_unit=1.0)
        with self.assertRaisesRegex(UserError, invoice.name):
            self._intake().action_take_other()
        self._intake().action_keep()
        self.assertEqual(self._ship(self._sale('1')).state, 'done', 'still paid for')

    def test_what_is_credited_in_full_is_not_shipped_whatever_is_answered(self):
        invoice = self._invoiced()
        self._credit(invoice)
        with self.assertRaisesRegex(UserError, 'Take the new content'):
            self._intake().action_keep()
        self._send(status='paid', updated_at='2024-03-07T10:00:00Z')
        self.assertEqual((self._intake().state, self._intake().stops_delivery), ('conflict', True))
        with self.assertRaisesRegex(UserError, 'called off'):
            self._ship(self._sale('1'))
        self._invoice()
        self._intake().action_keep()
        self.assertEqual(self._ship(self._sale('1')).state, 'done', 'invoiced again')

    def test_a_part_that_left_and_came_back_keeps_its_sale(self):
        self._send(status='paid', confirm=True)
        sale = self._sale('1')
        picking = sale.picking_ids.sudo()
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking._action_done()
        self.assertEqual(self._send(status='cancelled')['state'], 'conflict')
        self.assertTrue(self._intake().stops_delivery)
        with self.assertRaisesRegex(UserError, picking.name):
            self._intake().action_take_other()
        wizard = self.env['stock.return.picking'].sudo().with_context(active_id=picking.id, active_model='stock.picking')
        back = wizard.create({'picking_id': picking.id})
        back.product_return_moves.quantity = 1
        back = back._create_return()
        back.move_ids.write({'quantity': 1, 'picked': True})
        back._action_done()
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._open_picking().ids, self._on_hand()), ((12.5, 12.5, 0), [], 10))

    # === SHIPPED THERE, NEW TO US ===

    def test_called_off_after_the_channel_said_that_it_left_is_a_question(self):
        self._send(status='shipped', confirm=True)
        self.assertEqual(self._send(status='cancelled', confirm=True)['state'], 'conflict')
        self.assertEqual((self._sale('1').state, sorted(self._open())), ('draft', ['already_shipped', 'left_and_called_off']))
        self._intake().action_take_other()
        self._background()
        self.assertEqual((self._sale('1').state, self._intake().state, self._open()), ('cancel', 'done', []))

    def test_booked_before_it_is_answered_it_counts_as_returned(self):
        self._send(status='shipped', confirm=True)
        self._send(status='cancelled')
        self._intake().issue_ids.filtered(lambda issue: issue.code == 'already_shipped').action_accept()
        sale = self._sale('1')
        self.assertEqual((sale.picking_ids.state, self._intake().state), ('done', 'conflict'))
        self._intake().action_take_other()
        self.assertEqual((self._figures(sale), self._intake().state), ((25, 25, 0), 'done'))
        self.assertEqual(self._open(), ['refund_after_delivery'])

    def test_what_may_be_gone_is_not_offered_to_whoever_picks(self):
        self._send(status='shipped', updated_at='2024-03-06T10:00:00Z', confirm=True)
        self._send(status='paid', updated_at='2024-03-07T10:00:00Z', confirm=True)
        self.assertEqual((self._sale('1').state, self._open()), ('draft', ['already_shipped']))
        self._intake().issue_ids.action_ignore()
        self._send(status='paid', updated_at='2024-03-07T10:00:00Z', confirm=True)
        self.assertEqual(self._sale('1').state, 'sale')
