# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def told(place, unseen):
    """Return the place of a lot, an SQL expression, as nothing where it is one of those with the ids `unseen`."""
    return SQL("CASE WHEN %s IN %s THEN NULL ELSE %s END", place, tuple(sorted(unseen)), place)
