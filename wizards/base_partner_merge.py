# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError


class BasePartnerMerge(models.TransientModel):
    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Override of `base`: refuse for bound users, because merging changes documents of all stores without rules.

        :raises AccessError: for users bound to stores
        """
        if self.env.user._is_store_bound():
            raise AccessError(
                self.env._("Contacts are shared by all stores, with their orders and invoices. Ask headquarters to merge them.")
            )
        group = self.env['res.partner'].sudo().browse([*partner_ids, *(dst_partner.ids if dst_partner else ())]).exists()
        for partner in group.filtered('canonical_id'):  # one does not stand for what it becomes
            if (partner._same_chain() - partner) & group:
                partner.canonical_id = False
        result = super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        self.env.registry.clear_cache()  # core gives users their new contact by SQL
        return result
