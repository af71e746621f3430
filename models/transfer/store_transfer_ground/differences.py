# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ....engine import quantities
from ....engine.quantities import ZERO, exact
from ....exceptions import TransferRefused
from .ground import Piece


class StoreTransferGround(models.AbstractModel):
    """What a decided difference moves: out of transit to either side, written off, or more than was sent."""

    _inherit = 'store.transfer.ground'

    # === TRANSFER ===

    @api.model
    def _settle(self, discrepancy, outcome, company):
        """Move the goods of a difference out of transit, and return the write-off moves.

        :param str outcome: 'to_source', 'to_dest' or 'write_off'
        :param company: the company that bears a write-off
        :returns: the moves that wrote something off
        """
        line, transfer = discrepancy.transfer_line_id, discrepancy.transfer_id
        by_shipment = self._transit_location(transfer) == self._intercompany_location()
        left_of = self._lots_left(transfer, line, by_shipment)
        target = {'to_source': transfer.source_company_id, 'to_dest': transfer.dest_company_id}.get(outcome, company)
        place = {
            'to_source': transfer.source_store_id.warehouse_id.lot_stock_id,
            'to_dest': transfer.dest_store_id.warehouse_id.lot_stock_id,
        }.get(outcome)
        moves, missing = self.env['stock.move'], line._in_product_unit(discrepancy.quantity)
        for part, sent in self._parts(transfer, {line: exact(discrepancy.quantity)})[line]:
            own = self._share_lots(line.product_id, left_of[sent if by_shipment else line], line._in_product_unit(float(part)))
            missing -= sum(quantity for _piece, quantity in own)
            for lots in self._same_cost(line, own):
                moves |= self._bring(line, lots, sent, target, place)
        if line.product_id.uom_id.compare(missing, 0.0) > 0:
            raise TransferRefused(
                self.env._(
                    "The goods of this difference are not in transit any more. Check the stock moves of transfer %(transfer)s.",
                    transfer=transfer.name,
                )
            )
        moves.transfer_discrepancy_id = discrepancy
        return moves

    @api.model
    def _ship_more(self, line, product, quantity):
        """Book surplus goods immediately: out of the source, into the destination.

        :param float quantity: in the product's unit
        :raises TransferRefused: when the source does not have them on hand
        """
        transfer = line.transfer_id
        self.env['store.availability'].sudo()._hold(transfer.source_store_id, product)  # nobody else takes them meanwhile
        goods = self.env['store.transfer.goods'].sudo()
        self._plan_less(goods, line, product.uom_id._compute_quantity(quantity, line.uom_id, round=False))
        shelf, target = (store.warehouse_id.lot_stock_id for store in (transfer.source_store_id, transfer.dest_store_id))
        free = defaultdict(lambda: defaultdict(float))  # locations may have sublocations
        for quant in self.env['stock.quant'].sudo()._gather(product, shelf):
            if not (quant.owner_id and transfer.is_between_companies):
                piece = Piece(quant.lot_id, quant.owner_id, quant.package_id)
                free[quant.location_id][piece] += quant.quantity - quant.reserved_quantity
        loads, missing = [], quantity
        for place in sorted(free, key=lambda place: (place != shelf, place.id)):
            lots = self._share_lots(product, free[place], missing)
            missing -= sum(part for _piece, part in lots)
            loads += [(place, own) for own in self._same_cost(line, lots) if own]
        if product.uom_id.compare(missing, 0.0) > 0:
            raise TransferRefused(
                self.env._(
                    "%(store)s has no %(quantity)s of %(product)s on hand to ship. Ask it to count its stock first.",
                    store=transfer.source_store_id.name,
                    quantity=transfer._number(quantity),
                    product=product.display_name,
                )
            )
        line.qty_approved = max(
            line.qty_approved, line.qty_shipped + product.uom_id._compute_quantity(quantity, line.uom_id, round=False)
        )  # agreeing to the surplus approves it
        rest, companies = self._transit_location(transfer), (transfer.source_company_id, transfer.dest_company_id)
        for place, lots in loads:
            sent = self._carry(line, product, lots, place, rest, companies[0], 'ship')
            lots = self._loose(lots)
            if rest != self._intercompany_location() and transfer.is_between_companies:
                sent = self._carry(line, product, lots, rest, self._intercompany_location(), companies[0], 'hand_over')
            self._carry(
                line,
                product,
                lots,
                self._entrance(transfer),
                target,
                companies[1],
                'receive',
                out_move=sent if transfer.is_between_companies else None,
            )
        goods._keep_promise(goods._in_company(transfer, companies[1])[0])

    def _plan_less(self, goods, line, quantity):
        """Remove a decided surplus from planned shipments, so that it is not shipped twice.

        :param float quantity: in the line's unit
        """
        transfer, _company = goods._in_company(line.transfer_id, line.source_company_id)
        left = max(ZERO, line._quantities().to_ship - exact(quantity))
        excess = exact(goods._open_quantities(line, 'ship')[line]) - left
        if quantities.is_some(excess):
            goods._shrink(goods._open_ways_out(line).filtered(lambda move: move.transfer_step == 'ship'), line, float(excess))
            goods._forget_unfed(transfer)

    def _bring(self, line, lots, sent, target, place):
        """Move goods from transit to a location of the target company, or to its loss location if none is given."""
        product, here = line.product_id, self._transit_location(line.transfer_id)
        owner = line.transfer_id.source_company_id
        loss = product.with_company(target).property_stock_inventory
        if here != self._intercompany_location() and target == owner:
            return self._carry(line, product, lots, here, place or loss, target, 'settle')
        if here != self._intercompany_location():
            sent = self._carry(line, product, lots, here, self._intercompany_location(), owner, 'settle')
            lots = self._loose(lots)
        inside = place or self._transit_of(target)
        move = self._carry(line, product, lots, self._intercompany_location(), inside, target, 'settle', out_move=sent)
        return move if place else self._carry(line, product, self._loose(lots), inside, loss, target, 'settle')

    def _loose(self, lots):
        """Return the same goods without boxes."""
        return [(piece._replace(box=piece.box.browse()), quantity) for piece, quantity in lots]
