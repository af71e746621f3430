# Part of store_group. License LGPL-3.
"""The table of facts about profit, and the triggers that note which company and month they make stale.

The same ways as for sales (`store_sale_invalidation`): statement-level triggers, notes that are only added, before and after
the change, so that two who post at the same moment never wait for each other.
"""

from pathlib import Path

from odoo.tools import SQL

from ..models.stores.sql import store_day
from . import store_fact_invalidation as fact_invalidation
from .store_fact_sql import totals
from .store_profit_columns import KEYS, MEASURES
from .store_profit_watch import WATCHED

NAME = 'store_profit'
FACTS, INVALIDATION = SQL.identifier('store_profit_month'), SQL.identifier('store_profit_invalidation')
STALE = SQL('(SELECT DISTINCT company_id, month FROM store_profit_invalidation)')
KEPT = (*KEYS, *MEASURES)


def summed(documents):
    """The facts of some rows of documents: sums per month."""
    keys = SQL(', ').join(
        SQL("date_trunc('month', date)::date AS date") if name == 'date' else SQL.identifier(name) for name in KEYS
    )
    return SQL(
        'SELECT %s, %s FROM (%s) r GROUP BY %s',
        keys,
        totals(MEASURES),
        documents,
        SQL(', ').join(SQL(str(position + 1)) for position in range(len(KEYS))),
    )


def install(env):
    """Create what is missing; after a change of the facts' definition, recreate and recompute everything."""
    files = [
        Path(__file__).with_name(f'{name}.py')
        for name in (
            *(f'store_profit_{part}' for part in ('columns', 'known', 'moves', 'rows', 'invalidation')),
            'store_fact_invalidation',
            'store_fact_sql',
        )
    ]
    made = fact_invalidation.version(WATCHED, MEASURES, store_day.FUNCTIONS, [file.read_bytes() for file in files])
    if fact_invalidation.is_made(env, NAME, made):
        return
    uninstall(env)
    env.cr.execute(SQL('CREATE TABLE %s (id bigserial PRIMARY KEY, company_id int4 NOT NULL, month date NOT NULL)', INVALIDATION))
    env.cr.execute(
        SQL(
            'CREATE TABLE %s (%s, %s)',
            FACTS,
            SQL(', ').join(SQL('%s %s', SQL.identifier(name), SQL(kind)) for name, kind in KEYS.items()),
            SQL(', ').join(SQL('%s numeric NOT NULL', SQL.identifier(name)) for name in MEASURES),
        )
    )
    env.cr.execute(SQL('CREATE INDEX store_profit_month_company_idx ON %s (company_id, date)', FACTS))
    env.cr.execute(SQL('CREATE INDEX store_profit_month_store_idx ON %s (store_id, date)', FACTS))
    for (table, event), watched in WATCHED.items():
        fact_invalidation.make_trigger(env, NAME, table, event, _statements(watched))
    mark_all(env)
    fact_invalidation.set_made(env, NAME, made)


def uninstall(env):
    """Drop tables, triggers and functions."""
    fact_invalidation.drop(env, NAME, ('store_profit_month', 'store_profit_invalidation'))


def mark_all(env):
    """Invalidate every company and month with documents or facts."""
    env.cr.execute(
        SQL(
            "INSERT INTO store_profit_invalidation (company_id, month) SELECT company_id, date_trunc('month', date)::date FROM ("
            "SELECT company_id, date FROM account_move_line WHERE parent_state = 'posted' GROUP BY 1, 2 "
            'UNION ALL SELECT company_id, date FROM account_analytic_line GROUP BY 1, 2 '
            "UNION ALL SELECT x.company_id, x.day + n FROM (SELECT DISTINCT company_id, date::date AS day FROM stock_move "
            "WHERE state = 'done') x CROSS JOIN (VALUES (-1), (0), (1)) v(n) "  # whatever its zone
            'UNION ALL SELECT company_id, date FROM store_profit_month) r WHERE company_id IS NOT NULL GROUP BY 1, 2'
        )
    )


def _statements(watched):
    for guard, pairs in watched:
        yield fact_invalidation.when(
            guard,
            (
                "INSERT INTO store_profit_invalidation (company_id, month) SELECT DISTINCT company_id, "
                f"date_trunc('month', day)::date FROM ({pairs}) AS pair(company_id, day) "
                'WHERE day IS NOT NULL AND company_id IS NOT NULL'
            ),
        )
