# Part of store_group. License LGPL-3.
from odoo import api, fields, models

SIDES = [('look', "Has it open"), ('edit', "Is changing it"), ('ship', "Is counting what leaves"),
         ('receive', "Is counting what came")]


class StoreTransferPresence(models.Model):
    """Who has a transfer open or counts it, since when: a note beside the transfer, which keeps nobody from working.

    A note that was not renewed for some minutes means nothing any more, and is deleted a day later. Nobody reads or
    writes these but the transfer itself.
    """

    _name = 'store.transfer.presence'
    _description = 'Somebody at a Transfer'
    _order = 'since, id'

    transfer_id = fields.Many2one('store.transfer', required=True, index=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', required=True, ondelete='cascade')
    side = fields.Selection(SIDES, required=True, default='look')
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    seen_on = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    version = fields.Integer(help="Of the transfer as this person has it before them.")

    _one_each = models.UniqueIndex('(transfer_id, user_id)')

    # === TRANSFER ===

    @api.autovacuum
    def _gc_presence(self):
        """Notes of yesterday say nothing."""
        self.search([('seen_on', '<', fields.Datetime.subtract(fields.Datetime.now(), days=1))]).unlink()
