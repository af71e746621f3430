# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Deliveries of companies with stores are not stopped by the question about text messages, also of older stores."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env['store.store'].search([('state', '!=', 'draft')]).company_id._settle_delivery_texts()
