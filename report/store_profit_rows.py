# Part of store_group. License LGPL-3.
"""The SQL of profit documents: one row for each analytic line, journal item and move that counts.

A relation of pairs is anything with the columns `company_id` and `month`.
"""

from odoo.tools import SQL

from .store_profit_columns import ENTRY, REST, counter, negative, of_pairs, row_id, select, taken
from .store_profit_known import OWNER, OWNERS, PRODUCT, Known, of_no_other
from .store_profit_moves import charged, crossed, earned_inside, loose, lost, sold

PROFIT_AND_LOSS = ('income', 'income_other', 'expense', 'expense_other', 'expense_depreciation', 'expense_direct_cost')
BILLS = ('in_invoice', 'in_refund', 'in_receipt')
INTRA = SQL(
    '(EXISTS (SELECT FROM res_partner ip JOIN res_company ic ON ic.partner_id = ip.commercial_partner_id '
    'WHERE ip.id = l.partner_id AND ic.id != l.company_id) OR l.store_charge_id IS NOT NULL)'
)


def documents(env, pairs=None, summing=False):
    """The rows of every document, or only those of `pairs`.

    :param bool summing: only sums are asked: what is at no store is counted without asking each item for its lines
    """
    known = Known(env)
    entries = [_entries(known, *plan, pairs) for plan in known.plans]
    bought = [_entries(known, *plan, pairs, bought=True) for plan in known.plans]
    outside = [*(loose(*plan, pairs) for plan in known.plans), sold(known, pairs), charged(known, pairs), lost(known, pairs)]
    outside += [taken(base) for base in bought]
    if summing:
        rest = [_all_entries(known, pairs), *map(negative, entries)]
        rest_bought = [_all_entries(known, pairs, bought=True), *map(negative, bought)]
    else:
        rest, rest_bought = [_rest(known, pairs)], [_rest(known, pairs, bought=True)]
    outside += [taken(base) for base in rest_bought]
    inside = [earned_inside(pairs), crossed(known, pairs)]
    return SQL(' UNION ALL ').join([*entries, *rest, *outside, *map(counter, outside), *inside])


# === THE LEDGER ===


def _entries(known, column, others, pairs, bought=False):
    """Posted income and expenses on the analytic account of a store."""
    joins = SQL(
        'JOIN account_analytic_line a ON a.move_line_id = l.id JOIN %s st ON st.analytic_account_id = %s %s',
        OWNERS,
        column,
        _joins(),
    )
    return select(
        row_id('a', ENTRY),
        of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), joins),
        SQL('%s AND %s AND %s', _counted(known, bought), OWNER, of_no_other(others)),
        **_of_entry(known, SQL('a.amount')),
        store_id=SQL('st.id'),
    )


def _rest(known, pairs, bought=False):
    """What of each posted income and expense is on no store's account: headquarters'."""
    stores = SQL(' OR ').join(
        [SQL('FALSE'), *(SQL('%s IN (SELECT analytic_account_id FROM store_store)', column) for column, _others in known.plans)]
    )
    joins = SQL(
        '%s LEFT JOIN LATERAL (SELECT SUM(a.amount) AS amount FROM account_analytic_line a '
        'WHERE a.move_line_id = l.id AND (%s)) s ON TRUE',
        _joins(),
        stores,
    )
    left = SQL('(-l.balance - COALESCE(s.amount, 0))')
    return select(
        row_id('l', REST),
        of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), joins),
        SQL('%s AND %s != 0', _counted(known, bought), left),
        **_of_entry(known, left),
    )


def _all_entries(known, pairs, bought=False):
    """Every posted income and expense, as if it were at no store."""
    return select(
        row_id('l', REST),
        of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), _joins()),
        _counted(known, bought),
        **_of_entry(known, SQL('-l.balance')),
    )


def _joins():
    return SQL(
        'JOIN account_account k ON k.id = l.account_id AND k.account_type IN %s JOIN account_move m ON m.id = l.move_id %s',
        PROFIT_AND_LOSS,
        SQL(PRODUCT % 'l.product_id'),
    )


def _counted(known, bought):
    return SQL("l.parent_state = 'posted' AND %s", _bought(known) if bought else SQL('TRUE'))


def _bought(known):
    """Goods on a bill which core books as expenses."""
    return SQL(
        "m.move_type IN %s AND l.display_type = 'product' AND t.is_storable AND %s", BILLS, known.periodic(SQL('l.company_id'))
    )


def _of_entry(known, amount):
    return {
        'section': SQL("'ledger'"),
        'company_id': SQL('l.company_id'),
        'account_id': SQL('l.account_id'),
        'is_intra': INTRA,
        'date': SQL('l.date'),
        'entry_id': SQL('l.move_id'),
        'product_id': SQL('l.product_id'),
        'partner_id': SQL('l.partner_id'),
        'amount': amount,
        'discount_amount': _discount(amount),
        'part': SQL("CASE WHEN l.display_type = 'cogs' THEN 'cogs' WHEN %s THEN 'purchase' ELSE 'entry' END", _bought(known)),
    }


def _discount(amount):
    """What the discount of a sold line took off, where it is not on an account of its own."""
    return SQL(
        "CASE WHEN k.account_type = 'income' AND l.display_type = 'product' AND l.discount > 0 AND l.discount < 100 "
        'AND NOT EXISTS (SELECT FROM res_company dc WHERE dc.id = l.company_id '
        'AND dc.account_discount_expense_allocation_id IS NOT NULL) '
        'THEN %s * l.discount::numeric / (100 - l.discount::numeric) ELSE 0 END',
        amount,
    )
