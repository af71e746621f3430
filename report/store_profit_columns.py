# Part of store_group. License LGPL-3.
"""The columns of a row of profit, and how rows of one kind are derived from others.

`section` says where an amount stands: 'ledger' (these rows sum to the posted ledger), 'moves' (not yet in the
ledger; each row has a counter-row at headquarters, so they sum to nothing), 'estimate', 'allocation'. `part` says what
it is; the account of an entry says the rest.
"""

from odoo.tools import SQL

from ..engine.reporting.measures.profit import PROFIT

KEYS = {
    'section': 'varchar',
    'part': 'varchar',
    'store_id': 'int4',
    'company_id': 'int4',
    'account_id': 'int4',
    'is_intra': 'bool',
    'date': 'date',
}
SOURCES = {
    'entry_id': 'int4',
    'move_id': 'int4',
    'product_id': 'int4',
    'partner_id': 'int4',
    'channel_id': 'int4',
    'key_id': 'int4',
}
MEASURES = ('line_count', *PROFIT.stored)
COLUMNS = ('id', *KEYS, *SOURCES, *MEASURES)
CLASSES = 16  # an id tells the kind of document it comes from; see the numbers of each kind below
# + 1: its counter-row, + 2 (entries): taken into stock
ENTRY, REST, MOVE, COUNTER, FEE, SHARE, CHARGE, MARKUP = 0, 4, 8, 9, 10, 11, 12, 14


def select(row_id, source, where, **given):
    """The columns of a row; missing ones are empty or zero. The group's amount excludes sales between our companies."""
    kinds = {**KEYS, **SOURCES}
    given = {'id': row_id, 'line_count': SQL('1'), 'is_intra': SQL('FALSE'), **given}
    given.setdefault('group_amount', SQL('CASE WHEN %s THEN 0 ELSE %s END', given['is_intra'], given.get('amount', SQL('0'))))
    return SQL(
        'SELECT %s FROM %s WHERE %s',
        SQL(', ').join(
            SQL(
                '%s AS %s',
                given.get(name) or (SQL('NULL::%s', SQL(kinds[name])) if name in kinds else SQL('0')),
                SQL.identifier(name),
            )
            for name in COLUMNS
        ),
        source,
        where,
    )


def row_id(alias, number):
    return SQL('%s::int8 * %s + %s', SQL.identifier(alias, 'id'), CLASSES, number)


def of_pairs(pairs, table, alias, day, joins):
    """A table with what is joined to it, or its rows of these companies and months, found by their day."""
    if pairs is None:
        return SQL('%s %s %s', SQL.identifier(table), SQL.identifier(alias), joins)
    return SQL(
        "%(pairs)s d JOIN %(table)s %(alias)s ON %(company)s = d.company_id AND %(day)s >= d.month "
        "AND %(day)s < (d.month + interval '1 month')::date %(joins)s",
        pairs=pairs,
        table=SQL.identifier(table),
        alias=SQL.identifier(alias),
        company=SQL.identifier(alias, 'company_id'),
        day=day,
        joins=joins,
    )


def counter(base):
    """The same amount at headquarters with the other sign: what is not in the ledger must not change its sum."""
    return _changed(
        base,
        id=SQL('e.id + 1'),
        part=SQL("'counter'"),
        store_id=SQL('NULL::int4'),
        amount=SQL('-e.amount'),
        group_amount=SQL('-e.group_amount'),
        discount_amount=SQL('0'),
    )


def taken(base):
    """The counter-row of a purchase that core books as expense, as purchased goods become cost only when sold."""
    return _changed(
        base,
        id=SQL('e.id + 2'),
        section=SQL("'moves'"),
        part=SQL("'taken'"),
        amount=SQL('-e.amount'),
        group_amount=SQL('-e.group_amount'),
        discount_amount=SQL('0'),
    )


def negative(base):
    """The rows of stores with the other sign, to deduct them from headquarters' part of a total."""
    return _changed(
        base,
        store_id=SQL('NULL::int4'),
        line_count=SQL('0'),
        **{name: SQL('-%s', SQL.identifier('e', name)) for name in MEASURES if name != 'line_count'},
    )


def _changed(base, **changed):
    return SQL(
        'SELECT %s FROM (%s) e',
        SQL(', ').join(
            SQL('%s AS %s', changed[name], SQL.identifier(name)) if name in changed else SQL.identifier('e', name)
            for name in COLUMNS
        ),
        base,
    )
