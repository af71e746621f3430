# Part of store_group. License LGPL-3.
from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.fields import Domain

from ...engine import quantities
from ...engine.transfer import law
from ...engine.transfer.lifecycle import UNDER_WAY
from ...exceptions import TransferRefused
from .sql import law as questions

OPEN = ('approved', *UNDER_WAY)
# The fields of a done move line with what was moved.
MOVES_GOODS = {
    'quantity',
    'product_uom_id',
    'product_id',
    'lot_id',
    'owner_id',
    'package_id',
    'result_package_id',
    'location_id',
    'location_dest_id',
    'move_id',
    'quant_id',
    'state',
}


def exact(quantity):
    return quantities.exact(quantity, quantities.GRAIN)


class StoreTransferLaw(models.AbstractModel):
    """The law of transfers: checks wherever goods move, for any user and screen.

    Checked when moves are done and when a done move line is written or added, for headquarters and the superuser too. It
    checks the stock after the change, and an unlawful change is rolled back as a whole. Goods in transit belong
    to their transfer: other moves may only take their own goods (see `_judge_others`). Cost: one
    lock and two queries for each call that affects a transfer or a transit location, none for all others.
    """

    _name = 'store.transfer.law'
    _description = 'Law of Transfers'

    # === WHAT IS ON THE WAY ===

    @api.model
    def _on_the_way(self, products=None):
        """Return the lines with goods in transit; used by every check of settings that must not change then.

        The goods are still to be received, or a difference about them is undecided.

        :param products: only lines of these products; none: all
        """
        waiting = Domain('qty_in_transit', '>', 0) | Domain(
            'discrepancy_ids', 'any', [('bucket', '!=', 'over'), ('state', '!=', 'decided')]
        )
        of_products = Domain.TRUE if products is None else Domain('product_id', 'in', products.ids)
        return (
            self.env['store.transfer.line']
            .sudo()
            .search(Domain('transfer_id.state', 'in', sorted(UNDER_WAY)) & of_products & waiting, order='transfer_id, id')
        )

    # === WHERE GOODS MOVE ===

    @api.model
    def _before_moves(self, moves):
        """Lock the transfers of moves about to be done, and check that outgoing goods are on hand."""
        open_sudo = moves.sudo().filtered(lambda move: move.transfer_step and move.state not in {'done', 'cancel'})
        if open_sudo:
            open_sudo.transfer_line_id.transfer_id._hold()
            self.env['store.transfer.ground'].sudo()._drop_unpicked(open_sudo)
            self.env['store.transfer.ground'].sudo()._check_on_hand(
                open_sudo.filtered(lambda move: move.picked and move.transfer_step in {'prepare', 'ship', 'put_back'})
            )

    @api.model
    def _after_moves(self, moves):
        """:raises TransferRefused: when these done moves are unlawful"""
        items_sudo = moves.sudo().filtered(lambda move: move.state == 'done').move_line_ids
        touching = items_sudo.filtered(self._concerns)
        if touching:
            self._judge(touching, [(item, 1) for item in touching])

    @api.model
    def _before_change(self, items):
        """Return the state of done move lines before a write, for `_after_change`; None if no transfer is affected.

        :raises TransferRefused: for goods the transfer moved itself, or a closed transfer
        """
        done_sudo = items.sudo().filtered(lambda item: item.state == 'done' and self._concerns(item))
        for item in done_sudo:
            self._check_correctable(item.move_id)
        done_sudo.move_id.transfer_line_id.transfer_id._hold()
        return {item.id: self._movement(item) for item in done_sudo}

    @api.model
    def _after_change(self, items, before):
        """Check done move lines that were written or added; if lawful, update the transfer.

        :param dict before: what `_before_change` returned; empty for lines that were added
        """
        done_sudo = items.sudo().filtered(lambda item: item.state == 'done' and (item.id in before or self._concerns(item)))
        changed_sudo = done_sudo.filtered(lambda item: before.get(item.id) != self._movement(item))
        if not changed_sudo:
            return
        for item in changed_sudo:
            if item.id not in before:
                self._check_correctable(item.move_id)
        effects = [(before[item.id], -1) for item in changed_sudo if item.id in before]
        self._judge(changed_sudo, [*effects, *((item, 1) for item in changed_sudo)])
        self._judge_shelves(changed_sudo, [(before[item.id], -1) for item in changed_sudo if item.id in before])
        for item in changed_sudo:
            self._check_not_crossed(item, before.get(item.id))
        for transfer in changed_sudo.move_id.transfer_line_id.transfer_id:
            transfer._check_returned()
            self.env['store.transfer.goods'].sudo()._follow_correction(transfer)

    def _concerns(self, item):
        """Whether a move line belongs to a transfer, or moves goods into or out of a transit location."""
        return bool(item.move_id.transfer_line_id) or 'transit' in {item.location_id.usage, item.location_dest_id.usage}

    def _check_correctable(self, move):
        line = move.transfer_line_id
        if not line:
            return
        line.transfer_id._check_state_for(self.env._("corrected"), OPEN)
        if not move.picking_id:
            raise TransferRefused(
                self.env._(
                    "%(product)s was moved by transfer %(transfer)s itself and cannot be changed. Correct it by a "
                    "return of the transfer.",
                    product=line.product_id.display_name,
                    transfer=line.transfer_id.name,
                )
            )

    def _check_not_crossed(self, item, before):
        """Refuse corrections of goods that changed the company, because charges, bills and values depend on them.

        :param before: the line's movement before, or None for an added one
        :raises TransferRefused: when quantity, lot or owner would change
        """
        move, line = item.move_id, item.move_id.transfer_line_id
        transfer, kept = line.transfer_id, ('product', 'lot', 'owner', 'quantity')
        if (
            not transfer.is_between_companies
            or move.transfer_step not in {'ship', 'receive'}
            or (move.transfer_step == 'ship' and self._places(transfer)[0] != self._places(transfer)[1])
        ):
            return
        now = self._movement(item)
        if not before or any(before[name] != now[name] for name in kept):
            raise TransferRefused(
                self.env._(
                    "%(product)s of transfer %(transfer)s has crossed from %(company)s to %(other)s: what both companies charge "
                    "and own follows from it, so it is not corrected. Less goes back by a return of the transfer, more is "
                    "counted as a surplus.",
                    product=line.product_id.display_name,
                    transfer=transfer.name,
                    company=transfer.source_company_id.name,
                    other=transfer.dest_company_id.name,
                )
            )

    # === JUDGING ===

    def _judge(self, items, effects):
        """:raises TransferRefused: when a completed or corrected move is unlawful

        :param items: done move lines, as they are now
        :param list effects: [(move line or its values before, 1 or -1)]: changes of stock by this call
        """
        own = items.filtered(lambda item: item.move_id.transfer_line_id and item.move_id.transfer_step)
        self._judge_own(own)
        strangers = set((items - own).ids)
        movements = [(self._movement(item) if isinstance(item, models.BaseModel) else item, sign) for item, sign in effects]
        self._judge_others([(row, sign) for row, sign in movements if row['id'] in strangers], items - own)
        self._judge_books([row for row, sign in movements if sign > 0 and row['id'] not in strangers])

    def _movement(self, item):
        """Return what a move line moved."""
        return {
            'id': item.id,
            'step': item.move_id.transfer_step,
            'place': item.location_id.id,
            'place_to': item.location_dest_id.id,
            'product': item.product_id.id,
            'lot': item.lot_id.id or None,
            'owner': item.owner_id.id or None,
            'box': item.package_id.id or None,
            'box_to': item.result_package_id.id or None,
            'quantity': exact(item.quantity_product_uom),
            'line': item.move_id.transfer_line_id.id,
        }

    def _row(self, movement):
        piece = law.Piece(movement['product'], movement['lot'], movement['owner'], movement['box'])
        return law.Row(movement['step'], movement['place'], movement['place_to'], piece, movement['box_to'], movement['quantity'])

    def _judge_own(self, items):
        """Check steps of transfers: places, quantities, lots and owners."""
        rows_of, now = defaultdict(list), items.grouped(lambda item: item.move_id.transfer_line_id)
        for line, step, place, place_to, *piece, box_to, quantity in questions.moved(
            self.env, items.move_id.transfer_line_id.ids
        ):
            rows_of[line].append(law.Row(step, place, place_to, law.Piece(*piece), box_to, exact(quantity)))
        digits = self.env['decimal.precision'].precision_get('Product Unit')
        places = {transfer: self._places(transfer) for transfer in items.move_id.transfer_line_id.transfer_id}
        for line, own in now.items():
            by_picking = own.filtered(lambda item: item.move_id.picking_id)
            for item in by_picking:
                self._check_places(line, item, places[line.transfer_id])
            self._check_owners(line, own)
            self._check_came(line, own)
            rest, between = places[line.transfer_id]
            breach = law.breach(
                law.Line(
                    product=line.product_id.id,
                    approved=exact(line._in_product_unit(line.qty_approved)),
                    in_transit=exact(line._in_product_unit(line.qty_in_transit)),
                    places=frozenset({rest.id, between.id} if line.transfer_id.is_between_companies else {rest.id}),
                    passage=between.id if by_picking and between != rest and line.transfer_id.is_between_companies else None,
                    least=exact(line.product_id.uom_id.rounding) / 2,
                    unit=Decimal(str(line._in_product_unit(1.0))),
                    grain=Decimal(1).scaleb(-digits),
                ),
                rows_of[line.id],
                [self._row(self._movement(item)) for item in own],
                {
                    step: sum(exact(item.quantity_product_uom) for item in moves.move_line_ids)
                    for step, moves in by_picking.move_id.grouped('transfer_step').items()
                },
            )
            if breach:
                raise TransferRefused(self._words(line, breach))

    def _places(self, transfer):
        ground = self.env['store.transfer.ground'].sudo()
        return ground._rest(transfer), ground._between()

    def _check_places(self, line, item, places):
        """:raises TransferRefused: when goods left from, or went to, a wrong place"""
        transfer, (rest, _between) = line.transfer_id, places
        step = item.move_id.transfer_step
        entrance = self.env['store.transfer.ground'].sudo()._entrance(transfer)
        source, dest = transfer.source_store_id, transfer.dest_store_id
        if step == 'receive':
            lawful = item.location_id == entrance and self._lies_in(item.location_dest_id, dest)
        elif step == 'ship':
            lawful = self._lies_in(item.location_id, source) and item.location_dest_id == rest
        else:
            lawful = self._lies_in(item.location_id, source) and self._lies_in(item.location_dest_id, source)
        if not lawful:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s takes %(product)s from %(sender)s to %(dest)s, by way of %(rest)s; this operation "
                    "moves it from %(place)s to %(place_to)s. Put the places right.",
                    transfer=transfer.name,
                    product=line.product_id.display_name,
                    sender=source.name,
                    dest=dest.name,
                    rest=(entrance if step == 'receive' else rest).display_name,
                    place=item.location_id.display_name,
                    place_to=item.location_dest_id.display_name,
                )
            )

    def _lies_in(self, place, store):
        """Whether a location is an internal one of the store or of its warehouse."""
        inside = store.warehouse_id.view_location_id
        return place.usage == 'internal' and (
            place.store_id == store or bool(inside and place.parent_path.startswith(inside.parent_path))
        )

    def _check_owners(self, line, items):
        """:raises TransferRefused: when goods of another owner would leave for another company"""
        transfer = line.transfer_id
        foreign = items.filtered(lambda item: item.owner_id and item.move_id.transfer_step == 'ship')
        if foreign and transfer.is_between_companies:
            raise TransferRefused(
                self.env._(
                    "%(product)s of transfer %(transfer)s belongs to %(owner)s. %(company)s cannot pass on to %(other)s what is "
                    "not its own: ship goods without an owner, or take them over from the owner first.",
                    product=line.product_id.display_name,
                    transfer=transfer.name,
                    owner=foreign[0].owner_id.display_name,
                    company=transfer.source_company_id.name,
                    other=transfer.dest_company_id.name,
                )
            )

    def _check_came(self, line, items):
        """:raises TransferRefused: when a return has lots or owners that were not received by its transfer"""
        transfer, product = line.transfer_id, line.product_id
        origin = transfer._takes_back()
        leaving = items.filtered(lambda item: item.move_id.transfer_step in {'prepare', 'ship'}) if origin else ()
        if not leaving:
            return
        moved = [
            (
                item.move_id.transfer_step,
                origin._returned_piece(item.product_id, item.lot_id.id, item.owner_id.id),
                exact(item.quantity_product_uom),
            )
            for item in leaving
        ]
        left = origin._pieces_left(product, [(piece, quantity) for step, piece, quantity in moved if step == 'prepare'])
        for piece in dict.fromkeys(piece for _step, piece, _quantity in moved):
            if left.get(piece, law.ZERO) <= -exact(product.uom_id.rounding) / 2:
                wanted = sum(quantity for _step, other, quantity in moved if other == piece)
                raise TransferRefused(
                    self.env._(
                        "%(quantity)s of %(product)s %(piece)s cannot go back: %(there)s of it came by transfer %(origin)s and "
                        "has not gone back. Take what came, or send other goods by a transfer of their own.",
                        quantity=transfer._number(float(wanted)),
                        product=product.display_name,
                        piece=self._piece_name(piece),
                        there=transfer._number(float(max(law.ZERO, wanted + left[piece]))),
                        origin=origin.name,
                    )
                )

    def _words(self, line, breach):
        """Return the error message."""
        transfer, number = line.transfer_id, line.transfer_id._number
        of_line = {'product': line.product_id.display_name, 'transfer': transfer.name}
        wanted, possible = number(float(breach.wanted)), number(float(max(breach.possible, law.ZERO)))
        if breach.kind == law.WRONG_PRODUCT:
            return self.env._(
                "%(product)s is on its way in transfer %(transfer)s, and nothing in its place. Report what came instead in the "
                "transfer itself.",
                **of_line,
            )
        if breach.kind == law.TOO_MANY:
            return self.env._(
                "%(quantity)s of %(product)s cannot leave: transfer %(transfer)s has %(there)s approved. Set that quantity; "
                "request the rest in a new transfer.",
                quantity=wanted,
                there=possible,
                **of_line,
            )
        if breach.kind == law.UNCOUNTABLE:
            return self.env._(
                "%(quantity)s %(kept_in)s of %(product)s do not move: transfer %(transfer)s counts in %(unit)s, in which "
                "this would be %(there)s %(kept_in)s. Move a number it can count, such as whole %(unit)s; pieces are "
                "requested by a line in %(kept_in)s.",
                quantity=wanted,
                there=possible,
                kept_in=line.product_id.uom_id.name,
                unit=line.uom_id.name,
                **of_line,
            )
        if breach.kind == law.NOT_THERE:
            return self.env._(
                "%(quantity)s of %(product)s cannot be received: %(there)s is on the way in transfer "
                "%(transfer)s. Count the surplus in the transfer itself.",
                quantity=wanted,
                there=possible,
                **of_line,
            )
        if breach.kind == law.NEVER_LEFT:
            return self.env._(
                "%(quantity)s of %(product)s %(piece)s cannot be taken out of transfer %(transfer)s: %(there)s of it left. Name "
                "what left, or report what came instead.",
                quantity=wanted,
                there=possible,
                piece=self._piece_name(breach.piece),
                **of_line,
            )
        if breach.kind == law.LEFT_BEHIND:
            return self.env._(
                "What crossed into %(company)s in transfer %(transfer)s stays as it was received. Send %(product)s back by a "
                "return.",
                company=transfer.dest_company_id.name,
                **of_line,
            )
        return self.env._(
            "%(product)s has gone on in transfer %(transfer)s: it cannot be less, or something else, that left. Put right what "
            "was received first, or send it back by a return.",
            **of_line,
        )

    def _piece_name(self, piece):
        names = [
            self.env['stock.lot'].sudo().browse(piece.lot or []).name,
            self.env['stock.package'].sudo().browse(piece.box or []).name,
            self.env['res.partner'].sudo().browse(piece.owner or []).name,
        ]
        return ' / '.join(name for name in names if name) or self.env._("without lot, box and owner")

    # === WHAT IS NO STEP OF A TRANSFER ===

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
        between = self.env['store.transfer.ground'].sudo()._between()
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
