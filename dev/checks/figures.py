# Part of store_group. License LGPL-3.
# ruff: noqa: F821  (`env` is given by the shell)
"""Fed to `odoo shell`: the sums of all documents and reports of a database, as JSON {name: text} in a file.

Of every table that holds documents, how many rows there are and the sum of each column that is a number; of every report of
ours, each measure by store. It works with older releases too.
"""

import json
import os

DOCUMENTS = (
    r'^(store_|sale_order|account_move|account_payment|account_partial|stock_(move|picking|quant|lot|location|warehouse)|crm_lead'
    r'|product_(product|template|value)|res_(partner|users)$)'
)
COLUMNS = """
    SELECT c.relname, a.attname, t.typname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      JOIN pg_type t ON t.oid = a.atttypid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~ %s AND a.attnum > 0
       AND NOT a.attisdropped ORDER BY 1, 2
"""


def figures(env):
    found = {}
    env.cr.execute(COLUMNS, [DOCUMENTS])
    tables = {}
    for table, column, kind in env.cr.fetchall():
        tables.setdefault(table, []).append((column, kind))
    for table, columns in tables.items():
        sums = ['count(*)']
        names = ['rows']
        for column, kind in columns:
            if kind in ('numeric', 'float8'):
                sums.append(f'round(sum("{column}")::numeric, 4)')
            elif kind == 'bool':
                sums.append(f'count(*) FILTER (WHERE "{column}")')
            elif kind in ('int4', 'int8') and column not in ('id', 'create_uid', 'write_uid'):
                sums.append(f'sum("{column}")')
            elif kind in ('date', 'varchar') and column not in ('access_token', 'signature'):
                sums.append(f'md5(string_agg("{column}"::text, \',\' ORDER BY "{column}"::text COLLATE "C"))')
            else:
                continue
            names.append(column)
        env.cr.execute(f'SELECT {", ".join(sums)} FROM "{table}"')
        found.update((f'{table}.{name}', str(value)) for name, value in zip(names, env.cr.fetchone(), strict=True))
    for name, model in sorted(env.items()):
        if not name.startswith('store.') or model._auto or model._abstract or model._transient or 'store_id' not in model._fields:
            continue
        measures = [
            field.name
            for field in model._fields.values()
            if field.type in ('integer', 'float') and field.aggregator == 'sum' and field.name != 'id'
        ]
        for store, *values in model._read_group([], ['store_id'], [f'{measure}:sum' for measure in measures] + ['__count']):
            found.update(
                (f'{name} {store.id or "no store"}: {measure}', str(round(value or 0, 4)))
                for measure, value in zip([*measures, 'rows'], values, strict=True)
            )
    return found


with open(os.environ['STORE_GROUP_ANSWER'], 'w') as answer:
    json.dump(figures(env), answer)
