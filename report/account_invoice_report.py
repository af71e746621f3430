# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL


class AccountInvoiceReport(models.Model):
    _inherit = 'account.invoice.report'
    _depends = {'account.move.line': ['store_id']}

    store_id = fields.Many2one('store.store', readonly=True)

    @api.model
    def _select(self) -> SQL:
        """Override of `account`: the store is a column of the line, so that a rule reaches its index."""
        return SQL('%s, line.store_id', super()._select())
