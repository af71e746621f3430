# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreOpenStock(models.TransientModel):
    """One row of the opening stock sheet: what will be booked, or why not."""

    _name = 'store.open.stock'
    _description = 'Opening Stock of a Store to Open'
    _order = 'is_bad desc, number'

    wizard_id = fields.Many2one('store.open.wizard', required=True, index=True, ondelete='cascade')
    number = fields.Integer(string="Row", readonly=True)
    product_text = fields.Char(string="In the Sheet", readonly=True)
    product_id = fields.Many2one('product.product', readonly=True)
    quantity = fields.Float(digits='Product Unit', readonly=True)
    cost = fields.Float(string="Unit Cost", digits='Product Price', readonly=True)
    has_cost = fields.Boolean(readonly=True)
    lot = fields.Char(string="Lot/Serial", readonly=True)
    problem = fields.Char(readonly=True)
    remark = fields.Char(readonly=True)
    is_bad = fields.Boolean(readonly=True)

    def _as_rows(self):
        """Return the lines for `store.opening.stock`."""
        return [
            {
                'product': line.product_id,
                'quantity': line.quantity,
                'lot': line.lot or '',
                'cost': line.cost if line.has_cost else False,
            }
            for line in self
        ]
