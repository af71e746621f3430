# Part of store_group. License LGPL-3.
"""Bring the bridges to a database in which Odoo could not find them."""

from odoo.addons.store_group import beside
from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    beside.install_due(Environment(cr, SUPERUSER_ID, {}))
