# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class ResPartnerBank(models.Model):
    """A rule keeps vendors' accounts from who may not see costs; a name in a list would tell the number still."""

    _inherit = 'res.partner.bank'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A bound user gives no account to a company or a store: its customers would pay there."""
        accounts = super().create(vals_list)
        if elevation.is_needed(self):
            accounts._check_no_sender()
        return accounts

    def _store_before_write(self, vals):
        """Fill the hook: nor do they change one."""
        super()._store_before_write(vals)
        self._check_no_sender()
        self._refuse_sender(self.env['res.partner'].browse(vals.get('partner_id') or ()))

    def _check_no_sender(self):
        """:raises AccessError: where one of these accounts is a company's, a store's or a warehouse's"""
        self._refuse_sender(self.sudo().partner_id)

    @api.model
    def _refuse_sender(self, partners):
        owner = partners._stands_for()
        if owner:
            raise AccessError(self.env._(
                "Bank accounts of %(contact)s, the contact of %(owner)s, are entered by headquarters. On a journal leave the "
                "account number empty, save it, and ask headquarters to enter the number.",
                contact=owner.partner_id.name, owner=owner.display_name))

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Override of `base`: an account the user may not read has no number for them."""
        super()._compute_display_name()
        if not self.env.user._is_store_bound():
            return
        for account in self.sudo(False) - self.sudo(False)._filtered_access('read'):
            account.sudo().display_name = self.env._("Hidden")
