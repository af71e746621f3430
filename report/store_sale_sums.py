# Part of store_group. License LGPL-3.
"""The SQL of facts about sales: sums over documents, and the answer to a query from facts and invalidations."""

from odoo.tools import SQL

from .store_fact_sql import names, total
from .store_sale_rows import COLUMNS, KEYS, MEASURES, PARTS, SOURCES

FACTS = {'day': (), 'hour': ('hour_number',), 'customer': ('partner_id', 'user_id'), 'product': ('product_id',), 'month': ()}
MONTH = SQL("date_trunc('month', day::timestamp)::date AS month")
ORDERS = SQL('COUNT(DISTINCT CASE WHEN order_count > 0 THEN order_key END) AS order_count')

PAIRS, MONTHS = SQL('stale_pairs'), SQL('stale_months')  # relations of one answer


def stale(stores=None):
    """The stale pairs and their months.

    :param stores: ids of the stores queried, 0 for headquarters; None for all
    """
    of_stores = SQL('') if stores is None else SQL(' WHERE store_key = ANY(%s)', list(stores))
    return SQL('(SELECT DISTINCT store_key, day, %s FROM store_sale_invalidation%s)', MONTH, of_stores)


def table(fact):
    """The table of a fact."""
    return SQL.identifier(f'store_sale_{fact}')


def summed(fact, rows, needed=None):
    """The facts of some rows of documents; `needed`: names of the measures asked for, None for all."""
    keys = names((*KEYS, *FACTS[fact]))
    return SQL(
        'SELECT %s, %s FROM %s r GROUP BY %s',
        keys,
        SQL(', ').join(ORDERS if name == 'order_count' else total(name) for name in _read(needed)),
        rows,
        keys,
    )


def summed_months(days):
    """The facts of months, from facts of days."""
    keys = SQL("store_id, company_id, channel_id, is_history, date_trunc('month', date)::date")
    return SQL(
        'SELECT %s AS date, %s FROM %s r GROUP BY %s',
        keys,
        SQL(', ').join(SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in MEASURES),
        days,
        keys,
    )


def answer(sources, route, parts=PARTS, needed=None, stores=None):
    """The rows that answer a query: documents, or fresh facts and the stale part from the documents.

    :param sources: Sources, the documents
    :param parts: which of PARTS are stale; nothing: all facts are fresh
    :param needed: names of the measures asked for, None for all
    :param stores: see `stale`
    """
    if route == 'rows':
        return sources.rows(needed=needed)
    if not parts:
        return _facts(route, SQL('%s f', table(route)), SQL('TRUE'), needed)
    grain = 'day' if route == 'month' else route
    live = SQL('(%s)', summed(grain, SQL('(%s)', sources.rows(PAIRS, parts, needed)), needed))
    fresh, changed = _fresh(SQL('f.date')), live
    if route == 'month':
        fresh = SQL('NOT EXISTS (SELECT FROM %s m WHERE m.store_key = COALESCE(f.store_id, 0) AND m.month = f.date)', MONTHS)
        changed = SQL('(%s)', _stale_months(live, needed))
    return SQL(
        'WITH %s AS MATERIALIZED %s, %s AS MATERIALIZED (SELECT DISTINCT store_key, month FROM %s) %s UNION ALL %s',
        PAIRS,
        stale(stores),
        MONTHS,
        PAIRS,
        _facts(route, SQL('%s f', table(route)), fresh, needed),
        _facts(route, SQL('%s f', changed), SQL('TRUE'), needed),
    )


def _read(needed):
    """The measures to read, always with the number of rows, which tells whether there are any."""
    return [name for name in MEASURES if needed is None or name in needed or name == 'line_count']


def _stale_months(live, needed):
    """The facts of months with a stale day: the month as it was refreshed, less its stale days, and these as they are now.

    A month is the sum of its days as they were refreshed, see `summed_months`, so the other days are not read.
    """
    read = _read(needed)

    def part(sign, month, source):
        return SQL(
            'SELECT f.store_id, f.company_id, f.channel_id, f.is_history, %s AS date, %s FROM %s',
            SQL(month),
            SQL(', ').join(SQL('%s %s AS %s', SQL(sign), SQL.identifier('f', name), SQL.identifier(name)) for name in read),
            source,
        )

    def kept(pairs, fact, day):
        # OFFSET: one index look-up for each pair, whatever the user's stores are
        return SQL(
            '%s d CROSS JOIN LATERAL (SELECT * FROM %s WHERE COALESCE(store_id, 0) = d.store_key AND date = %s OFFSET 0) f',
            pairs,
            table(fact),
            SQL(day),
        )

    parts = SQL(
        '%s UNION ALL %s UNION ALL %s',
        part('', 'd.month', kept(MONTHS, 'month', 'd.month')),
        part('-', 'd.month', kept(PAIRS, 'day', 'd.day')),
        part('', "date_trunc('month', f.date::timestamp)::date", SQL('%s f', live)),
    )
    return SQL(
        'SELECT %s, %s FROM (%s) f GROUP BY %s HAVING SUM(line_count) != 0',
        names(KEYS),
        SQL(', ').join(SQL('SUM(%s) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in read),
        parts,
        names(KEYS),
    )


def _fresh(day):
    return SQL('NOT EXISTS (SELECT FROM %s d WHERE d.store_key = COALESCE(f.store_id, 0) AND d.day = %s)', PAIRS, day)


def _facts(fact, source, where, needed):
    """Rows of facts with every column of a document's row; only with those of the facts if the needed columns are known."""
    carried = [*KEYS, *FACTS[fact], *MEASURES]
    if needed is not None:
        carried = [name for name in carried if name not in MEASURES or name in needed]
        return SQL('SELECT %s FROM %s WHERE %s', names(carried, 'f'), source, where)
    return SQL(
        'SELECT %s FROM %s WHERE %s',
        SQL(', ').join(
            SQL.identifier('f', name)
            if name in carried
            else SQL('NULL::%s AS %s', SQL(SOURCES.get(name, 'int4')), SQL.identifier(name))
            for name in COLUMNS
        ),
        source,
        where,
    )
