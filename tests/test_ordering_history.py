# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingHistory(IntakeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files.history_until = '2024-03-05'

    def _load(self):
        document = self._upload(
            'T1,H1,2024-03-05,B1,Li,S1,Cap,3,10.00,',
            'T2,H2,2023-01-02,B2,Wang,S2,Sock,2,7.01,0.2',
            'T1,N1,2024-03-06,B1,Li,S1,Cap,1,4.00,',
        )
        self._take_over(document)
        self.assertEqual((document.state, document.done_count, document.history_count), ('done', 3, 2))
        return document

    def test_the_past_is_sold_dated_and_locked(self):
        document = self._load()
        sales = document.order_ids.sale_order_id
        history, normal = sales.filtered('is_history'), sales.filtered(lambda sale: not sale.is_history)
        self.assertEqual(
            history.mapped(lambda sale: (sale.name, sale.state, sale.locked, sale.amount_total)),
            [('H1', 'sale', True, 10.0), ('H2', 'sale', True, 7.01)],
        )
        self.assertEqual([str(day) for day in history.mapped('store_day')], ['2024-03-05', '2023-01-02'])
        self.assertEqual(history.order_line.mapped('store_day'), history.mapped('store_day'))
        self.assertEqual((normal.state, normal.is_history), ('draft', False))

    def test_no_to_do_of_core_holds_the_past(self):
        mails = self.env['mail.mail'].sudo().search_count([])
        document = self._load()
        history = document.order_ids.sale_order_id.filtered('is_history')
        lines = history.order_line
        moves = self.env['stock.move'].sudo()
        self.assertFalse(history.picking_ids)
        self.assertFalse(moves.search([('sale_line_id', 'in', lines.ids)]), "deliver")
        self.assertEqual(set(history.mapped('delivery_status')), {False})
        self.assertEqual(lines.mapped('qty_delivered'), lines.mapped('product_uom_qty'))
        self.assertEqual(lines.mapped('qty_to_deliver'), [0.0, 0.0])
        self.assertFalse(
            self.env['sale.order'].search([('id', 'in', history.ids), ('invoice_status', '!=', 'no')]), "invoice and upsell"
        )
        self.assertEqual(set(lines.mapped('invoice_status')), {'no'})
        for name in ('qty_to_invoice', 'untaxed_amount_to_invoice', 'amount_to_invoice'):
            self.assertEqual(lines.mapped(name), [0.0, 0.0], name)
        self.assertEqual(history.mapped('amount_to_invoice'), [0.0, 0.0])
        self.assertFalse(history.activity_ids, "upsell")
        self.assertFalse(lines.filtered('display_qty_widget'), "forecast")
        self.assertEqual(lines.product_id.mapped('virtual_available'), [0.0, 0.0], "forecast")
        self.assertEqual(self.env['mail.mail'].sudo().search_count([]), mails, "mail")
        self.assertFalse(history.message_ids)
        self.assertFalse(history.message_follower_ids)
        self.env.flush_all()
        report = self.env['sale.report'].search([('order_reference', 'in', [f'sale.order,{sale.id}' for sale in history])])
        self.assertEqual(sum(report.mapped('untaxed_amount_to_invoice')), 0.0)
        self.assertEqual(sum(report.mapped('qty_to_invoice')), 0.0)
        self.assertAlmostEqual(sum(report.mapped('price_subtotal')), 17.01)

    def test_the_past_owes_nothing(self):
        self.company.sudo().account_use_credit_limit = True
        document = self._load()
        partner = document.order_ids.sale_order_id.filtered('is_history').partner_id[:1]
        self.assertEqual(partner.with_company(self.company).sudo().credit_to_invoice, 0.0)

    def test_a_recomputation_changes_nothing(self):
        history = self._load().order_ids.sale_order_id.filtered('is_history')
        lines = history.order_line
        names = ('price_subtotal', 'qty_delivered', 'qty_to_invoice', 'invoice_status', 'untaxed_amount_to_invoice')
        before = lines.read(names)
        for name in names:
            self.env.add_to_compute(lines._fields[name], lines)
        self.env.add_to_compute(history._fields['amount_total'], history)
        self.env.add_to_compute(history._fields['invoice_status'], history)
        self.env.flush_all()
        self.assertEqual(lines.read(names), before)
        self.assertEqual(history.mapped('amount_total'), [10.0, 7.01])

    def test_the_past_is_not_changed(self):
        history = self._load().order_ids.sale_order_id.filtered('is_history')
        for call in (
            history.action_unlock,
            history.action_cancel,
            history._action_cancel,
            history.action_draft,
            history.unlink,
            lambda: history.write({'date_order': '2024-01-01'}),
            lambda: history.write({'locked': False}),
            lambda: history.with_context(store_group_remove_history=True).unlink(),
            lambda: history.order_line.write({'qty_delivered': 0}),
            lambda: history.order_line.unlink(),
            lambda: history[0].write({'order_line': [(0, 0, {'product_id': self.product.id})]}),
            lambda: self.env['sale.order.line'].create({'order_id': history[0].id, 'product_id': self.product.id}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call()
        with self.assertRaisesRegex(UserError, 'remove the whole load'):
            history.action_cancel()

    def test_confirming_the_load_leaves_the_past_alone(self):
        document = self._upload('T1,H1,2024-03-05,B1,Li,S1,Cap,3,10.00,', 'T1,N1,2024-03-06,B1,Li,S1,Cap,1,4.00,', confirm=True)
        self._take_over(document)
        self.assertEqual(set(document.order_ids.sale_order_id.mapped('state')), {'sale'})
        self.assertFalse(self._sale('H1', self.files).picking_ids)
        self.assertTrue(self._sale('N1', self.files).picking_ids)

    def test_a_load_is_taken_back_as_one(self):
        document = self._load()
        sales = document.order_ids.sale_order_id
        history, normal = sales.filtered('is_history'), sales.filtered(lambda sale: not sale.is_history)
        used, unused = normal.order_line.product_id, history.order_line.product_id - normal.order_line.product_id
        partner = history.partner_id - normal.partner_id
        document.action_remove_history()
        self._background()
        self.env.invalidate_all()
        self.assertFalse(history.exists())
        self.assertTrue(normal.exists(), "what is no history stays")
        self.assertFalse(unused.exists() or partner.exists(), "what the load made and nobody uses goes")
        self.assertTrue(used.exists())
        self.assertTrue(document.removed_on)
        self.assertEqual(document.history_count, 0)
        again = self._upload('T1,H1,2024-03-05,B1,Li,S1,Cap,3,10.00,')
        self._take_over(again)
        self.assertEqual(again.done_count, 1, "the same orders can be loaded again")

    def test_the_same_history_twice_changes_nothing(self):
        self._load()
        again = self._upload('T1,H1,2024-03-05,B1,Li,S1,Cap,3,10.00,')
        self._take_over(again)
        self.assertEqual((again.duplicate_count, again.done_count), (1, 0))
        changed = self._upload('T1,H1,2024-03-05,B1,Li,S1,Cap,4,10.00,')
        self._take_over(changed)
        self.assertEqual(changed.conflict_count, 1, "the past is not rewritten by a file")
