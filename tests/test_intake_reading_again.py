# Part of store_group. License LGPL-3.
"""Reading what is kept of a day once more: what was missed comes in, and nothing older is put over what is newer."""

from odoo.fields import Command
from odoo.tests import tagged

from .test_intake_proof import DAY, ProofCommon


def lines(price, sku='T-SHIRT', quantity=2):
    return [{'sku': sku, 'quantity': quantity, 'unit_price': price}]


@tagged('post_install', '-at_install')
class TestReadingAgain(ProofCommon):
    def _order(self, number, channel=None):
        return self.env['store.intake.order'].search(
            [('channel_id', '=', (channel or self.shop).id), ('external_id', '=', number)]
        )

    def _again(self, channel=None):
        self._as('store_manager').browse(self._proof(channel=channel).id).action_read_again()
        self._background()
        self.env.invalidate_all()

    def test_older_content_of_quotations_stays_behind_newer(self):
        self._submit(*(self._payload(number, lines=lines('5.00')) for number in '12'))
        self._submit(*(self._payload(number, lines=lines('12.50')) for number in '12'))
        self.assertEqual(self._declare(3, 75)['state'], 'red')
        stood = self._sale('1').read(['name', 'state', 'amount_total', 'write_date'])
        for _press in range(2):
            self._again()
            self.assertEqual([self._sale(number).amount_total for number in '12'], [25.0, 25.0])
        self.assertEqual(self._sale('1').read(['name', 'state', 'amount_total', 'write_date']), stood)
        again = self.Document.search([('again_of_id', '!=', False), ('channel_id', '=', self.shop.id)])
        self.assertEqual(set(again.mapped('state')), {'done'})
        self.assertEqual(sum(again.mapped('duplicate_count')), 8)
        self.assertIn('stale', again.arrival_ids.issue_ids.mapped('code'))

    def test_a_content_that_came_twice_and_was_corrected_between_counts_last(self):
        for price in ('5.00', '12.50', '5.00'):
            self._submit(self._payload('1', lines=lines(price)))
        self.assertEqual(self._sale('1').amount_total, 10.0)
        self._declare(2)
        self._again()
        self.assertEqual(self._sale('1').amount_total, 10.0)

    def test_progress_in_several_calls_makes_no_conflict(self):
        for status in ('unpaid', 'paid', 'shipped', 'done'):
            self._submit(*(self._payload(number, status=status) for number in '12'), confirm=status != 'unpaid')
        state = [(order.state, order.payload['status']) for order in self._order('1') | self._order('2')]
        self.assertEqual([status for _state, status in state], ['done', 'done'])
        self._declare(3)
        self._again()
        orders = self._order('1') | self._order('2')
        self.assertEqual([(order.state, order.payload['status']) for order in orders], state)
        self.assertFalse(
            orders.issue_ids.filtered(lambda issue: issue.state == 'open' and issue.code in ('goes_back', 'conflict'))
        )

    def test_a_quotation_deleted_since_does_not_come_back_in_older_words(self):
        for price in ('5.00', '12.50'):
            self._submit(self._payload('1', lines=lines(price)))
        self._sale('1').unlink()
        self._declare(1)
        self._again()
        self.assertFalse(self._sale('1'))

    def test_the_newest_file_is_read_by_the_layout_of_today(self):
        self.template.later_file = 'replace'
        for amount in (20, 25):
            self._take_over(self._upload(f'one,F1,{DAY},B1,Buyer,T-SHIRT,Shirt,2,{amount},0.5'))
        self.assertEqual(self._sale('F1', self.files).amount_total, 25.0)
        self._declare(2, who='store_manager', channel='T-FILES', store='T1')
        self.template.column_ids.filtered(lambda column: column.target == 'line.discount_rate').target = 'ignore'
        quantity = self.template.column_ids.filtered(lambda column: column.target == 'line.quantity')
        quantity.write({'header': False, 'default': '1'})  # the layout learns that each row is one piece
        self.template.column_ids = [Command.create({'header': 'Qty', 'target': 'ignore'})]
        self._again(self.files)
        for document in self.Document.search([('again_of_id', '!=', False), ('state', '=', 'review')]):
            self._take_over(document)
        line = self._sale('F1', self.files).order_line
        self.assertEqual((line.product_uom_qty, line.price_subtotal), (1.0, 25.0))

    def test_a_file_completed_later_makes_no_question(self):
        def row(sku, price):
            return f'one,F1,{DAY},B1,Buyer,{sku},{sku},1,{price},'

        self._take_over(self._upload(row('S1', 10), f'one,F2,{DAY},B1,Buyer,S1,S1,1,10,'))
        document = self._upload(row('S1', 10), row('S2', 20), f'one,F2,{DAY},B1,Buyer,S1,S1,1,10,')
        self._take_over(document)
        order = self._order('F1', self.files)
        if order.state == 'conflict':
            order.action_take_other()
            self._background()
        self.env.invalidate_all()
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 30.0))
        self._declare(3, who='store_manager', channel='T-FILES', store='T1')
        self._again(self.files)
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 30.0))

    def test_an_old_file_dropped_once_more_undoes_no_decision(self):
        def row(sku, price):
            return f'one,F1,{DAY},B1,Buyer,{sku},{sku},1,{price},'

        rows = row('S1', 100), row('S2', 20)
        self._take_over(self._upload(*rows))
        self._take_over(self._upload(rows[0]))
        order = self._order('F1', self.files)
        self.assertEqual(order.state, 'conflict')
        order.action_take_other()
        self._background()
        self.env.invalidate_all()
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 100.0))
        again = self._upload(*rows)
        self._take_over(again)
        self.env.invalidate_all()
        self.assertEqual((order.state, order.sale_order_id.amount_total, again.duplicate_count), ('done', 100.0, 1))
        self.assertEqual(again.arrival_ids.issue_ids.mapped('code'), ['stale'])
        self._take_over(self._upload(*rows, row('S3', 3)))
        self.env.invalidate_all()
        self.assertNotEqual(order.sale_order_id.amount_total, 100.0, 'a file nobody has read is news')
