# Part of store_group. License LGPL-3.
"""The SQL of sales documents: one row for each order line, move and entry that counts.

A relation of pairs is anything with the columns `store_key` (the store's id, 0 for headquarters) and `day`.
"""

from odoo.tools import SQL

from ..engine.reporting.measures.sales import SALES
from ..models.stores.sql.store_day import day_of, local_time

KEYS = {'store_id': 'int4', 'company_id': 'int4', 'channel_id': 'int4', 'is_history': 'bool', 'date': 'date'}
DETAILS = {'product_id': 'int4', 'partner_id': 'int4', 'user_id': 'int4', 'hour_number': 'int4'}
MEASURES = ('line_count', *SALES.stored)
# of a row; `order_key` tells orders apart whatever document they are, `moment` is when they were placed
SOURCES = {
    'order_id': 'int4',
    'order_key': 'int8',
    'picking_id': 'int4',
    'entry_id': 'int4',
    'basis': 'varchar',
    'moment': 'timestamp',
    'is_brushing': 'bool',
}
COLUMNS = ('id', *SOURCES, *KEYS, *DETAILS, *MEASURES)  # of a row

REFUNDS = 2**52  # where the ids of rows of refunds begin: beyond those of every other document
PARTS = ('stores', 'headquarters', 'older')  # of what is stale
ZONE = SQL('LEFT JOIN res_company c ON c.id = x.company_id LEFT JOIN res_partner cp ON cp.id = c.partner_id')
ZONE_OF_STORE = SQL(
    'LEFT JOIN store_store hs ON hs.id = x.store_id LEFT JOIN res_company hc ON hc.id = x.company_id '
    'LEFT JOIN res_partner hp ON hp.id = hc.partner_id'
)
QUANTITIES = {name for name in SALES.stored if SALES[name].kind == 'quantity'}
UNIT = SQL(
    'LEFT JOIN product_product p ON p.id = x.product_id LEFT JOIN product_template t ON t.id = p.product_tmpl_id '
    'LEFT JOIN uom_uom pu ON pu.id = t.uom_id'
)
# of an order; orders older than this app have none of their own and use the store's zone of today
HOUR = SQL('COALESCE(s.store_hour, EXTRACT(HOUR FROM %s))::int4', local_time(SQL('s.date_order'), SQL('COALESCE(hs.tz, hp.tz)')))

# === DOCUMENTS ===
# Each returns the SELECTs of every document, or only of `pairs`, each reached through an index; `parts`: which of PARTS the
# pairs can have; `needed`: names of the measures asked for, and `hour`, None for all; the others are nothing and cost nothing


def ordered(pairs, parts, needed):
    """Confirmed order lines on the order's day, in the order's own rate."""
    amount = in_company_currency(SQL('x.price_subtotal'))
    select = columns(
        needed,
        SQL('x.id'),
        order_id=SQL('x.order_id'),
        order_key=SQL('x.order_id::int8'),
        moment=SQL('s.date_order'),
        basis=SQL("'ordered'"),
        channel_id=SQL('x.store_channel_id'),
        is_brushing=SQL('s.is_brushing'),
        is_history=SQL('COALESCE(x.is_history, FALSE)'),
        partner_id=SQL('x.order_partner_id'),
        user_id=SQL('x.salesman_id'),
        order_count=SQL('1'),
        quantity=SQL('x.product_uom_qty * COALESCE(u.factor / NULLIF(pu.factor, 0), 1)'),
        gross_amount=SQL(
            'CASE WHEN COALESCE(x.discount, 0) < 100 THEN %s / (1 - COALESCE(x.discount, 0) / 100) ELSE %s END',
            amount,
            in_company_currency(SQL('x.price_unit * x.product_uom_qty')),
        ),
        amount=amount,
        tax_amount=in_company_currency(SQL('x.price_tax')),
        hour_number=HOUR if needed is None or 'hour' in needed else None,
    )
    return dated(
        pairs,
        parts,
        select,
        SQL('sale_order_line x'),
        SQL(
            'SELECT x.* FROM sale_order o JOIN sale_order_line x ON x.order_id = o.id '
            'WHERE o.date_order >= d.day - 1 AND o.date_order < d.day + 2'
        ),
        SQL(
            'LEFT JOIN sale_order s ON s.id = x.order_id %s %s',
            needs(needed, {'hour'}, ZONE_OF_STORE),
            needs(needed, QUANTITIES, SQL('LEFT JOIN uom_uom u ON u.id = x.product_uom_id %s', UNIT)),
        ),
        SQL('s.date_order'),
        SQL("x.state = 'sale' AND x.display_type IS NULL AND x.is_downpayment IS NOT TRUE"),
    )


def moved(pairs, parts, needed):
    """Done moves of order lines to customers and back, on the move's day, at the line's price and the goods' own value."""
    out = SQL("b.usage = 'customer'")
    quantity = SQL('x.quantity * COALESCE(mu.factor / NULLIF(pu.factor, 0), 1)')
    amount = in_company_currency(
        SQL(
            'COALESCE(l.price_subtotal / NULLIF(l.product_uom_qty, 0), l.price_reduce_taxexcl) * x.quantity '
            '* COALESCE(mu.factor / NULLIF(u.factor, 0), 1)'
        )
    )

    def only(side, value):
        return SQL('CASE WHEN (%s) = %s THEN %s ELSE 0 END', out, side, value)

    select = columns(
        needed,
        SQL('-2 * x.id'),
        order_id=SQL('l.order_id'),
        picking_id=SQL('x.picking_id'),
        basis=SQL("CASE WHEN %s THEN 'shipped' ELSE 'returned' END", out),
        channel_id=SQL('l.store_channel_id'),
        is_brushing=SQL('s.is_brushing'),
        is_history=SQL('COALESCE(l.is_history, FALSE)'),
        partner_id=SQL('l.order_partner_id'),
        user_id=SQL('l.salesman_id'),
        returned_quantity=only(False, quantity),
        returned_amount=only(False, amount),
        shipped_quantity=only(True, quantity),
        shipped_amount=only(True, amount),
        cost=SQL('CASE WHEN %s THEN COALESCE(x.value, 0) ELSE -COALESCE(x.value, 0) END', out),
    )
    return dated(
        pairs,
        parts,
        select,
        SQL('stock_move x'),
        SQL('SELECT x.* FROM stock_move x WHERE x.date >= d.day - 1 AND x.date < d.day + 2'),
        SQL(
            """
          JOIN sale_order_line l ON l.id = x.sale_line_id AND l.product_id = x.product_id
          JOIN stock_location a ON a.id = x.location_id
          JOIN stock_location b ON b.id = x.location_dest_id AND (a.usage = 'customer') != (b.usage = 'customer')
          LEFT JOIN sale_order s ON s.id = l.order_id
          LEFT JOIN uom_uom u ON u.id = l.product_uom_id
          LEFT JOIN uom_uom mu ON mu.id = x.product_uom %s""",
            needs(needed, QUANTITIES, UNIT),
        ),
        SQL('x.date'),
        SQL("x.state = 'done' AND x.sale_line_id IS NOT NULL"),
    )


def refunded(pairs, parts, needed):
    """Refunds by channels of confirmed orders, without goods that came back by a return, on the day of the refund."""
    select = columns(
        needed,
        SQL('%s + x.id::int8', REFUNDS),
        order_id=SQL('x.order_id'),
        basis=SQL("'returned'"),
        channel_id=SQL('x.store_channel_id'),
        is_history=SQL('COALESCE(x.is_history, FALSE)'),
        partner_id=SQL('x.partner_id'),
        user_id=SQL('x.user_id'),
        is_brushing=SQL('s.is_brushing'),
        returned_quantity=SQL('x.counted_quantity'),
        returned_amount=in_company_currency(SQL('x.counted_amount')),
    )
    joins, counted = SQL('LEFT JOIN sale_order s ON s.id = x.order_id'), SQL("x.state = 'sale'")
    table, day = SQL('store_order_refund x'), SQL('x.store_day')
    if pairs is None:
        return [_rows(select, day, table, joins, counted)]
    return [_rows(select, day, source, joins, counted) for source in _of_pairs(pairs, parts, table, day)]


def booked(pairs, parts, needed):
    """Posted entries on income accounts, on their accounting date, as in the ledger."""
    select = columns(
        needed,
        SQL('-2 * x.id - 1'),
        entry_id=SQL('x.move_id'),
        basis=SQL("'booked'"),
        is_history=SQL('FALSE'),
        partner_id=SQL('x.partner_id'),
        booked_amount=SQL('-x.balance'),
    )
    joins = SQL("JOIN account_account k ON k.id = x.account_id AND k.account_type = 'income'")
    posted = SQL("x.parent_state = 'posted'")
    entry = SQL('account_move_line x')
    if pairs is None:
        return [_rows(select, SQL('x.date'), entry, joins, posted)]
    return [_rows(select, SQL('x.date'), source, joins, posted) for source in _of_pairs(pairs, parts, entry, SQL('x.date'))]


def dated(pairs, parts, select, table, older_table, joins, moment, counted):
    """Two halves, so that each day is a plain column an index serves: rows with a day of their own, and older ones."""
    older = day_of(moment, SQL('cp.tz'))
    since, before = SQL('%s AND x.store_day IS NOT NULL', counted), SQL('%s AND x.store_day IS NULL', counted)
    if pairs is None:
        return [
            _rows(select, SQL('x.store_day'), table, joins, since),
            _rows(select, older, table, SQL('%s %s', joins, ZONE), before),
        ]
    found = [
        _rows(select, SQL('x.store_day'), source, joins, since) for source in _of_pairs(pairs, parts, table, SQL('x.store_day'))
    ]
    if 'older' not in parts:
        return found
    return [
        *found,
        # asked once whether there are any: without statistics the search for them would be the longest part;
        # OFFSET: day by day through an index, whatever the statistics say of days nobody knows yet
        _rows(
            select,
            older,
            SQL(
                '(SELECT DISTINCT day FROM %s p) d CROSS JOIN LATERAL (%s AND x.store_day IS NULL OFFSET 0) x', pairs, older_table
            ),
            SQL('%s %s', joins, ZONE),
            SQL(
                '(SELECT EXISTS (SELECT FROM %s WHERE %s)) '
                'AND %s AND %s = d.day AND (COALESCE(x.store_id, 0), d.day) IN (SELECT store_key, day FROM %s p)',
                table,
                before,
                before,
                older,
                pairs,
            ),
        ),
    ]


def _of_pairs(pairs, parts, table, day):
    """A table's rows of these stores, and of headquarters."""
    store = {'stores': SQL('x.store_id = d.store_key'), 'headquarters': SQL('d.store_key = 0 AND x.store_id IS NULL')}
    return [SQL('%s d JOIN %s ON %s AND %s = d.day', pairs, table, store[part], day) for part in store if part in parts]


def columns(needed, row_id, **given):
    """The columns of a row; missing ones are empty or zero."""
    kinds = {**SOURCES, **KEYS, **DETAILS}
    if needed is not None:
        given = {name: value for name, value in given.items() if name not in MEASURES or name in needed}
    given = {
        'store_id': SQL('x.store_id'),
        'company_id': SQL('x.company_id'),
        'product_id': SQL('x.product_id'),
        'line_count': SQL('1'),
        'id': row_id,
        **given,
    }
    return [(name, given.get(name) or (SQL('NULL::%s', SQL(kinds[name])) if name in kinds else SQL('0'))) for name in COLUMNS]


def needs(needed, names, joins):
    """Left joins on keys, where one of these names is asked for: PostgreSQL would drop the others itself, while it plans."""
    return joins if needed is None or not names.isdisjoint(needed) else SQL('')


def _rows(select, day, source, joins, where):
    return SQL(
        'SELECT %s FROM %s %s WHERE %s',
        SQL(', ').join(SQL('%s AS %s', day if name == 'date' else value, SQL.identifier(name)) for name, value in select),
        source,
        joins,
        where,
    )


def in_company_currency(amount):
    """At the order's rate, not today's; an order without one is in the company's currency."""
    return SQL('(%(amount)s / CASE WHEN COALESCE(s.currency_rate, 0) = 0 THEN 1 ELSE s.currency_rate END)', amount=amount)
