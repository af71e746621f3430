# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...wording import number_text


class StoreChannelFee(models.Model):
    """The agreed fee of a channel on net sales, from a day on: an estimate until its statements are booked."""

    _name = 'store.channel.fee'
    _description = 'Agreed Fee of a Channel'
    _order = 'channel_id, date_from desc, id desc'

    channel_id = fields.Many2one('store.channel', required=True, index=True, ondelete='cascade')
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        string="Until", help="Inclusive. End the estimate when statements are booked, or the fee is counted twice."
    )
    percent = fields.Float(
        string="Share of Net Sales (%)",
        required=True,
        digits=(6, 3),
        help="Of ordered less returned, without tax, on the day of the order and of the return.",
    )
    account_id = fields.Many2one(
        'account.account',
        string="Account of Statements",
        ondelete='set null',
        index='btree_not_null',
        help="Where the channel's statements are booked. Its entries are shown in the line Platform Fees.",
    )

    _share = models.Constraint('CHECK (percent > 0 AND percent <= 100)', "A fee is more than 0 and at most 100 percent.")
    _days = models.Constraint('CHECK (date_to IS NULL OR date_to >= date_from)', "A fee cannot end before it begins.")

    # === COMPUTE ===

    @api.depends('channel_id.name', 'percent')
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = f'{fee.channel_id.name}: {number_text(self.env, fee.percent, 4)} %'

    # === CONSTRAINTS ===

    @api.constrains('channel_id', 'date_from', 'date_to')
    def _check_overlap(self):
        for fee in self:
            others = self.search([('channel_id', '=', fee.channel_id.id), ('id', '!=', fee.id)])
            for other in others:
                if (not other.date_to or other.date_to >= fee.date_from) and (not fee.date_to or fee.date_to >= other.date_from):
                    raise ValidationError(
                        self.env._(
                            "Channel %(channel)s would have two fees on %(day)s. End the older one the day before.",
                            channel=fee.channel_id.name,
                            day=max(fee.date_from, other.date_from),
                        )
                    )
