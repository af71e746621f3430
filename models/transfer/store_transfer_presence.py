# Part of store_group. License LGPL-3.
from odoo import api, fields, models

SIDES = [
    ('look', "Has it open"),
    ('edit', "Is changing it"),
    ('ship', "Is counting what leaves"),
    ('receive', "Is counting what came"),
]


class StoreTransferPresence(models.Model):
    """A note who has a transfer open or counts it, and since when. It blocks nobody.

    A note not renewed for some minutes is ignored, and deleted a day later. Only the transfer reads and
    writes these.
    """

    _name = 'store.transfer.presence'
    _description = 'Somebody at a Transfer'
    _order = 'since, id'

    transfer_id = fields.Many2one('store.transfer', required=True, index=True, ondelete='cascade')
    user_id = fields.Many2one('res.users', required=True, ondelete='cascade')
    side = fields.Selection(SIDES, required=True, default='look')
    since = fields.Datetime(required=True, default=fields.Datetime.now)
    seen_on = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    version = fields.Integer(help="Version of the transfer this user has open.")

    _one_each = models.UniqueIndex('(transfer_id, user_id)')

    # === TRANSFER ===

    @api.autovacuum
    def _gc_presence(self):
        """Delete notes older than a day."""
        self.search([('seen_on', '<', fields.Datetime.subtract(fields.Datetime.now(), days=1))]).unlink()
