# Part of store_group. License LGPL-3.
from odoo import api, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.model
    def get_new_partner(self, config_id, domain, offset):
        """Override of `point_of_sale`: the till searches names, phones and addresses at once; it finds by what is shown."""
        mask = self.env['store.mask']
        if domain and mask._unseen(self):
            domain = list(mask._finding_less(self, domain))
        return super().get_new_partner(config_id, domain, offset)
