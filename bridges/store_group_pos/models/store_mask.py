# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _masked(self):
        """Override of `store_group` for what `point_of_sale` adds."""
        masked = super()._masked()
        contacts = dict(masked['see_customer_contacts'])
        for model in ('res.partner', 'res.users'):
            contacts[model] = (*contacts[model], 'invoice_emails', 'pos_contact_address')
        contacts['pos.order'] = ('email', 'mobile')
        return {**masked, 'see_customer_contacts': contacts}

    @api.model
    def _harmless(self):
        """Override of `store_group` for what `point_of_sale` adds."""
        return [*super()._harmless(), ("follows the country of a company", {'pos.order': ('country_code',)})]
