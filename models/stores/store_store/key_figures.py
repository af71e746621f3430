# Part of store_group. License LGPL-3.
from odoo import api, fields, models

SEEN_BY = 'store_group.group_store_manager,store_group.group_store_auditor'


class StoreStore(models.Model):
    """Key figures on a store's card: today's and this month's sales, and its stock.

    Sales are ordered sales as in `store.sale.report`: without tax, in the currency of the store's
    company, by the store's own day and month. Stock is what lies in the warehouses the store owns;
    a store served by another's warehouse has none of its own. Nothing is stored: computed on each read.

    Cost: three queries for all stores read together, whatever their number and zones.
    """

    _inherit = 'store.store'

    sales_today = fields.Monetary(
        compute='_compute_sales',
        groups=SEEN_BY,
        help="Ordered today, on the store's own day, without tax, in the currency of its company.",
    )
    sales_month = fields.Monetary(
        string="Sales This Month",
        compute='_compute_sales',
        groups=SEEN_BY,
        help="Ordered this month, by the store's own days, without tax, in the currency of its company.",
    )
    orders_today = fields.Integer(compute='_compute_sales', groups=SEEN_BY, help="Confirmed orders of the store's own day.")
    stock_qty = fields.Float(
        string="Stock",
        compute='_compute_stock',
        digits='Product Unit',
        groups=SEEN_BY,
        help="On hand in the warehouses this store owns, in the products' own units. "
        "0 where another store's warehouse serves it.",
    )
    is_stock_shared = fields.Boolean(string="Served by Another Store's Warehouse", compute='_compute_stock', groups=SEEN_BY)

    # === COMPUTE ===

    @api.depends('tz', 'day_ends_at')
    def _compute_sales(self):
        figures = self._sales_now()
        for store in self:
            store.sales_today, store.orders_today, store.sales_month = figures.get(store.id, (0.0, 0, 0.0))

    @api.depends('warehouse_id.store_id')
    def _compute_stock(self):
        quantities = self._stock(self)
        for store in self:
            store.stock_qty = quantities.get(store.id, 0.0)
            owner = store.warehouse_id.sudo().store_id
            store.is_stock_shared = bool(owner) and owner != store._origin

    # === REPORTING ===

    @api.model
    def _stock(self, stores):
        """Return {store id: quantity on hand in the warehouses it owns}; no key without stock."""
        Quant = self.env['stock.quant'].with_context(allowed_company_ids=self._companies_of(stores).ids)
        quantities = {}
        for location, quantity in Quant._read_group(
            [('location_id.warehouse_id.store_id', 'in', stores._origin.ids), ('location_id.usage', '=', 'internal')],
            ['location_id'],
            ['quantity:sum'],
        ):
            store_id = location.sudo().warehouse_id.store_id.id
            quantities[store_id] = quantities.get(store_id, 0.0) + quantity
        return quantities

    def _companies_of(self, stores):
        """The companies of `stores` the user belongs to, ticked or not, so that a card is always complete."""
        return stores.company_id & self.env.user.company_ids

    # === HOOKS ===

    def _sales_now(self):
        """Hook: return {store id: (sales today, orders today, sales this month)}; no key without sales this month.

        The reporting stage counts them.
        """
        return {}

    def _sold_since(self, day, products):
        """Hook: return {(product id, store id): units sold at these stores since a day}, of those the user sees sales of.

        The reporting stage counts them.
        """
        return {}
