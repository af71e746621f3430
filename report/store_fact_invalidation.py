# Part of store_group. License LGPL-3.
"""Creates and drops the tables of facts and the triggers that invalidate them, for all facts.

`facts` is what they are named after: `store_sale` has the table of notes `store_sale_invalidation`, whose comment says of which
version tables and triggers are, and triggers and their functions whose names begin with it. Triggers may be switched off and
on: see `store.fast.reports`.
"""

import hashlib

from odoo.tools import SQL

SEEN = {
    'INSERT': 'NEW TABLE AS new_rows',
    'DELETE': 'OLD TABLE AS old_rows',
    'UPDATE': 'OLD TABLE AS old_rows NEW TABLE AS new_rows',
}


def version(*kept):
    """The fingerprint of the facts' definition: another one recreates everything."""
    return hashlib.sha256(repr(kept).encode()).hexdigest()


def is_made(env, facts, made):
    env.cr.execute(SQL("SELECT obj_description(to_regclass(%s), 'pg_class')", f'{facts}_invalidation'))
    return env.cr.fetchone()[0] == made


def set_made(env, facts, made):
    env.cr.execute(SQL('COMMENT ON TABLE %s IS %s', SQL.identifier(f'{facts}_invalidation'), made))


def drop(env, facts, tables, indexes=()):
    """Drop triggers, functions, indexes on other tables, and tables."""
    for table, trigger, _is_on in triggers(env, facts):  # an older version's too
        env.cr.execute(SQL('DROP TRIGGER %s ON %s', SQL.identifier(trigger), SQL.identifier(table)))
        env.cr.execute(SQL('DROP FUNCTION %s()', SQL.identifier(trigger)))
    for kind, gone in (('INDEX', indexes), ('TABLE', tables)):
        for name in gone:
            env.cr.execute(SQL('DROP %s IF EXISTS %s', SQL(kind), SQL.identifier(name)))


def triggers(env, facts):
    """Return [(table, trigger, whether it is on)] of the triggers of these facts, in the order of the tables."""
    env.cr.execute(
        SQL(
            "SELECT c.relname, t.tgname, t.tgenabled != 'D' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            'WHERE starts_with(t.tgname, %s) ORDER BY c.relname, t.tgname',
            f'{facts}_invalidation_',
        )
    )
    return env.cr.fetchall()


def switch(env, facts, is_on, only_table):
    """Enable or disable the triggers of these facts on one table.

    They are never dropped for it: that would wait for a running dump.
    """
    for table, trigger, was_on in triggers(env, facts):
        if table == only_table and was_on != is_on:
            env.cr.execute(
                SQL(
                    'ALTER TABLE %s %s TRIGGER %s',
                    SQL.identifier(table),
                    SQL('ENABLE' if is_on else 'DISABLE'),
                    SQL.identifier(trigger),
                )
            )


def make_trigger(env, facts, table, event, statements):
    """Create one statement-level trigger and its PL/pgSQL function; `old_rows` and `new_rows` are available.

    Only for text written by us: nothing in `statements` may come from outside.
    """
    trigger = SQL.identifier(f'{facts}_invalidation_{table}_{event.lower()}')
    env.cr.execute(
        SQL(
            'CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s RETURN NULL; END $$',
            trigger,
            SQL(' '.join(statements)),
        )
    )
    env.cr.execute(
        SQL(
            'CREATE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()',
            trigger,
            SQL(event),
            SQL.identifier(table),
            SQL(SEEN[event]),
            trigger,
        )
    )


def notes(facts, pair, watched):
    """Yield the statements that note pairs: (what must have changed or '', the SQL text of pairs)."""
    for guard, pairs in watched:
        note = (
            f'INSERT INTO {facts}_invalidation ({pair}) SELECT DISTINCT pair.* '
            f'FROM ({pairs}) AS pair({pair}) WHERE day IS NOT NULL'
        )
        yield when(guard, note)


def when(guard, note):
    """A statement that runs where its guard finds rows.

    Statements on large tables are planned for the actual number of rows, and only if they must run.
    """
    return f'IF EXISTS {guard} THEN EXECUTE $note$ {note} $note$; END IF;' if guard else f'{note};'
