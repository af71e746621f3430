# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL


class AccountInvoiceReport(models.Model):
    """Core's invoice analysis, by store; costs and margins are for those who see them."""

    _name = 'account.invoice.report'
    _inherit = ['account.invoice.report', 'store.hidden']

    _store_hidden = {'inventory_value': 'see_cost', 'price_margin': 'see_margin'}
    _depends = {'account.move.line': ['store_id']}

    store_id = fields.Many2one('store.store', readonly=True)

    @api.model
    def _select(self) -> SQL:
        """Override of `account`: the store is a column of the line, so that a rule reaches its index."""
        return SQL('%s, line.store_id', super()._select())
