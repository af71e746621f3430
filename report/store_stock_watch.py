# Part of store_group. License LGPL-3.
"""The invalidation by product and day, and the recording of unit costs, for each event of a table.

As `store_sale_watch.py`, with pairs of a product and a day (the company's). Written in SQL text, for the bodies of
triggers; `old_rows` and `new_rows` are what a statement changed.
"""

from .store_sale_watch import changed, ids

MOVE = ('date', 'company_id', 'product_id', 'state', 'value', 'scrap_id', 'transfer_line_id')
LINE = ('move_id', 'state', 'quantity_product_uom', 'location_id', 'location_dest_id', 'lot_id', 'owner_id')
DAY = 'store_company_day_of(x.date, x.company_id)'
DONE = f"SELECT x.product_id, {DAY} FROM stock_move x WHERE x.state = 'done' AND "
TODAY = "store_company_day_of(timezone('UTC', now()), k.id)"


def moves(source):
    return f"SELECT x.product_id, {DAY} FROM {source} x WHERE x.state = 'done'"


def lines(source):
    """The lines of a done move; what is only planned or reserved is asked nothing more."""
    return f"""SELECT x.product_id, {DAY} FROM (SELECT DISTINCT r.move_id FROM {source} r WHERE r.state = 'done') r
        JOIN stock_move x ON x.id = r.move_id"""


def at_locations(wanted):
    return (
        DONE
        + f"""x.id IN (SELECT l.move_id FROM stock_move_line l
        WHERE l.state = 'done' AND (l.location_id IN {wanted} OR l.location_dest_id IN {wanted}))"""
    )


def of_products(wanted):
    return DONE + f'x.product_id IN (SELECT p.id FROM product_product p WHERE p.product_tmpl_id IN {wanted})'


def costs(table, product, lot):
    """The unit costs that are new, one row for each company."""
    old = '' if table == 'new' else 'JOIN old_rows o ON o.id = n.id'
    differs = 'TRUE' if table == 'new' else 'o.standard_price ->> c.key IS DISTINCT FROM c.value'
    return f"""SELECT k.id, n.{product}, {lot}, {TODAY}, c.value::numeric
          FROM new_rows n {old} CROSS JOIN LATERAL jsonb_each_text(n.standard_price) c
          JOIN res_company k ON k.id = c.key::int WHERE c.value IS NOT NULL AND {differs}"""


STOCKED = ('store_id', 'usage', 'company_id')
KEPT = ('lot_valuated', 'is_storable')
# (table, event): [(what must have changed or '', the pairs)]
WATCHED = {
    ('stock_move', 'INSERT'): [('', moves('new_rows'))],
    ('stock_move', 'DELETE'): [('', moves('old_rows'))],
    ('stock_move', 'UPDATE'): [('', moves(changed(*MOVE)))],
    ('stock_move_line', 'INSERT'): [('', lines('new_rows'))],
    ('stock_move_line', 'DELETE'): [('', lines('old_rows'))],
    ('stock_move_line', 'UPDATE'): [('', lines(changed(*LINE)))],
    ('stock_location', 'UPDATE'): [(changed(*STOCKED), at_locations(ids(*STOCKED)))],
    ('product_template', 'UPDATE'): [(changed(*KEPT), of_products(ids(*KEPT)))],
    ('res_partner', 'UPDATE'): [
        (
            changed('tz'),
            f"""
        SELECT x.product_id, store_day_of(x.date, c.tz)
          FROM {changed('tz')} c JOIN res_company k ON k.partner_id = c.id
          JOIN stock_move x ON x.company_id = k.id AND x.state = 'done'""",
        )
    ],
}
# (table, event): the unit costs to note, as (company, product, lot, day, cost)
PRICED = {
    ('product_product', 'INSERT'): costs('new', 'id', '0'),
    ('product_product', 'UPDATE'): costs('old', 'id', '0'),
    ('stock_lot', 'INSERT'): costs('new', 'product_id', 'n.id'),
    ('stock_lot', 'UPDATE'): costs('old', 'product_id', 'n.id'),
}
