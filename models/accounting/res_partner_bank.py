# Part of store_group. License LGPL-3.
from odoo import api, models


class ResPartnerBank(models.Model):
    """A rule keeps vendors' accounts from who may not see costs; a name in a list would tell the number still."""

    _inherit = 'res.partner.bank'

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Override of `base`: an account the user may not read has no number for him."""
        super()._compute_display_name()
        if not self.env.user._is_store_bound():
            return
        for account in self.sudo(False) - self.sudo(False)._filtered_access('read'):
            account.sudo().display_name = self.env._("Hidden")
