# Part of store_group. License LGPL-3.
from odoo import models


class StockScrap(models.Model):
    _inherit = 'stock.scrap'

    # === ACTIONS ===

    def action_validate(self):
        """Override of `stock`: whoever is bound says why."""
        return self.env['store.correct']._instead_of(self) or super().action_validate()
