# Part of store_group. License LGPL-3.
from collections import defaultdict
from typing import NamedTuple

from odoo import SUPERUSER_ID, Command, api, models

from ....engine import quantities
from ....engine.quantities import ZERO, exact
from ....exceptions import TransferRefused
from ...people import elevation


class Piece(NamedTuple):
    """The key of goods of a product in transit; each field a record or empty."""

    lot: models.BaseModel
    owner: models.BaseModel
    box: models.BaseModel


class StoreTransferGround(models.AbstractModel):
    """Location and owner of goods in transit, and how they get there and leave.

    Within a company they are in its own transit location, which is valued. Between companies they stay with the
    sender until received, or move to the shared inter-company location when shipped, as set on the lane. A move that
    brings goods into the other company carries the value with which they left. Odoo 20 has some of this itself;
    all our code for it is here. Called elevated only.

    Its parts are in this folder: `differences`, `costs`.
    """

    _name = 'store.transfer.ground'
    _description = 'Goods on the Way'

    # === TRANSFER ===

    def _transit_location(self, transfer):
        """Return the location of shipped goods."""
        if transfer.is_between_companies and transfer.lane_id.ownership_point == 'ship':
            return self._intercompany_location()
        return self._transit_of(transfer.source_company_id)

    def _entrance(self, transfer):
        """Return the location from which the destination receives goods."""
        return self._intercompany_location() if transfer.is_between_companies else self._transit_location(transfer)

    def _transit_of(self, company):
        """Return a company's own transit location; Odoo creates it archived."""
        company_sudo = company.sudo()
        if not company_sudo.internal_transit_location_id:
            company_sudo._create_transit_location()
        location = company_sudo.internal_transit_location_id
        if not location.active:
            location.active = True
        return location

    def _intercompany_location(self):
        """Return the inter-company transit location, which has no company."""
        location = self.env.ref('stock.stock_location_inter_company').sudo()
        if not location.active:
            location.active = True
        return location

    def _owner(self, transfer):
        """Return the company that owns goods on the way."""
        if transfer.is_between_companies and transfer.lane_id.ownership_point == 'ship':
            return transfer.dest_company_id
        return transfer.source_company_id

    def _company_of(self, transfer, step):
        return transfer.dest_company_id if step in {'receive', 'expect'} else transfer.source_company_id

    def _ship_moves(self, lines):
        """Return the shipping moves of these lines, oldest first."""
        return (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', lines.ids), ('transfer_step', '=', 'ship'), ('state', '=', 'done')], order='id')
        )

    def _parts(self, transfer, wanted):
        """Return {line: [(part in its unit, sender's move with its value)]} that add up to `wanted` {line: Decimal}.

        The move is known beforehand only if goods change company when shipped: each shipment has its own value.
        """
        none = self.env['stock.move'].sudo()
        if self._transit_location(transfer) != self._intercompany_location():
            return {line: [(quantity, none)] for line, quantity in wanted.items()}
        sent_moves = self._ship_moves(self.env['store.transfer.line'].union(*wanted))
        taken = defaultdict(lambda: ZERO)  # in the product's unit
        for move in none.search([('transfer_out_move_id', 'in', sent_moves.ids), ('state', '!=', 'cancel')]):
            taken[move.transfer_out_move_id] += exact(
                move.product_uom._compute_quantity(
                    move.quantity if move.state == 'done' else move.product_uom_qty, move.product_id.uom_id, round=False
                )
            )
        parts, sent_of = {}, sent_moves.grouped('transfer_line_id')
        for line, quantity in wanted.items():
            left = [
                (
                    sent,
                    exact(sent.product_uom._compute_quantity(sent.quantity, sent.product_id.uom_id, round=False)) - taken[sent],
                )
                for sent in sent_of.get(line, none)
            ]
            found, _missing = quantities.take(quantity, [(sent, exact(line._in_own_unit(float(rest)))) for sent, rest in left])
            parts[line] = [(part, sent) for sent, part in found]
        return parts

    def _lots_left(self, transfer, lines, by_shipment=False):
        """Return {line: {piece: quantity in the product's unit}} shipped and neither received nor in a receipt.

        :param bool by_shipment: by shipping move instead of by line
        """
        left = defaultdict(lambda: defaultdict(float))
        for item in self._ship_moves(lines).move_line_ids:
            key = item.move_id if by_shipment else item.move_id.transfer_line_id
            left[key][Piece(item.lot_id, item.owner_id, item.result_package_id)] += item.quantity_product_uom
        here = self._transit_location(transfer)
        for move in (
            self.env['stock.move']
            .sudo()
            .search(
                [('transfer_line_id', 'in', lines.ids), ('state', '!=', 'cancel'), ('transfer_step', 'in', ['receive', 'settle'])]
            )
        ):
            if move.transfer_step == 'receive' or move.location_id == here:
                for item in move.move_line_ids:
                    key = move.transfer_out_move_id if by_shipment else move.transfer_line_id
                    left[key][Piece(item.lot_id, item.owner_id, item._transfer_box())] -= item.quantity_product_uom
        return left

    def _name_lots(self, transfer, moves):
        """Set the shipped lots and boxes on the receipts in the other company."""
        moves._do_unreserve()
        by_shipment = self._transit_location(transfer) == self._intercompany_location()
        left_of = self._lots_left(transfer, moves.transfer_line_id, by_shipment)
        vals_list = []
        for move in moves:
            left = left_of[move.transfer_out_move_id if by_shipment else move.transfer_line_id]
            for piece, quantity in self._share_lots(move.product_id, left, move.product_qty):
                left[piece] -= quantity
                vals_list.append(
                    {
                        **move._prepare_move_line_vals(),
                        'lot_id': piece.lot.id,
                        'quantity': quantity,
                        'owner_id': piece.owner.id,
                        'product_uom_id': move.product_id.uom_id.id,
                        'transfer_box_id': piece.box.id,
                        # a box in the sender's books cannot be set in ours
                        'package_id': piece.box.id if by_shipment else False,
                    }
                )
        lots = self.env['stock.lot'].sudo().browse({vals['lot_id'] for vals in vals_list} - {False})
        self._make_common(lots)
        moves.env['stock.move.line'].create(vals_list)._apply_putaway_strategy()

    def _check_on_hand(self, moves):
        """Check that goods are on hand where they leave from; a reservation does not guarantee it.

        :raises TransferRefused: naming goods that are not on hand
        """
        wanted, on_hand = defaultdict(float), defaultdict(float)
        for item in moves.move_line_ids.filtered('picked'):
            wanted[item.product_id, item.location_id, Piece(item.lot_id, item.owner_id, item.package_id)] += (
                item.quantity_product_uom
            )
        for product, location, lot, owner, box, quantity in (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('product_id', 'in', moves.product_id.ids), ('location_id', 'in', moves.move_line_ids.location_id.ids)],
                ['product_id', 'location_id', 'lot_id', 'owner_id', 'package_id'],
                ['quantity:sum'],
            )
        ):
            on_hand[product, location, Piece(lot, owner, box)] += quantity
        none, short = self.env['stock.lot'], []
        for (product, place, piece), quantity in wanted.items():
            known = on_hand[product, place, piece]
            bare = on_hand[product, place, piece._replace(lot=none)] if piece.lot else 0.0
            if product.uom_id.compare(quantity, known + bare) > 0:
                short.append(
                    self.env._(
                        "%(product)s %(lot)s: %(wanted)s wanted, %(there)s in %(place)s",
                        product=product.display_name,
                        lot=' / '.join(record.display_name for record in piece if record),
                        wanted=quantity,
                        there=known,
                        place=place.display_name,
                    )
                )
        if short:
            raise TransferRefused(
                self.env._(
                    "By the books these goods are gone:\n%(short)s\nCount the stock there, then set what is there.",
                    short='\n'.join(f'- {item}' for item in short),
                )
            )

    def _share_lots(self, product, left, quantity):
        """Return [(piece, quantity)] that add up to `quantity` in the product's unit, as far as available."""
        shares, _missing = quantities.take(
            exact(quantity), [(piece, exact(rest)) for piece, rest in left.items()], exact(product.uom_id.rounding)
        )
        return [(piece, float(part)) for piece, part in shares]

    @api.model
    def _hand_over(self, transfer, moves):
        """If goods change the company on receipt, move them out of the sender's books first, piece by piece."""
        if not transfer.is_between_companies or self._transit_location(transfer) == self._intercompany_location():
            return
        loads = []
        for move in moves:
            lots = defaultdict(float)
            for item in move.move_line_ids.filtered('picked'):
                lots[Piece(item.lot_id, item.owner_id, item.transfer_box_id)] += item.quantity_product_uom
            loads.append((move.transfer_line_id, move.product_id, list(lots.items()), None))
        sent_moves = self._carry_all(
            loads, self._transit_location(transfer), self._intercompany_location(), transfer.source_company_id, 'hand_over'
        )
        for move, sent in zip(moves, sent_moves, strict=True):
            move.transfer_out_move_id = sent

    @api.model
    def _carry(self, line, product, lots, location, location_dest, company, step, out_move=None):
        """Move goods of one line immediately, see `_carry_all`, and return the done move."""
        return self._carry_all([(line, product, lots, out_move)], location, location_dest, company, step)

    @api.model
    def _carry_all(self, loads, location, location_dest, company, step):
        """Move goods immediately, without a picking, and return the done moves, one per load.

        Superuser in companies the caller does not belong to, because core values goods with the caller's rights.

        :param list loads: [(line, product, [(piece, quantity in the product's unit)], move whose value it carries)]
        :raises TransferRefused: when the books of the company are locked
        """
        self.env['store.transfer.goods'].sudo()._check_period(company)
        home = company in self.env.user.sudo().company_ids
        Move = self.env['stock.move'] if home else self.env['stock.move'].with_user(SUPERUSER_ID)
        moves = (
            elevation.lift(Move, company)
            .with_context(store_flow=elevation.OURS)
            .create(
                [
                    {
                        'product_id': product.id,
                        'product_uom': product.uom_id.id,
                        'product_uom_qty': sum(quantity for _piece, quantity in lots),
                        'company_id': company.id,
                        'location_id': location.id,
                        'location_dest_id': location_dest.id,
                        'location_final_id': location_dest.id,
                        'origin': line.transfer_id.name,
                        'transfer_line_id': line.id,
                        'transfer_step': step,
                        'transfer_out_move_id': out_move.id if out_move else False,
                        'move_line_ids': [
                            Command.create(
                                {
                                    'product_id': product.id,
                                    'product_uom_id': product.uom_id.id,
                                    'lot_id': piece.lot.id,
                                    'owner_id': piece.owner.id,
                                    'package_id': piece.box.id,
                                    'quantity': quantity,
                                    'location_id': location.id,
                                    'location_dest_id': location_dest.id,
                                    'company_id': company.id,
                                }
                            )
                            for piece, quantity in lots
                        ],
                    }
                    for line, product, lots, out_move in loads
                ]
            )
        )
        if any(load[0].transfer_id.is_between_companies for load in loads):
            self._make_common(moves.move_line_ids.lot_id)
        moves.picked = True
        if location_dest.usage == 'internal':
            moves.move_line_ids._apply_putaway_strategy()
        charges = self.env['store.transfer.charge'].sudo()
        crossing = moves.with_env(self.env).filtered(lambda move: move.transfer_line_id.transfer_id.is_between_companies)
        charges._foresee(crossing)
        self._first_cost(crossing)
        moves._action_done()
        charges._note_shipment(crossing)
        return moves.with_env(self.env)
