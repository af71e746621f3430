# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL, float_round

SALES = {'ordered': 'amount', 'net': 'net_amount', 'orders': 'order_count'}


class StoreMonthFreeze(models.AbstractModel):
    """The figures of a month: computed now, stored when it is closed, deleted when it is reopened."""

    _name = 'store.month.freeze'
    _description = 'Freezing a Month'

    # === REPORTING ===

    @api.model
    def _freeze(self, close):
        """Store every figure of the month, and the amount of each entry."""
        self._forget(close)
        self.env['store.month.close.figure'].sudo().create(
            [
                {'close_id': close.id, 'kind': kind, 'line': line, 'store_id': store, 'amount': amount}
                for (kind, line, store), amount in self._figures(close).items()
                if amount
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                'INSERT INTO store_month_close_entry (close_id, store_id, line, entry_ref, move_ref, name, amount) '
                'SELECT %s, s.store_id, s.line, s.entry_id, s.move_id, e.name, s.amount FROM (%s) s '
                'LEFT JOIN account_move e ON e.id = s.entry_id',
                close.id,
                self._entries(close),
            )
        )
        self.env['store.month.close.entry'].invalidate_model()

    @api.model
    def _forget(self, close):
        close.sudo().figure_ids.unlink()
        self.env.flush_all()
        self.env.cr.execute(SQL('DELETE FROM store_month_close_entry WHERE close_id = %s', close.id))

    @api.model
    def _figures(self, close):
        """Return {(kind, line, store id or False): figure} of the month as it is now."""
        domain = self._domain(close)
        env = self.env(context={**self.env.context, 'allowed_company_ids': close.company_id.ids})
        found = {}
        for store, line, amount in env['store.profit.report']._read_group(domain, ['store_id', 'line'], ['amount:sum']):
            found['profit', line, store.id] = amount
        for store, *sums in env['store.sale.report']._read_group(
            domain, ['store_id'], [f'{name}:sum' for name in SALES.values()]
        ):
            found.update({('sales', line, store.id): amount for line, amount in zip(SALES, sums, strict=True)})
        ledger = env['store.stock.ledger'].with_context(
            store_from=fields.Date.to_string(close.month), store_to=fields.Date.to_string(close._last())
        )
        for store, quantity, value in ledger._read_group(
            [('company_id', '=', close.company_id.id)], ['store_id'], ['closing_quantity:sum', 'closing_value:sum']
        ):
            found['stock', 'on_hand', store.id], found['stock', 'stock_value', store.id] = quantity, value
        return {key: self._rounded(key, amount or 0.0, close.company_id.currency_id) for key, amount in found.items()}

    @api.model
    def _rounded(self, key, figure, currency):
        """Return a figure as stored: amounts rounded to the currency, goods to the unit, orders unrounded."""
        kind, line, _store = key
        if (kind, line) == ('sales', 'orders'):
            return float(figure)
        if (kind, line) == ('stock', 'on_hand'):
            return float_round(figure, precision_digits=self.env['decimal.precision'].precision_get('Product Unit'))
        return currency.round(figure)

    @api.model
    def _entries(self, close):
        """SQL: the current amount of each entry and move of the month in each line of a store."""
        report = (
            self.env['store.profit.report'].sudo().with_context(allowed_company_ids=close.company_id.ids, store_fact_route='rows')
        )
        query = report._search(self._domain(close))
        names = ('store_id', 'line', 'entry_id', 'move_id')
        return SQL(
            '%s GROUP BY 1, 2, 3, 4',
            query.select(
                *(SQL('%s AS %s', SQL.identifier(report._table, name), SQL.identifier(name)) for name in names),
                SQL('SUM(%s) AS amount', SQL.identifier(report._table, 'amount')),
            ),
        )

    @api.model
    def _domain(self, close):
        return [('company_id', '=', close.company_id.id), ('date', '>=', close.month), ('date', '<=', close._last())]
