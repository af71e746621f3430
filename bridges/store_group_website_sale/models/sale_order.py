# Part of store_group. License LGPL-3.
from odoo import models


class SaleOrder(models.Model):
    """Orders on a website belong to the website's store, whoever orders: a visitor, a customer, a colleague.

    The store of such an order is the first of:

    a. a store or channel set by a program;
    b. the website's store. Several websites share one team, and may share a
       warehouse; Odoo gives every website the same team when it is made;
    c. of a website of headquarters: the team's, then the warehouse's, as of any order.

    The website also sets team, warehouse and prices: the customer has seen that warehouse's stock and
    those prices before ordering. Without a team or warehouse those of the store are used.
    """

    _inherit = 'sale.order'

    # === COMPUTE ===

    def _compute_team_id(self):
        """Override of `store_group` to keep the website's team for any salesperson."""
        kept = self.filtered(lambda order: order._is_of_website_store() and order.website_id.salesteam_id)
        for order in kept:
            order.team_id = order.website_id.salesteam_id
        super(SaleOrder, self - kept)._compute_team_id()

    def _compute_warehouse_id(self):
        """Override of `store_group` to serve from the warehouse whose stock the website shows."""
        kept = self.filtered(
            lambda order: (order._is_of_website_store() and order.website_id.warehouse_id and order.state in ('draft', 'sent'))
        )
        for order in kept:
            order.warehouse_id = order.website_id.warehouse_id
        super(SaleOrder, self - kept)._compute_warehouse_id()

    # === STRUCTURE ===

    def _complete_store_vals(self, vals, explicit_only=False):
        """Override of `store_group`: a cart has the website's team and warehouse, else those of its store."""
        website = self.env['website'].browse(not explicit_only and vals.get('website_id') or []).sudo()
        if website.warehouse_id and not vals.get('warehouse_id'):
            vals = {**vals, 'warehouse_id': website.warehouse_id.id}
        if website and not vals.get('team_id', True):
            # The cart of a website without a team sends "no team", which is not intended.
            vals = {field: value for field, value in vals.items() if field != 'team_id'}
        return super()._complete_store_vals(vals, explicit_only=explicit_only)

    def _derive_store(self, vals):
        """Override of `store_group` to derive the store from the website first; see the class for the order."""
        is_given = 'store_id' in vals or 'default_store_id' in self.env.context or vals.get('store_channel_id')
        store = self.env['website'].browse(not is_given and vals.get('website_id') or []).sudo().store_id
        return store.id or super()._derive_store(vals)

    def _is_of_website_store(self):
        """Whether this order was made on a website and belongs to the store that owns it."""
        self.ensure_one()
        order = self.sudo()
        return bool(order.store_id) and order.store_id == order.website_id.store_id

    def _entitled_pricelist(self):
        """Override of `store_group`: on a website customers are entitled to every pricelist offered there."""
        website_sudo, list_sudo = self.sudo().website_id, self.sudo().pricelist_id
        if website_sudo and list_sudo and list_sudo._is_available_on_website(website_sudo):
            return list_sudo
        return super(SaleOrder, self.with_context(website_id=website_sudo.id) if website_sudo else self)._entitled_pricelist()

    # === HOOKS ===

    def _has_store_prices(self):
        """Override of `store_group`: customers pay the prices shown on the website."""
        return super()._has_store_prices() and not self.website_id
