# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Mark charges whose bill another module made: no line of it was ever one of ours, so none of them was deleted."""
    cr.execute(
        SQL("""
        UPDATE store_transfer_charge AS charge SET is_mirrored = TRUE
         WHERE EXISTS (SELECT 1 FROM account_move_line AS line
                        WHERE line.move_id = charge.bill_id AND line.display_type = 'product')
           AND NOT EXISTS (SELECT 1 FROM account_move_line AS line
                            WHERE line.move_id = charge.bill_id AND line.store_charge_id IS NOT NULL)
    """)
    )
