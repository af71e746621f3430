# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Arrivals have no author of their own, and the orders of a document are found by the index that begins with it."""
    cr.execute(
        SQL("""
        ALTER TABLE store_intake_arrival
         DROP COLUMN IF EXISTS create_uid, DROP COLUMN IF EXISTS create_date,
         DROP COLUMN IF EXISTS write_uid, DROP COLUMN IF EXISTS write_date
    """)
    )
    cr.execute(SQL("DROP INDEX IF EXISTS store_intake_order__document_id_index"))
