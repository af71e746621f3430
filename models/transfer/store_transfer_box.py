# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreTransferBox(models.Model):
    """Quantity of one line in a box: a row of a packing list.

    Life: created when goods are packed, by a user or by Odoo's own "Put in Pack"; shipped and received
    quantities are read from stock moves. A shipped box is not packed again. It moves nothing.
    """

    _name = 'store.transfer.box'
    _description = 'Goods of a Transfer in a Box'
    _order = 'transfer_id, package_id, id'
    _rec_name = 'package_id'

    transfer_line_id = fields.Many2one(
        'store.transfer.line', string="Line", required=True, readonly=True, index=True, ondelete='cascade'
    )
    transfer_id = fields.Many2one(related='transfer_line_id.transfer_id', store=True, precompute=True, index=True)
    source_store_id = fields.Many2one(
        related='transfer_line_id.source_store_id', store=True, precompute=True, index=True, string="From Store"
    )
    dest_store_id = fields.Many2one(
        related='transfer_line_id.dest_store_id', store=True, precompute=True, index=True, string="To Store"
    )
    source_company_id = fields.Many2one(related='transfer_line_id.source_company_id', store=True, precompute=True)
    dest_company_id = fields.Many2one(related='transfer_line_id.dest_company_id', store=True, precompute=True)
    package_id = fields.Many2one('stock.package', string="Box", required=True, readonly=True, index=True, ondelete='restrict')
    product_id = fields.Many2one(related='transfer_line_id.product_id')
    uom_id = fields.Many2one(related='transfer_line_id.uom_id')
    quantity = fields.Float(string="Packed", digits='Product Unit', readonly=True)
    qty_shipped = fields.Float(string="Left in It", digits='Product Unit', readonly=True)
    qty_received = fields.Float(string="Arrived in It", digits='Product Unit', readonly=True)

    _line_uniq = models.UniqueIndex('(transfer_line_id, package_id)', "A line stands once in a box.")

    # === TRANSFER ===

    @api.model
    def _follow(self, lines):
        """Update shipped and received quantities per box from done moves."""
        found = {}
        MoveLine = self.env['stock.move.line'].sudo()
        for step, column, names in (
            ('ship', 'qty_shipped', ['result_package_id']),
            ('receive', 'qty_received', ['package_id', 'transfer_box_id']),
        ):
            rows = MoveLine._read_group(
                [('move_id.transfer_line_id', 'in', lines.ids), ('move_id.transfer_step', '=', step), ('state', '=', 'done')],
                ['move_id', *names],
                ['quantity_product_uom:sum'],
            )
            for move, *boxes, quantity in rows:
                box = next((item for item in boxes if item), None)
                if box:
                    of_row = found.setdefault((move.transfer_line_id.id, box.id), {'qty_shipped': 0.0, 'qty_received': 0.0})
                    of_row[column] += move.product_id.uom_id._compute_quantity(
                        quantity, move.transfer_line_id.uom_id, round=False
                    )
        if not found:
            return
        rows = {
            (row.transfer_line_id.id, row.package_id.id): row
            for row in self.sudo().search([('transfer_line_id', 'in', lines.ids)])
        }
        for key, figures in found.items():
            row = rows.get(key) or self.sudo().create({'transfer_line_id': key[0], 'package_id': key[1]})
            row.write({**figures, 'quantity': max(row.quantity, figures['qty_shipped'])})

    def _data(self):
        """Return the rows as plain data, grouped by box: [{"box", "lines": [...]}]."""
        return [
            {
                'box': box.name,
                'lines': [
                    {
                        'line_id': row.transfer_line_id.id,
                        'product': row.product_id.default_code or str(row.product_id.id),
                        'unit': row.uom_id.name,
                        'quantity': row.quantity,
                        'qty_shipped': row.qty_shipped,
                        'qty_received': row.qty_received,
                    }
                    for row in rows
                ],
            }
            for box, rows in self.grouped('package_id').items()
        ]
