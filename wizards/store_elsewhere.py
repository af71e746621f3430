# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models


class StoreElsewhere(models.TransientModel):
    """Shows which stores have a product: quantities only, of stores the user may ask about."""

    _name = 'store.elsewhere'
    _description = 'Stock Elsewhere'

    name = fields.Char(readonly=True)
    line_ids = fields.One2many('store.elsewhere.line', 'elsewhere_id', readonly=True)
    is_empty = fields.Boolean(compute='_compute_is_empty')

    @api.depends('line_ids')
    def _compute_is_empty(self):
        for elsewhere in self:
            elsewhere.is_empty = not elsewhere.line_ids

    # === AVAILABILITY ===

    @api.model
    def _open(self, products):
        """Return the action that shows free quantities, own stores first, then the largest.

        :param products: `product.product` records; stores without stock of a product are left out
        :raises AccessError: for bound users and integration accounts without a current store
        """
        user = self.env.user
        user._check_store_caller()
        Availability = self.env['store.availability']
        stores = Availability._askable().filtered(lambda store: store.active and store.warehouse_id)
        mine = set(user._store_reach().see) if user._is_store_bound() else set()
        free = Availability._free(stores, products)
        found = [
            (store, product, free[store.id][product.id])
            for store in stores
            for product in products
            if product.uom_id.compare(free[store.id][product.id], 0) > 0
        ]
        found.sort(key=lambda row: (row[0].id not in mine, -row[2], row[0].name))
        answer = self.create(
            {
                'name': products.product_tmpl_id[:1].name,
                'line_ids': [
                    Command.create(
                        {'store_id': store.id, 'product_id': product.id, 'quantity': quantity, 'is_mine': store.id in mine}
                    )
                    for store, product, quantity in found
                ],
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock Elsewhere"),
            'res_model': self._name,
            'res_id': answer.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }
