# Part of store_group. License LGPL-3.
"""What changes the history of an average cost, for each event of a table: the product (0 for all) and the move's moment.

Written in SQL text, for the bodies of triggers, see `store_stock_watch`.
"""

from .store_fact_invalidation import when
from .store_sale_watch import changed

MOVE = ('date', 'company_id', 'product_id', 'is_in', 'is_out', 'is_dropship', 'value')
LINE = ('move_id', 'picked', 'owner_id', 'location_id', 'location_dest_id', 'quantity_product_uom')
PLACE = ('usage', 'company_id')
VALUED = '(x.is_in OR x.is_out OR x.is_dropship)'


def moves(source):
    return f'SELECT x.product_id, x.date FROM {source} x WHERE {VALUED}'


def lines(source):
    """A line deleted with its move finds no move any more; the move's own trigger records it."""
    return f'SELECT x.product_id, x.date FROM {source} l JOIN stock_move x ON x.id = l.move_id WHERE {VALUED}'


# (table, event): (what must have changed or '', what to note)
COSTED = {
    ('stock_move', 'INSERT'): ('', moves('new_rows')),
    ('stock_move', 'DELETE'): ('', moves('old_rows')),
    ('stock_move', 'UPDATE'): ('', moves(changed(*MOVE))),
    ('stock_move_line', 'INSERT'): ('', lines('new_rows')),
    ('stock_move_line', 'DELETE'): ('', lines('old_rows')),
    ('stock_move_line', 'UPDATE'): ('', lines(changed(*LINE))),
    ('stock_location', 'UPDATE'): (changed(*PLACE), "SELECT 0, '-infinity'::timestamp"),
}


def statements(table, event):
    """Yield the statement that notes what an event changes, if anything."""
    if (table, event) in COSTED:
        guard, found = COSTED[table, event]
        yield when(guard, f'INSERT INTO store_cost_note (product_id, moment) SELECT DISTINCT f.* FROM ({found}) f')
