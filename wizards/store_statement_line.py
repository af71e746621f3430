# Part of store_group. License LGPL-3.
from odoo import fields, models

from .store_statement import KINDS


class StoreStatementLine(models.TransientModel):
    """One entry of a statement between companies, with the balance after it."""

    _name = 'store.statement.line'
    _description = 'Line of a Statement'

    statement_id = fields.Many2one('store.statement', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='statement_id.currency_id')
    date = fields.Date(readonly=True)
    name = fields.Char(string="Document", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    amount = fields.Monetary(readonly=True)
    balance = fields.Monetary(readonly=True)
