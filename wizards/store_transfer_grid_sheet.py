# Part of store_group. License LGPL-3.
import base64

from odoo import api, models

from ..engine import arguments
from ..engine.table.cells import Unreadable, read_sheets
from ..engine.transfer import grid_sheet
from ..exceptions import SheetRefused
from ..models.people.door import CELLS, door
from ..wording import number_text


class StoreTransferGridSheet(models.AbstractModel):
    """The transfer grid as a workbook: exported as shown, edited in Excel or WPS, imported as changes.

    Importing changes the screen only; transfers are created by "Make Transfers".
    """

    _name = 'store.transfer.grid.sheet'
    _description = 'Transfer Grid by Spreadsheet'

    # === TRANSFER ===

    def export_sheet(self):
        """Save the grid as a workbook and return its download address."""
        self.ensure_one()
        data = self.load()
        content = grid_sheet.to_xlsx(
            data['title'],
            self._headers(data),
            [
                (
                    row['key'],
                    row['name'],
                    [self._decimal(cell['quantity']) for cell in row['cells']],
                    [bool(cell['closed']) for cell in row['cells']],
                )
                for row in data['rows']
            ],
        )
        self.write({'sheet': base64.b64encode(content), 'sheet_name': f"{data['title']}.xlsx"})
        return f'/web/content/{self._name}/{self.id}/sheet?download=true&filename_field=sheet_name'

    @door(
        filename=arguments.maybe(arguments.text()),
        content=arguments.text(100_000_000),
        quantities=arguments.mapping(arguments.maybe(arguments.number()), CELLS),
    )
    def import_sheet(self, filename, content, quantities):
        """Compare an edited workbook with the screen.

        :param str content: the file, base64
        :param dict quantities: `{cell key: quantity}` as on the screen
        :returns: `{"quantities": {cell key: quantity}, "changes": [str], "refused": [str]}`
        :raises SheetRefused: when the file does not belong to this grid
        """
        self.ensure_one()
        data = self.load()
        headers = self._headers(data)
        rows = {
            row['key']: (
                place,
                [self._decimal(quantities.get(cell['key'])) for cell in row['cells']],
                [bool(cell['closed']) for cell in row['cells']],
            )
            for place, row in enumerate(data['rows'])
        }
        try:
            lines = [line for page in read_sheets(base64.b64decode(content), filename) for line in page.rows]
        except Unreadable as error:
            raise SheetRefused(
                self.env._(
                    "%(file)s cannot be read (%(reason)s). Save it as .xlsx and choose it again.",
                    file=filename,
                    reason=str(error),
                )
            ) from None
        changes, refused = grid_sheet.compare(lines, headers, rows)
        if any(item.code == 'no_header' for item in refused):
            raise SheetRefused(
                self.env._("%(file)s does not belong to this grid. Export the grid, edit that file and import it.", file=filename)
            )
        cells = {
            (place, column): cell['key'] for place, row in enumerate(data['rows']) for column, cell in enumerate(row['cells'])
        }
        return {
            'quantities': {cells[item.row, item.column]: float(item.after) for item in changes},
            'changes': [
                f"{data['rows'][item.row]['name']} · {headers[item.column]}: "
                f'{number_text(self.env, item.before)} → {number_text(self.env, item.after)}'
                for item in changes
            ],
            'refused': [self._refusal(item) for item in refused],
        }

    @api.model
    def _headers(self, data):
        """Return a unique header for each column: its code, else its name."""
        return [f"{column['code']} {column['name']}".strip() for column in data['columns']]

    @api.model
    def _refusal(self, item):
        sentences = {
            'unknown_row': self.env._("Row %(row)s (%(found)s) is not in this grid.", row=item.place, found=item.found),
            'unknown_column': self.env._("Column %(found)s is not in this grid.", found=item.found),
            'not_a_number': self.env._("Row %(row)s: %(found)s is not a number.", row=item.place, found=item.found),
            'negative': self.env._("Row %(row)s: %(found)s is below zero.", row=item.place, found=item.found),
            'closed': self.env._("Row %(row)s: %(found)s is in a closed cell.", row=item.place, found=item.found),
        }
        return sentences[item.code]
