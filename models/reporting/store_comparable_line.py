# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreComparableLine(models.Model):
    """One store in a list of comparable stores, and why it is included or not."""

    _name = 'store.comparable.line'
    _description = 'Comparable Store'
    _order = 'is_comparable desc, store_id'

    comparable_id = fields.Many2one('store.comparable', required=True, index=True, ondelete='cascade')
    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='restrict')
    is_comparable = fields.Boolean(string="Counts")
    reason = fields.Selection(
        [
            ('comparable', "Open in both periods"),
            ('never_opened', "Never opened"),
            ('opened_later', "Opened later"),
            ('too_new', "Not open long enough"),
            ('closed', "Closed"),
            ('paused', "Paused"),
            ('chosen', "Decided by hand"),
        ],
        required=True,
        default='chosen',
    )
    note = fields.Char()

    _store_uniq = models.UniqueIndex('(comparable_id, store_id)', "A store can be in a list only once.")

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.comparable_id._check_draft()
        return lines

    def write(self, vals):
        """Mark a changed inclusion as a manual decision."""
        self.comparable_id._check_draft()
        if 'is_comparable' in vals and 'reason' not in vals:
            vals = {**vals, 'reason': 'chosen'}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self.comparable_id._check_draft()
