# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

from ..people import elevation


class ResCompany(models.Model):
    _inherit = 'res.company'

    def action_close_stock_valuation(self, at_date=None, auto_post=False):
        """Override of `stock_account`: the stock of a company is valued with all of it in sight.

        :raises AccessError: for whoever is bound to stores
        """
        if elevation.is_needed(self):
            raise AccessError(self.env._(
                "The stock of %(company)s is that of all its stores: headquarters closes its valuation.", company=self.name))
        return super().action_close_stock_valuation(at_date=at_date, auto_post=auto_post)
