# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Drop when a channel last finished a document: its documents say so."""
    cr.execute(SQL('ALTER TABLE store_channel DROP COLUMN IF EXISTS last_success'))
