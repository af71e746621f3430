# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....engine import arguments
from ....engine.intake.proof import AMBER, Sums
from ....engine.stores.day import day_of, zone_of
from ....exceptions import IntakeRefused
from ...people import elevation
from ...people.door import door

DAYS, MOST_DAYS = 7, 31


class StoreIntakeProof(models.Model):
    """The morning's look: shops down, days across, one colour for each."""

    _inherit = 'store.intake.proof'

    # === PUBLIC METHODS ===

    @api.readonly
    @api.model
    @door(days=arguments.whole(), last=arguments.maybe(arguments.day()))
    def overview(self, days=DAYS, last=False):
        """Return the colours of the caller's shops.

        :param int days: how many days, at most 31
        :param str last: the last of them; False: yesterday
        :return: {"days": [str], "rows": [{"channel_id", "channel", "store_id": int or False, "store", "currency_id",
            "currency", "cells": [{"day", "id": int or False, "state", "ours": int, "said": int or False, "waiting": int}]}]},
            days from the newest, rows with the most red first
        """
        self.check_access('read')
        days = max(1, min(days, MOST_DAYS))
        last = fields.Date.to_date(last) if last else fields.Date.context_today(self) - timedelta(days=1)
        shown = [last - timedelta(days=back) for back in range(days)]
        known = self.search([('day', '>=', shown[-1]), ('day', '<=', last)])
        judged, cells = known._judged(), {}
        for proof in known.sudo():
            key = proof.channel_id.id, proof.store_id.id or False, proof.currency_id.id
            cells[key, proof.day] = self._cell(proof.day, *judged[proof.id], proof)
        for key, day, ours in self._unmade(shown, known):
            cells.setdefault((key, day), self._cell(day, ours, AMBER))
        rows = {key for key, _day in cells} | self._all_shops()
        return {'days': [str(day) for day in shown], 'rows': self._rows(rows, shown, cells)}

    @api.model
    @door(channel=arguments.ident(), store=arguments.maybe(arguments.ident()), day=arguments.day(), currency=arguments.ident())
    def open_day(self, channel, store, day, currency):
        """Return the action that opens one day of a shop, made where there is none.

        :param int channel, currency: ids; :param int store: id, False for orders without a store; :param str day: YYYY-MM-DD
        :raises AccessError: for a store the caller does not see
        :raises IntakeRefused: for a channel or currency that is not there, and a day to come
        """
        self.check_access('read')
        seen = self._seen()
        if (store or False) not in seen:
            raise AccessError(self.env._("This shop is not one of yours. Choose one from the list."))
        elevated, day = elevation.lift(self), fields.Date.to_date(day)
        source = elevated.env['store.channel'].browse(channel).exists()
        money = elevated.env['res.currency'].browse(currency).exists()
        shop = elevated.env['store.store'].browse(store or ())
        if not (source and money and elevated._is_day_of_shop(source, shop, day, money, self.env.user._may_declare(shop))):
            raise IntakeRefused(self.env._("There is no such day of this shop. Choose one from the list."))
        proof = elevated._day(source, shop, day, money)
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Proof of a Day"),
            'res_model': self._name,
            'res_id': proof.id,
            'views': [[False, 'form']],
            'target': 'current',
        }

    # === INTAKE ===

    def _is_day_of_shop(self, channel, store, day, currency, may_declare):
        """Whether this is a day that is there, has orders, or of a shop of the channel for which somebody may declare days."""
        if day > day_of(fields.Datetime.now(), zone_of(channel.tz)):
            return False
        shop = [('channel_id', '=', channel.id), ('store_id', '=', store.id)]
        if self.search_count([*shop, ('day', '=', day), ('currency_id', '=', currency.id)], limit=1):
            return True
        orders = [*shop, ('told_day', '=', day), ('told_currency', '=', currency.name)]
        if self.env['store.intake.order'].search_count(orders, limit=1):
            return True
        sells = store in (channel.store_id | channel.store_map_ids.store_id) if store else not channel.store_id
        return (
            sells and currency == (store or channel).company_id.currency_id and (may_declare or bool(self._empty(channel, day)))
        )

    def _seen(self):
        """Return the ids of the stores the caller sees documents of, with False for those of no store."""
        user = self.env.user
        stores = self.env['store.store'].with_context(active_test=False).search([('company_id', 'in', self.env.companies.ids)])
        reach = user._store_reach()
        if not reach.bound:
            return {False, *stores.ids}
        return set(stores.ids) if reach.see_all else set(stores.ids) & set(reach.see)

    def _all_shops(self):
        """Return the (channel id, store id, currency id) of shops that should have a day, orders or not."""
        seen = self._seen()
        return {
            (channel.id, store.id, store.company_id.currency_id.id)
            for channel in self.env['store.channel'].sudo().search([('armed', '=', True)])
            for store in channel._shops()
            if store.id in seen
        }

    def _unmade(self, shown, known):
        """Return (shop, day, Sums) of the days with orders and no record yet."""
        seen, codes = (
            self._seen(),
            {item.name: item.id for item in self.env['res.currency'].sudo().with_context(active_test=False).search([])},
        )
        made = {proof._key() for proof in known.sudo()}
        return [
            ((channel, store or False, codes[code]), day, ours)
            for (channel, store, day, code), ours in self._sums_between(shown[-1], shown[0]).items()
            if (channel, store, day, code) not in made and (store or False) in seen and code in codes
        ]

    def _cell(self, day, ours, state, proof=None):
        return {
            'day': str(day),
            'id': proof.id if proof else False,
            'state': state,
            'ours': ours.count,
            'said': proof.told_count if proof and proof.source else False,
            'waiting': ours.waiting,
        }

    def _rows(self, keys, shown, cells):
        env = self.sudo().env
        rows = []
        for channel_id, store_id, currency_id in keys:
            channel, store = env['store.channel'].browse(channel_id), env['store.store'].browse(store_id or ())
            rows.append(
                {
                    'channel_id': channel_id,
                    'channel': channel.display_name,
                    'store_id': store_id,
                    'store': store.name or self.env._("No store yet"),
                    'currency_id': currency_id,
                    'currency': env['res.currency'].browse(currency_id).name,
                    'cells': [
                        cells.get(((channel_id, store_id, currency_id), day))
                        or self._cell(day, Sums(), self._empty(channel, day))
                        for day in shown
                    ],
                }
            )
        return sorted(
            rows,
            key=lambda row: (
                -sum(cell['state'] == 'red' for cell in row['cells']),
                row['store'],
                row['channel'],
                row['currency'],
            ),
        )

    def _empty(self, channel, day):
        """Return the colour of a day without orders or record: none before the channel began, or that is not over."""
        began = channel.create_date and day_of(channel.create_date, zone_of(channel.tz))
        over = day < day_of(fields.Datetime.now(), zone_of(channel.tz))
        past = channel.history_until and day <= channel.history_until
        return AMBER if over and not past and (not began or day >= began) else False
