# Part of store_group. License LGPL-3.
"""The rule of `engine/stores/day.py` in the database: which day a moment is in a zone, and which business day it counts for.

PostgreSQL puts the functions into the question that calls them: they cost what their text costs.
"""

from odoo import models
from odoo.tools import SQL

FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION store_local_time(moment timestamp, zone text) RETURNS timestamp
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT timezone(COALESCE(NULLIF(zone, ''), 'UTC'), timezone('UTC', moment)) $$""",
    """
    CREATE OR REPLACE FUNCTION store_day_of(moment timestamp, zone text, ends_at float8 DEFAULT 0) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT (store_local_time(moment, zone) - ends_at * interval '1 hour')::date $$""",
    # of what names no store
    """
    CREATE OR REPLACE FUNCTION store_company_day_of(moment timestamp, company int) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
        SELECT store_day_of(moment, p.tz)
          FROM res_company c LEFT JOIN res_partner p ON p.id = c.partner_id WHERE c.id = company $$""",
)


class StoreDay(models.AbstractModel):
    """Creates the functions, before triggers and reports call them."""

    _name = 'store.day'
    _description = 'Day of a Store'

    def init(self):
        for function in FUNCTIONS:
            self.env.cr.execute(SQL(function))


def uninstall(env):
    """Drop the functions."""
    for name in (
        'store_company_day_of(timestamp, int)',
        'store_day_of(timestamp, text, float8)',
        'store_local_time(timestamp, text)',
    ):
        env.cr.execute(SQL('DROP FUNCTION IF EXISTS %s', SQL(name)))


def day_of(moment, zone, ends_at=None):
    """SQL: the day a moment counts for."""
    return (
        SQL('store_day_of(%s, %s)', moment, zone) if ends_at is None else SQL('store_day_of(%s, %s, %s)', moment, zone, ends_at)
    )


def local_time(moment, zone):
    """SQL: the local time at a moment."""
    return SQL('store_local_time(%s, %s)', moment, zone)
