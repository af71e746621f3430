# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreCostKeyShare(models.Model):
    """The fixed share of one store in a key."""

    _name = 'store.cost.key.share'
    _description = 'Fixed Share of a Key'
    _order = 'key_id, percent desc, id'

    key_id = fields.Many2one('store.cost.key', required=True, index=True, ondelete='cascade')
    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='restrict')
    percent = fields.Float(string="Share (%)", required=True, digits=(6, 3))

    _once = models.UniqueIndex('(key_id, store_id)', "A store has one share in a key.")
    _positive = models.Constraint('CHECK (percent > 0 AND percent <= 100)', "A share is more than 0 and at most 100 percent.")
