# Part of store_group. License LGPL-3.
from odoo import models


class StoreMissingMaker(models.AbstractModel):
    _inherit = 'store.missing.maker'

    def _met_customers(self, channel, partners, taxes):
        """Fill the hook: whether they are customers we know."""
        super()._met_customers(channel, partners, taxes)
        self.env['store.same.customer']._meet(channel, partners, taxes)
