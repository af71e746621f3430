# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What was approved and whose operations were cancelled is not expected any more, also where that was before the upgrade."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    goods = env['store.transfer.goods']
    for transfer in env['store.transfer'].search([('state', '=', 'approved')]):
        if goods._note_dropped(transfer.line_ids):
            goods._keep_promise(goods._in_company(transfer, transfer.dest_company_id)[0])
