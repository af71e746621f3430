# Part of store_group. License LGPL-3.
from odoo.tools import SQL

COLUMNS = {'told_day': 'date', 'told_total': 'numeric', 'told_currency': 'varchar'}


def migrate(cr, version):
    """Create the columns of day and sum empty: the ORM would compute all orders at once; `post-told.py` does it in chunks."""
    for column, kind in COLUMNS.items():
        cr.execute(
            SQL('ALTER TABLE IF EXISTS store_intake_order ADD COLUMN IF NOT EXISTS %s %s', SQL.identifier(column), SQL(kind))
        )
