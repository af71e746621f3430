# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Limits of role profiles in a currency that no company has are in that of the first company: the number was meant so."""
    cr.execute(
        SQL("""
        UPDATE store_role_profile
           SET currency_id = (SELECT currency_id FROM res_company WHERE active ORDER BY sequence, id LIMIT 1)
         WHERE currency_id NOT IN (SELECT currency_id FROM res_company WHERE active)
    """)
    )
