# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreChannelBuyer(models.Model):
    """Maps a channel's buyer to a contact.

    Created with the first order, or by a user's answer. Never guessed from a similar name.
    """

    _name = 'store.channel.buyer'
    _description = 'Buyer of a Channel'
    _rec_name = 'external_id'
    _order = 'channel_id, external_id, id'

    channel_id = fields.Many2one('store.channel', required=True, ondelete='cascade')
    external_id = fields.Char(
        string="Buyer in the Channel",
        required=True,
        help="The channel's own number of the buyer; without one, 'phone:', 'email:' or 'name:' and the value.",
    )
    partner_id = fields.Many2one('res.partner', string="Customer", required=True, index=True, ondelete='cascade')
    made_by_id = fields.Many2one(
        'store.intake.document',
        string="Made by",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
        help="The document whose orders created the contact.",
    )

    _external_uniq = models.UniqueIndex('(channel_id, external_id)', "This buyer of the channel has a contact already.")
