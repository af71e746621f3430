# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL

from ...engine.reporting import route
from ..store_profit_shares import converted, month_end

OWN = ('amount', 'discount_amount', 'group_amount', 'unsold_amount')
SUMS = frozenset({'line_count', *OWN, *(f'{name}_one' for name in OWN)})
CARRIED = route.EVERYWHERE - {'channel_id', 'is_history'} | {
    'line', 'section', 'account_id', 'is_intra', 'in_ledger', 'store_company_id'}


class StoreProfitReport(models.Model):
    """What profit is measured in: income is positive, cost negative, so that every sum is a result."""

    _inherit = 'store.profit.report'

    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    amount = fields.Monetary(
        string="Result", readonly=True,
        help="Income positive, cost negative, on the accounting date, without tax, in the company's currency: as the store's own "
             "books say, goods at what the store paid for them.")
    discount_amount = fields.Monetary(
        string="Discounts Given", readonly=True,
        help="What discounts took off booked invoice lines: net amount x discount / (1 - discount). It is in the result already.")
    group_amount = fields.Monetary(
        string="Result of the Group", readonly=True,
        help="The result without what our companies charge each other, goods at what they cost the company that made or "
             "bought them first.")
    unsold_amount = fields.Monetary(
        string="Profit in Unsold Goods", readonly=True,
        help="Change of what our own companies earned on goods that are still in a store's stock. Summed from the beginning: "
             "what is in it now.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    amount_one = fields.Monetary(
        string="Result (One Currency)", currency_field='one_currency_id', readonly=True,
        help="The result in the currency of the company you work in, at that company's rate on the last day of the month: the "
             "latest rate up to that day, before the first rate the first.")
    discount_amount_one = fields.Monetary(
        string="Discounts (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Discounts given, at the same rate as the result in one currency.")
    group_amount_one = fields.Monetary(
        string="Result of the Group (One Currency)", currency_field='one_currency_id', readonly=True,
        help="The result of the group, at the same rate as the result in one currency.")
    unsold_amount_one = fields.Monetary(
        string="Profit in Unsold Goods (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Profit in unsold goods, at the same rate as the result in one currency.")

    # === REPORTING ===

    def _question(self, **asked):
        if any(name.endswith('_one') for name, _aggregate in asked['measures']):
            self.env['store.sale.report']._check_rates()
        return route.Question(sums=SUMS, orders=frozenset(), **asked)

    def _fact_tables(self):
        return {'month': CARRIED}

    def _stale_parts(self):
        """What is stale is asked where the rows are put together."""
        return ()

    def _in_one_currency(self):
        """SQL: the measures in the reader's currency, of rows `r` with currency `c`."""
        company = self.env.company
        day = month_end(SQL("date_trunc('month', r.date)"))
        return SQL(', ').join(SQL('%s AS %s', converted(
            SQL.identifier('r', name), SQL('c.currency_id'), SQL('%s', company.currency_id.id),
            SQL('%s', company.root_id.id), day), SQL.identifier(f'{name}_one')) for name in OWN)
