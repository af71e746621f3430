# Part of store_group. License LGPL-3.
from odoo import api, models


class StockScrap(models.Model):
    """Goods that are written off, from a place of the user's own stores and with a reason."""

    _inherit = 'stock.scrap'

    # === COMPUTE ===

    @api.depends('company_id', 'picking_id')
    def _compute_location_id(self):
        """Override of `stock`, which proposes the company's first warehouse: propose a bound user's own one."""
        super()._compute_location_id()
        user = self.env.user
        if not user._is_store_bound():
            return
        for scrap in self.filtered(lambda scrap: scrap.company_id and not scrap.picking_id):
            shelves = user._stores_in(scrap.company_id).sudo().warehouse_id.lot_stock_id
            if shelves and scrap.sudo().location_id not in shelves:
                scrap.location_id = shelves[0].id

    # === ACTIONS ===

    def action_validate(self):
        """Override of `stock`: bound users give a reason."""
        return self.env['store.correct']._instead_of(self) or super().action_validate()
