# Part of store_group. License LGPL-3.
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import file_open

from ..exceptions import IntakeRefused
from .intake_common import IntakeCommon

CASE_COLUMNS = (
    ('单号', 'external_id', True),
    ('时间', 'ordered_at', False),
    ('货号', 'line.sku', False),
    ('品名', 'line.name', False),
    ('数量', 'line.quantity', False),
    ('单价', 'line.unit_price', False),
)


class CaseFiles(IntakeCommon):
    """A channel of the files in samples/cases: one store, a collective customer, what is missing is made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.layout = cls.env['store.intake.template'].create(
            {
                'name': 'Cases',
                'column_ids': [
                    Command.create({'header': header, 'target': target, 'is_key': key, 'required': target != 'line.name'})
                    for header, target, key in CASE_COLUMNS
                ],
            }
        )
        cls.cases = cls.env['store.channel'].create(
            {
                'name': 'Cases',
                'code': 'T-CASES',
                'template_id': cls.layout.id,
                'company_id': cls.company.id,
                'tz': 'Asia/Shanghai',
                'store_id': cls.store_1.id,
                'customer_policy': 'collective',
                'create_missing': True,
            }
        )

    def _add_column(self, header, target, **values):
        self.layout.column_ids = [Command.create({'header': header, 'target': target, **values})]

    def _set_column(self, target, **values):
        self.layout.column_ids.filtered(lambda column: column.target == target).write(values)

    def _case(self, name):
        with file_open(f'store_group/tests/samples/cases/{name}', 'rb') as file:
            return self._file(file.read())

    def _file(self, raw):
        raw = raw if isinstance(raw, bytes) else '\n'.join([','.join(column[0] for column in CASE_COLUMNS), *raw]).encode()
        document = self._upload(raw=raw, channel=self.cases)
        self._take_over(document)
        return document

    def _order_of(self, number):
        return self.env['store.intake.order'].search([('channel_id', '=', self.cases.id), ('external_id', '=', number)])

    def _go_on(self):
        self._background()
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestIntakeReplacing(CaseFiles):
    # === THE SAME NUMBER FROM ANOTHER STORE ===

    def _two_stores(self):
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T1')])
        self.first = self._sale('1001')
        (result,) = self.Document.submit_orders(
            'T-SHOP',
            [
                self._payload(
                    '1001',
                    store='T2',
                    ordered_at='2024-03-06T10:00:00',
                    customer={'external_id': 'B2', 'name': 'Somebody Else'},
                    lines=[{'sku': 'T-SHIRT', 'quantity': 9, 'unit_price': 7}],
                )
            ],
        )['results']
        self.orders = self.env['store.intake.order'].search(
            [('channel_id', '=', self.shop.id), ('external_id', '=', '1001')], order='id'
        )
        return result

    def test_the_number_of_another_store_is_a_question_with_both_sides(self):
        result = self._two_stores()
        self.assertEqual((result['state'], result['order_id']), ('question', False))
        self.assertEqual([issue['code'] for issue in result['issues']], ['same_number'])
        for word in ('Street One', '2 × T-SHIRT', '25', self.first.name, 'T2', '9 × T-SHIRT', '63'):
            self.assertIn(word, result['issues'][0]['message'])
        self.assertEqual((self.first.store_id, self.first.amount_total), (self.store_1, 25.0), "untouched")
        self.assertEqual(len(self.orders), 2)

    def test_ignored_it_becomes_an_order_of_its_own(self):
        self._two_stores()
        self.orders[1].issue_ids.action_ignore()
        self._go_on()
        self.assertEqual(self.orders.sale_order_id.mapped('store_id.code'), ['T1', 'T2'])
        self.assertEqual(self.orders.sale_order_id.mapped('amount_total'), [25.0, 63.0])
        # from now on each finds its own
        changed = self._payload('1001', store='T2', lines=[{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 7}])
        results = self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T1'), changed])['results']
        self.assertEqual([result['state'] for result in results], ['duplicate', 'done'])
        self.assertEqual(self.orders.sale_order_id.mapped('amount_total'), [25.0, 7.0])

    def test_an_update_does_not_answer_the_question(self):
        self._two_stores()
        news = self._payload('1001', store='T2', updated_at='2024-03-07T10:00:00', seller_note='packed')
        (result,) = self.Document.submit_orders('T-SHOP', [news])['results']
        self.assertEqual((result['state'], result['order_id']), ('question', False))
        self.assertEqual(self.orders[1].issue_ids.mapped('code'), ['same_number'])
        self.orders[1].issue_ids.action_ignore()
        self._go_on()
        self.assertEqual(self.orders[1].sale_order_id.store_id.code, 'T2')

    def test_refused_because_of_its_number_it_is_made_by_no_other_content(self):
        self._two_stores()
        self.orders[1].action_refuse()
        for note in ('sent', 'packed'):
            news = self._payload('1001', store='T2', updated_at=f'2024-03-07T1{len(note)}:00:00', seller_note=note)
            (result,) = self.Document.submit_orders('T-SHOP', [news])['results']
            self._go_on()
            self.assertEqual(
                (result['state'], self.orders[1].state, self.orders[1].sale_order_id.ids), ('question', 'question', [])
            )
            self.assertEqual([issue['code'] for issue in result['issues']], ['same_number'])
            self.assertIn(self.first.name, result['issues'][0]['message'])

    def test_taking_the_new_content_does_not_answer_whose_number_it_is(self):
        self._two_stores()
        order = self.orders[1]
        order.source_updated_at = '2024-03-08'
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T2', seller_note='packed')])
        self.assertIn('conflict', order.issue_ids.mapped('code'))
        order.action_take_other()
        self._go_on()
        self.assertEqual((order.state, order.sale_order_id.ids), ('question', []))
        self.assertEqual(order.issue_ids.filtered(lambda issue: issue.state == 'open').mapped('code'), ['same_number'])

    def test_a_store_named_later_is_asked_about_too(self):
        self.shop.store_id = False
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T2')])
        for store in (False, 'T1', False, 'T1'):
            (result,) = self._submit(self._payload('1001', **({'store': store} if store else {})))
            codes = [issue['code'] for issue in result['issues']]
            self.assertIn(result['state'], ('question', 'refused'), (store, result))
            self.assertFalse(result['order_id'])
            self.assertTrue(not store or 'same_number' in codes, result)
        self.assertEqual(self._sale('1001').store_id.code, 'T2')

    def test_what_was_made_for_one_store_is_not_moved_by_a_file_without_a_store(self):
        self.shop.store_id = False
        self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T1')])
        self.Document.submit_orders('T-SHOP', [self._payload('1001', updated_at='2024-03-07T10:00:00', seller_note='packed')])
        (result,) = self.Document.submit_orders('T-SHOP', [self._payload('1001', store='T2')])['results']
        self.assertEqual((result['state'], result['issues'][0]['code']), ('question', 'same_number'))
        self.assertEqual(self._sale('1001').store_id.code, 'T1')

    def test_refused_it_stays_away(self):
        self._two_stores()
        self.orders[1].action_refuse()
        self._go_on()
        self.assertFalse(self.orders[1].sale_order_id)
        self.assertEqual(self.first.store_id, self.store_1)

    def test_where_each_store_counts_for_itself_it_is_another_order(self):
        self.shop.number_scope = 'store'
        result = self._two_stores()
        self.assertEqual((result['state'], result['issues']), ('done', []))
        self.assertEqual(self.orders.sale_order_id.mapped('amount_total'), [25.0, 63.0])
        (result,) = self._submit(self._payload('1001'))
        self.assertEqual(result['order_id'], self.first.id, "the channel's own store is meant")

    def test_whoever_sells_for_one_store_is_told_nothing_of_the_other(self):
        self.Document.submit_orders(
            'T-SHOP', [self._payload('1001', store='T2', lines=[{'sku': 'T-SHIRT', 'quantity': 77, 'unit_price': 5}])]
        )
        (result,) = self._submit(self._payload('1001'))
        self.assertEqual((result['state'], result['issues'][0]['code']), ('question', 'same_number'))
        self.assertNotIn('77', str(result))
        self.shop.number_scope = 'store'
        self.Document.submit_orders('T-SHOP', [self._payload('1002', store='T2')])
        (result,) = self._submit(self._payload('1002'))
        self.assertEqual(result['state'], 'done')

    def test_the_store_by_another_name_is_the_same_order(self):
        first = self.files
        self._take_over(self._upload('one,A1,2024-03-05,B1,Li,S1,Cap,3,10.00,'))
        document = self._upload('T1,A1,2024-03-05,B1,Li,S1,Cap,3,10.00,')
        self._take_over(document)
        self.assertEqual(self.env['store.intake.order'].search_count([('channel_id', '=', first.id)]), 1)

    # === AN ORDER CUT OVER TWO FILES ===

    FIRST = ('P1,2026-11-11,T-SHIRT,a,1,10', 'SPLIT,2026-11-11,T-SHIRT,a,1,10')

    def test_the_second_part_is_a_question_with_both_sides(self):
        self._file(self.FIRST)
        document = self._file(('SPLIT,2026-11-11,T-SHIRT,a,3,11', 'P3,2026-11-11,T-SHIRT,a,1,10'))
        order = self._order_of('SPLIT')
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('conflict', 10.0))
        self.assertEqual(document.issue_ids.mapped('code'), ['second_part'])
        for word in ('1 × T-SHIRT', '10', '3 × T-SHIRT', '33'):
            self.assertIn(word, document.issue_ids.message)
        order.action_add_other()
        self._go_on()
        self.assertEqual((order.state, order.sale_order_id.amount_total, len(order.sale_order_id.order_line)), ('done', 43.0, 2))
        self.assertFalse(order.issue_ids.filtered(lambda issue: issue.state == 'open'))
        for rows in (self.FIRST, ('SPLIT,2026-11-11,T-SHIRT,a,3,11',)):
            self._file(rows)
            self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 43.0), "its parts are known")

    def test_the_case_file_is_a_question(self):
        self._file(('SPLIT,2026-11-01 10:00:00,A1,商品,1,10.00',))
        self._case('order_split_over_two_files_b.csv')
        order = self._order_of('SPLIT')
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('conflict', 10.0))
        order.action_keep()
        self._go_on()
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 10.0))
        self._case('order_split_over_two_files_b.csv')
        order.action_take_other()
        self._go_on()
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 20.0))

    def test_a_layout_may_add_or_replace(self):
        self.layout.later_file = 'add'
        self._file(self.FIRST)
        self._file(('SPLIT,2026-11-11,T-SHIRT,a,3,11',))
        order = self._order_of('SPLIT')
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 43.0))
        self._file(self.FIRST)
        self.assertEqual(order.sale_order_id.amount_total, 43.0)
        self.layout.later_file = 'replace'
        self._file(('SPLIT,2026-11-11,T-SHIRT,a,7,1',))
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('done', 7.0))

    def test_what_loses_no_line_is_an_update(self):
        self._file(self.FIRST)
        self._file((*self.FIRST, 'SPLIT,2026-11-11,T-SHIRT,a,3,11'))
        self.assertEqual(self._order_of('SPLIT').sale_order_id.amount_total, 43.0)

    def test_a_corrected_row_of_what_nobody_made_is_an_update(self):
        self._file(('P0,2026-11-11,T-SHIRT,a,1,10', 'BAD,2026-11-11,T-SHIRT,a,many,10', 'P1,2026-11-11,T-SHIRT,a,1,10'))
        self.assertEqual(self._order_of('BAD').state, 'question')
        self._file(('P0,2026-11-11,T-SHIRT,a,1,10', 'BAD,2026-11-11,T-SHIRT,a,2,10', 'P1,2026-11-11,T-SHIRT,a,1,10'))
        self.assertEqual(self._order_of('BAD').sale_order_id.amount_total, 20.0)

    def test_a_second_part_of_an_order_that_waits_waits_with_it(self):
        self._file(('P0,2026-11-11,T-SHIRT,a,1,10', 'BAD,2026-11-11,T-SHIRT,a,many,10'))
        self._file(('BAD,2026-11-11,T-SHIRT,a,x,10', 'P1,2026-11-11,T-SHIRT,a,1,10'))
        order = self._order_of('BAD')
        self.assertEqual(order.state, 'conflict')
        order.action_add_other()
        self._go_on()
        self.assertEqual(order.state, 'question')
        self.assertEqual(
            sorted(order.issue_ids.filtered(lambda issue: issue.state == 'open').mapped('field')),
            ['lines[0].quantity', 'lines[1].quantity'],
        )

    def test_kept_without_a_sale_order_it_is_checked_again(self):
        self._file(('P0,2026-11-11,T-SHIRT,a,1,10', 'BAD,2026-11-11,T-SHIRT,a,many,10'))
        self._file(('BAD,2026-11-11,T-SHIRT,a,3,10', 'P1,2026-11-11,T-SHIRT,a,1,10'))
        order = self._order_of('BAD')
        order.action_keep()
        self._go_on()
        self.assertEqual((order.state, order.sale_order_id.id), ('question', False), "never done without a sale order")

    def test_a_promised_order_is_not_added_to(self):
        self._file(self.FIRST)
        order = self._order_of('SPLIT')
        order.sale_order_id.action_confirm()
        self.layout.later_file = 'add'
        self._file(('SPLIT,2026-11-11,T-SHIRT,a,3,11',))
        self.assertEqual((order.state, order.sale_order_id.amount_total), ('conflict', 10.0))
        with self.assertRaises(IntakeRefused):
            order.action_add_other()

    # === ROWS WITHOUT A NUMBER ===

    def test_a_row_without_a_number_lets_its_order_wait(self):
        for name in ('continuation_without_key.csv', 'merged_order_id.xlsx'):
            document = self._case(name)
            self.assertEqual(document.order_ids.mapped('state'), ['question'] * len(document.order_ids), name)
            self.assertFalse(document.order_ids.sale_order_id)
            document.order_ids.unlink()

    def test_or_continues_it_where_the_layout_says_so(self):
        self._set_column('external_id', fill_down=True)
        for name in ('continuation_without_key.csv', 'merged_order_id.xlsx'):
            document = self._case(name)
            self.assertEqual(document.order_ids.mapped('state'), ['done'], name)
            self.assertEqual(len(document.order_ids.sale_order_id.order_line), 2)
            document.order_ids.sale_order_id.unlink()
            document.order_ids.unlink()

    # === WHICH STORE ===

    def _blank_stores(self):
        self.cases.write(
            {
                'store_id': False,
                'store_map_ids': [
                    Command.create({'name': 'X', 'store_id': self.store_1.id}),
                    Command.create({'name': 'Y', 'store_id': self.store_2.id}),
                ],
            }
        )

    def test_one_answer_moves_no_order_that_did_not_ask(self):
        self._blank_stores()
        self._add_column('门店', 'store')
        document = self._case('fill_down_store.csv')
        asked = document.issue_ids.filtered(lambda issue: issue.code == 'missing_store')
        self.assertEqual(sorted(asked.order_id.mapped('external_id')), ['F2', 'F4'])
        asked[0].answer_store_id = self.store_1
        asked[0].action_answer()
        self._go_on()
        self.assertFalse(self.cases.store_id)
        self.assertEqual(asked.mapped('state'), ['answered', 'open'])
        asked[1].answer_store_id = self.store_2
        asked[1].action_answer()
        self._go_on()
        found = {order.external_id: order.sale_order_id.store_id.code for order in document.order_ids}
        self.assertEqual(found, {'F1': 'T1', 'F2': 'T1', 'F3': 'T2', 'F4': 'T2'})
        self.assertEqual(self._case('fill_down_store.csv').duplicate_count, 4)

    def test_a_blank_store_means_the_one_above_where_the_layout_says_so(self):
        self._blank_stores()
        self._add_column('门店', 'store', fill_down=True)
        document = self._case('fill_down_store.csv')
        found = {order.external_id: order.sale_order_id.store_id.code for order in document.order_ids}
        self.assertEqual(found, {'F1': 'T1', 'F2': 'T1', 'F3': 'T2', 'F4': 'T2'})

    def test_where_no_order_can_name_a_store_one_answer_serves_all(self):
        self.cases.store_id = False
        document = self._case('identical_rows.csv')
        document |= self._file(('Q1,2026-11-11,T-SHIRT,a,1,10', 'Q2,2026-11-11,T-SHIRT,a,1,10'))
        issue = document.issue_ids.filtered(lambda issue: issue.code == 'missing_store')[0]
        issue.answer_store_id = self.store_2
        issue.action_answer()
        self._go_on()
        self.assertEqual(self._order_of('Q2').sale_order_id.store_id, self.store_2)

    # === EQUAL ROWS ===

    def test_equal_rows_are_one_question_for_the_file(self):
        rows = [f'D{n},2026-11-11,T-SHIRT,a,1,10' for n in (1, 1, 2, 2, 3)]
        document = self._file(rows)
        self.assertEqual((document.question_count, document.done_count), (2, 1))
        issues = document.issue_ids.filtered(lambda issue: issue.code == 'equal_rows')
        self.assertEqual(issues.mapped('kind'), ['rows', 'rows'])
        with self.assertRaises(IntakeRefused):
            issues[0].action_answer()
        issues[0].answer_rows = 'once'
        issues[0].action_answer()
        self._go_on()
        self.assertEqual([self._order_of(f'D{n}').sale_order_id.amount_total for n in (1, 2, 3)], [10.0, 10.0, 10.0])
        self.assertEqual(self._file(rows).duplicate_count, 3, "the answer holds")

    def test_genuine_equal_rows_stay(self):
        document = self._case('identical_rows.csv')
        self.assertFalse(document.order_ids.sale_order_id)
        issue = document.issue_ids.filtered(lambda issue: issue.severity == 'error')
        issue.answer_rows = 'keep'
        issue.action_answer()
        self._go_on()
        self.assertEqual(document.order_ids.sale_order_id.amount_total, 20.0)

    def test_a_repeated_line_number_is_the_same_question(self):
        self._add_column('子单号', 'line.external_id')
        document = self._case('same_line_number_twice.csv')
        issue = document.issue_ids.filtered(lambda issue: issue.severity == 'error')
        self.assertEqual(issue.mapped('code'), ['equal_rows'])
        issue.answer_rows = 'once'
        issue.action_answer()
        self._go_on()
        self.assertEqual(document.order_ids.sale_order_id.amount_total, 10.0)
        self.assertFalse(document.issue_ids.filtered(lambda issue: issue.state == 'open'))

    # === THE OTHER FILES ===

    def test_shipping_of_each_row_is_added_up(self):
        self._add_column('运费', 'shipping_amount', is_sum=True)
        self.assertEqual(self._case('shipping_per_line.csv').order_ids.sale_order_id.amount_total, 36.5)

    def test_tabs_and_traditional_chinese(self):
        document = self._case('tab_after_cells_20rows.csv')
        self.assertEqual((document.state, document.question_count), ('done', 0), document.error)
        self.assertGreaterEqual(document.done_count, 20)
        for column, header in zip(self.layout.column_ids, ('Order', 'Date', 'SKU', 'Name', 'Qty', 'Price'), strict=True):
            column.header = header
        self.assertTrue(self._case('big5.csv').order_ids.sale_order_id)
        document = self._upload(channel=self.cases, raw='Order,Name\n1,Müller\n'.encode('cp1252'))
        self.assertEqual(document.state, 'failed')
        self.assertIn('cp1252', document.error)
