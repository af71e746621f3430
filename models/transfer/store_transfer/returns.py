# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, models
from odoo.fields import Domain

from ....engine.quantities import exact, rounded, take_each
from ....engine.transfer import law
from ....exceptions import TransferRefused
from ..sql import law as questions


class StoreTransfer(models.Model):
    """Returns of a transfer: received goods go back, each piece once."""

    _inherit = 'store.transfer'

    # === ACTIONS ===

    def action_return(self):
        """Create and open a draft return of received goods; open an existing draft instead.

        What a closed store had bought goes back from the store that continues it, and to the one that continues the seller.
        """
        self.ensure_one()
        self.check_access('read')
        sender, receiver = self.dest_store_id._goes_on_as(), self.source_store_id._goes_on_as()
        self._check_side('ship', sender)
        elevated_sudo = self._elevated(sender)
        way_back = elevated_sudo.return_ids.filtered(lambda transfer: transfer.state == 'draft')[:1]
        if not way_back:
            lines = elevated_sudo._returnable()
            if not lines:
                raise TransferRefused(
                    self.env._(
                        "Nothing of transfer %(transfer)s can be returned: nothing was received, or it has been returned "
                        "already.",
                        transfer=elevated_sudo.name,
                    )
                )
            way_back = elevated_sudo.create(
                {
                    'source_store_id': sender.id,
                    'dest_store_id': receiver.id,
                    'kind': 'return',
                    'origin_id': self.id,
                    'requester_id': self.env.user.id,
                    'line_ids': [
                        Command.create({'product_id': line.product_id.id, 'uom_id': line.uom_id.id, 'qty_requested': quantity})
                        for line, quantity in lines.items()
                    ],
                }
            )
        return {'type': 'ir.actions.act_window', 'res_model': 'store.transfer', 'res_id': way_back.id, 'views': [(False, 'form')]}

    # === TRANSFER ===

    def _returnable(self):
        """Return {line: quantity in its unit} received and not in an open or finished return."""
        self.ensure_one()
        came = {line: exact(quantity) for line, quantity in self._come_by_line().items()}
        gone = take_each(
            {product: exact(quantity) for product, quantity in self._going_back().items()},
            [(line, line.product_id, quantity) for line, quantity in came.items()],
        )
        left = {}
        for line, quantity in came.items():
            kept_in = line.product_id.uom_id
            rest = rounded(quantity - gone[line], exact(kept_in.rounding))
            if rest > 0:
                left[line] = kept_in._compute_quantity(float(rest), line.uom_id, rounding_method='HALF-UP')
        return left

    def _going_back(self, but=None):
        """Return {product: quantity in its unit} in open or finished returns of this transfer.

        Goods refused there and sent home may be returned again.

        :param but: a return to leave out
        """
        taken = defaultdict(float)
        returns = self.return_ids.filtered(lambda transfer: transfer != but and transfer.state not in {'rejected', 'cancelled'})
        for line in returns.line_ids:
            quantity = {
                'draft': line.qty_requested,
                'submitted': max(line.qty_requested, line.qty_approved),
                'closed': line.qty_shipped,
            }.get(line.state, line.qty_approved)
            taken[line.product_id] += line._in_product_unit(quantity) - sum(
                line._in_product_unit(item.quantity)
                for item in line.discrepancy_ids
                if item.state == 'decided' and item.outcome == 'to_source'
            )
        return taken

    def _come_by_line(self):
        """Return {line: quantity in its product's unit} the destination received, including decided differences."""
        return {
            line: line._in_product_unit(line.qty_received)
            + sum(
                line._in_product_unit(item.quantity)
                for item in line.discrepancy_ids
                if item.state == 'decided' and item.outcome == 'to_dest'
            )
            for line in self.line_ids
        }

    def _come(self):
        """Return {product: quantity in its unit} the destination received by this transfer."""
        come = defaultdict(float)
        for line, quantity in self._come_by_line().items():
            come[line.product_id] += quantity
        return come

    def _problems_of_return(self):
        """Return problems if a return has more of a product than was received and not yet returned, or goes elsewhere.

        Between companies it takes back what one charged the other, so it goes from and to no third one.
        """
        origin, problems = self.origin_id, []
        if self.kind != 'return' or not origin:
            return problems
        if (self.source_company_id, self.dest_company_id) != (origin.dest_company_id, origin.source_company_id):
            problems.append(
                self.env._(
                    "Transfer %(transfer)s went from %(sender)s to %(receiver)s, so its return goes from a store of %(receiver)s "
                    "to one of %(sender)s. Choose such stores, or send these goods by a transfer of their own.",
                    transfer=origin.name,
                    sender=origin.source_company_id.name,
                    receiver=origin.dest_company_id.name,
                )
            )
        origin._hold()
        come, taken, asked = origin._come(), origin._going_back(but=self), defaultdict(float)
        for line in self.line_ids:
            asked[line.product_id] += line._in_product_unit(
                line.qty_requested if self.state in {'draft', 'rejected'} else line.qty_approved
            )
        for product, quantity in asked.items():
            left = max(0.0, come[product] - taken[product])
            if product.uom_id.compare(quantity, left) > 0:
                problems.append(
                    self.env._(
                        "%(quantity)s of %(product)s cannot go back: %(left)s of it came by transfer %(transfer)s and is not on "
                        "its way back yet. Send other goods by a transfer of their own.",
                        quantity=self._number(quantity),
                        product=product.display_name,
                        left=self._number(left),
                        transfer=origin.name,
                    )
                )
        return problems

    def _check_returned(self):
        """:raises TransferRefused: when a correction leaves less received than returned"""
        if not self.return_ids:
            return
        come, taken = self._come(), self._going_back()
        for product, quantity in taken.items():
            if product.uom_id.compare(quantity, come[product]) > 0:
                raise TransferRefused(
                    self.env._(
                        "%(quantity)s of %(product)s go back by returns of transfer %(transfer)s: not less came. Cancel the "
                        "return first.",
                        quantity=self._number(quantity),
                        product=product.display_name,
                        transfer=self.name,
                    )
                )

    # === WHICH PIECES ===

    def _takes_back(self):
        """Return the transfer this one is a return of, or none."""
        return self.sudo().origin_id if self.kind == 'return' else self.sudo().browse()

    def _pieces_left(self, product, taken=()):
        """Return {piece: quantity in the product's unit} received by this transfer and not returned.

        Goods refused on return and sent home count again. Goods received without a lot may be returned with a lot
        set since; without tracking lots are ignored.

        :param taken: [(piece, quantity)] taken in addition
        """
        transfer_sudo = self.sudo()
        own, back = (
            lines.filtered(lambda line: line.product_id == product)
            for lines in (transfer_sudo.line_ids, transfer_sudo.return_ids.line_ids)
        )
        judge, left = self.env['store.transfer.law'].sudo(), defaultdict(lambda: law.ZERO)
        for line, step, _place, place_to, _product, lot, owner, _box, _box_to, quantity in questions.moved(
            self.env, (own | back).ids
        ):
            home = step == 'settle' and judge._lies_in(judge.env['stock.location'].browse(place_to), transfer_sudo.dest_store_id)
            way = int(home) - int(step == 'ship') if line in back.ids else int(home or step == 'receive')
            left[self._returned_piece(product, lot, owner)] += way * exact(quantity)
        for piece, quantity in taken:
            left[piece] -= quantity
        return law.covered(left)

    def _pieces_free(self, product):
        """Return the same, minus reservations of open returns."""
        reserved_sudo = (
            self.env['stock.move.line']
            .sudo()
            .search(
                [
                    ('move_id.transfer_line_id', 'in', self.sudo().return_ids.line_ids.ids),
                    ('product_id', '=', product.id),
                    ('move_id.transfer_step', 'in', ['prepare', 'ship']),
                    ('state', 'not in', ['done', 'cancel']),
                ]
            )
        )
        return self._pieces_left(
            product,
            [
                (self._returned_piece(product, item.lot_id.id, item.owner_id.id), exact(item.quantity_product_uom))
                for item in reserved_sudo
            ],
        )

    def _returned_piece(self, product, lot, owner):
        return law.Piece(product.id, (lot or None) if product.tracking != 'none' else None, owner or None)

    def _pieces_domain(self, piece, pieces):
        """Return the domain of the quants matching one of these pieces; one without lot matches lots no other piece has."""
        lots = [other.lot for other in pieces if other.lot]
        return Domain('owner_id', '=', piece.owner or False) & (
            Domain('lot_id', '=', piece.lot) if piece.lot else Domain('lot_id', 'not in', lots)
        )

    def _returnable_free(self, product):
        """Return the unreserved quantity of received goods at the returning store."""
        pieces, total = self._takes_back()._pieces_free(product), law.ZERO
        for piece, quantity in pieces.items():
            if quantity > 0:
                [(on_hand, reserved)] = (
                    self.env['stock.quant']
                    .sudo()
                    ._read_group(
                        Domain('product_id', '=', product.id)
                        & self._pieces_domain(piece, pieces)
                        & Domain('location_id', 'child_of', self.source_store_id.warehouse_id.view_location_id.id),
                        [],
                        ['quantity:sum', 'reserved_quantity:sum'],
                    )
                )
                total += min(quantity, max(law.ZERO, exact(on_hand) - exact(reserved)))
        return float(total)
