# Part of store_group. License LGPL-3.
import base64
import io

import openpyxl
import xlsxwriter

from .common import StoreGroupCommon


class SheetCommon(StoreGroupCommon):
    """Downloads, edits and uploads set-up lists the way a person does, as an administrator of the app."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # An administrator of the app and of nothing else.
        cls.admin.sudo().group_ids = [
            (3, cls.env.ref('stock.group_stock_manager').id),
            (3, cls.env.ref('sales_team.group_sale_manager').id),
        ]

    def _wizard(self, kind, **vals):
        return self.env['store.sheet'].create({'kind': kind, **vals})

    def _download(self, kind, **vals):
        """Return the bytes a person gets."""
        wizard = self._wizard(kind, **vals)
        self.assertIn(f'/web/content/store.sheet/{wizard.id}/download', wizard.action_download()['url'])
        return base64.b64decode(wizard.download)

    def _upload(self, kind, content, name='list.xlsx', **vals):
        """Return the wizard with the preview of an upload."""
        wizard = self._wizard(kind, upload=base64.b64encode(content), upload_name=name, **vals)
        wizard.action_preview()
        return wizard

    def _edited(self, content, edit):
        """Return the workbook after `edit(page, row, column)`; row(text) and column(header) find places."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        page = book.worksheets[0]
        header = {str(cell.value).removesuffix(' *'): cell.column for cell in page[1]}
        rows = {cell.value: cell.row for line in page.iter_rows(min_row=2) for cell in reversed(line)}
        edit(page, rows, header)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def _typed(self, *rows):
        """Return a workbook of these rows."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {'in_memory': True, 'default_date_format': 'yyyy-mm-dd'})
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
        book.close()
        return out.getvalue()

    def _counts(self, wizard):
        return {
            kind: wizard[f'{kind}_count'] for kind in ('new', 'change', 'same', 'error', 'missing') if wizard[f'{kind}_count']
        }

    def _round_trip(self, kind, row, column, value):
        """Download, send back unchanged, change one cell, look at the preview, apply; return the wizard.

        :param row: a text that stands in the row; :param column: the header
        """
        content = self._download(kind)
        unchanged = self._upload(kind, content)
        self.assertEqual(set(self._counts(unchanged)), {'same'}, unchanged.line_ids.mapped('message'))
        count = unchanged.same_count

        def edit(page, rows, header):
            page.cell(rows[row], header[column]).value = value

        wizard = self._upload(kind, self._edited(content, edit))
        expected = {'change': 1, 'same': count - 1} if count > 1 else {'change': 1}
        self.assertEqual(self._counts(wizard), expected, wizard.line_ids.mapped('message'))
        self.assertIn(column, wizard.line_ids.text)
        wizard.action_apply()
        self.assertEqual((wizard.done_count, wizard.error_count), (1, 0), wizard.line_ids.mapped('message'))
        return wizard
