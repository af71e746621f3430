# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import SQL

SALES = {'ordered': 'amount', 'net': 'net_amount', 'orders': 'order_count'}


class StoreMonthFreeze(models.AbstractModel):
    """The figures of a month: counted now, written down when it is closed, given up when it is opened again."""

    _name = 'store.month.freeze'
    _description = 'Freezing a Month'

    # === REPORTING ===

    @api.model
    def _freeze(self, close):
        """Write down every figure of the month, and what each entry was worth."""
        self._forget(close)
        self.env['store.month.close.figure'].sudo().create([
            {'close_id': close.id, 'kind': kind, 'line': line, 'store_id': store, 'amount': amount}
            for (kind, line, store), amount in self._figures(close).items() if amount])
        self.env.flush_all()
        self.env.cr.execute(SQL(
            'INSERT INTO store_month_close_entry (close_id, store_id, line, entry_ref, move_ref, name, amount) '
            'SELECT %s, s.store_id, s.line, s.entry_id, s.move_id, e.name, s.amount FROM (%s) s '
            'LEFT JOIN account_move e ON e.id = s.entry_id', close.id, self._entries(close)))
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
                domain, ['store_id'], [f'{name}:sum' for name in SALES.values()]):
            found.update({('sales', line, store.id): amount for line, amount in zip(SALES, sums, strict=True)})
        for store, quantity, value in self._stock(close):
            found['stock', 'on_hand', store], found['stock', 'stock_value', store] = float(quantity), float(value or 0)
        return {key: round(amount or 0.0, 2) for key, amount in found.items()}

    @api.model
    def _entries(self, close):
        """SQL: what each entry and move of the month is worth now to each line of a store."""
        report = self.env['store.profit.report'].sudo().with_context(
            allowed_company_ids=close.company_id.ids, store_fact_route='rows')
        query = report._search(self._domain(close))
        names = ('store_id', 'line', 'entry_id', 'move_id')
        return SQL(
            '%s GROUP BY 1, 2, 3, 4', query.select(*(SQL('%s AS %s', SQL.identifier(report._table, name), SQL.identifier(name))
                                                     for name in names),
                                                   SQL('SUM(%s) AS amount', SQL.identifier(report._table, 'amount'))))

    @api.model
    def _domain(self, close):
        return [('company_id', '=', close.company_id.id), ('date', '>=', close.month), ('date', '<=', close._last())]

    @api.model
    def _stock(self, close):
        """Return [(store id or None, units, value at the company's cost of today)] at the end of the month.

        What lies there now, less what came and went since.
        """
        self.env.flush_all()
        company = close.company_id.id
        return self.env.execute_query(SQL(
            """
            SELECT lo.store_id, SUM(q.quantity), SUM(q.quantity * COALESCE((p.standard_price ->> %(key)s)::numeric, 0))
              FROM (SELECT product_id, location_id, quantity FROM stock_quant WHERE company_id = %(company)s
                    UNION ALL SELECT l.product_id, l.location_dest_id, -l.quantity_product_uom FROM stock_move_line l
                     WHERE l.state = 'done' AND l.company_id = %(company)s AND l.date >= %(after)s
                    UNION ALL SELECT l.product_id, l.location_id, l.quantity_product_uom FROM stock_move_line l
                     WHERE l.state = 'done' AND l.company_id = %(company)s AND l.date >= %(after)s) q
              JOIN stock_location lo ON lo.id = q.location_id AND lo.usage = 'internal'
              JOIN product_product p ON p.id = q.product_id
             GROUP BY 1
            """, company=company, key=str(company), after=close._last().fromordinal(close._last().toordinal() + 1)))
