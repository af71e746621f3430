# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation
from .product_value import OWN_WORDS
from .sql.store_cost_history import KEEP

QUANTITIES = ('qty_available', 'free_qty', 'incoming_qty', 'outgoing_qty', 'virtual_available')


class ProductProduct(models.Model):
    """Costs belong to the company: they are computed over all its moves, whoever receives or ships.

    Core searches moves and quants as the user and writes the cost as superuser. Under a rule a shop
    that receives 10 at 20 after another's 10 at 10 would set the whole company's average to 20.
    """

    _inherit = 'product.product'

    # === AVAILABILITY ===

    def _whole_company(self):
        """Return the products as superuser in the company whose cost is computed, ignoring the caller's context."""
        return elevation.lift(self, self.env.company)

    def _update_standard_price(self, extra_value=None, extra_quantity=None):
        """Override of `stock_account` to average over the whole company."""
        if elevation.is_needed(self):
            self = self._whole_company()
        return super(ProductProduct, self.with_context(**{KEEP: True}))._update_standard_price(
            extra_value=extra_value, extra_quantity=extra_quantity
        )

    def _run_avco(self, at_date=None, lot=None, method="realtime"):
        """Override of `stock_account` to average over the whole company, without reading every move as a record.

        Today's cost of a product uses the fast replay; past days, lots and products valued by other add-ons
        use core's.
        """
        if elevation.is_needed(self):
            self, lot = self._whole_company(), lot and elevation.lift(lot, self.env.company)
        self = self.with_context(**{OWN_WORDS: self.env.company.id})
        history = self.env['store.cost.history']
        if at_date or lot or method != 'realtime' or not history._is_known():
            return super()._run_avco(at_date=at_date, lot=lot, method=method)
        return history._average(self)

    def _run_fifo(self, quantity, lot=None, at_date=None, location=None):
        """Override of `stock_account` to take from the whole company's stack."""
        if elevation.is_needed(self):
            self, lot = self._whole_company(), lot and elevation.lift(lot, self.env.company)
        return super()._run_fifo(quantity, lot=lot, at_date=at_date, location=location)

    def _get_standard_price_at_date(self, date=None):
        """Override of `stock_account`: past costs are read from this company only."""
        self = self.with_context(**{OWN_WORDS: self.env.company.id})
        return super()._get_standard_price_at_date(date)

    def _change_standard_price(self, old_price):
        """Override of `stock_account`: a cost applies to the company it is entered in, also for shared products."""
        self = self.with_context(**{OWN_WORDS: self.env.company.id})
        return super()._change_standard_price(old_price)

    def _get_last_in(self, date=None):
        """Override of `stock_account` to find the company's last receipt."""
        if elevation.is_needed(self):
            self = self._whole_company()
        return super()._get_last_in(date=date)

    def _get_remaining_moves(self):
        """Override of `stock_account` to see the whole company's stack."""
        if elevation.is_needed(self):
            self = self._whole_company()
        return super()._get_remaining_moves()

    def _get_value_from_lots(self):
        """Override of `stock_account`: elevated, core would include lots of other companies."""
        if not self.env.user._is_store_bound():
            return super()._get_value_from_lots()
        lots = (
            self.env['stock.lot']
            .sudo()
            .search([('product_id', 'in', self.ids), ('quant_ids.company_id', '=', self.env.company.id)])
        )
        return sum(lots.with_context(allowed_company_ids=self.env.company.ids).mapped('total_value'))

    def _with_valuation_context(self):
        """Override of `stock_account`: elevated, core would count every company's locations."""
        product = super()._with_valuation_context()
        if not (self.env.su or self.env.user._is_store_bound()):
            return product
        shelves = (
            self.env['stock.location']
            .sudo()
            .search([('is_valued_internal', '=', True), ('company_id', '=', self.env.company.id)])
        )
        return product.with_context(location=shelves.ids)

    def _compute_quantities_dict(self, lot_id, owner_id, package_id, from_date=False, to_date=False):
        """Override of `stock`: a store served from a shared warehouse sees that warehouse's quantities, not zero."""
        if elevation.is_needed(self):
            shelves = self._serving_locations()
            asked = self.env.context.get('warehouse_id') or self.env.context.get('location')
            if not asked and not shelves:  # core reads an empty list as no restriction
                return {product.id: dict.fromkeys(QUANTITIES, 0.0) for product in self}
            if not asked:
                self = self.sudo().with_context(location=shelves)
            elif self._asks_only(shelves):
                self = self.sudo()
        return super()._compute_quantities_dict(lot_id, owner_id, package_id, from_date=from_date, to_date=to_date)

    def _serving_locations(self):
        """Return the ids of the view locations that serve the user's stores: owned and shared warehouses."""
        reach = self.env.user._store_reach()
        Store = self.env['store.store'].sudo().with_context(active_test=False)
        stores = Store.search([]) if reach.see_all else Store.browse(reach.see)
        owned = self.env['stock.warehouse'].sudo().search([('store_id', 'in', stores.ids)])
        warehouses = (stores.warehouse_id | owned).filtered(lambda warehouse: warehouse.company_id in self.env.companies)
        return warehouses.view_location_id.ids

    def _asks_only(self, shelves):
        """Whether the warehouses or locations of the context lie within the given view locations."""
        Location = self.env['stock.location'].sudo()
        asked = self.env.context.get('location') or []
        warehouses = self.env.context.get('warehouse_id') or []
        asked = asked if isinstance(asked, list) else [asked]
        warehouses = warehouses if isinstance(warehouses, list) else [warehouses]
        if not all(isinstance(item, int) for item in [*asked, *warehouses]):
            return False
        ids = [*asked, *self.env['stock.warehouse'].sudo().browse(warehouses).view_location_id.ids]
        within = Location.search_count([('id', 'in', ids), ('id', 'child_of', shelves)])
        return within == len(set(ids))
