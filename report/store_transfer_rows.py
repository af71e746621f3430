# Part of store_group. License LGPL-3.
"""The SQL of transfers: a row for each line, and one for each difference on it, both with the columns below."""

from odoo.tools import SQL

from ..engine.reporting.measures.transfers import TRANSFERS

# what a row counts, and what it is where the other kind of row counts it
FIGURES = tuple(name for name in TRANSFERS.stored if not TRANSFERS[name].is_averaged)
DAYS = tuple(name for name in TRANSFERS.stored if TRANSFERS[name].is_averaged)
MARKS = {
    'responsible': 'varchar',
    'late': 'varchar',
    'days_late': 'int4',
    'waits_for': 'varchar',
    'waits_store_id': 'int4',
    'cost_currency_id': 'int4',
}
OF_TRANSFER = SQL("""
    h.source_store_id AS store_id, h.dest_store_id, h.source_company_id AS company_id, h.dest_company_id, h.lane_id,
    h.id AS transfer_id, h.kind, h.state, h.due_on,
    store_day_of(h.create_date, s.tz) AS date,
    store_day_of(h.shipped_on, s.tz) AS shipped_date,
    store_day_of(h.received_on, d.tz) AS received_date""")
STORES = SQL("""
    JOIN store_transfer h ON h.id = l.transfer_id AND h.state != 'draft'
    JOIN store_store s ON s.id = h.source_store_id
    JOIN store_store d ON d.id = h.dest_store_id""")
UNITS = SQL("""
    JOIN product_product lp ON lp.id = l.product_id
    JOIN product_template lt ON lt.id = lp.product_tmpl_id
    LEFT JOIN uom_uom lu ON lu.id = l.uom_id
    LEFT JOIN uom_uom pu ON pu.id = lt.uom_id""")
UNIT = SQL('COALESCE(lu.factor / NULLIF(pu.factor, 0), 1)')
TODAY = SQL("store_day_of(timezone('UTC', now()), d.tz)")
# Per unit: what left the books where the goods left them, else the sender's cost of today.
COST = SQL("""
    COALESCE((SELECT SUM(m.value) / NULLIF(SUM(m.quantity * COALESCE(mu.factor / NULLIF(pu.factor, 0), 1)), 0)
                FROM stock_move m LEFT JOIN uom_uom mu ON mu.id = m.product_uom
               WHERE m.transfer_line_id = l.id AND m.transfer_step IN ('ship', 'hand_over') AND m.state = 'done' AND m.value > 0),
             (lp.standard_price->>(h.source_company_id::text))::float8, 0)""")


def rows():
    """Return every row of the report."""
    return SQL('%s UNION ALL %s', lines(), differences())


def lines():
    """A row for each line: approved quantities and their progress."""
    lost = SQL('l.qty_damaged + l.qty_refused + l.qty_lost')
    late = SQL('%s - h.due_on', TODAY)
    waiting = SQL('l.qty_in_transit > 0')
    due = SQL(
        "(l.qty_shipped > 0 AND h.due_on IS NOT NULL AND CASE WHEN %s THEN %s > 0 ELSE h.received_on IS NOT NULL END)",
        waiting,
        late,
    )
    in_time = SQL('(NOT (%s) AND store_day_of(h.received_on, d.tz) <= h.due_on)', waiting)
    figures = {
        **{
            f'{name}_quantity': _in_units(column)
            for name, column in (
                ('requested', SQL('l.qty_requested')),
                ('approved', SQL('l.qty_approved')),
                ('shipped', SQL('l.qty_shipped')),
                ('received', SQL('l.qty_received')),
                ('damaged', SQL('l.qty_damaged')),
                ('refused', SQL('l.qty_refused')),
                ('lost', SQL('l.qty_lost')),
                ('transit', SQL('l.qty_in_transit')),
                ('difference', lost),
            )
        },
        **{
            f'{name}_value': SQL('%s * %s', _in_units(column), COST)
            for name, column in (
                ('requested', SQL('l.qty_requested')),
                ('approved', SQL('l.qty_approved')),
                ('shipped', SQL('l.qty_shipped')),
                ('received', SQL('l.qty_received')),
                ('transit', SQL('l.qty_in_transit')),
            )
        },
        'arrived_count': SQL('CASE WHEN %s THEN 1 ELSE 0 END', due),
        'on_time_count': SQL('CASE WHEN %s AND %s THEN 1 ELSE 0 END', due, in_time),
        'days_to_approve': _days(SQL('h.create_date'), SQL('h.approved_on')),
        'days_to_ship': _days(SQL('h.approved_on'), SQL('h.shipped_on')),
        'days_to_receive': _days(SQL('h.shipped_on'), SQL('h.received_on')),
        'days_late': SQL('CASE WHEN %s AND %s > 0 THEN %s END', waiting, late, late),
        'late': SQL(
            "CASE WHEN NOT (%(waiting)s) THEN 'none' WHEN h.due_on IS NULL OR %(late)s < 0 THEN 'in_time' "
            "WHEN %(late)s <= 2 THEN '0-2' WHEN %(late)s <= 7 THEN '3-7' WHEN %(late)s <= 14 THEN '8-14' "
            "WHEN %(late)s <= 30 THEN '15-30' ELSE '30+' END",
            waiting=waiting,
            late=late,
        ),
        'waits_for': SQL(
            "CASE WHEN h.state = 'submitted' THEN 'approve' WHEN %s THEN 'receive' "
            "WHEN h.state IN ('approved', 'shipped') AND l.qty_approved > l.qty_shipped THEN 'ship' "
            "WHEN h.state IN ('shipped', 'received') THEN 'close' END",
            waiting,
        ),
        'waits_store_id': SQL(
            "CASE WHEN h.state = 'submitted' THEN h.source_store_id WHEN %s THEN h.dest_store_id "
            "WHEN h.state IN ('approved', 'shipped') AND l.qty_approved > l.qty_shipped THEN h.source_store_id END",
            waiting,
        ),
    }
    return _select(SQL('2 * l.id'), SQL('l.product_id'), figures, SQL('store_transfer_line l %s %s', STORES, UNITS))


def differences():
    """A row for each difference: surplus, value, and the cost by who bears it."""
    over = SQL("CASE WHEN x.bucket = 'over' THEN %s ELSE 0 END", _in_units(SQL('x.quantity')))
    figures = {
        'over_quantity': over,
        'difference_quantity': over,
        'difference_value': SQL('COALESCE(x.value, 0)'),
        'difference_cost': SQL('COALESCE(x.cost, 0)'),
        'cost_currency_id': SQL('x.cost_currency_id'),
        'responsible': SQL("CASE WHEN x.state = 'decided' THEN x.responsible ELSE 'open' END"),
        'waits_for': SQL("CASE WHEN x.state != 'decided' THEN 'decide' END"),
        'waits_store_id': SQL("CASE WHEN x.state = 'open' THEN h.source_store_id END"),
    }
    return _select(
        SQL('2 * x.id + 1'),
        SQL('x.product_id'),
        figures,
        SQL('store_transfer_discrepancy x JOIN store_transfer_line l ON l.id = x.transfer_line_id %s %s', STORES, UNITS),
    )


def _select(row_id, product, figures, source):
    columns = [SQL('%s AS %s', figures.get(name) or SQL('0'), SQL.identifier(name)) for name in FIGURES]
    columns += [SQL('%s AS %s', figures.get(name) or SQL('NULL::float8'), SQL.identifier(name)) for name in DAYS]
    columns += [
        SQL('%s AS %s', figures.get(name) or SQL('NULL::%s', SQL(kind)), SQL.identifier(name)) for name, kind in MARKS.items()
    ]
    return SQL('SELECT %s AS id, %s AS product_id, %s, %s FROM %s', row_id, product, OF_TRANSFER, SQL(', ').join(columns), source)


def _in_units(quantity):
    return SQL('((%s) * %s)', quantity, UNIT)


def _days(since, until):
    return SQL('EXTRACT(EPOCH FROM %s - %s)::float8 / 86400', until, since)
