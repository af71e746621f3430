# Part of store_group. License LGPL-3.
from odoo.tools import SQL

# Amounts that were plain numbers and have a currency now: PostgreSQL keeps the old type inside their checks.
CHECKS = {
    'store_group_four_eyes_amount_positive': 'store_group',
    'store_lane_four_eyes_amount_positive': 'store_lane',
    'store_lane_ranges': 'store_lane',
}
# What is not updated because a factory may have changed it; a name a factory gave stays.
CRONS = {
    'Store Group: send the figures by mail': 'Store Group: send scheduled reports',
    'Store Group: papers that expire': 'Store Group: licences and leases that expire',
}


def migrate(cr, version):
    """Let the checks of amounts be made anew after their columns, and give crons the terms of the trade."""
    for name, table in CHECKS.items():
        cr.execute(SQL('ALTER TABLE IF EXISTS %s DROP CONSTRAINT IF EXISTS %s', SQL.identifier(table), SQL.identifier(name)))
    for old, new in CRONS.items():
        cr.execute(SQL("UPDATE ir_act_server SET name = jsonb_build_object('en_US', %s) WHERE name->>'en_US' = %s", new, old))
        cr.execute(SQL('UPDATE ir_cron SET cron_name = %s WHERE cron_name = %s', new, old))
