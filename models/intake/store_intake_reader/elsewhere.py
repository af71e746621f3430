# Part of store_group. License LGPL-3.
from datetime import timedelta
from decimal import Decimal

from odoo import api, models

from ....engine.intake.issue import Issue
from ....engine.intake.layouts import heads_of
from ....engine.intake.told import told
from ..sql import candidates

ONE_DAY = timedelta(days=1)  # the same moment may be two days in the zones of two channels


class StoreIntakeReader(models.AbstractModel):
    """Knows the orders of a file again that another channel has, before they are made a second time.

    One file of a shop, dropped into the channel of another shop or into a new one, would be every order twice.
    """

    _inherit = 'store.intake.reader'

    # === LANDING ===

    def _ask_about_other_channels(self, document, entries):
        """Ask about new orders of a file that are in another channel, unless somebody said that it is another shop's."""
        if document.origin == 'orders' or document.is_other_shop or not entries:
            return
        channel = document.channel_id
        whole = self._channels_of_file(document.checksum, channel)
        numbers = [(entry.external_id, entry.payload) for entry in entries if not whole]
        found = self._channels_of_orders(
            numbers, channel, channel.company_id.currency_id.name, channel._zone_of(channel.store_id)
        )
        for entry in entries:
            others = whole or found.get(entry.external_id)
            if others:
                entry.issues = [*entry.issues, Issue('other_channel', found=', '.join(others.mapped('name')))]

    @api.model
    def _channels_of_file(self, checksum, channel):
        """Return the channels other than `channel` (a record, or none) into which the same file was taken in, elevated."""
        same = [
            ('checksum', '=', checksum),
            ('channel_id', '!=', channel.id),
            ('state', '!=', 'failed'),
            ('removed_on', '=', False),
        ]
        return self.env['store.intake.document'].sudo().search(same).channel_id

    @api.model
    def _channels_of_orders(self, numbered, channel, currency, zone):
        """Return {number: channels of the same kind that have this order}, elevated.

        It is the same order if number and day agree; numbers of shops that count from 1 do so by chance, so that at least half
        of such orders have to come to the same amount, too.

        :param list numbered: (number, canonical order); :param channel: the channel they come to, none where it is to be made
        :param str currency: of orders that name none; :param str zone: of times without one
        """
        others = self._channels_of_kind(channel)
        payloads = {number: payload for number, payload in numbered if number}
        rows = candidates.orders_of_channels(self.env, others.ids, list(payloads)) if others and payloads else ()
        near, same = {}, 0
        for number, channel_id, day, total, code in rows:
            own_day, own_total, own_code = told(payloads[number], tz=zone, default_currency=currency)
            if day and own_day and abs(day - own_day) <= ONE_DAY:
                near[number] = near.get(number, others.browse()) | others.browse(channel_id)
                same += own_code == code and own_total is not None and abs(own_total - Decimal(total)) < Decimal('0.005')
        return near if near and 2 * same >= len(near) else {}

    def _channels_of_kind(self, channel):
        """Return the other channels that may have the same orders: of the same reader, and of no other known export."""
        reader = channel.reader or 'table'
        others = (
            self.env['store.channel']
            .sudo()
            .with_context(active_test=False)
            .search([('reader', '=', reader), ('id', '!=', channel.id)])
        )
        code = channel.template_id.known_code
        heads = heads_of(code).code if code else ''
        return others.filtered(
            lambda other: not heads or not other.template_id.known_code or heads_of(other.template_id.known_code).code == heads
        )
