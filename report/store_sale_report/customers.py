# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import SQL
from odoo.tools.query import Query

from ...engine.reporting.measures.sales import SALES
from ..store_fact_reader import NEEDED, is_routed, noted
from ..store_sale_sums import answer

WITHIN = {'first_day': ('partner_id',), 'first_day_here': ('partner_id', 'store_id')}  # sources of SALES


class StoreSaleReport(models.Model):
    """The number of customers, and how many of them bought for the first time.

    A customer is the contact of the order. Each counts once in every row of an answer, so the customers of a month are
    not the sum of those of its days, nor those of a group the sum of those of its stores. Their first day is looked up in
    all sales, of every store and year, not only in those the question names. A collective customer of a channel is one.
    """

    _inherit = 'store.sale.report'

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count people, each of them once."""
        name = aggregate_spec.split(':')[0]
        if name == 'returning_customer_count':
            return SQL(
                '%s - %s', *(self._read_group_select(f'{part}:sum', query) for part in ('customer_count', 'new_customer_count'))
            )
        if name not in SALES or SALES[name].counts != 'customers':
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        who, orders, day = (self._field_to_sql(self._table, column, query) for column in ('partner_id', 'order_count', 'date'))
        source = SALES[name].source
        first = SQL('%s = %s', day, SQL.identifier(self._table, source)) if source else SQL('TRUE')
        return SQL('COUNT(DISTINCT CASE WHEN %s > 0 AND %s THEN %s END)', orders, first, who)

    # === REPORTING ===

    def _first_days(self):
        """Return the columns and joins that tell a row the first day of its customer, where the question needs them."""
        needed = noted(self.env, NEEDED) if is_routed(self.env) else ()  # None: it cannot be told
        wanted = (
            set(WITHIN)
            if needed is None
            else {SALES[part].source for name in needed if name in SALES for part in (name, *SALES[name].ratio)} - {''}
        )
        columns, joins = SQL(''), SQL('')
        for name in sorted(wanted):
            keys = SQL(', ').join(map(SQL.identifier, WITHIN[name]))
            route, parts, *_more = self._how()
            days = answer(self._sources(), 'rows' if route == 'rows' else 'customer', parts, {'order_count'})
            columns = SQL('%s, %s.day AS %s', columns, SQL.identifier(name), SQL.identifier(name))
            joins = SQL(
                '%s LEFT JOIN (SELECT %s, MIN(f.date) AS day FROM (%s) f WHERE f.order_count > 0 GROUP BY %s) %s ON %s',
                joins,
                keys,
                days,
                keys,
                SQL.identifier(name),
                SQL(' AND ').join(
                    SQL('%s IS NOT DISTINCT FROM r.%s', SQL.identifier(name, key), SQL.identifier(key))
                    if key == 'store_id'
                    else SQL('%s = r.%s', SQL.identifier(name, key), SQL.identifier(key))
                    for key in WITHIN[name]
                ),
            )
        return {'first': columns, 'firsts': joins}
