# Part of store_group. License LGPL-3.
"""Tables of facts about sales, and the triggers that note which store and day became dirty.

Statement-level triggers see what the ORM flushes late and what SQL writes behind its back. They only add rows:
two shops that sell at the same moment never wait for each other. The note says (store or 0, day), before and
after the change; nothing is noted for what no fact reads: quotations, deliveries of a line, notes.
"""
import hashlib

from odoo.tools import SQL

from . import store_sale_rows as rows

TABLES = [f'store_sale_{fact}' for fact in rows.FACTS]
TRIGGERS = {  # table: the events noted
    'sale_order_line': ('INSERT', 'UPDATE', 'DELETE'),
    'sale_order': ('UPDATE', 'DELETE'),
    'product_template': ('UPDATE',),
    'uom_uom': ('UPDATE',),
    'res_partner': ('UPDATE',),
}
COUNTED = "x.state = 'sale' AND x.display_type IS NULL AND x.is_downpayment IS NOT TRUE"
LINE_READ = (
    'store_id', 'store_day', 'company_id', 'store_channel_id', 'is_history', 'order_id', 'product_id', 'order_partner_id',
    'salesman_id', 'product_uom_id', 'product_uom_qty', 'price_unit', 'discount', 'price_subtotal', 'price_tax', 'state',
    'display_type', 'is_downpayment',
)
# The pair of a line x; the order is asked only for its day where the line has none.
LINE_PAIR = ("COALESCE(x.store_id, 0) AS store_key, COALESCE(x.store_day, (SELECT store_sale_day_of(s.date_order, x.company_id) "
             "FROM sale_order s WHERE s.id = x.order_id)) AS day")


def _changed(*columns):
    """Old and new of the rows in which one of these columns changed. No join: its plan suits one row and many."""
    named = ', '.join(('id', *columns))
    return (f'(SELECT {named} FROM (SELECT {named} FROM old_rows UNION ALL SELECT {named} FROM new_rows) b '
            f'GROUP BY {named} HAVING COUNT(*) = 1)')


def _lines(source, where='TRUE'):
    return f'SELECT {LINE_PAIR} FROM {source} x WHERE {COUNTED} AND {where}'


PAIRS = {  # (table, event): (what must have changed, the pairs that become dirty)
    ('sale_order_line', 'INSERT'): ('', _lines('new_rows')),
    ('sale_order_line', 'DELETE'): ('', _lines('old_rows')),
    ('sale_order_line', 'UPDATE'): ('', _lines(_changed(*LINE_READ))),
    # its rate counts for every line, its moment for lines without a day
    ('sale_order', 'UPDATE'): (_changed('currency_rate', 'date_order'), f"""
        {_lines('sale_order_line', f'x.order_id IN (SELECT id FROM {_changed("currency_rate")} c)')}
        UNION SELECT COALESCE(x.store_id, 0), store_sale_day_of(c.date_order, x.company_id)
          FROM {_changed('date_order')} c JOIN sale_order_line x ON x.order_id = c.id
         WHERE x.store_day IS NULL AND {COUNTED}"""),
    # a line that goes with its order finds no order any more
    ('sale_order', 'DELETE'): ('', """
        SELECT COALESCE(o.store_id, 0), COALESCE(o.store_day, store_sale_day_of(o.date_order, o.company_id))
          FROM old_rows o WHERE o.state = 'sale'"""),
    ('product_template', 'UPDATE'): (_changed('uom_id'), _lines('sale_order_line', f"""x.product_id IN (
        SELECT p.id FROM product_product p WHERE p.product_tmpl_id IN (SELECT id FROM {_changed('uom_id')} c))""")),
    ('uom_uom', 'UPDATE'): (_changed('factor'), _lines('sale_order_line', f"""(
        x.product_uom_id IN (SELECT id FROM {_changed('factor')} c) OR x.product_id IN (
            SELECT p.id FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE t.uom_id IN (SELECT id FROM {_changed('factor')} c)))""")),
    # a company's zone is that of its address
    ('res_partner', 'UPDATE'): (_changed('tz'), f"""
        SELECT COALESCE(x.store_id, 0), (timezone(COALESCE(NULLIF(c.tz, ''), 'UTC'), timezone('UTC', s.date_order)))::date
          FROM {_changed('tz')} c JOIN res_company k ON k.partner_id = c.id
          JOIN sale_order_line x ON x.company_id = k.id AND x.store_day IS NULL JOIN sale_order s ON s.id = x.order_id
         WHERE {COUNTED}"""),
}
DAY_OF = """
    CREATE OR REPLACE FUNCTION store_sale_day_of(moment timestamp, company int) RETURNS date LANGUAGE sql STABLE AS $$
        SELECT (timezone(COALESCE(NULLIF(p.tz, ''), 'UTC'), timezone('UTC', moment)))::date
          FROM res_company c LEFT JOIN res_partner p ON p.id = c.partner_id WHERE c.id = company $$
"""


def install(env):
    """Make what is missing; after a change of what is kept, make it anew and count everything again."""
    made = hashlib.sha256(repr((
        rows.KEYS, rows.DETAILS, rows.MEASURES, rows.FACTS, str(rows.documents(rows.DIRTY)), PAIRS, DAY_OF,
    )).encode()).hexdigest()
    env.cr.execute(SQL("SELECT obj_description(to_regclass('store_sale_dirt'), 'pg_class')"))
    if env.cr.fetchone()[0] == made:
        return
    uninstall(env)
    env.cr.execute(SQL(
        'CREATE TABLE store_sale_dirt (id bigserial PRIMARY KEY, store_key int4 NOT NULL, day date NOT NULL)'))
    for fact in rows.FACTS:
        _make_table(env, fact)
    env.cr.execute(SQL('CREATE INDEX store_sale_older_idx ON sale_order_line (order_id) WHERE store_day IS NULL'))
    env.cr.execute(SQL(DAY_OF))
    for table, events in TRIGGERS.items():
        _make_triggers(env, table, events)
    mark_all(env)
    env.cr.execute(SQL('COMMENT ON TABLE store_sale_dirt IS %s', made))


def uninstall(env):
    """Take tables, triggers and functions away."""
    for table, events in TRIGGERS.items():
        for event in events:
            env.cr.execute(SQL('DROP TRIGGER IF EXISTS %s ON %s', _trigger(table, event), SQL.identifier(table)))
            env.cr.execute(SQL('DROP FUNCTION IF EXISTS %s()', _trigger(table, event)))
    env.cr.execute(SQL('DROP FUNCTION IF EXISTS store_sale_day_of(timestamp, int)'))
    env.cr.execute(SQL('DROP INDEX IF EXISTS store_sale_older_idx'))
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
    name, columns = f'store_sale_{fact}', {**rows.KEYS, **{name: rows.DETAILS[name] for name in rows.FACTS[fact]}}
    env.cr.execute(SQL('CREATE TABLE %s (%s, %s)', SQL.identifier(name), SQL(', ').join(
        SQL('%s %s', SQL.identifier(column), SQL(kind)) for column, kind in columns.items()), SQL(', ').join(
        SQL('%s numeric NOT NULL', SQL.identifier(measure)) for measure in rows.MEASURES)))
    others = [column for column in columns if column not in ('store_id', 'date', 'is_history')]
    env.cr.execute(SQL(
        'CREATE UNIQUE INDEX %s ON %s (COALESCE(store_id, 0), date, is_history, %s)', SQL.identifier(f'{name}_key'),
        SQL.identifier(name), SQL(', ').join(SQL('COALESCE(%s, 0)', SQL.identifier(column)) for column in others)))
    env.cr.execute(SQL('CREATE INDEX %s ON %s (store_id, date)', SQL.identifier(f'{name}_store_idx'), SQL.identifier(name)))
    env.cr.execute(SQL('CREATE INDEX %s ON %s (date)', SQL.identifier(f'{name}_date_idx'), SQL.identifier(name)))


def _trigger(table, event):
    return SQL.identifier(f'store_sale_dirt_{table}_{event.lower()}')


def _make_triggers(env, table, events):
    seen = {'INSERT': 'NEW TABLE AS new_rows', 'DELETE': 'OLD TABLE AS old_rows',
            'UPDATE': 'OLD TABLE AS old_rows NEW TABLE AS new_rows'}
    for event in events:
        guard, pairs = PAIRS[table, event]
        note = ('INSERT INTO store_sale_dirt (store_key, day) SELECT DISTINCT pair.* '
                f'FROM ({pairs}) AS pair(store_key, day) WHERE day IS NOT NULL')
        if guard:  # it reads big tables: planned for the number of rows at hand, and only where it must
            note = f'IF EXISTS {guard} THEN EXECUTE $note$ {note} $note$; END IF'
        env.cr.execute(SQL(
            'CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s; RETURN NULL; END $$',
            _trigger(table, event), SQL(note)))
        env.cr.execute(SQL(
            'CREATE TRIGGER %s AFTER %s ON %s REFERENCING %s FOR EACH STATEMENT EXECUTE FUNCTION %s()',
            _trigger(table, event), SQL(event), SQL.identifier(table), SQL(seen[event]), _trigger(table, event)))
