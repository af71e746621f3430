# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.query import Query

from ..store_fact_reader import NEEDED, ROUTE
from ..store_sale_sums import answer

COUNTED = {  # which customers with an order a measure counts, each of them once
    'customer_count': None,
    'new_customer_count': 'first_day',
    'new_to_store_count': 'first_day_here',
}
WITHIN = {'first_day': ('partner_id',), 'first_day_here': ('partner_id', 'store_id')}
MADE_OF_NEW = {'returning_customer_count', 'repeat_rate'}


class StoreSaleReport(models.Model):
    """How many people bought, and how many of them for the first time.

    A customer is the contact of the order. Each counts once in every row of an answer, so the customers of a month are
    not the sum of those of its days, nor those of a group the sum of those of its stores. Their first day is looked up in
    all sales, of every store and year, not only in those the question names. A collective customer of a channel is one.
    """

    _inherit = 'store.sale.report'

    customer_count = fields.Integer(
        string="Customers", readonly=True, help="Basis: ordered. Different customers with an order; each counts once.")
    new_customer_count = fields.Integer(
        string="New Customers", readonly=True,
        help="Basis: ordered. Customers whose first order at any store, taken-over history included, falls into these days.")
    new_to_store_count = fields.Integer(
        string="New to the Store", readonly=True,
        help="Basis: ordered. Customers whose first order at the store of the row falls into these days; they may have "
             "bought elsewhere before.")
    returning_customer_count = fields.Integer(
        string="Returning Customers", readonly=True, help="Customers - new customers: they had bought at some store before.")
    repeat_rate = fields.Float(
        digits=(16, 4), readonly=True, aggregator='avg', help="Returning customers / customers.")

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count people, each of them once."""
        name = aggregate_spec.split(':')[0]
        if name == 'returning_customer_count':
            return SQL('%s - %s', *(
                self._read_group_select(f'{part}:sum', query) for part in ('customer_count', 'new_customer_count')))
        if name not in COUNTED:
            return super()._read_group_select(aggregate_spec, query)
        self._check_field_access(self._fields[name], 'read')
        who, orders, day = (
            self._field_to_sql(self._table, column, query) for column in ('partner_id', 'order_count', 'date'))
        first = SQL('TRUE') if not COUNTED[name] else SQL('%s = %s', day, SQL.identifier(self._table, COUNTED[name]))
        return SQL('COUNT(DISTINCT CASE WHEN %s > 0 AND %s THEN %s END)', orders, first, who)

    # === REPORTING ===

    def _first_days(self):
        """Return the columns and joins that tell a row the first day of its customer, where the question needs them."""
        context = self.env.context
        needed = context.get(NEEDED) if ROUTE in context else ()  # None: it cannot be told
        wanted = set(WITHIN) if needed is None else {
            COUNTED.get(name) or ('first_day' if name in MADE_OF_NEW else None) for name in needed} - {None}
        columns, joins = SQL(''), SQL('')
        for name in sorted(wanted):
            keys = SQL(', ').join(map(SQL.identifier, WITHIN[name]))
            route, parts, *_more = self._how()
            days = answer(self._sources(), 'rows' if route == 'rows' else 'customer', parts, {'order_count'})
            columns = SQL('%s, %s.day AS %s', columns, SQL.identifier(name), SQL.identifier(name))
            joins = SQL(
                '%s LEFT JOIN (SELECT %s, MIN(f.date) AS day FROM (%s) f WHERE f.order_count > 0 GROUP BY %s) %s ON %s', joins,
                keys, days, keys, SQL.identifier(name), SQL(' AND ').join(
                    SQL('%s IS NOT DISTINCT FROM r.%s', SQL.identifier(name, key), SQL.identifier(key))
                    if key == 'store_id' else SQL('%s = r.%s', SQL.identifier(name, key), SQL.identifier(key))
                    for key in WITHIN[name]))
        return {'first': columns, 'firsts': joins}
