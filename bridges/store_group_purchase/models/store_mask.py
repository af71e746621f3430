# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreMask(models.AbstractModel):
    _inherit = 'store.mask'

    @api.model
    def _harmless(self):
        """Override of `store_group` for what `purchase` adds."""
        return [
            *super()._harmless(),
            ("follows the country of a company", {'purchase.order': ('country_code', 'tax_country_id')}),
            (
                "left without the amount where that is hidden",
                {'purchase.order': ('display_name',), 'product.supplierinfo': ('display_name',)},
            ),
            ("of a bill, for whoever enters bills and sees prices", {'purchase.bill.line.match': ('product_uom_price',)}),
        ]
