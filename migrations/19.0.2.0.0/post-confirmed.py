# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Orders that were confirmed before are not confirmed again by the intake, also where people have set them back since."""
    cr.execute(
        SQL("""
        UPDATE store_intake_order AS told SET confirmed_hash = told.content_hash
          FROM sale_order AS sale
         WHERE sale.id = told.sale_order_id AND told.confirmed_hash IS NULL
           AND (sale.state = 'sale' OR EXISTS (
                SELECT FROM stock_move AS move JOIN sale_order_line AS line ON line.id = move.sale_line_id
                 WHERE line.order_id = sale.id))
    """)
    )
