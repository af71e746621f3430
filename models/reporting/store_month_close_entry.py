# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreMonthCloseEntry(models.Model):
    """Amount of one entry or move in one line of a store when its month was closed. Written and read by SQL."""

    _name = 'store.month.close.entry'
    _description = 'Frozen Entry of a Month'

    close_id = fields.Many2one('store.month.close', required=True, index=True, ondelete='cascade')
    store_id = fields.Many2one('store.store', ondelete='cascade')
    line = fields.Char(required=True)
    entry_ref = fields.Integer(help="Id of the entry, which may have been deleted since.")
    move_ref = fields.Integer(help="Id of the stock move.")
    name = fields.Char()
    amount = fields.Float(digits=(16, 4))
