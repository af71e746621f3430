# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models


class StoreTransferPack(models.TransientModel):
    """Pack goods of a transfer into one box; the transfer's `pack` does the work and checks rights."""

    _name = 'store.transfer.pack'
    _description = 'Put into a Box'

    transfer_id = fields.Many2one('store.transfer', required=True, ondelete='cascade')
    box = fields.Char(help="The number on the label. Empty: the next free number.")
    line_ids = fields.One2many('store.transfer.pack.line', 'pack_id', string="Goods")

    @api.model
    def default_get(self, fields_list):
        """Propose the goods to ship that are not packed yet."""
        values = super().default_get(fields_list)
        transfer = self.env['store.transfer'].browse(values.get('transfer_id') or self.env.context.get('active_id'))
        rows = transfer.box_ids.grouped('transfer_line_id')
        lines = []
        for line in transfer.line_ids:
            packed = sum(row.quantity - row.qty_shipped for row in rows.get(line, ()))
            rest = float(line._quantities().to_ship) - packed
            if rest > 0:
                lines.append(Command.create({'transfer_line_id': line.id, 'quantity': rest}))
        return {**values, 'transfer_id': transfer.id, 'line_ids': lines}

    # === ACTIONS ===

    def action_pack(self):
        """Add the goods to the box."""
        self.ensure_one()
        inside = {
            row.transfer_line_id: row.quantity
            for row in self.transfer_id.box_ids
            if self.box and row.package_id.name == self.box.strip()
        }
        self.transfer_id.pack(
            self.box,
            [
                {'line_id': line.transfer_line_id.id, 'quantity': inside.get(line.transfer_line_id, 0.0) + line.quantity}
                for line in self.line_ids
                if line.quantity
            ],
        )
        return {'type': 'ir.actions.act_window_close'}
