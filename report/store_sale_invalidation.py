# Part of store_group. License LGPL-3.
"""Tables of facts about sales, and the triggers that note which store and day they make stale.

Statement-level triggers see late flushes of the ORM and direct SQL. They only add rows:
two shops that sell at the same moment never wait for each other. The note says (store or 0, day), before and
after the change; nothing is noted for what no fact reads: quotations, deliveries of a line, notes.
"""

from odoo.tools import SQL

from ..models.stores.sql import store_day
from . import store_fact_invalidation as fact_invalidation
from . import store_sale_rows as rows
from . import store_sale_sums as sums

NAME = 'store_sale'
NOTHING = -1  # stands for an empty column in the key of a fact: hours begin with 0
TABLES = [f'store_sale_{fact}' for fact in sums.FACTS]


def install(env, sources=None):
    """Create what is missing; after a change of the facts' definition, recreate and recompute everything.

    :param sources: Sources, the documents of sales; those of all apps that are there unless said otherwise
    """
    sources = sources or env['store.sale.fact']._sources()
    made = fact_invalidation.version(
        rows.KEYS,
        rows.DETAILS,
        rows.MEASURES,
        sums.FACTS,
        str(sources.rows(sums.stale())),
        sources.watched,
        sources.indexes,
        sources.has_older(),
        store_day.FUNCTIONS,
        NOTHING,
    )
    if fact_invalidation.is_made(env, NAME, made):
        return
    uninstall(env)
    env.cr.execute(
        SQL('CREATE TABLE store_sale_invalidation (id bigserial PRIMARY KEY, store_key int4 NOT NULL, day date NOT NULL)')
    )
    for fact in sums.FACTS:
        _make_table(env, fact)
    for name, place in sources.indexes.items():
        env.cr.execute(SQL('CREATE INDEX %s ON %s', SQL.identifier(name), SQL(place)))
    env.cr.execute(SQL(sources.has_older()))
    for (table, event), watched in sources.watched.items():
        fact_invalidation.make_trigger(env, NAME, table, event, fact_invalidation.notes(NAME, 'store_key, day', watched))
    mark_all(env, sources)
    fact_invalidation.set_made(env, NAME, made)


def uninstall(env, sources=None):
    """Drop tables, triggers, functions and indexes."""
    sources = sources or env['store.sale.fact']._sources()
    env.cr.execute(SQL('DROP FUNCTION IF EXISTS store_sale_has_older(boolean)'))
    fact_invalidation.drop(env, NAME, (*TABLES, 'store_sale_invalidation'), sources.indexes)


def mark_all(env, sources=None):
    """Invalidate every store and day with documents or facts; facts are recomputed step by step."""
    sources = sources or env['store.sale.fact']._sources()
    env.cr.execute(
        SQL(
            'INSERT INTO store_sale_invalidation (store_key, day) SELECT COALESCE(store_id, 0), date FROM (%s) r GROUP BY 1, 2 '
            'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_day '
            'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_product '
            'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_customer',
            sources.rows(),
        )
    )


def _make_table(env, fact):
    name, columns = f'store_sale_{fact}', {**rows.KEYS, **{name: rows.DETAILS[name] for name in sums.FACTS[fact]}}
    env.cr.execute(
        SQL(
            'CREATE TABLE %s (%s, %s)',
            SQL.identifier(name),
            SQL(', ').join(SQL('%s %s', SQL.identifier(column), SQL(kind)) for column, kind in columns.items()),
            SQL(', ').join(SQL('%s numeric NOT NULL', SQL.identifier(measure)) for measure in rows.MEASURES),
        )
    )
    others = [column for column in columns if column not in ('store_id', 'date', 'is_history')]
    env.cr.execute(
        SQL(
            'CREATE UNIQUE INDEX %s ON %s (COALESCE(store_id, 0), date, is_history, %s)',
            SQL.identifier(f'{name}_key'),
            SQL.identifier(name),
            SQL(', ').join(SQL('COALESCE(%s, %s)', SQL.identifier(column), NOTHING) for column in others),
        )
    )
    env.cr.execute(SQL('CREATE INDEX %s ON %s (store_id, date)', SQL.identifier(f'{name}_store_idx'), SQL.identifier(name)))
    env.cr.execute(SQL('CREATE INDEX %s ON %s (date)', SQL.identifier(f'{name}_date_idx'), SQL.identifier(name)))
