# Part of store_group. License LGPL-3.
"""SQL of the group of a row's store: in the management tree, or in the tree named by `store_tree` in the context.

For rows `r` with a store and a date, to which `store_store st` is joined.
"""

from odoo.tools import SQL

from ..engine import arguments
from ..models.people.door import context_value


def _tree(env):
    chosen = context_value(env, 'store_tree', arguments.ident())
    return SQL('%s', chosen) if chosen else SQL('(SELECT id FROM store_group_tree WHERE gives_rights)')


def group_now(env):
    """The group of today."""
    if not env.context.get('store_tree'):
        return SQL('st.group_id')
    return SQL(
        '(SELECT g.id FROM store_store_group_rel l JOIN store_group g ON g.id = l.group_id '
        'WHERE l.store_id = r.store_id AND g.tree_id = %s)',
        _tree(env),
    )


def group_then(env):
    """The group of the row's day, by the group history."""
    return SQL(
        """(
        SELECT h.group_id FROM store_group_history h
         WHERE h.tree_id = %s AND h.store_id = r.store_id AND h.depth = 0 AND h.date_from <= r.date
           AND (h.date_to IS NULL OR h.date_to >= r.date))""",
        _tree(env),
    )
