# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """An undecided difference names no payer that nobody chose: the sender who agreed is proposed, else it is empty."""
    cr.execute(
        SQL("""
        UPDATE store_transfer_discrepancy
           SET responsible = CASE WHEN answer = 'agree' AND bucket != 'over' THEN 'source' END
         WHERE state != 'decided' AND responsible = 'unknown'
    """)
    )
