# Part of store_group. License LGPL-3.
from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    # === CRUD ===

    def write(self, vals):
        """Override of `base`: limits of role profiles in a currency that no company has any more are in the new one.

        Profiles are installed before anybody chooses the company's currency; their numbers are meant for that one.
        """
        before = self.currency_id
        done = super().write(vals)
        if 'currency_id' in vals:
            gone = before - self.sudo().search([]).currency_id
            profiles_sudo = self.env['store.role.profile'].sudo().with_context(active_test=False)
            profiles_sudo.search([('currency_id', 'in', gone.ids)]).currency_id = self.currency_id[:1]
        return done
