# Part of store_group. License LGPL-3.
"""Tables of facts about sales, and the triggers that note which store and day became dirty.

Statement-level triggers see what the ORM flushes late and what SQL writes behind its back. They only add rows:
two shops that sell at the same moment never wait for each other. The note says (store or 0, day), before and
after the change; nothing is noted for what no fact reads: quotations, deliveries of a line, notes.
"""
import hashlib

from odoo.tools import SQL

from . import store_sale_rows as rows
from . import store_sale_sums as sums
from .store_sale_watch import WATCHED

NOTHING = -1  # stands for an empty column in the key of a fact: hours begin with 0
TABLES = [f'store_sale_{fact}' for fact in sums.FACTS]
INDEXES = {
    'store_sale_older_idx': 'sale_order_line (order_id) WHERE store_day IS NULL',
    'store_sale_moved_idx': "stock_move (store_day, store_id) WHERE state = 'done' AND sale_line_id IS NOT NULL",
    'store_sale_moved_older_idx':
        "stock_move (date) WHERE store_day IS NULL AND state = 'done' AND sale_line_id IS NOT NULL",
}

DAY_OF = """
    CREATE OR REPLACE FUNCTION store_sale_day_of(moment timestamp, company int) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT (timezone(COALESCE(NULLIF(p.tz, ''), 'UTC'), timezone('UTC', moment)))::date
          FROM res_company c LEFT JOIN res_partner p ON p.id = c.partner_id WHERE c.id = company $$
"""


def install(env):
    """Make what is missing; after a change of what is kept, make it anew and count everything again."""
    made = hashlib.sha256(repr((
        rows.KEYS, rows.DETAILS, rows.MEASURES, sums.FACTS, str(rows.documents(sums.DIRTY)), WATCHED, INDEXES, DAY_OF, NOTHING,
    )).encode()).hexdigest()
    env.cr.execute(SQL("SELECT obj_description(to_regclass('store_sale_dirt'), 'pg_class')"))
    if env.cr.fetchone()[0] == made:
        return
    uninstall(env)
    env.cr.execute(SQL(
        'CREATE TABLE store_sale_dirt (id bigserial PRIMARY KEY, store_key int4 NOT NULL, day date NOT NULL)'))
    for fact in sums.FACTS:
        _make_table(env, fact)
    for name, place in INDEXES.items():
        env.cr.execute(SQL('CREATE INDEX %s ON %s', SQL.identifier(name), SQL(place)))
    env.cr.execute(SQL(DAY_OF))
    for table, event in WATCHED:
        _make_trigger(env, table, event)
    mark_all(env)
    env.cr.execute(SQL('COMMENT ON TABLE store_sale_dirt IS %s', made))


def uninstall(env):
    """Take tables, triggers and functions away."""
    env.cr.execute(SQL(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE starts_with(t.tgname, 'store_sale_dirt_')"))
    for table, trigger in env.cr.fetchall():  # an older version's too
        env.cr.execute(SQL('DROP TRIGGER %s ON %s', SQL.identifier(trigger), SQL.identifier(table)))
        env.cr.execute(SQL('DROP FUNCTION %s()', SQL.identifier(trigger)))
    env.cr.execute(SQL('DROP FUNCTION IF EXISTS store_sale_day_of(timestamp, int)'))
    for name in INDEXES:
        env.cr.execute(SQL('DROP INDEX IF EXISTS %s', SQL.identifier(name)))
    for table in (*TABLES, 'store_sale_dirt'):
        env.cr.execute(SQL('DROP TABLE IF EXISTS %s', SQL.identifier(table)))


def mark_all(env):
    """Note every store and day that has documents or facts: what is kept is counted again, piece by piece."""
    env.cr.execute(SQL(
        'INSERT INTO store_sale_dirt (store_key, day) SELECT COALESCE(store_id, 0), date FROM (%s) r GROUP BY 1, 2 '
        'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_day '
        'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_product '
        'UNION SELECT COALESCE(store_id, 0), date FROM store_sale_customer', rows.documents()))


def _make_table(env, fact):
    name, columns = f'store_sale_{fact}', {**rows.KEYS, **{name: rows.DETAILS[name] for name in sums.FACTS[fact]}}
    env.cr.execute(SQL('CREATE TABLE %s (%s, %s)', SQL.identifier(name), SQL(', ').join(
        SQL('%s %s', SQL.identifier(column), SQL(kind)) for column, kind in columns.items()), SQL(', ').join(
        SQL('%s numeric NOT NULL', SQL.identifier(measure)) for measure in rows.MEASURES)))
    others = [column for column in columns if column not in ('store_id', 'date', 'is_history')]
    env.cr.execute(SQL(
        'CREATE UNIQUE INDEX %s ON %s (COALESCE(store_id, 0), date, is_history, %s)', SQL.identifier(f'{name}_key'),
        SQL.identifier(name), SQL(', ').join(
            SQL('COALESCE(%s, %s)', SQL.identifier(column), NOTHING) for column in others)))
    env.cr.execute(SQL('CREATE INDEX %s ON %s (store_id, date)', SQL.identifier(f'{name}_store_idx'), SQL.identifier(name)))
    env.cr.execute(SQL('CREATE INDEX %s ON %s (date)', SQL.identifier(f'{name}_date_idx'), SQL.identifier(name)))


def _trigger(table, event):
    return SQL.identifier(f'store_sale_dirt_{table}_{event.lower()}')


def _make_trigger(env, table, event):
    seen = {'INSERT': 'NEW TABLE AS new_rows', 'DELETE': 'OLD TABLE AS old_rows',
            'UPDATE': 'OLD TABLE AS old_rows NEW TABLE AS new_rows'}[event]
    body = []
    for guard, pairs in WATCHED[table, event]:
        note = ('INSERT INTO store_sale_dirt (store_key, day) SELECT DISTINCT pair.* '
                f'FROM ({pairs}) AS pair(store_key, day) WHERE day IS NOT NULL')
        # what reads big tables is planned for the number of rows at hand, and only where it must run
        body.append(f'IF EXISTS {guard} THEN EXECUTE $note$ {note} $note$; END IF;' if guard else f'{note};')
    env.cr.execute(SQL(
        'CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN NULL; END $$',
        _trigger(table, event), SQL(' '.join(body))))
    env.cr.execute(SQL(
        'CREATE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()',
        _trigger(table, event), SQL(event), SQL.identifier(table), SQL(seen), _trigger(table, event)))
