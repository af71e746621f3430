# Part of store_group. License LGPL-3.
from odoo.fields import Datetime
from odoo.tests import tagged

from ..exceptions import IntakeRefused
from .test_ordering_progress import ProgressCommon


@tagged('post_install', '-at_install')
class TestOrderingSaid(ProgressCommon):
    """What is decided before an order is checked reads its moments and its status as the check does."""

    # === WHEN IT WAS CHANGED ===

    def test_a_moment_without_zone_is_the_stores(self):
        self._send(status='unpaid', updated_at='2026-11-11 10:00:00', buyer_note='first')
        self.assertEqual(self._intake().source_updated_at, Datetime.to_datetime('2026-11-11 02:00:00'))
        result = self._send(status='unpaid', updated_at='2026-11-11T03:00:00Z', buyer_note='an hour later')
        self.assertEqual((result['state'], result['issues']), ('done', []))
        self.assertEqual(self._intake().payload['buyer_note'], 'an hour later')
        result = self._send(status='unpaid', updated_at='2026-11-11 10:30:00', buyer_note='between')
        self.assertEqual([issue['code'] for issue in result['issues']], ['stale'])
        self.assertEqual(self._intake().payload['buyer_note'], 'an hour later')
        self._send(status='unpaid', updated_at='2026-11-11', buyer_note='noon')
        self.assertEqual(self._intake().source_updated_at, Datetime.to_datetime('2026-11-11 04:00:00'))

    def test_it_is_the_zone_of_the_store_that_is_answered_later(self):
        self.store_1.tz = 'Europe/Paris'
        self.shop.store_id = False
        self._send(updated_at='2026-11-11 10:00:00')
        self.assertEqual(self._intake().source_updated_at, Datetime.to_datetime('2026-11-11 02:00:00'))
        self.shop.store_id = self.store_1
        self._send(updated_at='2026-11-11 10:00:00')
        self.assertEqual(self._intake().source_updated_at, Datetime.to_datetime('2026-11-11 09:00:00'))

    # === HOW IT WENT ON ===

    def test_a_status_with_blanks_is_that_status(self):
        self._send('1', status='unpaid ', confirm=True)
        self.assertEqual(self._sale('1').state, 'draft')
        self._send('2', status='paid', confirm=True)
        self._send('2', status='cancelled\u3000')
        self.assertTrue(self._intake('2').stops_delivery)
        self.shop.shipped_before = 'book'
        self._send('3', status='paid', confirm=True)
        self._send('3', status='ＳＨＩＰＰＥＤ')
        self.assertEqual(self._sale('3').picking_ids.mapped('state'), ['done'])
        self.shop.shipped_by = 'elsewhere'
        self._send('4', status='shipped\n', confirm=True)
        self.assertEqual(self._sale('4').picking_ids.mapped('state'), ['done'])

    # === THE PAST ===

    def test_each_status_of_the_past_counts_as_it_does_today(self):
        self.shop.history_until = '2024-03-05'
        for number, (status, figures) in enumerate(
            (
                ('', (25, 0, 25)),
                ('paid', (25, 0, 25)),
                ('shipped', (25, 0, 25)),
                ('done', (25, 0, 25)),
                ('refunded', (25, 25, 0)),
                ('cancelled', None),
                ('unpaid', None),
            )
        ):
            result = self._send(f'H{number}', status=status, confirm=True)
            self.assertEqual(result['state'], 'done' if figures else 'refused', status)
            if figures:
                self.assertEqual(self._figures(self._sale(f'H{number}')), figures, status)
        self.assertEqual([issue['code'] for issue in result['issues']], ['unpaid_at_source'])
        self._send('H6', status='done')
        self.assertEqual(self._figures(self._sale('H6')), (25, 0, 25), 'it was paid after all')

    # === NOTHING IN SILENCE ===

    # === WHAT A QUOTATION IS ===

    def test_how_it_went_on_leaves_a_quotation_as_a_person_made_it(self):
        self._send(status='unpaid')
        sale = self._sale('1')
        sale.sudo().order_line.product_uom_qty = 1
        self._send(status='unpaid', buyer_note='soon', ship_by='2024-04-01 12:00:00')
        self.assertEqual((sale.amount_total, str(sale.commitment_date)), (12.5, '2024-04-01 04:00:00'))
        self.assertEqual(sale.sudo().store_details_ids.buyer_note, 'soon')
        self._send(status='paid', confirm=True)
        self.assertEqual((sale.state, sale.amount_total), ('sale', 12.5))
        for number, news in (('2', {'shipping_amount': 5}), ('3', {'refunds': [{'line': 'L1', 'quantity': 1}]})):
            self._send(number, status='unpaid')
            sale = self._sale(number)
            sale.sudo().order_line.product_uom_qty = 7
            self._send(number, status='unpaid', **news)
            self.assertEqual(sale.amount_total, 30 if number == '2' else 12.5, news)

    def test_what_was_not_made_in_between_is_written(self):
        self._send(status='unpaid')
        broken = [{'external_id': 'L1', 'sku': 'NOBODY', 'quantity': 1, 'unit_price': '3'}]
        self.assertEqual(self._send(status='unpaid', lines=broken)['state'], 'question')
        self.product.sudo().copy({'default_code': 'NOBODY'})
        self._send(status='paid', lines=broken, confirm=True)
        self.assertEqual((self._sale('1').amount_total, self._sale('1').state), (3, 'sale'))
        self.assertFalse(self._intake().keeps_lines)

    def test_the_past_stays_the_past(self):
        self.shop.history_until = '2024-12-31'
        self._send(status='paid')
        self.shop.write({'history_until': False, 'shipped_before': 'book'})
        self._send(status='shipped')
        sale = self._sale('1')
        self.assertEqual((sale.is_history, len(sale.picking_ids), self._open()), (True, 0, []))
        self._send(status='done', refunds=[{'external_id': 'R1', 'line': 'L1', 'quantity': 1}])
        self.assertEqual((self._figures(sale), self._open()), ((25, 12.5, 12.5), []))

    def test_the_code_of_one_product_with_the_barcode_of_another_is_a_question(self):
        self.product.sudo().barcode = '6901234567892'
        other = self.product.sudo().copy({'default_code': 'OTHER', 'barcode': '6909876543210'})
        line = {'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '1'}
        result = self._send('1', lines=[{**line, 'barcode': other.barcode}])
        self.assertEqual([issue['code'] for issue in result['issues']], ['ambiguous_product'])
        for number, barcode in (('2', '6901234567892'), ('3', '6900000000000'), ('4', '')):
            self.assertEqual(self._send(number, lines=[{**line, 'barcode': barcode}])['state'], 'done', barcode)

    def test_what_cannot_be_written_is_refused_with_a_sentence(self):
        deep = {}
        for _level in range(20000):
            deep = {'deep': deep}
        with self.assertRaisesRegex(IntakeRefused, 'JSON'):
            self._send(extra=deep)
