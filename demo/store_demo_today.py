# Part of store_group. License LGPL-3.
import base64
from datetime import timedelta

from odoo import fields, models

from . import curve, world

LEFT_FOR = 2  # days back whose orders of the web shop have not left


class StoreDemo(models.AbstractModel):
    """The last days: orders that are confirmed, delivered, invoiced and brought back one by one, and quotations."""

    _inherit = 'store.demo'

    def _make_today(self):
        products, today, now = self._by_code(), self._today(), fields.Datetime.now().replace(microsecond=0)
        for item in world.STORES:
            if not item.sells:
                continue
            demo = self._in(self._company(item.company))
            vals_list = []
            for day in curve.live_days(today):
                for hour, minute, basket in curve.baskets(item, day, today) or [self._one(item, day)]:
                    moment = self._moment(day, hour, minute)
                    if moment > now:  # the evening of today has not been yet
                        moment = now - timedelta(minutes=7)
                    vals_list.append(demo._order_values(item, moment, basket, products))
            orders = demo.env['sale.order'].create(vals_list)
            for number, order in enumerate(orders):
                order.client_order_ref = f'{item.code}-L{number + 1:03d}'
                if item.kind == 'online':
                    order.commitment_date = order.date_order + timedelta(hours=48)
            orders.action_confirm()
            demo._deliver(item, orders, today)
            demo._ask_for_prices(item, products)

    def _one(self, item, day):
        """At least one order on each of the last days, so that no screen is empty."""
        style = world.STYLES[(day.toordinal() + item.sequence) % len(world.STYLES)]
        return 11, 20, [curve.Item(style, style.colours[0], 'M', 1, item.off)]

    def _deliver(self, item, orders, today):
        """A shop hands the goods over; the web shop ships two days later. What has left is invoiced, one order comes back."""
        since = today - timedelta(days=LEFT_FOR if item.kind == 'online' else 0)
        gone = orders.filtered(lambda order: order.store_day < since or item.kind != 'online')
        ready = gone.picking_ids.filtered(lambda picking: picking.state == 'assigned')
        ready.with_context(skip_backorder=True).button_validate()
        left = gone.filtered(lambda order: order.picking_ids and all(picking.state == 'done' for picking in order.picking_ids))
        for picking in left.picking_ids:
            picking.move_ids.date = picking.sale_id.date_order + timedelta(minutes=5)
        for day in sorted(set(left.mapped('store_day'))):
            those = left.filtered(lambda order, day=day: order.store_day == day and day < today)
            if those:
                invoices = those._create_invoices()
                invoices.invoice_date = day
                invoices.action_post()
        if left and item.base > 1:
            self._return_goods(left[0].picking_ids[:1])

    def _return_goods(self, picking):
        """One piece of a delivery comes back into the shop."""
        wizard = (
            self.env['stock.return.picking']
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves[:1].quantity = 1
        back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        back.button_validate()

    def _ask_for_prices(self, item, products):
        """A quotation waits for its customer."""
        if item.key in ('lake', 'causeway'):
            style = world.STYLES[6]
            basket = [curve.Item(style, style.colours[0], 'L', 2, 0)]
            self.env['sale.order'].create(
                {**self._order_values(item, fields.Datetime.now(), basket, products), 'store_channel_id': False, 'origin': False}
            )

    # === RIVALS ===

    def _make_rivals(self):
        """Three rivals: beside the shop at the lake, beside the outlet, and one on the web for all stores."""
        today = self._today()
        rivals = (
            (
                'yunshang',
                '云裳湖滨店 Yunshang Lakeside',
                'lake',
                (('JX-D101', 999), ('JX-D102', 489), ('JX-T201', 289), ('JX-C301', 1499)),
            ),
            ('mumian', '木棉奥莱 Mumian Outlet', 'outlet', (('JX-D101', 659), ('JX-T201', 199), ('JX-C302', 529))),
            (
                'sujin',
                '素锦旗舰店 Sujin Flagship',
                '',
                (('JX-D101', 869), ('JX-T203', 89), ('JX-T204', 429), ('JX-C302', 759), ('JX-B401', 319)),
            ),
        )
        company = self._company(world.FACTORY)
        styles = {style.code: style for style in world.STYLES}
        for key, name, store, prices in rivals:
            rival = self._make(
                'competitor',
                key,
                'store.competitor',
                name=name,
                code=key.upper(),
                kind='physical' if store else 'online',
                store_ids=store and [(6, 0, self._store(store).ids)] or [],
                website=False if store else 'https://sujin.example',
            )
            self.env['store.competitor.price'].create(
                [
                    {
                        'competitor_id': rival.id,
                        'company_id': company.id,
                        'store_id': store and self._store(store).id,
                        'product_id': self._variants(styles[code])[0].id,
                        'date': today - timedelta(days=days),
                        'price': round(price * factor),
                    }
                    for number, (code, price) in enumerate(prices)
                    for days, factor in ((3 + number, 1.0), (32 + number, 1.06))
                ]
            )

    def _as_base64(self, text):
        return base64.b64encode(text.encode('utf-8-sig')).decode()
