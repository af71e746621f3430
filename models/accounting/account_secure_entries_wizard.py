# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class AccountSecureEntriesWizard(models.TransientModel):
    """The hash chain of entries covers the whole company, so users who see only a part cannot check or extend it."""

    _inherit = 'account.secure.entries.wizard'

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        self._check_whole_company()
        return super().default_get(fields)

    # === ACTIONS ===

    def action_secure_entries(self):
        """Override of `account`, see the class.

        :raises AccessError: for users bound to stores
        """
        self._check_whole_company()
        return super().action_secure_entries()

    # === STRUCTURE ===

    def _check_whole_company(self):
        if elevation.is_needed(self):
            raise AccessError(
                self.env._(
                    "Entries are secured for all stores of %(company)s at once. Ask headquarters to secure them.",
                    company=self.env.company.name,
                )
            )
