# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Link each move of goods out of transit to the difference that decided it: the one decided at its moment."""
    cr.execute(
        SQL(
            """
        UPDATE stock_move x
           SET transfer_discrepancy_id = (
                   SELECT g.id
                     FROM store_transfer_discrepancy g
                    WHERE g.transfer_line_id = x.transfer_line_id AND g.outcome IN ('write_off', 'to_source', 'to_dest')
                 ORDER BY abs(extract(epoch FROM g.decided_on - x.date)), g.id
                    LIMIT 1)
         WHERE x.transfer_step = 'settle' AND x.transfer_discrepancy_id IS NULL
            """
        )
    )
