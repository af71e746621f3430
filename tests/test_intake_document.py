# Part of store_group. License LGPL-3.
import base64
from unittest.mock import patch

from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import file_open

from ..exceptions import IntakeRefused
from ..models.intake.sql import landed
from .intake_common import IntakeCommon

GOOD = 'T1,A1,2024-03-05,B1,Li,S1,Cap,3,10.00,'


@tagged('post_install', '-at_install')
class TestIntakeDocument(IntakeCommon):
    def test_a_file_waits_for_review_then_becomes_orders(self):
        document = self._upload(GOOD, 'one,A2,2024-03-06,B2,Wang,S2,Sock,2,0.03,0.4', 'T2,A3,2024-03-06,B1,Li,S1,Cap,1,5,')
        self.assertEqual(document.state, 'review', document.error)
        self.assertEqual((document.total_count, document.line_count, document.ready_count), (3, 3, 3))
        self.assertEqual((document.new_product_count, document.new_customer_count), (2, 2))
        self.assertIn('Street One', document.preview)
        self.assertFalse(document.order_ids.sale_order_id, "nothing is made before somebody says so")
        self._take_over(document)
        self.assertEqual((document.state, document.done_count, document.progress), ('done', 3, 100.0))
        sales = document.order_ids.sale_order_id
        self.assertEqual(sales.mapped('store_id'), self.store_1 | self.store_2)
        self.assertEqual(set(sales.mapped('state')), {'draft'})
        self.assertEqual(sales.mapped('amount_total'), [10.0, 0.03, 5.0], "to the cent, whatever the unit price is")
        self.assertEqual(len(sales.partner_id), 2)
        self.assertEqual(len(sales.order_line.product_id), 2)

    def test_a_long_file_is_never_read_while_a_person_waits(self):
        rows = [f'T1,A{number},2024-03-05,B1,Li,S1,Cap,1,1,' for number in range(5001)]
        self.assertLess(len('\n'.join(rows)), 1024 * 1024)
        document = self._upload(*rows)
        self.assertEqual((document.state, document.landed_count), ('new', 0), 'many rows, few bytes')

    def test_reading_that_takes_long_goes_on_in_the_background(self):
        reader = 'odoo.addons.store_group.models.intake.store_intake_reader.reader'
        rows = [f'T1,A{number},2024-03-05,B1,Li,S1,Cap,1,1,' for number in range(5)]
        with patch(f'{reader}.LAND_CHUNK', 2), patch(f'{reader}.monotonic', lambda: float('inf')):
            document = self._upload(*rows)
        self.assertEqual((document.state, document.landed_count), ('reading', 2))
        self.assertTrue(self._parsed(document))
        with patch.object(self.env.registry['store.intake.reader'], '_entries', side_effect=AssertionError("parsed twice")):
            self._background()
        self.assertEqual((document.state, document.landed_count, document.ready_count), ('review', 5, 5))
        self.assertEqual(document.new_product_count, 1, "what the first run met is counted once")
        self.assertEqual(document.order_ids.sorted('id').mapped('external_id'), [f'A{number}' for number in range(5)])
        self.assertFalse(self._parsed(document), "nothing is kept of what has landed")

    def test_what_is_left_over_several_times_is_parsed_once(self):
        reader = 'odoo.addons.store_group.models.intake.store_intake_reader.reader'
        rows = [f'T1,A{number},2024-03-05,B1,Li,S{number % 4},Cap,1,1,' for number in range(9)]
        slices = 'odoo.addons.store_group.engine.intake.kept.SLICE'
        with patch(f'{reader}.LAND_CHUNK', 2), patch(f'{reader}.monotonic', lambda: float('inf')), patch(slices, 3):
            document = self._upload(*rows)
            with patch.object(self.env.registry['store.intake.reader'], '_entries', side_effect=AssertionError("parsed twice")):
                worker = self.env['store.intake.worker'].sudo()
                for landed in (4, 6, 8):
                    self.assertFalse(worker._work(document.sudo(), stop_at=1.0))
                    self.assertEqual(document.landed_count, landed)
                self.assertTrue(worker._work(document.sudo(), stop_at=1.0))
        self.assertEqual((document.state, document.ready_count, document.new_product_count), ('review', 9, 4))
        self.assertFalse(self._parsed(document))

    def test_what_was_parsed_goes_with_a_file_that_is_discarded(self):
        reader = 'odoo.addons.store_group.models.intake.store_intake_reader.reader'
        rows = [f'T1,A{number},2024-03-05,B1,Li,S1,Cap,1,1,' for number in range(5)]
        with patch(f'{reader}.LAND_CHUNK', 2), patch(f'{reader}.monotonic', lambda: float('inf')):
            document = self._upload(*rows)
        document.action_discard()
        self.assertFalse(self._parsed(document))
        document.action_read_again()
        self._background()
        self.assertEqual((document.state, document.ready_count), ('review', 5))

    def _parsed(self, document):
        same = [('res_model', '=', document._name), ('res_id', '=', document.id), ('res_field', '=', 'parsed')]
        return self.env['ir.attachment'].sudo().search(same)

    def test_amounts_survive_a_recomputation(self):
        document = self._upload(*(f'T1,A{n},2024-03-05,B1,Li,S1,Cap,{n % 13 + 1},{n * 0.37:.2f},0.15' for n in range(1, 60)))
        self._take_over(document)
        sales = document.order_ids.sale_order_id
        before = sales.mapped('amount_total')
        self.assertEqual(before, [round(n * 0.37, 2) for n in range(1, 60)])
        lines = sales.order_line
        for name in ('price_subtotal', 'price_total'):
            self.env.add_to_compute(lines._fields[name], lines)
        self.env.add_to_compute(sales._fields['amount_total'], sales)
        self.env.flush_all()
        self.assertEqual(sales.mapped('amount_total'), before)

    def test_the_same_file_twice_changes_nothing(self):
        first = self._upload(GOOD)
        self._take_over(first)
        sale = self._sale('A1', self.files)
        again = self._upload(GOOD)
        self._take_over(again)
        self.assertEqual((again.state, again.duplicate_count, again.done_count), ('done', 1, 0))
        self.assertEqual(self.env['sale.order'].search_count([('store_channel_id', '=', self.files.id)]), 1)
        self.assertEqual(again.arrival_ids.order_id.sale_order_id, sale)

    def test_a_broken_row_is_named_and_stops_no_other(self):
        document = self._upload(
            GOOD,
            'T1,A2,yesterday,B1,Li,S1,Cap,3,10.00,',
            'T1,A3,2024-03-05,B1,Li,S1,Cap,x,10.00,',
            'T1,A4,2024-03-05,B1,Li,S1,Cap,1,-4,',
            ',A5,2024-03-05,B1,Li,S1,Cap,1,4,',
            'Nowhere,A6,2024-03-05,B1,Li,S1,Cap,1,4,',
        )
        self.assertEqual((document.ready_count, document.question_count), (1, 5))
        issues = {
            issue.order_id.external_id: (issue.code, issue.row, issue.column)
            for issue in document.issue_ids
            if issue.severity == 'error' and issue.from_reading
        }
        self.assertEqual(issues['A2'], ('not_a_date', 3, 'C'))
        self.assertEqual(issues['A3'], ('not_a_number', 4, 'H'))
        self.assertEqual(issues['A4'], ('negative_price', 5, 'I'))
        self.assertEqual(issues['A5'], ('missing_value', 6, 'A'))
        codes = document.issue_ids.filtered(lambda issue: issue.order_id.external_id == 'A6').mapped('code')
        self.assertEqual(codes, ['unknown_store'])
        self.assertTrue(all(document.issue_ids.mapped('message')))
        self._take_over(document)
        self.assertEqual((document.state, document.done_count, document.question_count), ('done', 1, 5))

    def test_files_that_cannot_be_read_say_why_and_are_kept(self):
        for sample, words in (
            ('bad_columns_html.xls', 'No column'),
            ('bad_encrypted.xls', 'password'),
            ('bad_encrypted_book.xlsx', 'password'),
            ('bad_truncated.xls', 'ends in the middle'),
            ('bad_truncated_book.xlsx', 'ends in the middle'),
            ('bad_image.xlsx', 'not a spreadsheet'),
            ('bad_empty.csv', 'empty'),
            ('bad_columns.csv', 'No column'),
        ):
            with self.subTest(sample), file_open(f'store_group/tests/samples/{sample}', 'rb') as file:
                raw = file.read() or b' '
                document = self._upload(raw=raw)
                self.assertEqual(document.state, 'failed')
                self.assertIn(words, document.error)
                self.assertEqual(base64.b64decode(document.content), raw, "nothing is lost")
                self.assertFalse(document.order_ids)

    def test_a_missing_column_is_named(self):
        document = self._upload('T1,A1,2024-03-05', header='Shop,Order,Date')
        self.assertEqual(document.state, 'failed')
        self.assertIn('Sku', document.error)

    def test_discarded_leaves_the_raw_file_only(self):
        document = self._upload(GOOD)
        document.action_discard()
        self.assertEqual(document.state, 'failed')
        self.assertFalse(document.order_ids)
        document.action_read_again()
        self._background()
        document.invalidate_recordset()
        self.assertEqual((document.state, document.ready_count), ('review', 1))

    def test_discarded_it_takes_no_order_of_an_earlier_file_along(self):
        asked = 'nowhere,A2,2024-03-05,B1,Li,S1,Cap,1,1.00,'
        first = self._upload(GOOD, asked)
        self._upload(GOOD, asked).action_discard()
        self.assertEqual((first.state, len(first.order_ids)), ('review', 2))
        self._take_over(first)
        self.assertEqual((first.done_count, first.question_count), (1, 1))
        again = self._upload(GOOD, asked)
        again.action_discard()
        self.assertEqual((first.done_count, first.question_count, again.order_ids), (1, 1, again.order_ids.browse()))

    def test_discarded_it_leaves_orders_of_an_earlier_file_as_they_were(self):
        rows = [f'T1,A{number},2024-03-05,B1,Li,S1,Cap,1,10.00,' for number in range(12)]
        first = self._upload(*rows)
        later = self._upload(*(row.replace('10.00', '99.00') for row in rows[:11]), 'T1,B1,2024-03-05,B1,Li,S1,Cap,1,1.00,')
        taken = later.order_ids.filtered(lambda order: order.external_id != 'B1')
        self.assertEqual(len(taken), 11, "it says something else of them, so it took them")
        worker = self.env.registry['store.intake.worker']
        with patch.object(worker, '_count', autospec=True, side_effect=worker._count) as count:
            later.action_discard()
        self.assertEqual(count.call_count, 2, "once for all orders, and once as they are checked")
        self.assertEqual((taken.document_id, len(first.order_ids)), (first, 12))
        self._take_over(first)
        self.assertEqual(set(first.order_ids.sale_order_id.mapped('amount_total')), {10.0})

    def test_discarded_it_opens_no_question_that_an_earlier_file_had_not(self):
        first = self._upload(GOOD)
        self._take_over(first)
        sale = first.order_ids.sale_order_id
        later = self._upload(GOOD, 'nowhere,A2,2024-03-05,B1,Li,S1,Cap,1,1.00,')
        later.action_discard()
        self.assertEqual((first.done_count, first.question_count, first.order_ids.sale_order_id), (1, 0, sale))

    def test_work_goes_on_where_it_stopped(self):
        document = self._upload(*(f'T1,A{n},2024-03-05,B1,Li,S1,Cap,1,1.00,' for n in range(10)))
        document.action_take_over()
        maker = type(self.env['store.order.maker'])
        original, calls = maker._make, []

        def dies_in_the_second_chunk(this, document, orders):
            calls.append(orders.ids)
            if len(calls) == 2:
                raise MemoryError("killed")
            return original(this, document, orders)

        worker = 'odoo.addons.store_group.models.intake.store_intake_worker'
        with patch(f'{worker}.ORDER_CHUNK', 4), patch.object(maker, '_make', dies_in_the_second_chunk):
            work = self.env['store.intake.worker'].sudo()
            try:  # assertRaises would roll the first chunk back too
                work._work(document.sudo())
            except MemoryError:
                document.invalidate_recordset()
        self.assertEqual((document.state, document.done_count), ('ordering', 4), "what was committed stays done")
        self._background()
        document.invalidate_recordset()
        self.assertEqual((document.state, document.done_count), ('done', 10))
        self.assertEqual(self.env['sale.order'].search_count([('store_channel_id', '=', self.files.id)]), 10)

    def test_reading_goes_on_where_it_stopped(self):
        rows = [f'T1,A{n},2024-03-05,B1,Li,S{n},Cap,1,1.00,' for n in range(7)]
        document = self._upload(*rows)
        document.order_ids[3:].unlink()
        document.sudo().write({'state': 'reading', 'landed_count': 3})
        self._background()
        document.invalidate_recordset()
        self.assertEqual((document.state, document.total_count, document.ready_count), ('review', 7, 7))
        self.assertEqual(document.new_product_count, 7, "what landed before the restart is counted too")

    def test_what_lands_by_one_statement_is_what_create_would_make(self):
        document = self._upload(GOOD)
        landed = self.env['store.intake.order'].search([('document_id', '=', document.id)])
        self.assertEqual(document.order_ids, landed)
        self.assertEqual(document.arrival_ids.order_id, landed)
        names = [name for name, field in landed._fields.items() if field.store and field.column_type and name != 'id']
        values = {name: landed[name] for name in names}
        copied = {name: value.id if hasattr(value, 'ids') else value for name, value in values.items()}
        landed.unlink()
        made = landed.sudo().create(copied)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual({name: made[name] for name in names}, values)
        for model, given in (
            ('store.intake.order', {'state', 'told_day', 'told_total', 'told_currency'}),
            ('store.intake.arrival', set()),
        ):
            filled = {
                name
                for name, field in self.env[model]._fields.items()
                if field.column_type and field.store and name not in MAGIC_COLUMNS and (field.default or field.compute)
            }
            self.assertEqual(filled, given, "landed by SQL: nothing else fills a new field in")

    def test_texts_with_characters_of_the_copy_format_land_as_they_are(self):
        odd = 'a\\b\\N\\.\tc\nd\r"e" \u2028 \U0001f600 \\'
        payload = {'note': odd, odd: [None, True, 1.5, odd]}
        document = self._upload(GOOD)
        vals = {
            'channel_id': self.files.id,
            'document_id': document.id,
            'state': 'ready',
            'payload': payload,
            'customer_name': odd,
            'sheet': False,
            'row_from': 7,
        }
        ids = landed.insert_orders(self.env, [{'external_id': key, **vals} for key in (odd, r'\N', r'A\tB')])
        self.assertEqual(list(ids), [odd, r'\N', r'A\tB'])
        for external_id, order in zip(ids, self.env['store.intake.order'].browse(ids.values()), strict=True):
            self.assertEqual((order.external_id, order.customer_name, order.payload), (external_id, odd, payload))
            self.assertEqual((order.channel_id, order.state, order.sheet, order.row_from), (self.files, 'ready', False, 7))

    def test_a_disarmed_channel_takes_nothing(self):
        self.files.armed = False
        with self.assertRaises(IntakeRefused):
            self._upload(GOOD)

    def test_a_document_with_orders_is_not_deleted(self):
        document = self._upload(GOOD)
        self._take_over(document)
        with self.assertRaises(IntakeRefused):
            document.unlink()
