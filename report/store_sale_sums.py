# Part of store_group. License LGPL-3.
"""The SQL of facts about sales: sums over documents, and the answer to a question from sums and dirt."""
from odoo.tools import SQL

from .store_fact_sql import names, total
from .store_sale_rows import COLUMNS, KEYS, MEASURES, PARTS, SOURCES, documents

FACTS = {'day': (), 'hour': ('hour_number',), 'customer': ('partner_id', 'user_id'), 'product': ('product_id',), 'month': ()}
DIRTY = SQL('(SELECT DISTINCT store_key, day FROM store_sale_dirt)')
ORDERS = SQL('COUNT(DISTINCT CASE WHEN order_count > 0 THEN order_id END) AS order_count')


def table(fact):
    """The table that keeps a fact."""
    return SQL.identifier(f'store_sale_{fact}')


def summed(fact, rows):
    """The facts of some rows of documents."""
    keys = names((*KEYS, *FACTS[fact]))
    return SQL(
        'SELECT %s, %s FROM %s r GROUP BY %s', keys, SQL(', ').join(
            ORDERS if name == 'order_count' else total(name) for name in MEASURES), rows, keys)


def summed_months(days):
    """The facts of months, from facts of days."""
    keys = SQL("store_id, company_id, channel_id, is_history, date_trunc('month', date)::date")
    return SQL('SELECT %s AS date, %s FROM %s r GROUP BY %s', keys, SQL(', ').join(
        SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in MEASURES), days, keys)


def answer(route, parts=PARTS, needed=None):
    """The rows that answer a question: documents, or clean facts and the dirty part as the documents have it now.

    :param parts: which of PARTS are dirty; nothing: all facts are clean
    :param needed: names of the measures asked for, None for all
    """
    if route == 'rows':
        return documents(needed=needed)
    if not parts:
        return _facts(route, SQL('%s f', table(route)), SQL('TRUE'))
    grain = 'day' if route == 'month' else route
    live = _facts(grain, SQL('(%s) f', summed(grain, SQL('(%s)', documents(DIRTY, parts, needed)))), SQL('TRUE'))
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
        SQL.identifier('f', name) if name in carried else SQL(
            'NULL::%s AS %s', SQL(SOURCES.get(name, 'int4')), SQL.identifier(name))
        for name in COLUMNS), source, where)
