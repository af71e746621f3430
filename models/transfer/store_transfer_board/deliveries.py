# Part of store_group. License LGPL-3.
from datetime import time, timedelta

from odoo import fields, models

from ....engine.availability import due
from ....engine.stores import day

MOST = 80


class StoreTransferBoard(models.AbstractModel):
    """Deliveries to customers that wait at one store: late ones, those due today, and those that lack goods."""

    _inherit = 'store.transfer.board'

    # === TRANSFER ===

    def _deliveries(self, store, besides):
        """Return cards of the deliveries this store has to ship, the most urgent first.

        :param besides: `sale.order` records with a card of their own
        """
        now = fields.Datetime.now()
        day_end = day.moment_of(store._today() + timedelta(days=1), time(), store._zone())
        Picking = self.env['stock.picking']
        if not Picking.has_access('read'):
            return []
        found = Picking.search(
            [
                *Picking._waiting_deliveries(day_end + timedelta(days=due.SOON_DAYS)),
                ('picking_type_id.warehouse_id.store_id', '=', store.id),
                ('sale_id', 'not in', besides.ids),
            ],
            order='date_deadline, scheduled_date, id',
            limit=MOST,
        )
        cards = [self._delivery_card(picking, store, now, day_end) for picking in found]
        return [card for card in cards if card['standing']]

    def _delivery_card(self, picking, store, now, day_end):
        until = picking.date_deadline or picking.scheduled_date
        moves = picking.move_ids.filtered(lambda move: move.state not in {'done', 'cancel'})
        missing = picking._missing_quantity()
        standing = due.standing(until, now, day_end, missing)
        order_sudo = picking.sudo().sale_id
        return {
            'model': picking._name,
            'id': picking.id,
            'title': picking.partner_id.name or order_sudo.name or picking.name,
            'subtitle': ' · '.join(filter(None, (order_sudo.name or picking.name, order_sudo.store_channel_id.name))),
            'goods': self._goods_text((move.product_id, move.product_uom_qty) for move in moves),
            'pieces': sum(moves.mapped('product_uom_qty')),
            'when': store._local(until).strftime('%m-%d %H:%M') if until else '',
            'late': standing == 'late',
            'standing': standing,
            'missing': missing,
            'order': picking._order_to_help().id,
            'version': 0,
        }

    def _goods_text(self, goods):
        """Return what a document is about, for its card: `2 × Shirt, 1 × Hat`.

        :param goods: iterable of (product, quantity)
        """
        return ', '.join(
            f'{self._number(quantity)} × {product.with_context(display_default_code=False).display_name}'
            for product, quantity in goods
        )

    def _number(self, quantity):
        return self.env['store.transfer']._number(quantity)
