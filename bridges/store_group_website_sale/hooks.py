# Part of store_group. License LGPL-3.
"""Uninstall. The only column is that of the websites, which are few: Odoo makes it and takes it away."""


def uninstall_hook(env):
    """Clear the rule caches in every process; Odoo removes everything else."""
    env.registry.clear_cache()
