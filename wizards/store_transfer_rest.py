# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreTransferRest(models.TransientModel):
    """After a receipt of less than was sent: says what is missing, and asks whether it comes later or is lost."""

    _name = 'store.transfer.rest'
    _description = 'Rest of a Receipt'

    transfer_id = fields.Many2one('store.transfer', required=True, readonly=True, ondelete='cascade')
    missing = fields.Text(readonly=True)

    # === TRANSFER ===

    @api.model
    def _open(self, transfer):
        """Return the action that asks about the rest of one transfer."""
        rest = self.create({'transfer_id': transfer.id, 'missing': '\n'.join(transfer._words_of_missing())})
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Missing from %(transfer)s", transfer=transfer.name),
            'res_model': self._name,
            'res_id': rest.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }

    # === ACTIONS ===

    def action_missing(self):
        """Nothing more will come: the rest becomes a difference that another user decides."""
        self.ensure_one()
        self.transfer_id.action_count_final()
        return {'type': 'ir.actions.act_window_close'}
