# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from .store_profit_statement.words import LINES

FIGURES = [
    ('ordered', "Ordered"),
    ('net', "Ordered less Returned"),
    ('orders', "Orders"),
    ('on_hand', "Units on Hand"),
    ('stock_value', "Value on Hand"),
]
KINDS = [('profit', "Profit"), ('sales', "Sales"), ('stock', "Stock")]


class StoreMonthCloseFigure(models.Model):
    """One figure of a store when its month was closed, and its current value."""

    _name = 'store.month.close.figure'
    _description = 'Frozen Figure of a Store'
    _order = 'close_id desc, store_id, kind, id'

    close_id = fields.Many2one('store.month.close', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='close_id.company_id', store=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    month = fields.Date(related='close_id.month', store=True)
    store_id = fields.Many2one('store.store', index=True, ondelete='restrict', help="Empty: headquarters.")
    place = fields.Char(compute='_compute_place')
    kind = fields.Selection(KINDS, required=True)
    line = fields.Selection(LINES + FIGURES, string="Figure", required=True)
    amount = fields.Float(string="Frozen", digits=False, help="When the month was closed, in the company's currency.")
    amount_now = fields.Float(string="Now", digits=False, compute='_compute_amount_now')
    after_close = fields.Float(digits=False, compute='_compute_amount_now', help="Now - frozen.")

    # === COMPUTE ===

    @api.depends('store_id')
    @api.depends_context('lang')
    def _compute_place(self):
        """The store's name, or "Headquarters"."""
        for record in self:
            record.place = record.store_id.name or self.env._("Headquarters")

    def _compute_amount_now(self):
        for close, figures in self.grouped('close_id').items():
            now = self.env['store.month.freeze']._figures(close)
            for figure in figures:
                figure.amount_now = now.get((figure.kind, figure.line, figure.store_id.id), 0.0)
                key = (figure.kind, figure.line, figure.store_id.id)
                figure.after_close = self.env['store.month.freeze']._rounded(
                    key, figure.amount_now - figure.amount, close.company_id.currency_id
                )

    # === ACTIONS ===

    @api.readonly
    def action_view_after(self):
        """Open the entries that changed this figure after closing."""
        self.ensure_one()
        action = self.close_id.action_view_after()
        action['domain'] = [*action['domain'], ('store_id', '=', self.store_id.id), ('line', '=', self.line)]
        return action
