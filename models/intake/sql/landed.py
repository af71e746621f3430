# Part of store_group. License LGPL-3.
"""Bulk inserts of landed orders, and ANALYZE after a large file."""
import json

from odoo.tools import SQL

MODELS = ('store.intake.order', 'store.intake.arrival', 'store.intake.issue')


def analyze(env):
    """Analyze the tables that just grew.

    The planner takes a table that was empty at its last analysis for empty until autovacuum runs: until then each count
    of a first large file would read all orders for every arrival. Contents are left out: they are not searched, and
    decompressing them takes most of the time.
    """
    for model in map(env.__getitem__, MODELS):
        columns = [field.name for field in model._fields.values() if field.store and field.column_type and field.type != 'json']
        env.cr.execute(SQL(
            'ANALYZE %s (%s)', SQL.identifier(model._table), SQL(', ').join(map(SQL.identifier, columns))))


def insert_orders(env, vals_list):
    """Insert new orders of one channel from values as for `create`. Return {external_id: id}.

    :raises UniqueViolation: one of them exists
    """
    return _insert(env['store.intake.order'], vals_list, 'external_id')


def insert_arrivals(env, vals_list):
    """Insert arrivals of one document. Return {position: id}."""
    return _insert(env['store.intake.arrival'], vals_list, 'position')


def _insert(model, vals_list, key):
    """Insert records without computed fields; the database parses one JSON text into rows.

    The caller invalidates cached lists of these records. Empty values are False or None, as in `create`.
    """
    if not vals_list:
        return {}
    env = model.env
    names = list(vals_list[0])
    types = {name: model._fields[name].column_type[0] for name in names}
    for name, kind in types.items():
        if kind == 'timestamp':
            for vals in vals_list:
                vals[name] = vals[name].isoformat() if vals[name] else None
        elif kind != 'bool':
            for vals in vals_list:
                if vals[name] is False:
                    vals[name] = None
    columns = SQL(', ').join(map(SQL.identifier, names))
    rows = env.execute_query(SQL(
        """INSERT INTO %s (%s, create_uid, write_uid, create_date, write_date)
           SELECT %s, %s, %s, %s, %s FROM json_to_recordset(%s) AS row (%s)
           RETURNING %s, id""",
        SQL.identifier(model._table), columns, columns, env.uid, env.uid, env.cr.now(), env.cr.now(),
        json.dumps(vals_list, ensure_ascii=False, check_circular=False),
        SQL(', ').join(SQL('%s %s', SQL.identifier(name), SQL(kind)) for name, kind in types.items()),
        SQL.identifier(key)))
    return dict(rows)
