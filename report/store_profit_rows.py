# Part of store_group. License LGPL-3.
"""The SQL of profit documents: one row for each analytic line, journal item and move that counts.

A relation of pairs is anything with the columns `company_id` and `month`.
"""
from odoo.tools import SQL

from .store_profit_columns import (
    ENTRY,
    MARKUP,
    MOVE,
    REST,
    counter,
    negative,
    of_pairs,
    row_id,
    select,
    taken,
)
from .store_profit_known import Known

PROFIT_AND_LOSS = ('income', 'income_other', 'expense', 'expense_other', 'expense_depreciation', 'expense_direct_cost')
BILLS = ('in_invoice', 'in_refund', 'in_receipt')
# A store's account may go on with its successor: then the line's own store decides, else who was open that day.
OWNERS = SQL(
    '(SELECT id, analytic_account_id, COUNT(*) OVER (PARTITION BY analytic_account_id) > 1 AS is_shared '
    'FROM store_store WHERE analytic_account_id IS NOT NULL)')
OWNER = SQL("""
    (NOT st.is_shared OR st.id = (
        SELECT o.id FROM store_store o WHERE o.analytic_account_id = st.analytic_account_id
         ORDER BY o.id = a.store_id DESC NULLS LAST, COALESCE(o.opened_on <= a.date, FALSE) DESC,
                  o.opened_on DESC NULLS LAST, o.id LIMIT 1))""")
INTRA = SQL(
    'EXISTS (SELECT FROM res_partner ip JOIN res_company ic ON ic.partner_id = ip.commercial_partner_id '
    'WHERE ip.id = l.partner_id AND ic.id != l.company_id)')
PRODUCT = (
    'LEFT JOIN product_product p ON p.id = %s LEFT JOIN product_template t ON t.id = p.product_tmpl_id '
    'LEFT JOIN product_category pc ON pc.id = t.categ_id')
DAY = SQL("COALESCE(x.store_day, (timezone(COALESCE(NULLIF(cp.tz, ''), 'UTC'), timezone('UTC', x.date)))::date)")


def documents(env, pairs=None, summing=False):
    """The rows of every document, or only those of `pairs`.

    :param bool summing: only sums are asked: what is at no store is counted without asking each item for its lines
    """
    known = Known(env)
    entries = [_entries(known, *plan, pairs) for plan in known.plans]
    bought = [_entries(known, *plan, pairs, bought=True) for plan in known.plans]
    outside = [*(_loose(*plan, pairs) for plan in known.plans), _sold(known, pairs), _lost(pairs)]
    outside += [taken(base) for base in bought]
    if summing:
        rest = [_all_entries(known, pairs), *map(negative, entries)]
        rest_bought = [_all_entries(known, pairs, bought=True), *map(negative, bought)]
    else:
        rest, rest_bought = [_rest(known, pairs)], [_rest(known, pairs, bought=True)]
    outside += [taken(base) for base in rest_bought]
    return SQL(' UNION ALL ').join([*entries, *rest, *outside, *map(counter, outside), _earned_inside(pairs)])


# === THE LEDGER ===

def _entries(known, column, others, pairs, bought=False):
    """Posted income and expenses on the analytic account of a store."""
    joins = SQL('JOIN account_analytic_line a ON a.move_line_id = l.id JOIN %s st ON st.analytic_account_id = %s %s',
                OWNERS, column, _joins())
    return select(
        row_id('a', ENTRY), of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), joins),
        SQL('%s AND %s AND %s', _counted(known, bought), OWNER, _of_no_other(others)), **_of_entry(known, SQL('a.amount')),
        store_id=SQL('st.id'))


def _rest(known, pairs, bought=False):
    """What of each posted income and expense is on no store's account: headquarters'."""
    stores = SQL(' OR ').join([SQL('FALSE'), *(SQL(
        '%s IN (SELECT analytic_account_id FROM store_store)', column) for column, _others in known.plans)])
    joins = SQL(
        '%s LEFT JOIN LATERAL (SELECT SUM(a.amount) AS amount FROM account_analytic_line a '
        'WHERE a.move_line_id = l.id AND (%s)) s ON TRUE', _joins(), stores)
    left = SQL('(-l.balance - COALESCE(s.amount, 0))')
    return select(
        row_id('l', REST), of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), joins),
        SQL('%s AND %s != 0', _counted(known, bought), left), **_of_entry(known, left))


def _all_entries(known, pairs, bought=False):
    """Every posted income and expense, as if it were at no store."""
    return select(
        row_id('l', REST), of_pairs(pairs, 'account_move_line', 'l', SQL('l.date'), _joins()), _counted(known, bought),
        **_of_entry(known, SQL('-l.balance')))


def _joins():
    return SQL(
        'JOIN account_account k ON k.id = l.account_id AND k.account_type IN %s JOIN account_move m ON m.id = l.move_id %s',
        PROFIT_AND_LOSS, SQL(PRODUCT % 'l.product_id'))


def _counted(known, bought):
    return SQL("l.parent_state = 'posted' AND %s", _bought(known) if bought else SQL('TRUE'))


def _bought(known):
    """Goods on a bill which core books as expenses."""
    return SQL("m.move_type IN %s AND l.display_type = 'product' AND t.is_storable AND %s",
               BILLS, known.periodic(SQL('l.company_id')))


def _of_entry(known, amount):
    return {
        'section': SQL("'ledger'"), 'company_id': SQL('l.company_id'), 'account_id': SQL('l.account_id'),
        'is_intra': INTRA, 'date': SQL('l.date'), 'entry_id': SQL('l.move_id'), 'product_id': SQL('l.product_id'),
        'partner_id': SQL('l.partner_id'), 'amount': amount, 'discount_amount': _discount(amount),
        'part': SQL("CASE WHEN l.display_type = 'cogs' THEN 'cogs' WHEN %s THEN 'purchase' ELSE 'entry' END", _bought(known)),
    }


def _discount(amount):
    """What the discount of a sold line took off, where it is not on an account of its own."""
    return SQL(
        "CASE WHEN k.account_type = 'income' AND l.display_type = 'product' AND l.discount > 0 AND l.discount < 100 "
        'AND NOT EXISTS (SELECT FROM res_company dc WHERE dc.id = l.company_id '
        'AND dc.account_discount_expense_allocation_id IS NOT NULL) '
        'THEN %s * l.discount::numeric / (100 - l.discount::numeric) ELSE 0 END', amount)


# === NOT YET IN THE LEDGER ===

def _loose(column, others, pairs):
    """Analytic lines of stores that no journal item stands behind."""
    joins = SQL('JOIN %s st ON st.analytic_account_id = %s', OWNERS, column)
    return select(
        row_id('a', ENTRY), of_pairs(pairs, 'account_analytic_line', 'a', SQL('a.date'), joins),
        SQL('a.move_line_id IS NULL AND %s AND %s', OWNER, _of_no_other(others)), section=SQL("'moves'"),
        part=SQL("'loose'"), store_id=SQL('st.id'), company_id=SQL('a.company_id'), date=SQL('a.date'),
        product_id=SQL('a.product_id'), partner_id=SQL('a.partner_id'), amount=SQL('a.amount'))


def _sold(known, pairs):
    """What goods sold were worth, where invoicing books no cost of goods: done moves to customers and back."""
    return _moved(pairs, SQL("'moves'"), SQL("b.usage = 'customer'"), SQL(
        "(a.usage = 'customer') != (b.usage = 'customer') AND %s", known.periodic(SQL('x.company_id'))))


def _lost(pairs):
    """Stock losses, scrap and gains that posted no entry; what a decided transfer difference booked is there already."""
    return _moved(pairs, SQL("'loss'"), SQL("b.usage = 'inventory'"), SQL(
        "(a.usage = 'inventory') != (b.usage = 'inventory') AND x.account_move_id IS NULL "
        "AND (x.transfer_step IS DISTINCT FROM 'settle' OR NOT EXISTS (SELECT FROM store_transfer_discrepancy g "
        'WHERE g.transfer_line_id = x.transfer_line_id AND g.cost_line_id IS NOT NULL))'))


def _earned_inside(pairs):
    """What our companies earned on goods: no cost to the group when a customer has them, and unsold until then."""
    sold = SQL("(b.usage IN ('customer', 'inventory')) != (a.usage IN ('customer', 'inventory'))")
    inside = SQL('CASE WHEN x.is_in THEN x.store_markup ELSE -x.store_markup END')
    return _moved(
        pairs, SQL("'markup'"), SQL('FALSE'), SQL('x.store_markup != 0 AND (x.is_in OR x.is_out)'), row=MARKUP, amount=SQL('0'),
        group_amount=SQL('CASE WHEN %s THEN -(%s) ELSE 0 END', sold, inside), unsold_amount=inside)


def _moved(pairs, part, is_out, which, row=MOVE, **measures):
    joins = SQL(
        'JOIN stock_location a ON a.id = x.location_id JOIN stock_location b ON b.id = x.location_dest_id '
        'LEFT JOIN res_company c ON c.id = x.company_id LEFT JOIN res_partner cp ON cp.id = c.partner_id %s',
        SQL(PRODUCT % 'x.product_id'))
    source, month = SQL('stock_move x %s', joins), SQL('TRUE')
    if pairs is not None:  # first found by its moment, which has an index
        source = SQL(
            "%s d JOIN stock_move x ON x.company_id = d.company_id AND x.date >= d.month - 1 "
            "AND x.date < d.month + interval '1 month 1 day' %s", pairs, joins)
        month = SQL("%s >= d.month AND %s < (d.month + interval '1 month')::date", DAY, DAY)
    return select(
        row_id('x', row), source, SQL("x.state = 'done' AND x.value != 0 AND %s AND %s", which, month),
        section=SQL("'moves'"), part=part, store_id=SQL('x.store_id'), company_id=SQL('x.company_id'), date=DAY,
        move_id=SQL('x.id'), product_id=SQL('x.product_id'), partner_id=SQL('x.partner_id'),
        **{'amount': SQL('CASE WHEN %s THEN -x.value ELSE x.value END', is_out), **measures})


def _of_no_other(columns):
    return SQL(' AND ').join([SQL('TRUE'), *(SQL(
        'NOT EXISTS (SELECT FROM store_store o WHERE o.analytic_account_id = %s)', column) for column in columns)])
