# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreChannelStore(models.Model):
    """A channel's name for one of our stores: a province, a shop id, a branch name."""

    _name = 'store.channel.store'
    _description = 'Store as a Channel Names It'
    _order = 'channel_id, name, id'

    channel_id = fields.Many2one('store.channel', required=True, index=True, ondelete='cascade')
    name = fields.Char(string="Name in the Channel", required=True)
    store_id = fields.Many2one('store.store', required=True, index=True, ondelete='cascade')

    _name_uniq = models.UniqueIndex('(channel_id, name)', "The channel uses this name for another store already.")
