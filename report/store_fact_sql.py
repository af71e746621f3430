# Part of store_group. License LGPL-3.
"""Pieces of SQL that all facts are written with."""

from odoo.tools import SQL


def names(columns, alias=''):
    return SQL(', ').join(SQL.identifier(*filter(None, (alias, name))) for name in columns)


def total(name):
    """The sum of a measure, without trailing zeros, so that sums from different tables are equal as text."""
    return SQL('trim_scale(SUM(%s)::numeric) AS %s', SQL.identifier(name), SQL.identifier(name))


def totals(measures):
    return SQL(', ').join(map(total, measures))
