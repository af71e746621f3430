# Part of store_group. License LGPL-3.
"""Waiting for quants that another transaction has locked."""

from odoo.tools import SQL


def wait_for(env, ids):
    """Return once nobody else has these quants locked.

    :raises psycopg2.errors.SerializationFailure: another transaction changed one of them; the server repeats the call
    """
    env.execute_query(SQL('SELECT id FROM stock_quant WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE', sorted(ids)))
