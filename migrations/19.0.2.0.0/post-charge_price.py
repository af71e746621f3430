# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Give charges the price they were made with: it was kept with the digits of prices, and cheap goods have more."""
    cr.execute(
        SQL("""
        UPDATE store_transfer_charge AS charge SET price_unit = charge.amount / charge.quantity
          FROM res_currency AS currency
         WHERE currency.id = charge.currency_id AND charge.quantity != 0
           AND ABS(charge.price_unit * charge.quantity - charge.amount) > currency.rounding / 2
    """)
    )
