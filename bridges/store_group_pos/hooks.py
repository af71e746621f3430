# Part of store_group. License LGPL-3.
"""Install and uninstall. The columns on core's big tables are made empty, without recomputing a row."""

from odoo import Command
from odoo.addons.store_group.sockets import CORE, make_columns, store_sale_invalidation

# Empty means headquarters. Nothing is filled on installation.
COLUMNS = {
    'pos_config': {'store_id': 'int4'},
    'pos_session': {'store_id': 'int4'},
    'pos_order': {'store_id': 'int4', 'store_day': 'date', 'store_hour': 'int4'},
    'pos_order_line': {'store_id': 'int4'},
    'pos_pack_operation_lot': {'store_id': 'int4'},
    'pos_payment': {'store_id': 'int4'},
}


def pre_init_hook(env):
    """Create the columns before the registry does, because existing columns are not recomputed."""
    make_columns(env, COLUMNS)


def post_init_hook(env):
    """Clear the rule and group caches in every process."""
    env.registry.clear_cache()


def uninstall_hook(env):
    """Remove what this bridge added to core's own records:

    - staff of stores: the right to use a till;
    - the dashboard of tills: the condition on a field that is removed;
    - orders of tills: the triggers that invalidate facts of reports.
    """
    store_sale_invalidation.install(env, CORE)
    env.ref('point_of_sale.action_pos_config_kanban').sudo().domain = False
    staff, cashier = env.ref('store_group.group_store_staff'), env.ref('point_of_sale.group_pos_user')
    staff.sudo().write({'implied_ids': [Command.unlink(cashier.id)]})
    env.registry.clear_cache()
