# Part of store_group. License LGPL-3.
"""Bulk inserts of landed orders, ANALYZE after a large file, and which orders have arrived since."""

import json
from itertools import islice

from odoo.tools import SQL

MODELS = ('store.intake.order', 'store.intake.arrival', 'store.intake.issue')
ROWS_AT_ONCE = 32  # handed to the database
_MARKS = str.maketrans({'\\': r'\\', '\n': r'\n', '\r': r'\r', '\t': r'\t'})
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def analyze(env):
    """Analyze the tables that just grew.

    The planner takes a table that was empty at its last analysis for empty until autovacuum runs: until then each count
    of a first large file would read all orders for every arrival. Contents are left out: they are not searched, and
    decompressing them takes most of the time.
    """
    for model in map(env.__getitem__, MODELS):
        columns = [field.name for field in model._fields.values() if field.store and field.column_type and field.type != 'json']
        env.cr.execute(SQL('ANALYZE %s (%s)', SQL.identifier(model._table), SQL(', ').join(map(SQL.identifier, columns))))


def moved_on(env, document, earlier, order_ids):
    """Return {order id: whether it came in this content before} of those that arrived after `earlier`.

    :param document, earlier: store.intake.document being read, and the one whose content it repeats; other documents of its
        checksum are the same content
    """
    for model in ('store.intake.arrival', 'store.intake.document'):
        env[model].flush_model()
    return dict(
        env.execute_query(
            SQL(
                """SELECT a.order_id, bool_or(d.checksum = own.checksum)
                     FROM store_intake_arrival a
                     JOIN store_intake_document d ON d.id = a.document_id
                     JOIN store_intake_document own ON own.id = %s
                    WHERE a.order_id = ANY(%s) AND d.id != %s AND d.state != 'failed' AND a.outcome IS DISTINCT FROM 'refused'
                    GROUP BY a.order_id
                   HAVING bool_or(COALESCE(d.again_of_id, d.id) > own.id AND d.checksum != own.checksum)""",
                earlier.id,
                order_ids,
                document.id,
            )
        )
    )


def insert_orders(env, vals_list):
    """Insert new orders of one channel from values as for `create`. Return {external_id: id}.

    :raises UniqueViolation: one of them exists
    """
    return _insert(env['store.intake.order'], vals_list, 'external_id')


def insert_arrivals(env, vals_list):
    """Insert arrivals of one document. Return {position: id}."""
    return _insert(env['store.intake.arrival'], vals_list, 'position')


def _insert(model, vals_list, key):
    """Insert records without computed fields through COPY, the fastest way for many rows.

    The caller invalidates cached lists of these records. Empty values are False or None, as in `create`.
    """
    if not vals_list:
        return {}
    env, names = model.env, list(vals_list[0])
    ids = [
        row[0]
        for row in env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f'{model._table}_id_seq', len(vals_list))
        )
    ]
    stamps = {'create_uid': env.uid, 'write_uid': env.uid, 'create_date': env.cr.now(), 'write_date': env.cr.now()}
    stamps = stamps if model._log_access else {}
    columns = SQL(', ').join(map(SQL.identifier, ('id', *stamps, *names)))
    stamped = [_written(value) for value in stamps.values()]
    kinds = [(name, model._fields[name].column_type[0]) for name in names]
    rows = _Rows(
        '\t'.join([str(number), *stamped, *[_written(vals[name], kind) for name, kind in kinds]]) + '\n'
        for number, vals in zip(ids, vals_list, strict=True)
    )
    env.cr.copy_expert(SQL("COPY %s (%s) FROM STDIN", SQL.identifier(model._table), columns).code, rows)
    return {vals[key]: number for number, vals in zip(ids, vals_list, strict=True)}


class _Rows:
    """A file of rows that are made while the database reads them."""

    def __init__(self, rows):
        self._rows = rows

    def read(self, _size):  # pylint: disable=method-required-super  # of a file, not of a model
        return ''.join(islice(self._rows, ROWS_AT_ONCE))


def _written(value, kind=''):
    """Return a value as COPY reads it; False is nothing, but in a column of Booleans."""
    if type(value) is str and kind != 'jsonb':
        return value if value.isprintable() and '\\' not in value else value.translate(_MARKS)
    if value is None or (value is False and kind != 'bool'):
        return r'\N'
    if kind == 'jsonb':
        return _encode(value).replace('\\', r'\\')  # whatever else means something to COPY, JSON writes with a backslash
    return str(value)
