# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    """Settings > Fast Reports: whether sums are kept beside the documents."""

    _inherit = 'res.config.settings'

    store_fast_reports = fields.Boolean(
        string="Fast Reports",
        help="Sums of sales, stock and profit are kept beside the documents, and reports answer at once. Off: every report "
        "counts the documents; what it says is the same.",
    )

    # === REPORTING ===

    @api.model
    def _store_values(self):
        """Fill the hook: whether fast reports are on."""
        return {**super()._store_values(), 'store_fast_reports': self.env['store.fast.reports']._is_wanted()}

    def _store_keep_values(self):
        """Fill the hook: the triggers of fast reports follow in the background."""
        super()._store_keep_values()
        self.env['store.fast.reports']._choose(self.store_fast_reports)
