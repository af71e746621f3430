# Part of store_group. License LGPL-3.
"""The invalidation of profit by company and month: for each event of a table, the changed columns and the pairs.

Written in SQL text, for the bodies of triggers; `old_rows` and `new_rows` are what a statement changed.
"""

from .store_profit_rows import PROFIT_AND_LOSS
from .store_sale_watch import changed, ids, of_products

ITEM = (
    'date',
    'company_id',
    'account_id',
    'parent_state',
    'balance',
    'product_id',
    'partner_id',
    'display_type',
    'discount',
    'store_charge_id',
)
MOVE = (
    'store_id',
    'store_day',
    'date',
    'company_id',
    'product_id',
    'state',
    'value',
    'location_id',
    'location_dest_id',
    'account_move_id',
    'transfer_discrepancy_id',
    'store_markup',
    'is_in',
    'is_out',
)
OUTSIDE = "SELECT o.id FROM stock_location o WHERE o.usage IN ('customer', 'inventory', 'transit')"
ACCOUNTS = f'SELECT k.id FROM account_account k WHERE k.account_type IN {PROFIT_AND_LOSS}'
EVERYTHING = 'SELECT f.company_id, f.date FROM store_profit_month f'


def items(source, where=f'x.account_id IN ({ACCOUNTS})'):
    return f"SELECT x.company_id, x.date FROM {source} x WHERE x.parent_state = 'posted' AND {where}"


def lines(source):
    """A line counts on the day of its journal item, as long as there is one."""
    return f"""SELECT x.company_id, COALESCE((SELECT l.date FROM account_move_line l WHERE l.id = x.move_line_id), x.date)
        FROM {source} x"""


def moves(source, where=f'(x.location_id IN ({OUTSIDE}) OR x.location_dest_id IN ({OUTSIDE}) OR x.store_markup != 0)'):
    return f"""SELECT x.company_id, COALESCE(x.store_day, store_company_day_of(x.date, x.company_id))
        FROM {source} x WHERE x.state = 'done' AND {where}"""


# (table, event): [(what must have changed or '', the pairs of a company and a day)]
WATCHED = {
    ('account_move_line', 'INSERT'): [('', items('new_rows'))],
    ('account_move_line', 'DELETE'): [('', items('old_rows'))],
    ('account_move_line', 'UPDATE'): [('', items(changed(*ITEM)))],
    ('account_analytic_line', 'INSERT'): [('', lines('new_rows'))],
    ('account_analytic_line', 'DELETE'): [('', lines('old_rows'))],
    # columns of plans come and go: every change counts
    ('account_analytic_line', 'UPDATE'): [('', f'{lines("old_rows")} UNION ALL {lines("new_rows")}')],
    ('account_account', 'UPDATE'): [
        (changed('account_type'), items('account_move_line', f'x.account_id IN {ids("account_type")}'))
    ],
    ('stock_move', 'INSERT'): [('', moves('new_rows'))],
    ('stock_move', 'DELETE'): [('', moves('old_rows'))],
    ('stock_move', 'UPDATE'): [('', moves(changed(*MOVE)))],
    ('stock_location', 'UPDATE'): [
        (changed('usage'), moves('stock_move', f'(x.location_id IN {ids("usage")} OR x.location_dest_id IN {ids("usage")})'))
    ],
    ('product_template', 'UPDATE'): [
        (changed('categ_id', 'is_storable'), moves('stock_move', of_products(ids('categ_id', 'is_storable')))),
        (changed('categ_id', 'is_storable'), items('account_move_line', of_products(ids('categ_id', 'is_storable')))),
    ],
    ('res_partner', 'UPDATE'): [
        (changed('commercial_partner_id'), items('account_move_line', f'x.partner_id IN {ids("commercial_partner_id")}'))
    ],
    ('store_transfer_discrepancy', 'UPDATE'): [
        (changed('cost_line_id'), moves('stock_move', f"x.transfer_discrepancy_id IN {ids('cost_line_id')}"))
    ],
    # what changes everything there is
    ('product_category', 'UPDATE'): [(changed('property_valuation'), EVERYTHING)],
    ('res_company', 'UPDATE'): [
        (changed('inventory_valuation', 'partner_id', 'account_discount_expense_allocation_id'), EVERYTHING)
    ],
    ('res_company', 'INSERT'): [('', EVERYTHING)],
    ('store_store', 'UPDATE'): [(changed('analytic_account_id', 'opened_on'), EVERYTHING)],
    ('store_store', 'INSERT'): [('(SELECT FROM new_rows n WHERE n.analytic_account_id IS NOT NULL)', EVERYTHING)],
    ('store_store', 'DELETE'): [('(SELECT FROM old_rows n WHERE n.analytic_account_id IS NOT NULL)', EVERYTHING)],
}
