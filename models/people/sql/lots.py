# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def seen_place(place, unseen):
    """Return an SQL expression for the place of a lot that is NULL for the place ids in `unseen`."""
    return SQL("CASE WHEN %s IN %s THEN NULL ELSE %s END", place, tuple(sorted(unseen)), place)
