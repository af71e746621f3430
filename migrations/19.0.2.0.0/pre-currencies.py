# Part of store_group. License LGPL-3.
from odoo.tools import SQL

# Checks of amounts that were plain numbers and are money now.
CHECKS = {
    'store_group': ('store_group_four_eyes_amount_positive',),
    'store_lane': ('store_lane_four_eyes_amount_positive', 'store_lane_ranges'),
}


def migrate(cr, version):
    """Drop the checks of amounts that become money: kept, they would compare with the old type for ever. Odoo makes them anew.

    The currency of a lane is that of its senders, of a group that of its stores: computed with its new column.
    """
    for table, names in CHECKS.items():
        for name in names:
            cr.execute(SQL('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s', SQL.identifier(table), SQL.identifier(name)))
