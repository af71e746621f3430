# Part of store_group. License LGPL-3.
from odoo import models


class StockPicking(models.Model):
    """Operations may use places their users do not own where headquarters has set them."""

    _inherit = 'stock.picking'

    def _store_settled_places(self):
        """Hook: return the locations these operations may use because headquarters has set them."""
        return self.env['stock.location']
