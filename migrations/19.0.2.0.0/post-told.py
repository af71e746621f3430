# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api

CHUNK = 2000


def migrate(cr, version):
    """Fill in the day and the sum that each known order says of itself."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    last_id = 0
    while orders := env['store.intake.order'].search([('id', '>', last_id)], order='id', limit=CHUNK):
        last_id = orders[-1].id
        orders.modified(['payload'])
        env.flush_all()
        env.invalidate_all()
