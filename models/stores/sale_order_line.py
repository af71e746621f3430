# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """Lines have the store and the day of their order, to be counted by them; cost and margin are for those who see them."""

    _name = 'sale.order.line'
    _inherit = ['sale.order.line', 'store.hidden', 'store.company.check']

    # Only with Odoo's margin app.
    _store_hidden = {'purchase_price': 'see_cost', 'margin': 'see_margin', 'margin_percent': 'see_margin'}

    # Own columns, so that rules, reports and lists of one store need no join with the order.
    store_id = fields.Many2one(related='order_id.store_id', store=True, precompute=True)
    store_day = fields.Date(related='order_id.store_day', store=True, precompute=True)

    _store_order_idx = models.Index('(store_id, order_id, sequence, id) WHERE store_id IS NOT NULL')
    _store_day_idx = models.Index('(store_day, store_id)')

    # === COMPUTE ===

    @api.depends('order_id.store_id')
    def _compute_analytic_distribution(self):
        """Override of `sale` to add the store's analytic account to the distribution core finds."""
        super()._compute_analytic_distribution()
        for line in self:
            account = line.order_id.store_id.analytic_account_id
            if account and not line.display_type:
                line.analytic_distribution = account._store_distribution(line.analytic_distribution)
