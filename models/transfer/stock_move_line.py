# Part of store_group. License LGPL-3.
from odoo import fields, models


class StockMoveLine(models.Model):
    """A line that takes goods of another company in knows the box they came in before it may name it as its own."""

    _inherit = 'stock.move.line'

    transfer_box_id = fields.Many2one('stock.package', readonly=True, index='btree_not_null', ondelete='restrict')

    # === TRANSFER ===

    def _transfer_box(self):
        """Return the box these goods are taken out of."""
        return self.package_id or self.transfer_box_id
