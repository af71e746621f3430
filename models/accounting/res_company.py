# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

from ..people import elevation


class ResCompany(models.Model):
    _inherit = 'res.company'

    def action_close_stock_valuation(self, at_date=None, auto_post=False):
        """Override of `stock_account`: closing the valuation needs access to all stock of the company.

        :raises AccessError: for users bound to stores
        """
        if elevation.is_needed(self):
            raise AccessError(
                self.env._(
                    "The stock valuation of %(company)s covers all its stores. Ask headquarters to close it.", company=self.name
                )
            )
        return super().action_close_stock_valuation(at_date=at_date, auto_post=auto_post)
