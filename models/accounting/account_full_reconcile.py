# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation


class AccountFullReconcile(models.Model):
    """What ties matched items. Core writes it into the items past all rules, so bound users tie and untie only their own."""

    _inherit = 'account.full.reconcile'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        fulls = super().create(vals_list)
        # core ties items that were tied before by SQL, and looks for them in the cache
        self.env['account.move.line'].invalidate_model(['full_reconcile_id'], flush=False)
        fulls.invalidate_recordset(['reconciled_line_ids'], flush=False)
        fulls._check_of_own()
        return fulls

    def _store_before_write(self, vals):
        """Fill the hook."""
        super()._store_before_write(vals)
        self._check_of_own()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        self._check_of_own()

    # === ACCOUNTING ===

    def _check_of_own(self):
        """:raises AccessError: where a bound user ties or unties items of a store they do not act for"""
        if elevation.is_needed(self):
            fulls_sudo = self.sudo()
            lines_sudo = fulls_sudo.reconciled_line_ids
            foreign = self.env['store.links']._foreign_but_headquarters(lines_sudo)
            own = lines_sudo - foreign  # what headquarters matched with them is tied with them
            if foreign - own.matched_debit_ids.debit_move_id - own.matched_credit_ids.credit_move_id:
                raise AccessError(
                    self.env._("Items of another store are matched here. Ask headquarters to match them or to take them apart.")
                )
