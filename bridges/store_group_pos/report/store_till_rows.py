# Part of store_group. License LGPL-3.
"""The SQL of sales of tills: one row for each line of a paid order, and one for the same goods as they were handed over.

See `store_sale_rows` of the app. A line with a negative quantity is a return. Goods of a till are shipped with the
sale. Lines that settle a sale order are the sale order's.
"""

from odoo.addons.store_group.sockets import ZONE_OF_STORE, columns, dated, needs
from odoo.tools import SQL

OTHER = 2**40  # ids of these rows are beyond those of core's documents, and still whole numbers to a browser
PAID = "('paid', 'done')"
# an open session has no entry yet
LINES = f"""(
    SELECT l.id, l.product_id, l.qty, l.price_unit, l.price_subtotal, l.price_subtotal_incl, l.discount, l.total_cost,
           o.id AS order_id, o.store_id, o.store_day, o.store_hour, o.company_id, o.partner_id, o.user_id, o.date_order,
           COALESCE(o.account_move, e.move_id) AS entry_id,
           CASE WHEN COALESCE(o.currency_rate, 0) = 0 THEN 1 ELSE o.currency_rate END AS rate
      FROM pos_order o JOIN pos_order_line l ON l.order_id = o.id LEFT JOIN pos_session e ON e.id = o.session_id
     WHERE o.state IN {PAID} AND l.sale_order_line_id IS NULL) x"""
OLDER_LINES = f'SELECT x.* FROM {LINES} WHERE x.date_order >= d.day - 1 AND x.date_order < d.day + 2'
HOUR = 'COALESCE(x.store_hour, EXTRACT(HOUR FROM store_local_time(x.date_order, COALESCE(hs.tz, hp.tz))))::int4'
AMOUNT = 'SIGN(x.price_unit) * ABS(x.price_subtotal) / x.rate'  # of a return too: what it was worth


def sold(pairs, parts, needed):
    """Lines sold, on the order's day, in the order's own rate. Basis: ordered."""
    select = columns(
        needed,
        SQL('%s + 3 * x.id::int8', OTHER),
        order_key=SQL('-x.order_id::int8'),
        entry_id=SQL('x.entry_id'),
        basis=SQL("'ordered'"),
        moment=SQL('x.date_order'),
        is_history=SQL('FALSE'),
        partner_id=SQL('x.partner_id'),
        user_id=SQL('x.user_id'),
        order_count=SQL('1'),
        quantity=SQL('x.qty'),
        gross_amount=SQL(
            'CASE WHEN COALESCE(x.discount, 0) < 100 THEN %s / (1 - COALESCE(x.discount, 0) / 100) '
            'ELSE x.price_unit * x.qty / x.rate END',
            SQL(AMOUNT),
        ),
        amount=SQL(AMOUNT),
        tax_amount=SQL('SIGN(x.price_unit) * (ABS(x.price_subtotal_incl) - ABS(x.price_subtotal)) / x.rate'),
        hour_number=SQL(HOUR) if needed is None or 'hour' in needed else None,
    )
    return _dated(pairs, parts, select, needs(needed, {'hour'}, ZONE_OF_STORE), 'x.qty >= 0')


def handed_over(pairs, parts, needed):
    """Lines sold and taken back, on the order's day, at their price and what the goods cost. Basis: shipped or returned."""

    def only(sign, value):
        return SQL(f'CASE WHEN x.qty {sign} 0 THEN {value} ELSE 0 END')

    select = columns(
        needed,
        SQL('%s + 3 * x.id::int8 + 1', OTHER),
        order_key=SQL('-x.order_id::int8'),
        entry_id=SQL('x.entry_id'),
        basis=SQL("CASE WHEN x.qty >= 0 THEN 'shipped' ELSE 'returned' END"),
        moment=SQL('x.date_order'),
        is_history=SQL('FALSE'),
        partner_id=SQL('x.partner_id'),
        user_id=SQL('x.user_id'),
        returned_quantity=only('<', '-x.qty'),
        returned_amount=only('<', AMOUNT),
        shipped_quantity=only('>=', 'x.qty'),
        shipped_amount=only('>=', AMOUNT),
        cost=SQL('COALESCE(x.total_cost, 0) / x.rate'),
    )
    return _dated(pairs, parts, select, SQL(''), 'TRUE')


def _dated(pairs, parts, select, joins, counted):
    return dated(pairs, parts, select, SQL(LINES), SQL(OLDER_LINES), joins, SQL('x.date_order'), SQL(counted))
