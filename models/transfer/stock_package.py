# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StockPackage(models.Model):
    """A box stores sender and receiver, so that both stores see it in transit."""

    _inherit = 'stock.package'

    store_id = fields.Many2one('store.store', string="Packed by", index='btree_not_null', ondelete='restrict')
    dest_store_id = fields.Many2one('store.store', string="Sent to", index='btree_not_null', ondelete='restrict')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A box created by a bound user belongs to their store until it holds goods."""
        user = self.env.user
        if user._is_store_bound():
            given = self.env['store.store'].sudo().browse(self.env.context.get('default_store_id') or [])
            store = given & user.store_ids or user._stores_in(self.env.company)[:1]
            vals_list = [vals if 'store_id' in vals else {**vals, 'store_id': store.id} for vals in vals_list]
        return super().create(vals_list)
