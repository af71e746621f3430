# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class ResPartnerBank(models.Model):
    """A rule hides vendors' accounts from users who may not see costs; here their display name is hidden too."""

    _inherit = 'res.partner.bank'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Bound users create no account of a company or a store: customers would pay there."""
        accounts = super().create(vals_list)
        if elevation.is_needed(self):
            accounts._check_no_sender()
        return accounts

    def _store_before_write(self, vals):
        """Fill the hook: bound users do not change these accounts either."""
        super()._store_before_write(vals)
        self._check_no_sender()
        self._refuse_sender(self.env['res.partner'].browse(vals.get('partner_id') or ()))

    def _check_no_sender(self):
        """:raises AccessError: if one of these accounts belongs to a company, a store or a warehouse"""
        self._refuse_sender(self.sudo().partner_id)

    @api.model
    def _refuse_sender(self, partners):
        owner = partners._stands_for()
        if owner:
            raise AccessError(
                self.env._(
                    "Bank accounts of %(contact)s, the contact of %(owner)s, are entered by headquarters. The number of a "
                    "store's own account is entered on the bank journal of that store.",
                    contact=owner.partner_id.name,
                    owner=owner.display_name,
                )
            )

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_display_name(self):
        """Override of `base`: leave out the number of an account the user may not read."""
        super()._compute_display_name()
        if not self.env.user._is_store_bound():
            return
        for account in self.sudo(False) - self.sudo(False)._filtered_access('read'):
            account.sudo().display_name = self.env._("Hidden")
