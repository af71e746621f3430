# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL

from ...engine.reporting import route
from ...engine.reporting.measures.profit import PROFIT
from ..store_measure_fields import fields_of
from ..store_profit_shares import month_end

OWN = PROFIT.stored
SUMS = PROFIT.sums | {'line_count'}
CARRIED = route.EVERYWHERE - {'channel_id', 'is_history'} | {
    'line',
    'section',
    'account_id',
    'is_intra',
    'in_ledger',
    'store_company_id',
}


class StoreProfitReport(models.Model):
    """What profit is measured in: income is positive, cost negative, so that every sum is a result."""

    _inherit = 'store.profit.report'

    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    vars().update(fields_of(PROFIT))

    # === REPORTING ===

    def _question(self, **asked):
        return route.Question(sums=SUMS, orders=frozenset(), **asked)

    def _fact_tables(self):
        return {'month': CARRIED}

    def _stale_parts(self):
        """What is stale is asked where the rows are put together."""
        return ()

    def _in_one_currency(self):
        """SQL: the measures in the one currency, of rows `r` with currency `c`, at the rate of the month's last day."""
        rate = self.env['store.reporting.currency']._rate(SQL('c.currency_id'), month_end(SQL("date_trunc('month', r.date)")))
        return SQL(', ').join(
            SQL('%s * %s AS %s', SQL.identifier('r', name), rate, SQL.identifier(f'{name}_one')) for name in OWN
        )
