# Part of store_group. License LGPL-3.
from collections import defaultdict
from decimal import Decimal

from odoo import models

from ....engine.transfer import law
from ....exceptions import TransferRefused
from ..sql import law as questions
from .law import exact


class StoreTransferLaw(models.AbstractModel):
    """Steps of transfers: places, quantities, lots and owners of what a move of a transfer moves."""

    _inherit = 'store.transfer.law'

    # === TRANSFER ===

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
                raise TransferRefused(self._refusal(line, breach))

    def _places(self, transfer):
        ground = self.env['store.transfer.ground'].sudo()
        return ground._transit_location(transfer), ground._intercompany_location()

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

    def _refusal(self, line, breach):
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
