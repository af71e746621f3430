# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models


class StoreElsewhere(models.TransientModel):
    """Shows which stores have a product: quantities only, of stores the user may ask about; and asks them for it."""

    _name = 'store.elsewhere'
    _description = 'Stock Elsewhere'

    name = fields.Char(readonly=True)
    product_tmpl_id = fields.Many2one('product.template', readonly=True, ondelete='cascade')
    image = fields.Image(related='product_tmpl_id.image_256')
    store_id = fields.Many2one(
        'store.store', string="Ask For Store", domain="[('is_mine', '=', True), ('state', '=', 'open')]", ondelete='cascade'
    )
    currency_id = fields.Many2one('res.currency', readonly=True)
    price = fields.Monetary(string="Price in the Store", readonly=True, help="With tax; the lowest of its variants.")
    line_ids = fields.One2many('store.elsewhere.line', 'elsewhere_id')
    is_empty = fields.Boolean(compute='_compute_is_empty')

    @api.depends('line_ids')
    def _compute_is_empty(self):
        for elsewhere in self:
            elsewhere.is_empty = not elsewhere.line_ids

    # === AVAILABILITY ===

    @api.model
    def _open(self, products):
        """Return the action that shows free quantities, own stores first, then the largest.

        A warehouse several stores share is one row: its goods are there once.

        :param products: `product.product` records; stores without stock of a product are left out
        :raises AccessError: for bound users and integration accounts without a current store
        """
        user = self.env.user
        user._check_store_caller()
        Availability = self.env['store.availability']
        stores = Availability._askable().filtered(lambda store: store.active and store.warehouse_id)
        mine = set(user._store_reach().see) if user._is_store_bound() else set()
        free = Availability._free(stores, products)
        own = self._asking_store()
        rows = []
        for warehouse, sharing in stores.grouped('warehouse_id').items():
            first = (sharing & own.sudo()) or sharing.filtered(lambda store: store.id in mine)[:1] or sharing & warehouse.store_id
            first = first or sharing[:1]
            rows += [
                (first, sharing - first, product, free[first.id][product.id])
                for product in products
                if product.uom_id.compare(free[first.id][product.id], 0) > 0
            ]
        rows.sort(key=lambda row: (row[0].id not in mine, -row[3], row[0].name))
        prices = self.env['store.own.price']._prices(own.company_id, own, products, fields.Datetime.now()) if own else {}
        answer = self.create(
            {
                'name': products.product_tmpl_id[:1].name,
                'product_tmpl_id': products.product_tmpl_id[:1].id,
                'store_id': own.id,
                'currency_id': own.company_id.currency_id.id,
                'price': min(prices.values(), default=0.0),
                'line_ids': [
                    Command.create(
                        {
                            'store_id': store.id,
                            'shared_with': ', '.join(others.mapped('name')),
                            'product_id': product.id,
                            'quantity': quantity,
                            'is_mine': store.id in mine,
                            'can_ask': bool(own) and store.state == 'open' and store.warehouse_id != own.sudo().warehouse_id,
                        }
                    )
                    for store, others, product, quantity in rows
                ],
            }
        )
        return answer._shown()

    def _shown(self):
        """Return the action that shows this answer in its dialog, also after something was asked for."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock Elsewhere"),
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
        }

    @api.model
    def _asking_store(self):
        """Return the store of the user that would get the goods, or none."""
        user = self.env.user
        mine = user.store_ids.filtered(lambda store: store.state == 'open' and user._store_can('request', store))
        return (user._default_store(self.env.company) & mine) or mine[:1]
