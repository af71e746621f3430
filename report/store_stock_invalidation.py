# Part of store_group. License LGPL-3.
"""Tables of facts about stock, the records of unit costs, and the triggers that write invalidations and records.

As `store_sale_invalidation.py`. Unit costs are the one thing here that is no sum of documents: Odoo keeps today's only, so
a trigger notes each change on its day. Days before the installation take what was then known of them: the cost at which
goods left.
"""

from odoo.tools import SQL

from ..models.stores.sql import store_day
from . import store_fact_invalidation as fact_invalidation
from . import store_stock_rows as rows
from .store_cost_watch import COSTED, statements
from .store_stock_watch import PRICED, WATCHED

NAME = 'store_stock'
COSTS = 'store_stock_cost'  # what is noted of unit costs, whether or not facts are kept: no document tells it later
# what each table carries, besides the measures
FACTS = {
    'product': {**rows.PLACE, **rows.GOODS, 'kind': 'varchar', 'date': 'date'},
    'month': {**rows.PLACE, 'kind': 'varchar', 'date': 'date'},
}
TABLES = {
    'store_stock_invalidation': 'id bigserial PRIMARY KEY, product_id int4 NOT NULL, day date NOT NULL',
    'store_stock_cost': 'id bigserial PRIMARY KEY, company_id int4 NOT NULL, product_id int4 NOT NULL, '
    'lot_id int4 NOT NULL, date date NOT NULL, cost numeric NOT NULL',
    # what Odoo's valuation of goods has beyond quantity x unit cost, noted when they are refreshed
    'store_stock_rest': 'id bigserial PRIMARY KEY, company_id int4 NOT NULL, product_id int4 NOT NULL, date date NOT NULL, '
    'value numeric NOT NULL',
    # of average costs: what changed in a product's history (0: in all), and how far it was replayed, see `store.cost.history`
    'store_cost_note': 'id bigserial PRIMARY KEY, product_id int4 NOT NULL, moment timestamp NOT NULL, '
    'made timestamp NOT NULL DEFAULT now(), xid xid8 NOT NULL DEFAULT pg_current_xact_id()',
    'store_cost_point': 'id bigserial PRIMARY KEY, company_id int4 NOT NULL, product_id int4 NOT NULL, '
    'partner_id int4 NOT NULL, moment timestamp NOT NULL, move_id int4 NOT NULL, quantity float8 NOT NULL, '
    'cost float8 NOT NULL, worth float8 NOT NULL, corrections varchar NOT NULL, '
    'note_id int8 NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id(), '
    'seen pg_snapshot NOT NULL DEFAULT pg_current_snapshot()',
    **{
        f'store_stock_{fact}': ', '.join(
            [*(f'{name} {kind}' for name, kind in keys.items()), *(f'{name} numeric NOT NULL' for name in rows.MEASURES)]
        )
        for fact, keys in FACTS.items()
    },
    # what lies where at the beginning of each month from the first to before the last date
    'store_stock_balance': ', '.join(
        [
            *(f'{name} {kind}' for name, kind in {**rows.PLACE, **rows.GOODS}.items()),
            'date_from date NOT NULL',
            'date_to date NOT NULL',
            'quantity numeric NOT NULL',
            'owned numeric NOT NULL',
        ]
    ),
}
INDEXES = {
    'store_stock_invalidation_pair_idx': 'store_stock_invalidation (product_id, day)',
    'store_stock_cost_key_idx': 'store_stock_cost (product_id, company_id, lot_id, date, id)',
    'store_cost_note_key_idx': 'store_cost_note (product_id, moment)',
    'store_cost_point_key_idx': 'store_cost_point (product_id, company_id, id)',
    'store_stock_rest_key_idx': 'store_stock_rest (company_id, product_id, date, id)',
    'store_stock_product_pair_idx': 'store_stock_product (product_id, date)',
    'store_stock_product_store_idx': 'store_stock_product (store_id, date)',
    'store_stock_product_date_idx': 'store_stock_product (date)',
    'store_stock_month_store_idx': 'store_stock_month (store_id, date)',
    'store_stock_balance_product_idx': 'store_stock_balance (product_id)',
    'store_stock_balance_store_idx': 'store_stock_balance (store_id)',
    'store_stock_balance_date_idx': 'store_stock_balance (date_to)',
    'store_stock_moved_idx': "stock_move (product_id, date) WHERE state = 'done'",
}
KEY = 'CREATE UNIQUE INDEX store_stock_month_key ON store_stock_month (%s, is_transit, kind, date)'
# unit costs at which goods left on each day before today, and today's
SEEDS = (
    """
    INSERT INTO store_stock_cost (company_id, product_id, lot_id, date, cost)
    SELECT DISTINCT ON (m.company_id, m.product_id, d.day) m.company_id, m.product_id, 0, d.day,
           m.value / (m.quantity * COALESCE(u.factor / NULLIF(pu.factor, 0), 1))
      FROM stock_move m JOIN product_product p ON p.id = m.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable AND t.lot_valuated IS NOT TRUE
      LEFT JOIN uom_uom u ON u.id = m.product_uom LEFT JOIN uom_uom pu ON pu.id = t.uom_id
     CROSS JOIN LATERAL (SELECT store_company_day_of(m.date, m.company_id) AS day) d
     WHERE m.state = 'done' AND m.is_out AND m.quantity > 0 AND d.day < store_company_day_of(timezone('UTC', now()), m.company_id)
     ORDER BY m.company_id, m.product_id, d.day, m.date DESC, m.id DESC""",
    """
    INSERT INTO store_stock_cost (company_id, product_id, lot_id, date, cost)
    SELECT c.id, p.id, 0, store_company_day_of(timezone('UTC', now()), c.id), k.value::numeric
      FROM product_product p CROSS JOIN LATERAL jsonb_each_text(p.standard_price) k JOIN res_company c ON c.id = k.key::int
     WHERE k.value IS NOT NULL""",
    """
    INSERT INTO store_stock_cost (company_id, product_id, lot_id, date, cost)
    SELECT c.id, l.product_id, l.id, store_company_day_of(timezone('UTC', now()), c.id), k.value::numeric
      FROM stock_lot l CROSS JOIN LATERAL jsonb_each_text(l.standard_price) k JOIN res_company c ON c.id = k.key::int
     WHERE k.value IS NOT NULL""",
)


def install(env):
    """Create what is missing; after a change of the facts' definition, recreate and recompute everything."""
    made = fact_invalidation.version(
        COSTS, TABLES, INDEXES, store_day.FUNCTIONS, SEEDS, str(rows.movements()), WATCHED, PRICED, COSTED
    )
    if fact_invalidation.is_made(env, NAME, made):
        return
    uninstall(env, kept=('store_stock_cost', 'store_stock_rest'))  # no document tells what was noted there
    for name, columns in TABLES.items():
        env.cr.execute(SQL('CREATE TABLE IF NOT EXISTS %s (%s)', SQL.identifier(name), SQL(columns)))
    for name, place in INDEXES.items():
        env.cr.execute(SQL('CREATE INDEX IF NOT EXISTS %s ON %s', SQL.identifier(name), SQL(place)))
    env.cr.execute(
        SQL(KEY, SQL(', ').join(SQL('COALESCE(%s, 0)', SQL.identifier(name)) for name in rows.PLACE if name != 'is_transit'))
    )
    for table, event in sorted({*WATCHED, *PRICED, *COSTED}):
        for name, noting in (
            (NAME, fact_invalidation.notes(NAME, 'product_id, day', WATCHED.get((table, event), ()))),
            (COSTS, _costs(table, event)),
        ):
            if body := [*noting]:
                fact_invalidation.make_trigger(env, name, table, event, body)
    env.cr.execute(SQL('SELECT EXISTS (SELECT FROM store_stock_cost)'))
    for seed in () if env.cr.fetchone()[0] else SEEDS:
        env.cr.execute(SQL(seed))
    mark_all(env)
    fact_invalidation.set_made(env, NAME, made)


def uninstall(env, kept=()):
    """Drop tables, triggers and functions, except for the tables named in `kept`."""
    fact_invalidation.drop(env, COSTS, ())
    fact_invalidation.drop(env, NAME, TABLES.keys() - set(kept), INDEXES)


def mark_all(env):
    """Invalidate every product and day with done moves or facts; facts are recomputed step by step."""
    env.cr.execute(
        SQL(
            "INSERT INTO store_stock_invalidation (product_id, day) "
            "SELECT DISTINCT m.product_id, %s FROM stock_move m JOIN res_company zc ON zc.id = m.company_id "
            "LEFT JOIN res_partner zp ON zp.id = zc.partner_id WHERE m.state = 'done' "
            "UNION SELECT product_id, date FROM store_stock_product",
            rows.DAY,
        )
    )


def _costs(table, event):
    if (table, event) in PRICED:  # what goes from place to place that day is worth another sum
        yield (
            'WITH noted AS (INSERT INTO store_stock_cost (company_id, product_id, lot_id, date, cost) '
            f'{PRICED[table, event]} RETURNING product_id, date) '
            'INSERT INTO store_stock_invalidation (product_id, day) SELECT DISTINCT product_id, date FROM noted;'
        )
    yield from statements(table, event)
