# Part of store_group. License LGPL-3.
import base64

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..exceptions import SheetRefused
from .sheet_common import SheetCommon

LONG_NUMBER = '123456789012345678'


@tagged('post_install', '-at_install')
class TestStoresSheet(SheetCommon):
    """What every list has in common, tried on the list of stores."""

    def test_the_tests_run_as_an_administrator_of_the_app_only(self):
        self.assertFalse(self.env.su)
        self.assertTrue(self.env.user.has_group('store_group.group_store_admin'))
        self.assertFalse(self.env.user.has_group('sales_team.group_sale_manager'))
        self.assertFalse(self.env.user.has_group('base.group_system'))

    def test_only_administrators_reach_the_lists(self):
        staff = new_test_user(self.env(su=True), 'sheet_staff', 'store_group.group_store_manager')
        with self.assertRaises(AccessError):
            self.env['store.sheet'].with_user(staff).create({'kind': 'stores'})

    # === DOWNLOAD ===

    def test_a_csv_begins_with_a_mark_and_keeps_a_long_number_whole(self):
        self.store_1.phone = LONG_NUMBER
        content = self._download('stores', file_format='csv')
        self.assertTrue(content.startswith(b'\xef\xbb\xbf'))
        self.assertIn('\t' + LONG_NUMBER, content.decode('utf-8-sig'))
        wizard = self._upload('stores', content, 'list.csv')
        self.assertEqual(set(self._counts(wizard)), {'same'}, wizard.line_ids.mapped('message'))

    def test_a_long_number_goes_through_a_workbook_as_text(self):
        self.store_1.phone = LONG_NUMBER
        self._round_trip('stores', 'T1', 'Name', 'Renamed')
        self.assertEqual(self.store_1.phone, LONG_NUMBER)

    def test_a_download_can_be_limited_to_stores(self):
        content = self._download('stores', store_ids=[(6, 0, self.store_2.ids)])
        wizard = self._upload('stores', content)
        self.assertEqual(wizard.same_count, 1)
        self.assertTrue(wizard.missing_count)
        self.assertIn('stay as they are', wizard.note)

    def test_the_file_is_named_after_the_list_and_the_day(self):
        wizard = self._wizard('stores', file_format='csv')
        wizard.action_download()
        self.assertRegex(wizard.download_name, r'^Stores \d{4}-\d\d-\d\d\.csv$')

    def test_stores_of_a_company_one_does_not_work_in_are_not_in_the_sheet(self):
        elsewhere = self.env['res.company'].sudo().create({'name': 'Elsewhere'})
        self.env['store.store'].sudo().create(
            {
                'code': 'T8',
                'name': 'Elsewhere',
                'company_id': elsewhere.id,
                'tz': 'UTC',
                'warehouse_id': self.env['stock.warehouse'].sudo().search([('company_id', '=', elsewhere.id)], limit=1).id,
            }
        )
        content = self._download('stores', file_format='csv').decode('utf-8-sig')
        self.assertIn('T1', content)
        self.assertNotIn('T8', content)

    # === UPLOAD ===

    def test_headers_and_answers_in_chinese_are_read(self):
        wizard = self._upload('stores', self._typed(['编码', '名称', '启用'], ['T1', '街一', '是']))
        self.assertEqual(self._counts(wizard) | {'missing': 0}, {'change': 1, 'missing': 0})
        self.assertEqual(wizard.line_ids.text, 'Name: Street One → 街一')

    def test_errors_name_row_and_column_and_what_to_do(self):
        wizard = self._upload(
            'stores',
            self._typed(
                ['Code', 'Name', 'Group', 'Area (m²)'],
                ['T1', 'Street One', 'T-WESTT', 12],
                ['T2', 'Street Two', 'T-WEST', 'big'],
                ['T3', '', 'T-WEST', 5],
            ),
        )
        lines = wizard.line_ids.sorted('number')
        self.assertEqual(lines.mapped('number'), [2, 3, 4])
        self.assertEqual(set(lines.mapped('state')), {'error'})
        self.assertEqual(lines[0].message, "Column C (Group): Unknown code T-WESTT. Did you mean T-WEST?")
        self.assertEqual(lines[1].message, "Column D (Area (m²)): big is not a number. Write it like 1234.50.")
        self.assertEqual(lines[2].message, "Column B (Name): Something must stand here.")

    def test_a_code_twice_is_refused_in_both_rows_and_says_where(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'One'], ['T2', 'Two'], ['T1', 'Other']))
        self.assertEqual(wizard.line_ids.filtered(lambda line: line.state == 'error').mapped('number'), [2, 4])
        self.assertIn('row 4', wizard.line_ids.filtered(lambda line: line.number == 2).message)

    def test_a_column_nobody_knows_is_named_and_left_out(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name', 'Colour'], ['T1', 'Renamed', 'red']))
        self.assertEqual(wizard.change_count, 1)
        self.assertIn('Colour', wizard.note)

    def test_what_is_no_sheet_of_the_list_is_refused_with_a_reason(self):
        for content, name, words in (
            (b'', 'a.xlsx', "Choose the edited sheet"),
            (b'<html><table></table></html>', 'a.xls', "web page"),
            (b'%PDF-1.4 nothing', 'a.pdf', "not a spreadsheet"),
            (self._typed(['Name', 'Phone'], ['One', '1']), 'a.xlsx', "no row names the columns Code"),
            (self._typed(['Code', 'Name', '名称'], ['T1', 'a', 'b']), 'a.xlsx', "stands twice"),
        ):
            with self.assertRaisesRegex(SheetRefused, words):
                self._upload('stores', content, name)

    def test_an_empty_number_is_no_change_where_the_record_has_none(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name', 'Area (m²)'], ['T1', 'Street One', '']))
        self.assertEqual((wizard.same_count, wizard.change_count), (1, 0))

    # === APPLY ===

    def test_nothing_is_written_before_apply(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'Renamed'], ['T9', 'New']))
        self.assertEqual(self.store_1.name, 'Street One')
        self.assertFalse(self.env['store.store'].search([('code', '=', 'T9')]))
        wizard.action_apply()
        self.assertEqual(self.store_1.name, 'Renamed')
        self.assertEqual(self.env['store.store'].search([('code', '=', 'T9')]).state, 'draft')

    def test_good_rows_are_applied_although_another_fails(self):
        wizard = self._upload(
            'stores',
            self._typed(['Code', 'Name', 'Opened On'], ['T1', 'Renamed', ''], ['T2', 'Two', 'soon'], ['A,B', 'Comma', '']),
        )
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.error_count), (1, 2))
        self.assertEqual(self.store_1.name, 'Renamed')
        self.assertEqual(self.store_2.name, 'Street Two')
        failed = wizard.line_ids.filtered(lambda line: line.state == 'failed')
        self.assertEqual(failed.number, 4)
        self.assertIn('comma', failed.message)

    def test_all_rows_or_none(self):
        sheet = self._typed(['Code', 'Name'], ['T1', 'Renamed'], ['A,B', 'Comma'])
        wizard = self._upload('stores', sheet, mode='all')
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.error_count), (0, 2))
        self.env.invalidate_all()
        self.assertEqual(self.store_1.name, 'Street One')
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'Renamed'], ['T2', '']), mode='all')
        with self.assertRaisesRegex(SheetRefused, "1 rows have errors"):
            wizard.action_apply()

    def test_what_is_not_in_the_sheet_stays(self):
        before = self.env['store.store'].search_count([])
        self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'Renamed'])).action_apply()
        self.assertEqual(self.env['store.store'].search_count([]), before)

    # === TWO PEOPLE ===

    def test_a_record_changed_after_the_preview_is_reported_not_overwritten(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'Mine'], ['T2', 'Renamed']))
        self.store_1.name = 'Theirs'
        wizard.action_apply()
        self.assertEqual((self.store_1.name, self.store_2.name), ('Theirs', 'Renamed'))
        self.assertIn('after the preview', wizard.line_ids.filtered(lambda line: line.state == 'failed').message)

    def test_a_record_made_after_the_preview_is_reported_not_overwritten(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T9', 'Mine']))
        self._store('T9', 'Theirs')
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.line_ids.state), (0, 'failed'))

    def test_a_record_changed_after_the_download_is_reported_not_overwritten(self):
        content = self._download('stores')
        self.store_1.phone = '4001'

        def edit(page, rows, header):
            page.cell(rows['T1'], header['Name']).value = 'Mine'
            page.cell(rows['T2'], header['Name']).value = 'Renamed'

        wizard = self._upload('stores', self._edited(content, edit))
        wizard.action_apply()
        self.assertEqual((self.store_1.name, self.store_2.name), ('Street One', 'Renamed'))
        self.assertEqual(self.store_1.phone, '4001')
        error = wizard.line_ids.filtered(lambda line: line.state == 'error')
        self.assertIn('after you downloaded', error.message)

    def test_applying_twice_changes_nothing_more(self):
        sheet = self._typed(['Code', 'Name'], ['T1', 'Renamed'], ['T9', 'New'])
        self._upload('stores', sheet).action_apply()
        again = self._upload('stores', sheet)
        self.assertEqual((again.new_count, again.change_count, again.same_count), (0, 0, 2))

    def test_another_sheet_can_follow(self):
        wizard = self._upload('stores', self._typed(['Code', 'Name'], ['T1', 'Renamed']))
        wizard.action_back()
        self.assertEqual((wizard.state, len(wizard.line_ids)), ('choose', 0))
        wizard.upload = base64.b64encode(self._typed(['Code', 'Name'], ['T2', 'Renamed']))
        wizard.action_preview()
        self.assertEqual(wizard.line_ids.name, 'T2')
