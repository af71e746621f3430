# Part of store_group. License LGPL-3.
import base64
from time import monotonic

from odoo import fields, models

from ..engine.intake.extent import is_long

SECONDS_AT_ONCE = 20  # time limit of the request: the rest is read in the background


class StoreIntakeUpload(models.TransientModel):
    """Upload a file of orders: stored raw, read, and previewed before orders are created."""

    _name = 'store.intake.upload'
    _description = 'Upload Orders'

    channel_id = fields.Many2one('store.channel', required=True, domain="[('armed', '=', True)]")
    template_id = fields.Many2one(related='channel_id.template_id')
    history_until = fields.Date(related='channel_id.history_until')
    create_missing = fields.Boolean(related='channel_id.create_missing')
    content = fields.Binary(string="File", required=True)
    filename = fields.Char()
    confirm = fields.Boolean(string="Confirm Orders", help="Otherwise they stay quotations. History is never confirmed.")

    # === ACTIONS ===

    def action_read(self):
        """Store the file and show its content; long files are read in the background.

        :return: the form of the document, to be confirmed by "Make Orders"
        """
        self.ensure_one()
        self.channel_id._check_armed()
        worker = self.env['store.intake.worker'].sudo()
        raw = base64.b64decode(self.content)
        document = worker._keep_raw(
            self.channel_id.sudo(),
            raw,
            filename=self.filename or 'upload',
            origin='wizard',
            confirm=self.confirm,
            user=self.env.user,
        )
        if is_long(raw) or not worker._work(document, stop_at=monotonic() + SECONDS_AT_ONCE):
            worker._wake()
        return {'type': 'ir.actions.act_window', 'res_model': 'store.intake.document', 'res_id': document.id, 'view_mode': 'form'}
