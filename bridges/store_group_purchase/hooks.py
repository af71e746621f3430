# Part of store_group. License LGPL-3.
"""Install and uninstall. The columns on core's big tables are made empty, without recomputing a row."""

from odoo.addons.store_group.sockets import make_columns

TABLES = ('purchase_order', 'purchase_order_line')


def pre_init_hook(env):
    """Make the columns before the registry sees them: an existing column is not recomputed."""
    make_columns(env, dict.fromkeys(TABLES, {'store_id': 'int4'}))


def uninstall_hook(env):
    """Tell every process that rules have changed; what else there was, Odoo takes away with its xmlids."""
    env.registry.clear_cache()
