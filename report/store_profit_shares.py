# Part of store_group. License LGPL-3.
"""The SQL of amounts of a store that are not booked on it: estimated platform fees, shares of headquarters' cost.

Both are whole in the company's currency: each row is rounded, and what rounding leaves goes to the largest share, so that
the shares of a month and the counter-row at headquarters sum to nothing.
"""

from odoo.tools import SQL

from ..engine.people.role import AT_WORK
from . import store_sale_sums as sales
from .store_profit_columns import CLASSES, FEE, SHARE, select


def month_end(month):
    return SQL("(%s + interval '1 month' - interval '1 day')::date", month)


def rate(currency, root, day):
    """SQL: units of a currency for one of the root company's unit: the latest rate up to the day, before the first the first."""
    return SQL(
        '(SELECT k.rate FROM res_currency_rate k WHERE k.currency_id = %(currency)s '
        'AND (k.company_id = %(root)s OR k.company_id IS NULL) '
        'ORDER BY k.name > %(day)s, CASE WHEN k.name <= %(day)s THEN k.name END DESC, k.name, k.company_id LIMIT 1)',
        currency=currency,
        root=root,
        day=day,
    )


def converted(amount, old, new, root, day):
    """SQL: an amount in another currency; NULL where the old one has no rate."""
    return SQL(
        'CASE WHEN %(old)s = %(new)s THEN %(amount)s ELSE %(amount)s * COALESCE(%(to)s, 1) / %(from_)s END',
        old=old,
        new=new,
        amount=amount,
        to=rate(new, root, day),
        from_=rate(old, root, day),
    )


def fees(sources, parts):
    """The agreed fee of each channel on the net sales of a store and a day.

    :param sources: Sources, the documents of sales; `parts`: what of the facts about them is stale, None: ask the documents
    """
    how = ('rows', ()) if parts is None else ('day', parts)
    source = SQL(
        '(SELECT s.store_id, s.company_id, s.channel_id, s.date, r.id AS fee_id, '
        '-round(SUM(s.amount - s.returned_amount) * r.percent::numeric / 100, y.decimal_places) AS fee, '
        'row_number() OVER (ORDER BY r.id, s.date, s.store_id NULLS FIRST, s.company_id) AS id '
        'FROM (%s) s JOIN store_channel_fee r ON r.channel_id = s.channel_id AND s.date >= r.date_from '
        'AND (r.date_to IS NULL OR s.date <= r.date_to) JOIN res_company c ON c.id = s.company_id '
        'JOIN res_currency y ON y.id = c.currency_id '
        'GROUP BY s.store_id, s.company_id, s.channel_id, s.date, r.id, y.decimal_places) x',
        sales.answer(sources, *how, {'amount', 'returned_amount'}),
    )
    return select(
        SQL('x.id::int8 * %s + %s', CLASSES, FEE),
        source,
        SQL('x.fee != 0'),
        section=SQL("'estimate'"),
        part=SQL("'fee'"),
        store_id=SQL('x.store_id'),
        company_id=SQL('x.company_id'),
        channel_id=SQL('x.channel_id'),
        date=SQL('x.date'),
        amount=SQL('x.fee'),
    )


def shares(base, columns, store_columns):
    """Each store's share of headquarters' cost, by the keys, on the last day of each month, and headquarters' counter-rows.

    :param base: SQL of sums per month
    :param columns: columns of analytic lines in which keys' own analytic accounts stand; `store_columns`: stores' accounts
    """
    pools = SQL(' UNION ALL ').join([_pool_of_accounts(), *(_pool_of_analytic(column, store_columns) for column in columns)])
    source = SQL(
        """
        (WITH base AS MATERIALIZED (%(base)s),
              pool AS (SELECT key_id, company_id, month, SUM(amount) AS amount FROM (%(pools)s) p
                        GROUP BY 1, 2, 3 HAVING SUM(amount) != 0),
              weight AS (SELECT w.*, SUM(weight) OVER m AS total, row_number() OVER (
                            PARTITION BY key_id, month ORDER BY weight DESC, store_id) AS place
                           FROM (%(weights)s) w WHERE weight > 0 WINDOW m AS (PARTITION BY key_id, month)),
              part AS (SELECT p.key_id, p.company_id, p.month, p.amount AS pool, w.store_id, w.place,
                              round(p.amount * w.weight / w.total, y.decimal_places) AS amount
                         FROM pool p JOIN weight w USING (key_id, month) JOIN res_company c ON c.id = p.company_id
                         JOIN res_currency y ON y.id = c.currency_id),
              share AS (SELECT key_id, company_id, month, store_id, amount + CASE WHEN place = 1 THEN
                               pool - SUM(amount) OVER (PARTITION BY key_id, month) ELSE 0 END AS amount FROM part)
         SELECT s.*, row_number() OVER (ORDER BY key_id, month, store_id NULLS FIRST) AS id
           FROM (SELECT * FROM share UNION ALL SELECT key_id, company_id, month, NULL, -SUM(amount) FROM share
                  GROUP BY 1, 2, 3) s) x
        """,
        base=base,
        pools=pools,
        weights=SQL(' UNION ALL ').join([_by_revenue(), _by_area(), _by_heads(), _by_hand()]),
    )
    return select(
        SQL('x.id::int8 * %s + %s', CLASSES, SHARE),
        source,
        SQL('x.amount != 0'),
        section=SQL("'allocation'"),
        part=SQL("'allocation'"),
        store_id=SQL('x.store_id'),
        company_id=SQL('x.company_id'),
        key_id=SQL('x.key_id'),
        date=month_end(SQL('x.month')),
        amount=SQL('x.amount'),
    )


# === WHAT IS SHARED ===


def _pool_of_accounts():
    """The balance of headquarters on the accounts a key names."""
    return SQL(
        'SELECT r.id AS key_id, r.company_id, b.date AS month, b.amount FROM store_cost_key r '
        'JOIN account_account_store_cost_key_rel ra ON ra.store_cost_key_id = r.id '
        "JOIN base b ON b.company_id = r.company_id AND b.account_id = ra.account_account_id AND b.section = 'ledger' "
        'AND b.store_id IS NULL AND %s WHERE r.active AND NOT EXISTS (SELECT FROM account_analytic_account_store_cost_key_rel n '
        'WHERE n.store_cost_key_id = r.id)',
        _holds(SQL('b.date')),
    )


def _pool_of_analytic(column, store_columns):
    """The balance of the analytic accounts a key names, for items without any part at a store."""
    at_store = SQL(' OR ').join(
        [
            SQL('FALSE'),
            *(SQL('o.%s IN (SELECT analytic_account_id FROM store_store)', SQL.identifier(name)) for name in store_columns),
        ]
    )
    return SQL(
        "SELECT r.id, r.company_id, date_trunc('month', l.date)::date, a.amount FROM store_cost_key r "
        'JOIN account_analytic_account_store_cost_key_rel n ON n.store_cost_key_id = r.id '
        'JOIN account_analytic_line a ON a.%s = n.account_analytic_account_id '
        "JOIN account_move_line l ON l.id = a.move_line_id AND l.parent_state = 'posted' AND l.company_id = r.company_id "
        "JOIN account_account k ON k.id = l.account_id AND k.account_type ~ '^(income|expense)' "
        'WHERE r.active AND %s AND (NOT EXISTS (SELECT FROM account_account_store_cost_key_rel q '
        'WHERE q.store_cost_key_id = r.id) OR EXISTS (SELECT FROM account_account_store_cost_key_rel q '
        'WHERE q.store_cost_key_id = r.id AND q.account_account_id = l.account_id)) '
        'AND NOT EXISTS (SELECT FROM account_analytic_line o WHERE o.move_line_id = l.id AND (%s))',
        SQL.identifier(column),
        _holds(SQL('l.date')),
        at_store,
    )


# === BY WHAT ===


def _by_revenue():
    """Income of the month in the ledger, without what our own companies bought, in the currency of the key's company."""
    root = SQL('split_part(kc.parent_path, %s, 1)::int', '/')
    amount = converted(SQL('b.amount'), SQL('c.currency_id'), SQL('kc.currency_id'), root, month_end(SQL('b.date')))
    return SQL(
        "SELECT r.id AS key_id, b.date AS month, b.store_id, SUM(%s) AS weight FROM store_cost_key r "
        "JOIN base b ON b.section = 'ledger' AND b.store_id IS NOT NULL AND NOT b.is_intra AND %s "
        "JOIN account_account k ON k.id = b.account_id AND k.account_type = 'income' JOIN store_store st ON st.id = b.store_id "
        "JOIN res_company c ON c.id = b.company_id JOIN res_company kc ON kc.id = r.company_id "
        "WHERE r.basis = 'revenue' AND %s GROUP BY 1, 2, 3",
        amount,
        _holds(SQL('b.date')),
        _takes_part(),
    )


def _by_area():
    return SQL(
        "SELECT r.id, p.month, st.id, st.area_m2::numeric FROM store_cost_key r JOIN pool p ON p.key_id = r.id "
        "JOIN store_store st ON %s WHERE r.basis = 'area' AND %s",
        _takes_part(),
        _is_open(),
    )


def _by_heads():
    """People with a role at the store itself on the last day of the month."""
    return SQL(
        "SELECT r.id, p.month, st.id, (SELECT COUNT(DISTINCT e.user_id) FROM store_member e WHERE e.store_id = st.id "
        "AND e.role IN %(roles)s AND e.date_from <= %(end)s "
        "AND (e.date_to IS NULL OR e.date_to >= %(end)s))::numeric FROM store_cost_key r JOIN pool p ON p.key_id = r.id "
        "JOIN store_store st ON %(part)s WHERE r.basis = 'headcount' AND %(open)s",
        end=month_end(SQL('p.month')),
        part=_takes_part(),
        open=_is_open(),
        roles=AT_WORK,
    )


def _by_hand():
    return SQL(
        "SELECT r.id, p.month, f.store_id, f.percent::numeric FROM store_cost_key r JOIN pool p ON p.key_id = r.id "
        "JOIN store_cost_key_share f ON f.key_id = r.id WHERE r.basis = 'fixed'"
    )


def _holds(day):
    return SQL('%(day)s >= r.date_from AND (r.date_to IS NULL OR %(day)s <= r.date_to)', day=day)


def _takes_part():
    return SQL(
        'CASE WHEN EXISTS (SELECT FROM store_cost_key_store_store_rel rs WHERE rs.store_cost_key_id = r.id) THEN EXISTS ('
        'SELECT FROM store_cost_key_store_store_rel rs WHERE rs.store_cost_key_id = r.id AND rs.store_store_id = st.id) '
        'ELSE st.company_id = r.company_id END'
    )


def _is_open():
    return SQL(
        "st.state != 'draft' AND COALESCE(st.opened_on <= %s, TRUE) AND COALESCE(st.closed_on >= p.month, TRUE)",
        month_end(SQL('p.month')),
    )
