# Part of store_group. License LGPL-3.
from odoo import api, models


class ResPartnerPricelist(models.Model):
    """A customer's own pricelist is a permanent discount: bound users need *Manage Prices* to set one."""

    _inherit = 'res.partner'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Check after core has computed the default list of the new customer."""
        partners = super().create(vals_list)
        for partner, vals in zip(partners, vals_list, strict=True):
            if vals.get('specific_property_product_pricelist'):
                partner._check_gives_pricelist(vals['specific_property_product_pricelist'], {})
        return partners

    def write(self, vals):
        """Check every change of a customer's list; core's own field is also written here."""
        given = vals.get('specific_property_product_pricelist')
        before = {}
        if given and self._asks_who_gives_pricelists():
            before = {partner.id: partner.specific_property_product_pricelist.id for partner in self.sudo()}
        result = super().write(vals)
        if given:
            self._check_gives_pricelist(given, before)
        return result

    # === CUSTOMER ===

    def _asks_who_gives_pricelists(self):
        return not self.env.su and self.env.user._is_store_bound()

    def _check_gives_pricelist(self, pricelist_id, before):
        """:raises AccessError: when a bound user without *Manage Prices* sets a list other than the default

        :param dict before: {customer id: own list until now}
        """
        user = self.env.user
        if not self._asks_who_gives_pricelists() or (user.store_ids and user._store_can('manage_prices', user.store_ids)):
            return
        partners_sudo = self.sudo()
        defaults = self.env['product.pricelist'].sudo()._get_country_pricelist_multi(partners_sudo.country_id.ids)
        of_stores = {store._effective_pricelist().id for store in user.store_ids.sudo()}
        for partner in partners_sudo:
            parent = partner.commercial_partner_id - partner
            default = defaults.get(partner.country_id.id)
            if pricelist_id not in {
                before.get(partner.id),
                parent.specific_property_product_pricelist.id,
                default.id if default else False,
                *of_stores,
            }:
                user._check_store_can('manage_prices', user.store_ids)
