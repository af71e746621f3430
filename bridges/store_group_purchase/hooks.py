# Part of store_group. License LGPL-3.
"""Install and uninstall. The columns on core's big tables are made empty, without recomputing a row."""

from odoo.addons.store_group.sockets import make_columns

TABLES = ('purchase_order', 'purchase_order_line')


def pre_init_hook(env):
    """Create the columns before the registry does, because existing columns are not recomputed."""
    make_columns(env, dict.fromkeys(TABLES, {'store_id': 'int4'}))


def uninstall_hook(env):
    """Clear the rule caches in every process; Odoo removes everything else."""
    env.registry.clear_cache()
