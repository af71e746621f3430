# Part of store_group. License LGPL-3.
"""The SQL of amounts not in the ledger yet: goods sold without a cost of goods, losses, analytic lines without journal items."""

from odoo.tools import SQL

from ..models.stores.sql.store_day import day_of
from .store_profit_columns import CHARGE, COUNTER, ENTRY, MARKUP, MOVE, of_pairs, row_id, select
from .store_profit_known import OWNER, OWNERS, PRODUCT, of_no_other

DAY = SQL('COALESCE(x.store_day, %s)', day_of(SQL('x.date'), SQL('cp.tz')))


def loose(column, others, pairs):
    """Analytic lines of stores without a journal item."""
    joins = SQL('JOIN %s st ON st.analytic_account_id = %s', OWNERS, column)
    return select(
        row_id('a', ENTRY),
        of_pairs(pairs, 'account_analytic_line', 'a', SQL('a.date'), joins),
        SQL('a.move_line_id IS NULL AND %s AND %s', OWNER, of_no_other(others)),
        section=SQL("'moves'"),
        part=SQL("'loose'"),
        store_id=SQL('st.id'),
        company_id=SQL('a.company_id'),
        date=SQL('a.date'),
        product_id=SQL('a.product_id'),
        partner_id=SQL('a.partner_id'),
        amount=SQL('a.amount'),
    )


def sold(known, pairs):
    """The value of goods sold, where invoicing books no cost of goods: done moves to customers and back."""
    return _moved(
        pairs,
        SQL("'moves'"),
        SQL("b.usage = 'customer'"),
        SQL("(a.usage = 'customer') != (b.usage = 'customer') AND %s", known.periodic(SQL('x.company_id'))),
    )


def charged(known, pairs):
    """The seller's cost of goods charged to another of our companies, where the invoice books no cost of goods.

    Each charge counts once, by its invoice: accountants put lines of one product together or enter them anew.
    """
    joins = SQL(
        'JOIN store_transfer_charge x ON x.invoice_id = m.id AND x.seller_company_id = m.company_id %s',
        SQL(PRODUCT % 'x.product_id'),
    )
    return select(
        row_id('x', CHARGE),
        of_pairs(pairs, 'account_move', 'm', SQL('m.date'), joins),
        SQL("m.state = 'posted' AND x.cost != 0 AND %s", known.periodic(SQL('m.company_id'))),
        section=SQL("'moves'"),
        part=SQL("'moves'"),
        store_id=SQL('x.seller_store_id'),
        company_id=SQL('m.company_id'),
        date=SQL('m.date'),
        is_intra=SQL('TRUE'),
        move_id=SQL('x.move_id'),
        product_id=SQL('x.product_id'),
        partner_id=SQL('m.partner_id'),
        amount=SQL('-x.cost::numeric'),
    )


def lost(known, pairs):
    """Stock losses, scrap and gains without a posted entry; decided transfer differences are booked on their payer's account.

    Where that is no store's account any more, or its line is gone, the loss is the payer's all the same. A first gain of a
    product in a place without earlier moves is opening stock.
    """
    booked = SQL(' OR ').join(
        [
            SQL('FALSE'),
            *(SQL('EXISTS (SELECT FROM store_store so WHERE so.analytic_account_id = %s)', plan[0]) for plan in known.plans),
        ]
    )
    payer = SQL(
        "(SELECT CASE g.responsible WHEN 'source' THEN g.source_store_id WHEN 'dest' THEN g.dest_store_id END "
        'FROM store_transfer_discrepancy g WHERE g.id = x.transfer_discrepancy_id)'
    )
    return _moved(
        pairs,
        SQL("'loss'"),
        SQL("b.usage = 'inventory'"),
        SQL(
            "(a.usage = 'inventory') != (b.usage = 'inventory') AND x.account_move_id IS NULL "
            'AND NOT EXISTS (SELECT FROM store_transfer_discrepancy g JOIN account_analytic_line a ON a.id = g.cost_line_id '
            'WHERE g.id = x.transfer_discrepancy_id AND (%s)) '
            "AND (b.usage = 'inventory' OR EXISTS (SELECT FROM stock_move e WHERE e.product_id = x.product_id AND e.state = "
            "'done' "
            'AND x.location_dest_id IN (e.location_id, e.location_dest_id) AND (e.date, e.id) < (x.date, x.id)))',
            booked,
        ),
        store_id=SQL('COALESCE(%s, x.store_id)', payer),
    )


def earned_inside(pairs):
    """The markup of our companies on goods: removed from the group's cost when sold to a customer, unsold until then.

    What a transfer moves on the way, at no store's shelf, is of the store on its company's side: it had or gets the goods.
    """
    sold = SQL("(b.usage IN ('customer', 'inventory')) != (a.usage IN ('customer', 'inventory'))")
    inside = SQL('CASE WHEN x.is_in THEN x.store_markup ELSE -x.store_markup END')
    return _moved(
        pairs,
        SQL("'markup'"),
        SQL('FALSE'),
        SQL('x.store_markup != 0 AND (x.is_in OR x.is_out)'),
        row=MARKUP,
        store_id=SQL(
            'COALESCE(x.store_id, (SELECT CASE WHEN x.company_id = us.company_id THEN us.id ELSE tl.dest_store_id END '
            'FROM store_transfer_line tl JOIN store_store us ON us.id = tl.source_store_id WHERE tl.id = x.transfer_line_id))'
        ),
        amount=SQL('0'),
        group_amount=SQL('CASE WHEN %s THEN -(%s) ELSE 0 END', sold, inside),
        unsold_amount=inside,
    )


def crossed(known, pairs):
    """What stock that changed company takes out of one company's closing entry and puts into another's, in the group's result.

    To the group nothing was sold or bought: as the charges of these goods are left out of its result, so is this change of stock.
    The store's own result has it in the counter-rows of `charged` and of the bill that was taken into stock. Where the value of
    goods is booked at once, it is in no income or expense, and nothing is to be left out.
    """
    inside = SQL("('internal', 'transit')")
    return _moved(
        pairs,
        SQL("'counter'"),
        SQL('FALSE'),
        SQL(
            '(x.is_in OR x.is_out) AND a.usage IN %(inside)s AND b.usage IN %(inside)s AND %(periodic)s',
            inside=inside,
            periodic=known.periodic(SQL('x.company_id')),
        ),
        row=COUNTER,
        store_id=SQL('NULL::int4'),
        amount=SQL('0'),
        group_amount=SQL('CASE WHEN x.is_in THEN -x.value ELSE x.value END'),
    )


def _moved(pairs, part, is_out, which, row=MOVE, **measures):
    joins = SQL(
        'JOIN stock_location a ON a.id = x.location_id JOIN stock_location b ON b.id = x.location_dest_id '
        'LEFT JOIN res_company c ON c.id = x.company_id LEFT JOIN res_partner cp ON cp.id = c.partner_id %s',
        SQL(PRODUCT % 'x.product_id'),
    )
    source, month = SQL('stock_move x %s', joins), SQL('TRUE')
    if pairs is not None:  # first found by its moment, which has an index
        source = SQL(
            "%s d JOIN stock_move x ON x.company_id = d.company_id AND x.date >= d.month - 1 "
            "AND x.date < d.month + interval '1 month 1 day' %s",
            pairs,
            joins,
        )
        month = SQL("%s >= d.month AND %s < (d.month + interval '1 month')::date", DAY, DAY)
    return select(
        row_id('x', row),
        source,
        SQL("x.state = 'done' AND x.value != 0 AND %s AND %s", which, month),
        section=SQL("'moves'"),
        part=part,
        company_id=SQL('x.company_id'),
        date=DAY,
        move_id=SQL('x.id'),
        product_id=SQL('x.product_id'),
        partner_id=SQL('x.partner_id'),
        **{'store_id': SQL('x.store_id'), 'amount': SQL('CASE WHEN %s THEN -x.value ELSE x.value END', is_out), **measures},
    )
