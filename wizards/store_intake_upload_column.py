# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..engine.intake.proposing.unread import ASK


class StoreIntakeUploadColumn(models.TransientModel):
    """One column of an uploaded file: what stands in it, and what it is taken to mean."""

    _name = 'store.intake.upload.column'
    _description = 'Column of an Uploaded File'
    _order = 'is_asked desc, place, id'

    upload_id = fields.Many2one('store.intake.upload', required=True, ondelete='cascade', index=True)
    place = fields.Integer()
    header = fields.Char(string="Column")
    samples = fields.Char(string="In the File")
    target = fields.Selection('_selection_target', string="Meaning", required=True, default='ignore')
    is_asked = fields.Boolean(help="Nobody reads it and it may count: a person decides.")
    is_key = fields.Boolean(string="Order Key", help="Key columns together identify one order.")
    becomes = fields.Char(compute='_compute_becomes')
    reason = fields.Char(string="Why")
    sureness = fields.Selection(
        [('sure', "Sure"), ('likely', "Likely"), ('unsure', "Unsure"), ('none', "Not Used")], default='none'
    )

    @api.model
    def _selection_target(self):
        meanings = self.env['store.intake.template.column']._meanings()
        return [(ASK, self.env._("Please choose")), *meanings.items()]

    # === COMPUTE ===

    @api.depends('target', 'upload_id.content', 'upload_id.date_order', 'upload_id.decimal_mark', 'upload_id.column_ids.target')
    def _compute_becomes(self):
        for upload, lines in self.grouped('upload_id').items():
            self.env['store.intake.upload.plan']._fill(upload, lines, upload._found() if upload else None)
