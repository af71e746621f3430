# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

from ..people import elevation


class AccountPartialReconcile(models.Model):
    """What is paid with what: whoever acts for one side may undo it, though the other side is another store's."""

    _inherit = 'account.partial.reconcile'

    # === CRUD ===

    def unlink(self):
        """Unreconcile for users who may change one side.

        Elevated: core updates both sides, and the other one may be headquarters' bank statement.
        """
        if not self or not elevation.is_needed(self):
            return super().unlink()
        self._check_one_side()
        return elevation.run(self, 'unlink', 'unlink')

    # === ACCOUNTING ===

    def _check_one_side(self):
        """:raises AccessError: when neither side of a reconciliation belongs to a store the user acts for"""
        for partial in self:
            if not any(line.has_access('write') for line in (partial.debit_move_id, partial.credit_move_id)):
                raise AccessError(
                    self.env._(
                        "Neither side of the reconciliation %(name)s belongs to a store you act for. "
                        "Ask headquarters to undo it.",
                        name=partial.display_name,
                    )
                )
