# Part of store_group. License LGPL-3.
"""The SQL of sales: one row for each document line, and the facts that stand for many of them.

A relation of pairs is anything with the columns `store_key` (the store's id, 0 for headquarters) and `day`.
"""
from odoo.tools import SQL

KEYS = {'store_id': 'int4', 'company_id': 'int4', 'channel_id': 'int4', 'is_history': 'bool', 'date': 'date'}
DETAILS = {'product_id': 'int4', 'partner_id': 'int4', 'user_id': 'int4'}
MEASURES = ('line_count', 'order_count', 'quantity', 'gross_amount', 'amount', 'tax_amount')
FACTS = {'day': (), 'customer': ('partner_id', 'user_id'), 'product': ('product_id',), 'month': ()}
COLUMNS = ('id', 'order_id', *KEYS, *DETAILS, *MEASURES)  # of a row

DIRT = SQL('store_sale_dirt')
DIRTY = SQL('(SELECT DISTINCT store_key, day FROM store_sale_dirt)')


def table(fact):
    """The table that keeps a fact."""
    return SQL.identifier(f'store_sale_{fact}')


def names(columns):
    return SQL(', ').join(SQL.identifier(name) for name in columns)


# === DOCUMENTS ===

def documents(pairs=None):
    """The rows of every document, or only those of `pairs`, each reached through an index."""
    return SQL(' UNION ALL ').join(ordered(pairs))


def ordered(pairs):
    """Confirmed order lines, on the order's day: those with a day of their own, and those older than this app."""
    line = SQL('sale_order_line l')
    older = SQL("(timezone(COALESCE(NULLIF(cp.tz, ''), 'UTC'), timezone('UTC', s.date_order)))::date")
    counted = SQL("l.state = 'sale' AND l.display_type IS NULL AND l.is_downpayment IS NOT TRUE")
    since, before = SQL('%s AND l.store_day IS NOT NULL', counted), SQL('%s AND l.store_day IS NULL', counted)
    if pairs is None:
        return [_ordered(SQL('l.store_day'), line, since), _ordered(older, line, before)]
    return [
        _ordered(SQL('l.store_day'), SQL(
            '%s d JOIN %s ON l.store_id = d.store_key AND l.store_day = d.day', pairs, line), since),
        _ordered(SQL('l.store_day'), SQL(
            '%s d JOIN %s ON d.store_key = 0 AND l.store_id IS NULL AND l.store_day = d.day', pairs, line), since),
        _ordered(older, SQL(
            "(SELECT DISTINCT day FROM %s p) d JOIN sale_order o ON o.date_order >= d.day - 1 AND o.date_order < d.day + 2 "
            'JOIN %s ON l.order_id = o.id', pairs, line), SQL(
            '%s AND %s = d.day AND (COALESCE(l.store_id, 0), d.day) IN (SELECT store_key, day FROM %s p)',
            before, older, pairs)),
    ]


def _ordered(day, source, where):
    """Left joins on keys only: PostgreSQL drops each one a question does not need."""
    amount = in_company_currency(SQL('l.price_subtotal'))
    return SQL(
        """
        SELECT l.id, l.order_id, l.store_id, l.company_id, l.store_channel_id AS channel_id,
               COALESCE(l.is_history, FALSE) AS is_history, %(day)s AS date,
               l.product_id, l.order_partner_id AS partner_id, l.salesman_id AS user_id,
               1 AS line_count, 1 AS order_count,
               l.product_uom_qty * COALESCE(u.factor / NULLIF(pu.factor, 0), 1) AS quantity,
               CASE WHEN COALESCE(l.discount, 0) < 100 THEN %(amount)s / (1 - COALESCE(l.discount, 0) / 100)
                    ELSE %(full)s END AS gross_amount,
               %(amount)s AS amount, %(tax)s AS tax_amount
          FROM %(source)s
          LEFT JOIN sale_order s ON s.id = l.order_id
          LEFT JOIN res_company c ON c.id = l.company_id
          LEFT JOIN res_partner cp ON cp.id = c.partner_id
          LEFT JOIN product_product p ON p.id = l.product_id
          LEFT JOIN product_template t ON t.id = p.product_tmpl_id
          LEFT JOIN uom_uom u ON u.id = l.product_uom_id
          LEFT JOIN uom_uom pu ON pu.id = t.uom_id
         WHERE %(where)s
        """,
        day=day, source=source, where=where, amount=amount,
        full=in_company_currency(SQL('l.price_unit * l.product_uom_qty')),
        tax=in_company_currency(SQL('l.price_tax')),
    )


def in_company_currency(amount):
    """At the order's rate, not today's; an order without one is in the company's currency."""
    return SQL(
        '(%(amount)s / CASE WHEN COALESCE(s.currency_rate, 0) = 0 THEN 1 ELSE s.currency_rate END)', amount=amount)


# === FACTS ===

def summed(fact, rows):
    """The facts of some rows of documents."""
    keys = names((*KEYS, *FACTS[fact]))
    return SQL(
        'SELECT %s, %s FROM %s r GROUP BY %s', keys, SQL(', ').join(
            SQL('COUNT(DISTINCT order_id) AS order_count') if name == 'order_count' else SQL(
                'trim_scale(SUM(%s)::numeric) AS %s', SQL.identifier(name), SQL.identifier(name))
            for name in MEASURES), rows, keys)


def summed_months(days):
    """The facts of months, from facts of days."""
    keys = SQL("store_id, company_id, channel_id, is_history, date_trunc('month', date)::date")
    return SQL('SELECT %s AS date, %s FROM %s r GROUP BY %s', keys, SQL(', ').join(
        SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in MEASURES), days, keys)


def answer(route):
    """The rows that answer a question: documents, or clean facts and the dirty part as the documents have it now."""
    if route == 'rows':
        return documents()
    grain = 'day' if route == 'month' else route
    live = _facts(grain, SQL('(%s) f', summed(grain, SQL('(%s)', documents(DIRTY)))), SQL('TRUE'))
    if route != 'month':
        return SQL('%s UNION ALL %s', _facts(route, SQL('%s f', table(route)), _clean('f.date')), live)
    months = SQL("(SELECT DISTINCT store_key, date_trunc('month', day)::date AS month FROM store_sale_dirt)")
    clean_month = SQL(
        'NOT EXISTS (SELECT FROM %s m WHERE m.store_key = COALESCE(f.store_id, 0) AND m.month = f.date)', months)
    clean_days = SQL(
        "%s m JOIN %s f ON COALESCE(f.store_id, 0) = m.store_key AND f.date >= m.month "
        "AND f.date < (m.month + interval '1 month')::date", months, table('day'))
    return SQL(
        '%s UNION ALL %s UNION ALL %s', _facts('month', SQL('%s f', table('month')), clean_month),
        _facts('day', clean_days, _clean('f.date')), live)


def _clean(day):
    return SQL(
        'NOT EXISTS (SELECT FROM store_sale_dirt d WHERE d.store_key = COALESCE(f.store_id, 0) AND d.day = %s)',
        SQL(day))


def _facts(fact, source, where):
    carried = {*KEYS, *FACTS[fact], *MEASURES}
    return SQL('SELECT %s FROM %s WHERE %s', SQL(', ').join(
        SQL.identifier('f', name) if name in carried else SQL('NULL::int4 AS %s', SQL.identifier(name))
        for name in COLUMNS), source, where)
