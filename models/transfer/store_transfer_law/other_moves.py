# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ....engine.transfer import law
from ....exceptions import TransferRefused
from ..sql import law as questions
from .law import OPEN, exact


class StoreTransferLaw(models.AbstractModel):
    """What is no step of a transfer, and stock that would become negative."""

    _inherit = 'store.transfer.law'

    # === TRANSFER ===

    def _judge_others(self, effects, items):
        """Check other moves into and out of transit: scraps, counts, manual operations, core's own supply chains.

        a. Moves requested by a rule, an order, a return or a chained move are allowed: they may bring any goods, and
           take what is left beside the transfers' goods, by product, lot, owner and box. Between companies
           orders take goods before they arrive, so there this is checked only for goods with a lot, an owner or a box.
        b. Anything else is refused while transfers have goods there, unless it brings the stock
           nearer to the transfers' goods, like a count that finds goods taken out wrongly.

        :raises TransferRefused: naming the transfers' goods
        """
        change, asked = defaultdict(lambda: law.ZERO), {}
        by_hand = {item.id for item in items if not (item.move_id._is_asked_for() or item.move_id.move_orig_ids)}
        for movement, sign in effects:
            for place, box, way in ((movement['place'], movement['box'], -1), (movement['place_to'], movement['box_to'], 1)):
                key = (place, movement['product'], movement['lot'], movement['owner'], box)
                change[key] += way * sign * movement['quantity']
                asked[key] = asked.get(key, True) and movement['id'] not in by_hand
        places = (
            self.env['stock.location'].sudo().browse({key[0] for key in change}).filtered(lambda place: place.usage == 'transit')
        )
        change = {key: quantity for key, quantity in change.items() if quantity and key[0] in places.ids}
        if not change:
            return
        used = self._in_use(places)
        if not used:
            return
        due = questions.due(self.env, {key[1] for key in change}, used, OPEN)
        on_hand = self._on_hand(change)
        for key, quantity in change.items():
            if key[0] not in used:
                continue
            after, owed = on_hand[key], exact(due.get(key, 0.0))
            if asked[key]:
                bare = not places.browse(key[0]).company_id and not any(key[2:])
                wrong = quantity < 0 and not bare and law.takes_foreign(after, owed)
            else:
                wrong = law.disturbs(after - quantity, after, owed)
            if wrong:
                place, product = places.browse(key[0]), self.env['product.product'].sudo().browse(key[1])
                raise TransferRefused(
                    self.env._(
                        "Goods in %(place)s are on their way between stores: %(quantity)s of %(product)s belong to transfers. "
                        "They leave it, and others enter it, by a transfer only; what is lost or found there is a difference of "
                        "the transfer.",
                        place=place.display_name,
                        product=product.display_name,
                        quantity=self.env['store.transfer']._number(float(owed)),
                    )
                )

    @api.model
    def _check_typed(self, places):
        """:raises TransferRefused: when a count would overwrite stock at a place where transfers have goods"""
        transit_sudo = places.sudo().filtered(lambda place: place.usage == 'transit')
        used = transit_sudo and self._in_use(transit_sudo)
        if used:
            raise TransferRefused(
                self.env._(
                    "Goods in %(place)s are on their way between stores. They leave it, and others enter it, by a transfer only; "
                    "what is missing there is counted.",
                    place=transit_sudo.browse(sorted(used)[0]).display_name,
                )
            )

    def _in_use(self, places):
        """Return the ids of the transit locations where transfers may have goods."""
        between = self.env['store.transfer.ground'].sudo()._intercompany_location()
        return questions.in_use(self.env, places.ids, between.id, OPEN)

    @api.model
    def _held(self, product, place):
        """Return {(place, product, lot, owner, box): quantity} to subtract from Odoo's availability for others between companies.

        Unreserved goods of transfers reduce it; goods they have reserved and that arrive only with the
        receipt increase it.
        """
        places = self.env['stock.location'].sudo().search([('id', 'child_of', place.id), ('usage', '=', 'transit')])
        held = defaultdict(
            lambda: law.ZERO,
            {key: exact(quantity) for key, quantity in questions.due(self.env, product.ids, places.ids, OPEN).items()},
        )
        for item in self._planned(product, places):
            held[
                item.location_id.id, product.id, item.lot_id.id or None, item.owner_id.id or None, item.package_id.id or None
            ] -= exact(item.quantity_product_uom)
        return {key: quantity for key, quantity in held.items() if quantity}

    def _planned(self, product, places):
        """Return the receipt lines of transfers with reservations of this product at the places."""
        return (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('product_id', '=', product.id),
                    ('location_id', 'in', places.ids),
                    ('state', 'not in', ['done', 'cancel']),
                    ('move_id.transfer_line_id', '!=', False),
                ]
            )
        )

    def _on_hand(self, keys):
        """Return {(place, product, lot, owner, box): quantity on hand}."""
        on_hand = defaultdict(lambda: law.ZERO)
        for *key, quantity in (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('product_id', 'in', list({key[1] for key in keys})), ('location_id', 'in', list({key[0] for key in keys}))],
                ['location_id', 'product_id', 'lot_id', 'owner_id', 'package_id'],
                ['quantity:sum'],
            )
        ):
            on_hand[tuple(record.id or None for record in key)] += exact(quantity)
        return on_hand

    def _judge_books(self, rows):
        """Refuse a transfer taking goods out of transit that are not on hand there.

        :raises TransferRefused: naming the missing goods
        """
        keys = {(row['place'], row['product'], row['lot'], row['owner'], row['box']) for row in rows}
        places = (
            self.env['stock.location'].sudo().browse({key[0] for key in keys}).filtered(lambda place: place.usage == 'transit')
        )
        keys = {key for key in keys if key[0] in places.ids}
        if not keys:
            return
        on_hand = self._on_hand(keys)
        for key in sorted(keys, key=str):
            product = self.env['product.product'].sudo().browse(key[1])
            if on_hand[key] >= 0 or product.uom_id.is_zero(float(on_hand[key])) or not product.is_storable:
                continue
            place = places.browse(key[0])
            if not place.company_id and on_hand[key] >= self._ordered_ahead(key):
                continue
            raise TransferRefused(
                self.env._(
                    "%(product)s %(piece)s is not in %(place)s any more: %(missing)s was taken out beside the transfers. Count "
                    "what is there, then go on.",
                    product=product.display_name,
                    piece=self._piece_name(law.Piece(*key[1:])),
                    place=place.display_name,
                    missing=self.env['store.transfer']._number(-float(on_hand[key])),
                )
            )

    def _judge_shelves(self, items, before):
        """Refuse corrections that would make the sender's stock negative.

        :param items: done move lines as they are now
        :param list before: [(values of a line before, -1)]
        :raises TransferRefused: naming the place that would become negative
        """
        way_out = items.filtered(lambda item: item.move_id.transfer_step in {'prepare', 'ship'})
        movements = [
            *((self._movement(item), 1) for item in way_out),
            *(row for row in before if row[0]['id'] in set(way_out.ids)),
        ]
        change = defaultdict(lambda: law.ZERO)
        for row, sign in movements:
            for place, box, way in ((row['place'], row['box'], -1), (row['place_to'], row['box_to'], 1)):
                change[place, row['product'], row['lot'], row['owner'], box] += way * sign * row['quantity']
        change = {key: quantity for key, quantity in change.items() if quantity < 0}
        on_hand = self._on_hand(change) if change else {}
        for key in change:
            place = self.env['stock.location'].sudo().browse(key[0])
            product = self.env['product.product'].sudo().browse(key[1])
            if place.usage == 'internal' and product.uom_id.compare(float(on_hand[key]), 0.0) < 0:
                raise TransferRefused(
                    self.env._(
                        "%(missing)s of %(product)s %(piece)s would be missing in %(place)s: it has been sold, scrapped or moved "
                        "since. Correct to what is there, or count the stock first.",
                        product=product.display_name,
                        piece=self._piece_name(law.Piece(*key[1:])),
                        place=place.display_name,
                        missing=self.env['store.transfer']._number(-float(on_hand[key])),
                    )
                )

    def _ordered_ahead(self, key):
        """Return how far orders between companies may have made the inter-company location negative."""
        place, product, lot, owner, box = (value or False for value in key)
        moved = [
            ('state', '=', 'done'),
            ('product_id', '=', product),
            ('lot_id', '=', lot),
            ('owner_id', '=', owner),
            ('move_id.transfer_line_id', '=', False),
            ('move_id.is_inventory', '=', False),
            ('move_id.scrap_id', '=', False),
        ]
        Item = self.env['stock.move.line'].sudo()
        [(came,)] = Item._read_group(
            [*moved, ('location_dest_id', '=', place), ('result_package_id', '=', box)], [], ['quantity_product_uom:sum']
        )
        [(went,)] = Item._read_group(
            [*moved, ('location_id', '=', place), ('package_id', '=', box)], [], ['quantity_product_uom:sum']
        )
        return min(law.ZERO, exact(came) - exact(went))
