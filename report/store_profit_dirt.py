# Part of store_group. License LGPL-3.
"""The table of facts about profit, and the triggers that note which company and month became dirty.

The same ways as for sales (`store_sale_dirt`): statement-level triggers, notes that are only added, before and after
the change, so that two who post at the same moment never wait for each other.
"""
import hashlib
from pathlib import Path

from odoo.tools import SQL

from .store_profit_columns import KEYS, MEASURES
from .store_profit_watch import WATCHED

FACTS, DIRT = SQL.identifier('store_profit_month'), SQL.identifier('store_profit_dirt')
DIRTY = SQL('(SELECT DISTINCT company_id, month FROM store_profit_dirt)')
KEPT = (*KEYS, *MEASURES)


def names(columns):
    return SQL(', ').join(SQL.identifier(name) for name in columns)


def summed(documents):
    """The facts of some rows of documents: sums per month."""
    keys = SQL(', ').join(
        SQL("date_trunc('month', date)::date AS date") if name == 'date' else SQL.identifier(name) for name in KEYS)
    return SQL('SELECT %s, %s FROM (%s) r GROUP BY %s', keys, SQL(', ').join(
        SQL('trim_scale(SUM(%s)::numeric) AS %s', SQL.identifier(name), SQL.identifier(name)) for name in MEASURES),
        documents, SQL(', ').join(SQL(str(position + 1)) for position in range(len(KEYS))))


def install(env):
    """Make what is missing; after a change of what is kept, make it anew and count everything again."""
    files = [Path(__file__).with_name(f'store_profit_{name}.py') for name in ('columns', 'known', 'moves', 'rows', 'dirt')]
    made = hashlib.sha256(repr(WATCHED).encode() + b''.join(file.read_bytes() for file in files)).hexdigest()
    env.cr.execute(SQL("SELECT obj_description(to_regclass('store_profit_dirt'), 'pg_class')"))
    if env.cr.fetchone()[0] == made:
        return
    uninstall(env)
    env.cr.execute(SQL(
        'CREATE TABLE %s (id bigserial PRIMARY KEY, company_id int4 NOT NULL, month date NOT NULL)', DIRT))
    env.cr.execute(SQL('CREATE TABLE %s (%s, %s)', FACTS, SQL(', ').join(
        SQL('%s %s', SQL.identifier(name), SQL(kind)) for name, kind in KEYS.items()), SQL(', ').join(
        SQL('%s numeric NOT NULL', SQL.identifier(name)) for name in MEASURES)))
    env.cr.execute(SQL('CREATE INDEX store_profit_month_company_idx ON %s (company_id, date)', FACTS))
    env.cr.execute(SQL('CREATE INDEX store_profit_month_store_idx ON %s (store_id, date)', FACTS))
    for table, event in WATCHED:
        _make_trigger(env, table, event)
    mark_all(env)
    env.cr.execute(SQL('COMMENT ON TABLE %s IS %s', DIRT, made))


def uninstall(env):
    """Take tables, triggers and functions away."""
    env.cr.execute(SQL(
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE starts_with(t.tgname, 'store_profit_dirt_')"))
    for table, trigger in env.cr.fetchall():
        env.cr.execute(SQL('DROP TRIGGER %s ON %s', SQL.identifier(trigger), SQL.identifier(table)))
        env.cr.execute(SQL('DROP FUNCTION %s()', SQL.identifier(trigger)))
    for table in (FACTS, DIRT):
        env.cr.execute(SQL('DROP TABLE IF EXISTS %s', table))


def mark_all(env):
    """Note every company and month in which anything counts, or is kept as a fact."""
    env.cr.execute(SQL(
        "INSERT INTO store_profit_dirt (company_id, month) SELECT company_id, date_trunc('month', date)::date FROM ("
        "SELECT company_id, date FROM account_move_line WHERE parent_state = 'posted' GROUP BY 1, 2 "
        'UNION ALL SELECT company_id, date FROM account_analytic_line GROUP BY 1, 2 '
        "UNION ALL SELECT x.company_id, x.day + n FROM (SELECT DISTINCT company_id, date::date AS day FROM stock_move "
        "WHERE state = 'done') x CROSS JOIN (VALUES (-1), (0), (1)) v(n) "  # whatever its zone
        'UNION ALL SELECT company_id, date FROM store_profit_month) r WHERE company_id IS NOT NULL GROUP BY 1, 2'))


def _make_trigger(env, table, event):
    seen = {'INSERT': 'NEW TABLE AS new_rows', 'DELETE': 'OLD TABLE AS old_rows',
            'UPDATE': 'OLD TABLE AS old_rows NEW TABLE AS new_rows'}[event]
    trigger, body = SQL.identifier(f'store_profit_dirt_{table}_{event.lower()}'), []
    for guard, pairs in WATCHED[table, event]:
        note = ("INSERT INTO store_profit_dirt (company_id, month) SELECT DISTINCT company_id, "
                f"date_trunc('month', day)::date FROM ({pairs}) AS pair(company_id, day) "
                'WHERE day IS NOT NULL AND company_id IS NOT NULL')
        body.append(f'IF EXISTS {guard} THEN EXECUTE $note$ {note} $note$; END IF;' if guard else f'{note};')
    env.cr.execute(SQL(
        'CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN NULL; END $$',
        trigger, SQL(' '.join(body))))
    env.cr.execute(SQL(
        'CREATE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()',
        trigger, SQL(event), SQL.identifier(table), SQL(seen), trigger))
