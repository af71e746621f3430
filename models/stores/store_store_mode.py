# Part of store_group. License LGPL-3.
from odoo import fields, models

OPERATION_MODES = [
    ('owned', "Own Store"),
    ('franchise', "Franchise"),
    ('consignment', "Consignment"),
    ('concession', "Concession"),
]


class StoreStoreMode(models.Model):
    """The operation mode of a store since a day.

    Written by the store itself when its operation mode changes; the row with the latest day up to a
    date gives the mode on that date. Never edited by hand.
    """

    _name = 'store.store.mode'
    _description = 'Operation Mode of a Store'
    _order = 'store_id, date_from desc'

    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade')
    operation_mode = fields.Selection(OPERATION_MODES, required=True)
    date_from = fields.Date(required=True)

    _day_uniq = models.UniqueIndex('(store_id, date_from)', "A store has one operation mode a day.")
