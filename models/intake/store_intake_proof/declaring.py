# Part of store_group. License LGPL-3.
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models

from ....engine import arguments
from ....engine.cleaning.numbers import plain
from ....engine.cleaning.uncleanable import Uncleanable
from ....engine.cleaning.values import clean
from ....engine.intake.vocabulary import FILE_TOTAL, WARNING
from ....engine.stores.day import day_of, zone_of
from ....exceptions import IntakeRefused
from ...people import elevation
from ...people.door import door
from ..sql import proofs

MOST_ORDERS = 20_000  # of one shop and day
RECENT = timedelta(days=31)
OF_OTHERS = ('store_not_yours', 'number_taken')  # why rows of a store the sender does not act for are refused


class StoreIntakeProof(models.Model):
    """How the platform's side of a day comes in: by a program, by the total of a file; and the days that wait for it."""

    _inherit = 'store.intake.proof'

    # === PUBLIC METHODS ===

    @api.model
    @door(
        channel=arguments.text(),
        day=arguments.day(),
        count=arguments.whole(),
        total=arguments.anything(),
        currency=arguments.maybe(arguments.text(3)),
        store=arguments.maybe(arguments.text()),
        orders=arguments.maybe(arguments.items(arguments.anything(), MOST_ORDERS)),
    )
    def declare(self, channel, day, count, total=False, currency=False, store=False, orders=False):
        """Say what the platform counts for one shop and day; the last declaration holds, the same again changes nothing.

        :param str channel: code of the channel
        :param str day: YYYY-MM-DD, in the zone of the channel
        :param int count: orders of that day, of any status
        :param total: what they come to, number or decimal string; False: only their number is compared
        :param str currency: three letters; False: of the company of the store, else of the channel
        :param str store: its code, or its name in the channel; False: the store of the channel
        :param list orders: numbers of the orders, or `{"external_id", "total"}`; False: not named
        :return: {"id": int, "state": "green" | "amber" | "red", "platform": {"count", "total"}, "ours": {"count", "total",
            "waiting"}, "missing": [number], "extra": [number], "different": [{"external_id", "platform", "ours"}]}, at most
            500 of each list
        :raises IntakeRefused: unknown channel, store or currency, a store that does not sell there, or numbers that contradict
            each other
        :raises AccessError: for a store the caller neither manages nor sends orders of
        """
        source, caller = self.env['store.intake.document']._intake_door(channel, sends=False)
        store = self._declared_store(source, store)
        caller._check_may_declare(store)
        self._check_sells(source, store, caller)
        day = self._declared_day(source, day)
        total = self._declared_money(total, 'total')
        self._check_size(count, total)
        named = self._declared_orders(orders, count)
        Proof = elevation.lift(self)
        proof = Proof._day(source, store, day, self._declared_currency(source, store, currency))
        values = {'told_count': count, 'told_total': float(total or 0), 'told_orders': named}
        is_told = total is not None or not count
        same = proof.source == 'program' and proof.is_total_told == is_told and (proof.told_orders or False) == named
        if not (same and proof.told_count == count and proof.told_total == values['told_total']):
            proof.write({**proof._told('program', is_told), **values, 'told_by_id': caller.id})
        return proof._answer()

    def action_none(self):
        """Say that the platform had no order on this day."""
        self.ensure_one()
        self.check_access('write')
        self._check_may_declare()
        self.sudo().write({'told_count': 0, 'told_total': 0, **self._told('hand', True)})
        return True

    def action_forget(self):
        """Take back what was declared for this day."""
        self.ensure_one()
        self.check_access('write')
        self._check_may_declare()
        self.sudo().write({'told_count': 0, 'told_total': 0, **self._told(False, False), 'told_by_id': False, 'told_on': False})
        return True

    # === INTAKE ===

    @api.model
    def _day(self, channel, store, day, currency):
        """Return the record of a day; create it if there is none."""
        proofs.make_days(self.env, [(channel.id, store.id, day, currency.id)])
        return self.search(
            [('channel_id', '=', channel.id), ('store_id', '=', store.id), ('day', '=', day), ('currency_id', '=', currency.id)]
        )

    def _answer(self):
        single = self._differences()
        return {
            'id': self.id,
            'state': self.state,
            'platform': {'count': self.told_count, 'total': self.told_total if self.is_total_told else False},
            'ours': {'count': self.our_count, 'total': self.our_total, 'waiting': self.waiting_count},
            'missing': list(single.missing[:500]),
            'extra': list(single.extra[:500]),
            'different': [
                {'external_id': number, 'platform': plain(said), 'ours': plain(ours) if ours is not None else False}
                for number, said, ours in single.different[:500]
            ],
        }

    def _declared_store(self, channel, name):
        """:raises IntakeRefused: for an unknown store, and where the channel has none of its own and none is named"""
        store = channel._stores_by_name([name]).get(name) if name else channel.store_id
        if store:
            return store.sudo(False)
        if name:
            self._refuse_store(channel, name)
        raise IntakeRefused(
            self.env._("Orders of channel %(channel)s name their store. Say of which store this day is.", channel=channel.code)
        )

    def _check_sells(self, channel, store, caller):
        """:raises IntakeRefused: for a store that neither sells in the channel nor has orders there; not for headquarters"""
        orders = self.env['store.intake.order'].sudo()
        if (
            channel._takes(store.sudo())
            or self.env['store.intake.document']._is_headquarters(caller)
            or orders.search_count([('channel_id', '=', channel.id), ('store_id', '=', store.id)], limit=1)
        ):
            return
        self._refuse_store(channel, store.code)

    def _refuse_store(self, channel, name):
        raise IntakeRefused(
            self.env._(
                "Channel %(channel)s has no store %(store)s. Use its code, or its name in the channel.",
                channel=channel.code,
                store=name,
            )
        )

    def _declared_currency(self, channel, store, code):
        """:raises IntakeRefused: for an unknown currency"""
        if not code:
            return (store.sudo().company_id or channel.company_id).currency_id
        found = self.env['res.currency'].sudo().with_context(active_test=False).search([('name', '=', code.upper())])
        if not found:
            raise IntakeRefused(self.env._("There is no currency %(code)s. Use its three letters.", code=code))
        return found

    def _declared_day(self, channel, day):
        """:raises IntakeRefused: for a day to come"""
        day, today = fields.Date.to_date(day), day_of(fields.Datetime.now(), zone_of(channel.tz))
        if day > today:
            raise IntakeRefused(
                self.env._(
                    "%(day)s has not begun in channel %(channel)s, where it is %(today)s. Declare a day once it has begun.",
                    day=day,
                    channel=channel.code,
                    today=today,
                )
            )
        return day

    def _declared_money(self, value, name):
        """Return the Decimal of an amount, None for none.

        :raises IntakeRefused: where it is no number, or below zero
        """
        if value is False or value is None:
            return None
        try:
            return clean('price', 'yes' if value is True else value)
        except Uncleanable:
            raise IntakeRefused(
                self.env._("%(name)s must be an amount, not %(value)s. Correct it.", name=name, value=str(value)[:50])
            ) from None

    def _declared_orders(self, orders, count):
        """Return {number: total as text, or None} of the named orders, False where none are named.

        :raises IntakeRefused: for an order without a number, one named twice, or another count
        """
        if orders is False:
            return False
        named = {}
        for order in orders:
            is_row = isinstance(order, dict)
            try:
                number = clean('code', order.get('external_id') if is_row else order)
            except Uncleanable:
                number = None
            if not number or number in named:
                raise IntakeRefused(
                    self.env._("Order %(order)s has no number, or is named twice. Name each order once.", order=str(order)[:100])
                )
            total = self._declared_money(order.get('total'), f'total of {number}') if is_row else None
            named[number] = None if total is None else plain(total)
        if len(named) != count:
            raise IntakeRefused(
                self.env._(
                    "%(count)s orders are declared and %(named)s are named. Name all of them, or none.",
                    count=count,
                    named=len(named),
                )
            )
        return named

    @api.model
    def _from_file(self, document):
        """Take what a file says of itself for the shops and days in it.

        The totals of a file with one shop and day are the platform's of that day. Of a file with several they prove the
        file: where they equal what was read from it, each day has what the file has of it; where not, it is a question. What a
        person or a program declared stays.
        """
        said = document.issue_ids.filtered(lambda issue: issue.code == FILE_TOTAL)[:1]
        if not said:
            return
        self.env['store.intake.order'].flush_model()
        self.env['store.intake.arrival'].flush_model()
        total = Decimal(said.found) if said.found else None
        count = int(said.proposed) if said.proposed else None
        shops = proofs.shops_of(self.env, document)
        read = sum(row[3] for row in shops), sum(row[4] for row in shops)
        agrees = count in (None, read[0]) and total in (None, read[1]) and len({row[2] for row in shops}) == 1
        if not agrees:
            self._ask_about_total(document, said, read)
        channel = document.channel_id
        if not shops or not (agrees or (len(shops) == 1 and not self._may_hold_others(document))):
            return
        for store_id, day, currency_id, shop_count, shop_total in shops:
            if channel.history_until and day <= channel.history_until:
                continue
            store = self.env['store.store'].browse(store_id or ())
            if not document.user_id._may_declare(store):
                continue
            of_shop = (shop_count, shop_total) if len(shops) > 1 else (shop_count if count is None else count, total)
            proof = self._day(channel, store, day, self.env['res.currency'].browse(currency_id))
            if proof.source in (False, 'file'):
                proof.write(
                    {
                        **proof._told('file', total is not None, told_document_id=document.id),
                        'told_count': of_shop[0],
                        'told_total': float(of_shop[1] or 0),
                        'told_by_id': document.user_id.id,
                    }
                )

    def _may_hold_others(self, document):
        """Whether rows of a file that were left out may be of a store its sender does not act for."""
        refused = document.issue_ids.filtered(lambda issue: issue.code in OF_OTHERS)
        return bool(refused) or (not document.channel_id.store_id and any(not item.order_id for item in document.arrival_ids))

    def _ask_about_total(self, document, said, read):
        Issue = self.env['store.intake.issue']
        Issue.create(
            {
                'document_id': document.id,
                'code': 'file_total_differs',
                'severity': WARNING,
                'field': 'total',
                'found': ' · '.join(filter(None, (said.proposed, said.found))),
                'proposed': f'{read[0]} · {plain(Decimal(read[1]))}',
                'sheet': said.sheet,
                'row': said.row,
                'from_reading': True,
            }
        )

    @api.model
    def _cron_days(self):
        """Make the days that wait for a proof: yesterday of every shop, and each recent day with orders."""
        now, keys = fields.Datetime.now(), []
        for channel in self.env['store.channel'].search([('armed', '=', True)]):
            yesterday = day_of(now, zone_of(channel.tz)) - timedelta(days=1)
            if channel.history_until and yesterday <= channel.history_until:
                continue
            for store in channel._shops():
                keys.append((channel.id, store.id, yesterday, (store or channel).company_id.currency_id.id))
        keys += proofs.days_without(self.env, fields.Date.today() - RECENT)
        proofs.make_days(self.env, keys)
        self.env['store.intake.proof'].invalidate_model()
