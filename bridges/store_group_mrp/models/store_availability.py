# Part of store_group. License LGPL-3.
import math

from odoo import api, models
from odoo.addons.store_group.sockets import exact


class StoreAvailability(models.AbstractModel):
    """A kit is free as often as its free components make it up."""

    _inherit = 'store.availability'

    @api.model
    def _free(self, stores, products):
        """Override of `store_group`: count kits by their components at the same store, whole ones only."""
        parts = {company: self._kits(company, products) for company in stores.sudo().company_id}
        components = products.union(*(component for kits in parts.values() for made in kits.values() for component in made))
        free = super()._free(stores, components)
        for store in stores.sudo():
            there = free[store.id]
            for kit, made in parts[store.company_id].items():
                often = min((there[component.id] / quantity for component, quantity in made.items()), default=0.0)
                there[kit.id] = float(math.floor(exact(often)))
            for component in components - products:
                del there[component.id]
        return free

    @api.model
    def _kits(self, company, products):
        """Return {kit among `products`: {stocked component: quantity for one kit, in the component's unit}}."""
        kits = {}
        boms = self.env['mrp.bom'].sudo()._bom_find(products.sudo(), company_id=company.id, bom_type='phantom')
        for kit, bom in boms.items():
            if not bom:
                continue
            quantity = kit.uom_id._compute_quantity(1.0, bom.product_uom_id, round=False)
            made = kits.setdefault(kit.with_env(self.env), {})
            for part, details in bom.explode(kit, quantity / bom.product_qty)[1]:
                component = part.product_id
                if component.is_storable and details['qty'] > 0:
                    one = part.product_uom_id._compute_quantity(details['qty'], component.uom_id, round=False)
                    made[component] = made.get(component, 0.0) + one
        return kits
