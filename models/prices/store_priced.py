# Part of store_group. License LGPL-3.
from odoo import models

from ..people import elevation


class StorePriced(models.AbstractModel):
    """A record with its own prices: a store, or a group of stores.

    The own pricelist is made when the first own price is set. What it does not price falls back on the
    list that applied before: one rule for all products, based on the list of the nearest group above.
    Prices themselves are Odoo's own pricelist rules and nothing else.
    """

    _name = 'store.priced'
    _description = 'Owner of Prices'

    _price_owner = ''  # the field of product.pricelist that names this kind of owner
    _price_parent = ''  # the field of the owner that names the group above

    # === STRUCTURE ===

    def _own_pricelist(self):
        """Return the pricelist of this store or group alone, elevated; it is created when first needed.

        A list shared with others is never changed: a new one is created in front of it.

        :raises AccessError: for a user who may not change the store or group
        """
        self.ensure_one()
        self.check_access('write')
        # Elevated: the store's manager sets its prices, but core requires a sales manager.
        before_sudo = self.sudo().pricelist_id
        if before_sudo[self._price_owner] == self:
            return before_sudo
        company = self._price_company()
        own_sudo = elevation.lift(before_sudo).create(
            {
                'name': self.name,
                'company_id': company.id,
                'currency_id': (company or self.env.company).currency_id.id,
                self._price_owner: self.id,
            }
        )
        own_sudo._fall_back_on(before_sudo or self._pricelist_above())
        self.pricelist_id = own_sudo.id
        return own_sudo

    def _pricelist_above(self):
        """Return the pricelist of the nearest group above with one for this owner's company, elevated."""
        self.ensure_one()
        for group in self.sudo()[self._price_parent]._and_above():
            company = group.pricelist_id.company_id
            if group.pricelist_id and (not company or company == self._price_company()):
                return group.pricelist_id
        return self.env['product.pricelist'].sudo()

    def _align_prices(self):
        """After a group moved, let own lists fall back on the list that is above them now.

        A fallback on a list that belongs to no group was set by a person and stays.
        """
        for priced in self.sudo():
            own = priced.pricelist_id
            if own and own[self._price_owner] == priced:
                before = own._fallback_item().base_pricelist_id
                above = priced._pricelist_above()
                if above != before and (not before or before.store_group_id):
                    own._fall_back_on(above)

    def _price_company(self):
        """Return the company of the own pricelist; empty for all companies."""
        return self['company_id'] if 'company_id' in self._fields else self.env['res.company']
