# Part of store_group. License LGPL-3.
"""The invalidation of sales by store and day: for each event of a table, the changed columns and the pairs.

A pair is the store's id (0 for headquarters) and a day, before and after the change. Written in SQL text, for the
bodies of triggers; `old_rows` and `new_rows` are what a statement changed.
"""

LINE = (  # columns of an order line that facts use
    'store_id',
    'store_day',
    'company_id',
    'store_channel_id',
    'is_history',
    'order_id',
    'product_id',
    'order_partner_id',
    'salesman_id',
    'product_uom_id',
    'product_uom_qty',
    'price_unit',
    'discount',
    'price_subtotal',
    'price_tax',
    'state',
    'display_type',
    'is_downpayment',
)
LINE_OF_MOVE = (
    'product_id',
    'product_uom_id',
    'product_uom_qty',
    'price_subtotal',
    'price_reduce_taxexcl',
    'store_channel_id',
    'order_partner_id',
    'salesman_id',
    'order_id',
    'is_history',
)
MOVE = (
    'store_id',
    'store_day',
    'date',
    'company_id',
    'product_id',
    'state',
    'quantity',
    'product_uom',
    'sale_line_id',
    'picking_id',
    'location_id',
    'location_dest_id',
    'value',
)
REFUND = (
    'store_id',
    'store_day',
    'company_id',
    'store_channel_id',
    'is_history',
    'order_id',
    'product_id',
    'partner_id',
    'user_id',
    'state',
    'counted_quantity',
    'counted_amount',
)
ENTRY = ('store_id', 'date', 'company_id', 'account_id', 'parent_state', 'balance', 'product_id', 'partner_id', 'move_id')
ORDERED = "x.state = 'sale' AND x.display_type IS NULL AND x.is_downpayment IS NOT TRUE"
MOVED = "x.state = 'done' AND x.sale_line_id IS NOT NULL"
INCOME = "SELECT k.id FROM account_account k WHERE k.account_type = 'income'"


def changed(*columns):
    """Old and new of the rows in which one of these columns changed. No join: its plan suits one row and many."""
    named = ', '.join(('id', *columns))
    return (
        f'(SELECT {named} FROM (SELECT {named} FROM old_rows UNION ALL SELECT {named} FROM new_rows) b '
        f'GROUP BY {named} HAVING COUNT(*) = 1)'
    )


def ids(*columns):
    return f'(SELECT id FROM {changed(*columns)} c)'


def lines(source, where='TRUE'):
    """The order is asked only for its moment, where a line has no day."""
    return f"""SELECT COALESCE(x.store_id, 0), COALESCE(x.store_day, (
        SELECT store_company_day_of(s.date_order, x.company_id) FROM sale_order s WHERE s.id = x.order_id))
        FROM {source} x WHERE {ORDERED} AND {where}"""


def moves(source, where='TRUE'):
    return f"""SELECT COALESCE(x.store_id, 0), COALESCE(x.store_day, store_company_day_of(x.date, x.company_id))
        FROM {source} x WHERE {MOVED} AND {where}"""


def entries(source, where=f'x.account_id IN ({INCOME})'):
    return f"SELECT COALESCE(x.store_id, 0), x.date FROM {source} x WHERE x.parent_state = 'posted' AND {where}"


def refunds(source, where='TRUE'):
    return f"SELECT COALESCE(x.store_id, 0), x.store_day FROM {source} x WHERE x.state = 'sale' AND {where}"


def of_products(wanted):
    return f'x.product_id IN (SELECT p.id FROM product_product p WHERE p.product_tmpl_id IN {wanted})'


def of_units(wanted):
    return f"""x.product_id IN (SELECT p.id FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
        WHERE t.uom_id IN {wanted})"""


# (table, event): [(what must have changed or '', the pairs)]
WATCHED = {
    ('sale_order_line', 'INSERT'): [('', lines('new_rows'))],
    ('sale_order_line', 'DELETE'): [('', lines('old_rows'))],
    ('sale_order_line', 'UPDATE'): [
        ('', lines(changed(*LINE))),
        (changed(*LINE_OF_MOVE), moves('stock_move', f'x.sale_line_id IN {ids(*LINE_OF_MOVE)}')),
    ],
    # its rate counts for every line and move, its moment for lines without a day
    ('sale_order', 'UPDATE'): [
        (changed('date_order', 'store_hour'), lines('sale_order_line', f"""x.order_id IN {ids('date_order', 'store_hour')}""")),
        (changed('currency_rate'), lines('sale_order_line', f'x.order_id IN {ids("currency_rate")}')),
        (
            changed('currency_rate'),
            moves(
                'stock_move',
                f"""x.sale_line_id IN (
            SELECT l.id FROM sale_order_line l WHERE l.order_id IN {ids('currency_rate')})""",
            ),
        ),
        (changed('currency_rate'), refunds('store_order_refund', f"x.order_id IN {ids('currency_rate')}")),
        (
            changed('date_order'),
            f"""
            SELECT COALESCE(x.store_id, 0), store_company_day_of(c.date_order, x.company_id)
              FROM {changed('date_order')} c JOIN sale_order_line x ON x.order_id = c.id
             WHERE x.store_day IS NULL AND {ORDERED}""",
        ),
    ],
    # a line deleted with its order finds no order any more
    ('sale_order', 'DELETE'): [
        (
            '',
            """
        SELECT COALESCE(o.store_id, 0), COALESCE(o.store_day, store_company_day_of(o.date_order, o.company_id))
          FROM old_rows o WHERE o.state = 'sale'""",
        )
    ],
    ('store_order_refund', 'INSERT'): [('', refunds('new_rows'))],
    ('store_order_refund', 'DELETE'): [('', refunds('old_rows'))],
    ('store_order_refund', 'UPDATE'): [('', refunds(changed(*REFUND)))],
    ('stock_move', 'INSERT'): [('', moves('new_rows'))],
    ('stock_move', 'DELETE'): [('', moves('old_rows'))],
    ('stock_move', 'UPDATE'): [('', moves(changed(*MOVE)))],
    ('stock_location', 'UPDATE'): [
        (changed('usage'), moves('stock_move', f'(x.location_id IN {ids("usage")} OR x.location_dest_id IN {ids("usage")})'))
    ],
    ('account_move_line', 'INSERT'): [('', entries('new_rows'))],
    ('account_move_line', 'DELETE'): [('', entries('old_rows'))],
    ('account_move_line', 'UPDATE'): [('', entries(changed(*ENTRY)))],
    ('account_account', 'UPDATE'): [
        (changed('account_type'), entries('account_move_line', f'x.account_id IN {ids("account_type")}'))
    ],
    ('product_template', 'UPDATE'): [
        (changed('uom_id'), lines('sale_order_line', of_products(ids('uom_id')))),
        (changed('uom_id'), moves('stock_move', of_products(ids('uom_id')))),
    ],
    ('uom_uom', 'UPDATE'): [
        (changed('factor'), lines('sale_order_line', f'(x.product_uom_id IN {ids("factor")} OR {of_units(ids("factor"))})')),
        (
            changed('factor'),
            moves(
                'stock_move',
                f"""(x.product_uom IN {ids('factor')} OR {of_units(ids('factor'))} OR
            x.sale_line_id IN (SELECT l.id FROM sale_order_line l WHERE l.product_uom_id IN {ids('factor')}))""",
            ),
        ),
    ],
    # the zones of stores and companies apply to documents without an hour and a day of their own
    ('store_store', 'UPDATE'): [
        (
            changed('tz'),
            f"""
            SELECT x.store_id, x.store_day FROM sale_order_line x JOIN sale_order s ON s.id = x.order_id
             WHERE x.store_id IN {ids('tz')} AND s.store_hour IS NULL AND {ORDERED}""",
        )
    ],
    ('res_partner', 'UPDATE'): [
        (
            changed('tz'),
            f"""
            SELECT COALESCE(x.store_id, 0), x.store_day
              FROM res_company k JOIN sale_order s ON s.company_id = k.id AND s.store_hour IS NULL
              JOIN sale_order_line x ON x.order_id = s.id
             WHERE k.partner_id IN {ids('tz')} AND {ORDERED}""",
        )
    ]
    + [
        (
            changed('tz'),
            f"""
            SELECT COALESCE(x.store_id, 0), store_day_of({moment}, c.tz)
              FROM {changed('tz')} c JOIN res_company k ON k.partner_id = c.id
              JOIN {table} x ON x.company_id = k.id AND x.store_day IS NULL {order} WHERE {counted}""",
        )
        for table, moment, order, counted in (
            ('sale_order_line', 's.date_order', 'JOIN sale_order s ON s.id = x.order_id', ORDERED),
            ('stock_move', 'x.date', '', MOVED),
        )
    ],
}
