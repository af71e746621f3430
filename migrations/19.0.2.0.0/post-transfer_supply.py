# Part of store_group. License LGPL-3.
from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """What is approved and has not left is supply of the receiver, also where it was approved before the upgrade."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    goods = env['store.transfer.goods']
    for transfer in env['store.transfer'].search([('state', 'in', ['approved', 'shipped', 'received'])]):
        if not goods._promised(transfer):
            goods._promise(transfer)
