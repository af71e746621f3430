# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreChannel(models.Model):
    """Where orders come from: a marketplace account, a web shop, a till export, a partner's program."""

    _name = 'store.channel'
    _description = 'Sales Channel'
    _order = 'sequence, code, id'

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    store_id = fields.Many2one('store.store', index='btree_not_null', ondelete='restrict')

    _code_uniq = models.UniqueIndex('(code)', "Two channels cannot share a code.")
