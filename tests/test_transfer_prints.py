# Part of store_group. License LGPL-3.
import shutil
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_transfer_companies import TwoCompanies

PAPERS = ('a4', 'a5', 'form', 'roll')


@tagged('post_install', '-at_install')
class TestTransferPrints(TwoCompanies):
    """What staff of one store, with one company only, print."""

    def _html(self, user, name, records):
        report = self._as(user, self.env['ir.actions.report'])
        return report._render_qweb_html(f'store_group.report_{name}', records.ids)[0].decode()

    def _packed(self, **more):
        transfer, products = self._approved(5, 4, **more)
        first, second = transfer.sudo().line_ids
        self._as(self.giver, transfer).pack('PRINT-1', [{'line_id': first.id, 'quantity': 3}])
        self._as(self.giver, transfer).pack(
            'PRINT-2', [{'line_id': first.id, 'quantity': 2}, {'line_id': second.id, 'quantity': 4}]
        )
        return transfer, products

    def test_both_sides_print_every_paper(self):
        transfer, (goods, _more) = self._packed()
        for user in (self.giver, self.taker):
            for paper in PAPERS:
                for kind in ('note', 'packing'):
                    with self.subTest(user=user.name, paper=paper, kind=kind):
                        html = self._html(user, f'store_transfer_{kind}_{paper}', transfer)
                        self.assertIn(transfer.name, html)
                        self.assertIn(goods.default_code, html)
                        self.assertIn(self.store_3.name, html)

    def test_people_of_two_companies_print(self):
        transfer, goods = self._far(2)
        for user in (self.giver, self.far_taker):
            self.assertIn(goods.default_code, self._html(user, 'store_transfer_note_a4', transfer))

    def test_a_packing_list_names_its_own_box_only(self):
        transfer, (_first, second) = self._packed()
        lists = self._as(self.taker, transfer)._packing_lists('a4')
        self.assertEqual([(item['head']['box'], item['sum']['quantity']) for item in lists], [('PRINT-1', '3'), ('PRINT-2', '6')])
        self.assertNotIn(second.default_code, [line['code'] for line in lists[0]['pages'][0]])

    def test_costs_are_printed_for_whoever_may_see_them_where_the_store_wants_it(self):
        transfer, _products = self._approved(2)
        for user, wants, shown in ((self.giver, True, False), (self.judge, False, False), (self.judge, True, True)):
            self.store_1.sudo().is_transfer_valued = wants
            note = self._as(user, transfer)._note('a4')
            with self.subTest(user=user.name, wants=wants):
                self.assertEqual((note['shows_value'], bool(note['sum']['value'])), (shown, shown))
                self.assertEqual({bool(line['value']) for line in note['pages'][0]}, {shown})

    def test_the_paper_is_the_printing_stores(self):
        self.store_1.sudo().transfer_paper, self.store_3.sudo().transfer_paper = 'form', 'roll'
        transfer, _products = self._approved(2)
        for user, paper in ((self.giver, 'form'), (self.taker, 'roll')):
            with patch.object(self.env.registry['store.health.printing'], 'findings', lambda model: []):
                action = self._as(user, transfer).action_print()
            self.assertEqual(action['report_name'], f'store_group.report_store_transfer_note_{paper}')

    def test_labels_of_boxes_and_products(self):
        transfer, (goods, _more) = self._packed()
        html = self._html(self.giver, 'store_transfer_box_label', transfer)
        self.assertEqual(html.count('data:image/svg+xml;base64'), 2)
        self.assertIn('PRINT-2', html)
        self.assertEqual(self._html(self.taker, 'store_transfer_product_label', transfer).count('o_sp_label o_sp_break'), 8)
        self.assertIn(goods.default_code, self._html(self.taker, 'store_product_label', goods))
        self.assertEqual([transfer._bars(text) for text in (False, '', '衬衫')], ['', '', ''])

    def test_the_matrix_of_a_transfer_and_of_a_grid(self):
        transfer, (goods, more) = self._approved(5, 4)
        self.assertEqual(self._as(self.taker, transfer)._matrix()['sum'], '9')
        self.assertIn(goods.name, self._html(self.taker, 'store_transfer_matrix', transfer))
        grid = self._as(self.taker, self.env['store.transfer.grid']).create(
            {
                'product_ids': [(6, 0, (goods | more).ids)],
                'store_id': self.store_3.id,
                'store_ids': [(6, 0, (self.store_1 | self.store_2).ids)],
            }
        )
        grid.save({f'{goods.id}:{self.store_1.id}': 3})
        matrix = grid._matrix()
        self.assertEqual((matrix['sum'], matrix['pages'][0]['sums']), ('3', ['3', '']))
        self.assertIn(self.store_2.name, self._html(self.taker, 'store_transfer_grid', grid))

    def test_nothing_packed_is_no_packing_list(self):
        transfer, _products = self._approved(2)
        with self.assertRaisesRegex(UserError, 'Nothing is packed'):
            self._as(self.giver, transfer).action_print_boxes()

    def test_what_is_missing_to_print_is_said_and_stops_nobody(self):
        transfer, _products = self._approved(2)
        health = self.env.registry['store.health.printing']
        with patch.object(health, '_has_chinese_font', lambda model: False):
            action = self._as(self.giver, transfer).action_print()
        self.assertEqual((action['tag'], action['params']['next']['type']), ('display_notification', 'ir.actions.report'))
        self.assertIn('fonts-noto-cjk', action['params']['message'])
        with patch('odoo.addons.store_group.models.stores.store_health_printing.find_in_path', side_effect=OSError):
            self.assertIsNone(self.env['store.health.printing']._has_chinese_font())
            self.assertNotIn('no_chinese_font', [item['code'] for item in self.env['store.health.printing'].findings()])

    def test_a_pdf_has_a_page_for_each_packing_list(self):
        if not shutil.which('wkhtmltopdf'):
            self.skipTest('wkhtmltopdf is not installed: no PDF is made')
        transfer, _products = self._packed()
        report = self._as(self.giver, self.env['ir.actions.report']).with_context(force_report_rendering=True)
        with mute_logger('odoo.addons.base.models.ir_actions_report'):  # it tells what an unpatched program ignores
            pdf, kind = report._render_qweb_pdf('store_group.report_store_transfer_packing_form', transfer.ids)
        self.assertEqual((kind, pdf[:5]), ('pdf', b'%PDF-'))
        self.assertEqual(pdf.count(b'/Type /Page\n'), 2)
