# Part of store_group. License LGPL-3.
from odoo.tools import SQL


def migrate(cr, version):
    """Managers release the orders that a review rule keeps back, as in a new database; nothing waits before a rule is made."""
    cr.execute(SQL("UPDATE store_role_profile SET release_orders = TRUE WHERE role IN ('store_manager', 'group_manager')"))
