# Part of store_group. License LGPL-3.
import base64
import math

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, fields, models
from odoo.addons.base.models.ir_actions_report import _wkhtml
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import formatLang

from ....engine.transfer import paper as layout
from ....exceptions import TransferRefused

NOTES = {
    'a4': 'store_transfer_note_a4',
    'a5': 'store_transfer_note_a5',
    'form': 'store_transfer_note_form',
    'roll': 'store_transfer_note_roll',
}
MOST_LABELS = 500
# Unpatched wkhtmltopdf prints 96 CSS pixels on 0.767 inch, whatever its options.
UNPATCHED = 1.3035


class StoreTransfer(models.Model):
    """The prints of a transfer, as plain data for the templates.

    Both stores print, and neither may read everything of the other: data is read elevated after the user's right
    is checked, limited to what a delivery note has anyway. Costs are printed only for users who may see them.
    """

    _inherit = 'store.transfer'

    # === ACTIONS ===

    def action_print(self):
        """Print the transfer note on the paper of the printing store."""
        paper = self[:1]._printing_store().transfer_paper or 'a4'
        return self._print(NOTES[paper])

    def action_print_boxes(self):
        """Print a packing list for each box, on the paper of the printing store."""
        paper = self[:1]._printing_store().transfer_paper or 'a4'
        return self._print(NOTES[paper].replace('note', 'packing'))

    def action_print_box_labels(self):
        """Print a label for each box."""
        return self._print('store_transfer_box_label')

    def action_print_product_labels(self):
        """Print a label for each piece, at most 500."""
        return self._print('store_transfer_product_label')

    def action_print_matrix(self):
        """Print styles and colours by sizes, for picking and for counting."""
        return self._print('store_transfer_matrix')

    # === TRANSFER ===

    def _print(self, name):
        """:raises TransferRefused: when there is nothing to print"""
        self.check_access('read')
        if ('box' in name or 'packing' in name) and not self.box_ids:
            raise TransferRefused(self.env._("Nothing is packed yet. Pack goods into a box, then print."))
        action = self.env.ref(f'store_group.{name}_report').report_action(self, config=False)
        return self.env['store.health.printing']._warned(action)

    def _printing_store(self):
        """Return the store of this transfer the user works at, else the one whose turn it is."""
        transfer_sudo = self.sudo()
        ends = transfer_sudo.source_store_id | transfer_sudo.dest_store_id
        own = ends & self.env.user.sudo().store_ids if self.env.user._is_store_bound() else ends
        if len(own) == 1:
            return own
        return transfer_sudo.dest_store_id if self.state in {'received', 'closed'} else transfer_sudo.source_store_id

    @api.model
    def _print_zoom(self, report_type):
        """Return the zoom that corrects the PDF program, so that millimetres are exact."""
        return UNPATCHED if report_type == 'pdf' and not _wkhtml().is_patched_qt else 1

    def _note(self, paper):
        """Return the content of a transfer note.

        :returns: {"head": {...}, "pages": [[line]], "sum": {...}, "columns": [(key, label)]}
        """
        self.ensure_one()
        self.check_access('read')
        shows_value = self._printing_store().is_transfer_valued and not self._store_hides('value')
        lines = [line._printed(number, shows_value) for number, line in enumerate(self.sudo().line_ids, 1)]
        return self._printed(paper, lines, shows_value)

    def _packing_lists(self, paper):
        """Return the packing list of each box, in the format of `_note`, with the box's number in the head."""
        self.ensure_one()
        self.check_access('read')
        by_box = self.sudo().box_ids.grouped('package_id')
        lists = []
        for place, (box, rows) in enumerate(by_box.items(), 1):
            lines = [row.transfer_line_id._printed(number, False, row) for number, row in enumerate(rows, 1)]
            printed = self._printed(paper, lines, False)
            printed['head'].update(box=box.name, place=f'{place}/{len(by_box)}', title=self.env._("Packing List"))
            lists.append(printed)
        return lists

    def _printed(self, paper, lines, shows_value):
        transfer_sudo = self.sudo()
        columns = [('quantity', self._quantity_label()), ('received', self.env._("Received"))]
        if shows_value:
            columns.append(('value', self.env._("Value")))
        return {
            'head': {
                'title': self.env._("Transfer Note"),
                'name': transfer_sudo.name,
                'state': transfer_sudo._state_label(),
                'source': transfer_sudo.source_store_id._printed(),
                'dest': transfer_sudo.dest_store_id._printed(),
                'shipped_on': transfer_sudo.shipped_on
                and format_datetime(self.env, transfer_sudo.shipped_on, tz=transfer_sudo.source_store_id.tz, dt_format='short')
                or '',
                'need_by': transfer_sudo.need_by and format_date(self.env, transfer_sudo.need_by) or '',
                'reason': transfer_sudo.reason or '',
                'box': '',
                'place': '',
                'boxes': ', '.join(transfer_sudo.box_ids.package_id.mapped('name')),
                'requester': transfer_sudo.requester_id.name or '',
                'shippers': ', '.join(transfer_sudo.shipper_ids.mapped('name')),
                'receivers': ', '.join(transfer_sudo.receiver_ids.mapped('name')),
                'printed_on': format_datetime(self.env, fields.Datetime.now(), tz=self._printing_store().tz, dt_format='short'),
            },
            'columns': columns,
            'pages': layout.pages(lines, layout.ROWS.get(paper)),
            'shows_value': shows_value,
            'sum': {
                'quantity': transfer_sudo._number(sum(line['number_of'] for line in lines)),
                'value': formatLang(self.env, sum(line['worth'] for line in lines), currency_obj=transfer_sudo.currency_id)
                if shows_value
                else '',
            },
        }

    @api.model
    def _print_title(self, docs):
        """Return the title of a print, which a browser and a reader of PDFs show: the documents, or what it is."""
        if docs._transient:
            return self.env._("Transfer Grid")
        return ', '.join(docs.mapped('display_name'))

    def _quantity_label(self):
        if self.state in {'draft', 'submitted', 'rejected'}:
            return self.env._("Requested")
        return self.env._("Approved") if self.state == 'approved' else self.env._("Shipped")

    # === LABELS ===

    def _box_labels(self):
        """Return [{"box", "place", "transfer", "source", "dest", "bars", "pieces", "products"}]: one for each box."""
        self.ensure_one()
        self.check_access('read')
        transfer_sudo = self.sudo()
        by_box = transfer_sudo.box_ids.grouped('package_id')
        return [
            {
                'box': box.name,
                'place': f'{place}/{len(by_box)}',
                'transfer': transfer_sudo.name,
                'source': transfer_sudo.source_store_id.name,
                'dest': transfer_sudo.dest_store_id._printed(),
                'bars': self._bars(box.name),
                'pieces': transfer_sudo._number(sum(rows.mapped('quantity'))),
                'products': len(rows.product_id),
            }
            for place, (box, rows) in enumerate(by_box.items(), 1)
        ]

    def _product_labels(self):
        """Return [{"name", "attributes", "code", "barcode"}]: a label for each piece, at most 500."""
        self.ensure_one()
        self.check_access('read')
        labels = []
        for line in self.sudo().line_ids:
            labels += [line.product_id._label()] * math.ceil(line._in_product_unit(line._printed_quantity()))
        return labels[:MOST_LABELS]

    @api.model
    def _bars(self, text):
        """Return a Code 128 barcode as a data URL, made without a drawing library; '' if it cannot be encoded."""
        if not text:
            return ''
        try:
            drawing = createBarcodeDrawing('Code128', value=text, width=600, height=130, quiet=0, format='svg')
            image = drawing.asString('svg').replace('xMinYMin meet', 'none')
        except ValueError:
            return ''
        return f'data:image/svg+xml;base64,{base64.b64encode(image.encode()).decode()}'

    # === MATRIX ===

    def _matrix(self):
        """Return {"head", "pages": [{"columns", "rows", "first", "last"}], "sum"}: styles and colours by sizes."""
        self.ensure_one()
        self.check_access('read')
        transfer_sudo = self.sudo()
        quantities = {}
        for line in transfer_sudo.line_ids:
            product = line.product_id.id
            quantities[product] = quantities.get(product, 0.0) + line._in_product_unit(line._printed_quantity())
        store = transfer_sudo.dest_store_id
        columns, rows = self.env['store.transfer.grid'].sudo()._by_size(transfer_sudo.line_ids.product_id, store)
        for row in rows:
            row['values'] = [quantities.get(place[0], 0.0) if place else None for place in row['cells']]
        return self._laid_out(
            columns,
            rows,
            {
                'title': self.env._("Picking Matrix"),
                'name': transfer_sudo.name,
                'label': self._quantity_label(),
                'source': transfer_sudo.source_store_id._printed(),
                'dest': store._printed(),
            },
        )

    @api.model
    def _laid_out(self, columns, rows, head):
        """Return a matrix for the template; `rows` have 'values', None for missing cells."""
        number = self.env['store.transfer']._number
        sums = [sum(row['values'][place] or 0.0 for row in rows) for place in range(len(columns))]
        printed = []
        for page, (first, last) in layout.tiles(rows, len(columns)):
            printed.append(
                {
                    'columns': columns[first:last],
                    'is_last': last == len(columns),
                    'is_bottom': page[-1:] == rows[-1:],
                    'rows': [
                        {
                            'name': row['name'],
                            'code': row['code'],
                            'sum': number(sum(value or 0.0 for value in row['values'])),
                            'cells': [
                                '×' if value is None else number(value) if value else '' for value in row['values'][first:last]
                            ],
                        }
                        for row in page
                    ],
                    'sums': [number(value) if value else '' for value in sums[first:last]],
                }
            )
        return {'head': head, 'pages': printed, 'sum': number(sum(sums))}
