# Part of store_group. License LGPL-3.
from odoo.tools import SQL

# What is not updated because a factory may have changed it; a name a factory gave stays.
CRONS = {
    'Store Group: send the figures by mail': 'Store Group: send scheduled reports',
    'Store Group: papers that expire': 'Store Group: licences and leases that expire',
}


def migrate(cr, version):
    """Give crons the terms of the trade."""
    for old, new in CRONS.items():
        cr.execute(SQL("UPDATE ir_act_server SET name = jsonb_build_object('en_US', %s) WHERE name->>'en_US' = %s", new, old))
        cr.execute(SQL('UPDATE ir_cron SET cron_name = %s WHERE cron_name = %s', new, old))
