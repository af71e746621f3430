# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StockMoveLine(models.Model):
    _inherit = 'stock.move.line'

    store_id = fields.Many2one('store.store', ondelete='restrict', readonly=True, copy=True)

    _store_idx = models.Index('(store_id, result_package_id DESC, id) WHERE store_id IS NOT NULL')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A line belongs to the store of its move, else of its picking."""
        lines = super().create(vals_list)
        for store, own in lines.sudo().grouped(lambda line: line.move_id.store_id or line.picking_id.store_id).items():
            wrong = own.filtered(lambda line, store=store: line.store_id != store)
            if wrong:
                wrong.store_id = store
        return lines
