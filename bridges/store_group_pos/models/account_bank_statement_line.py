# Part of store_group. License LGPL-3.
from odoo import api, models


class AccountBankStatementLine(models.Model):
    """Cash of a till belongs to its store, also if the cash journal has no owner."""

    _inherit = 'account.bank.statement.line'

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Book the lines of each session on its store, keeping their order."""
        Session = self.env['pos.session'].sudo()
        stores = [Session.browse(vals.get('pos_session_id') or []).store_id for vals in vals_list]
        if not any(stores):
            return super().create(vals_list)
        lines = self.browse()
        for vals, store in zip(vals_list, stores, strict=True):
            model = self.with_context(store_of_till=store.id) if store else self
            lines |= super(AccountBankStatementLine, model).create([vals])
        return lines.with_env(self.env)
