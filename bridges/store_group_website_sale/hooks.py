# Part of store_group. License LGPL-3.
"""Uninstall. The only column is that of the websites, which are few: Odoo makes it and takes it away."""


def uninstall_hook(env):
    """Tell every process that rules have changed; what else there was, Odoo takes away with its xmlids."""
    env.registry.clear_cache()
