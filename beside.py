# Part of store_group. License LGPL-3.
"""The bridges in this folder: found by Odoo, installed with their app, always loaded.

Odoo looks for add-ons among the direct children of the folders of its addons path. Whoever links this folder as
`store_group` has its bridges one level deeper, where Odoo does not look: Purchase and Point of Sale would run without
store rules. So this folder of bridges is added to the path as soon as the add-on is loaded.
"""

import logging
import os
import pathlib

import odoo.addons
from odoo.modules.module import Manifest
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)

NAME = 'store_group'
FOLDER = pathlib.Path(os.path.abspath(__file__)).parent / 'bridges'  # the link's own path, not its target
STANDING = ('installed', 'to install', 'to upgrade')
_reloading = set()  # databases that are being loaded once more by this process


def names():
    """Return the technical names of the bridges in this folder, sorted; empty if the folder is not there."""
    return sorted(file.parent.name for file in FOLDER.glob('*/__manifest__.py'))


def join_path():
    """Let Odoo find the bridges, unless each of them is in the addons path already."""
    if all(Manifest.for_addon(name, display_warning=False) for name in names()):
        return
    odoo.addons.__path__.append(str(FOLDER))
    Manifest._get_manifest_from_addons.cache_clear()  # it caches what was not found


def apps_of():
    """Return {bridge: names of the apps it is for}, from the manifests.

    The app is the one the bridge depends on, or the one that app extends: a bridge on `sale_x` is for the app x.
    """
    ours = _closure(NAME)
    found = {}
    for name in names():
        direct = _depends(name) - ours
        found[name] = direct | {
            below
            for item in direct
            for below in _depends(item) - ours
            if Manifest.for_addon(below, display_warning=False)['application']
        }
    return found


def _depends(name):
    manifest = Manifest.for_addon(name, display_warning=False)
    return {item for item in manifest['depends'] if Manifest.for_addon(item, display_warning=False)} if manifest else set()


def _closure(name):
    found, todo = set(), {name}
    while todo:
        found |= todo
        todo = {below for item in todo for below in _depends(item)} - found
    return found


def install_due(env):
    """Mark for installation each bridge whose apps are installed; Odoo itself does so for an app that is installed later."""
    Module = env['ir.module.module'].sudo()
    if len(Module.search([('name', 'in', names())])) < len(names()):
        Module.update_list()  # it was read before the bridges could be found
    due = Module.search([('name', 'in', names()), ('state', '=', 'uninstalled'), ('auto_install', '=', True)]).filtered(
        lambda module: all(needed.state in STANDING for needed in module.dependencies_id)
    )
    if due and not config.get('skip_auto_install'):
        _logger.info("Installing the bridges of the apps that are there: %s", ', '.join(due.mapped('name')))
        due.button_install()
    return due


def left_out(env):
    """Return the names of installed bridges that this registry did not load although Odoo can find them now."""
    installed = env['ir.module.module'].sudo().search([('name', 'in', names()), ('state', '=', 'installed')]).mapped('name')
    return [
        name for name in installed if name not in env.registry._init_modules and Manifest.for_addon(name, display_warning=False)
    ]


def load_left_out(env):
    """Load the registry again if it was created before the bridges could be found.

    A server that starts decides what to load before any code of ours runs. Where the addons path does not name the
    bridges, the first registry of a process is created without them and their store rules, and must not be used.
    `Registry.new` is made for that; uninstalling an add-on does the same.
    """
    database = env.cr.dbname
    if env.registry.ready or database in _reloading:
        return
    missing = left_out(env)
    if not missing:
        return
    _logger.info(
        "The addons path does not name %s: loading once more, with %s. Add that folder to addons_path to start faster.",
        FOLDER,
        ', '.join(missing),
    )
    _reloading.add(database)
    try:
        Registry.new(database)
    finally:
        _reloading.discard(database)
