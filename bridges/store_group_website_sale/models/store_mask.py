# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _masked(self):
        """Override of `store_group` for what the website adds."""
        masked = super()._masked()
        contacts = {**masked['see_customer_contacts'], 'website.visitor': ('email', 'mobile')}
        return {**masked, 'see_customer_contacts': contacts}

    @api.model
    def _harmless(self):
        """Override of `store_group` for what the website adds."""
        return [
            *super()._harmless(),
            ("follows the country of a company", {'website': ('show_line_subtotals_tax_selection',), 'res.config.settings': '*'}),
        ]
