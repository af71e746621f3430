# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Columns that the files of a channel have had, and its layout never read, stay left out without a question."""
    api.Environment(cr, SUPERUSER_ID, {})['store.intake.template']._keep_left_out()
