# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, api, models

from ....engine import quantities
from ....engine.quantities import ZERO, exact
from ...people import elevation
from .goods import OPEN


class StoreTransferGoods(models.AbstractModel):
    """Shipping: the pickings of the source, step by step of its warehouse, planned on approval and done when goods leave."""

    _inherit = 'store.transfer.goods'

    # === TRANSFER ===

    @api.model
    def _plan_shipment(self, transfer):
        """Create and reserve the source's missing moves."""
        transfer, company = self._in_company(transfer, transfer.source_company_id)
        self._forget_unfed(transfer)
        planned = self._open_quantities(transfer.line_ids, 'ship')
        wanted = quantities.some({line: line._quantities().to_come - exact(planned[line]) for line in transfer.line_ids})
        if not wanted:
            return
        self._check_period(company)
        if not transfer.reference_id:
            transfer.reference_id = self.env['stock.reference'].sudo().create({'name': transfer.name})
        steps, beside = self._steps_out(transfer), defaultdict(lambda: ZERO)
        for (place, product, *_piece), (quantity, _box) in self._still_free(
            self._left_beside(transfer, self._shelf(transfer.source_store_id))
        ).items():
            beside[place, product] += exact(quantity)
        for number in reversed(range(len(steps))):
            place, part = steps[number][1], wanted
            if number:  # picked goods whose next step was cancelled or corrected continue from their current location
                part = quantities.take_each(
                    {product: quantity for (where, product), quantity in beside.items() if where == place},
                    [(line, line.product_id, exact(line._in_product_unit(float(quantity)))) for line, quantity in wanted.items()],
                )
                part = {line: exact(line._in_own_unit(float(quantity))) for line, quantity in part.items()}
            part = quantities.some(part)
            self._plan_way(transfer, company, steps[number:], part)
            wanted = {line: quantity - part.get(line, ZERO) for line, quantity in wanted.items()}

    def _plan_way(self, transfer, company, steps, wanted):
        """Create the moves of {line: quantity} through these steps of the source's warehouse, and reserve the first."""
        if not wanted:
            return
        Move = elevation.lift(self.env['stock.move'], company)
        moves, following = Move, {}
        for picking_type, location, location_dest, step in reversed(steps):
            created = Move.create(
                [
                    {
                        **self._move_vals(line, float(quantity), location, location_dest, step),
                        'picking_type_id': picking_type.id,
                        'warehouse_id': picking_type.warehouse_id.id,
                        'reference_ids': [Command.link(transfer.reference_id.id)],
                        'procure_method': 'make_to_stock' if location == steps[0][1] else 'make_to_order',
                        'move_dest_ids': [Command.link(following[line].id)] if line in following else [],
                    }
                    for line, quantity in wanted.items()
                ]
            )
            following = dict(zip(wanted, created, strict=True))
            moves |= created
        moves._action_confirm(merge=False, create_proc=False)
        self.env['stock.move'].sudo().browse(move.id for move in following.values()).filtered(
            lambda move: move.state in {'confirmed', 'partially_available'}
        )._action_assign()

    @api.model
    def _check_may_leave(self, transfer):
        """:raises TransferRefused: with every reason why goods of a transfer cannot leave now"""
        self._in_company(transfer, transfer.source_company_id)[0]._check_possible(ships=True)

    @api.model
    def _book_shipment(self, transfer, booked):
        """Ship {line: quantity} through every step of the source's warehouse.

        :raises TransferRefused: naming goods that are missing
        """
        self._check_may_leave(transfer)
        transfer, _company = self._in_company(transfer, transfer.source_company_id)
        lines = transfer.line_ids.browse(line.id for line in booked)
        lines.qty_dropped = 0.0  # whoever ships it plans it again
        self._plan_shipment(transfer)
        moves = self._open_ways_out(lines)
        stages = moves.grouped(self._depth)
        for depth in (2, 1, 0):
            if depth not in stages:
                continue
            # goods at a later step already do not pass this one; more may have been done here and gone another way
            later = moves.filtered(lambda move, depth=depth: self._is_open(move) and self._depth(move) < depth)
            ready = self._reserved_quantities(lines, later)
            self._validate(transfer, stages[depth].filtered_domain([OPEN]), {line: booked[line] - ready[line] for line in lines})

    def _open_ways_out(self, lines):
        """Return the open outgoing moves of these lines, of any step of the source's warehouse."""
        return (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', lines.ids), ('transfer_step', 'in', ['prepare', 'ship']), OPEN], order='id')
        )

    def _is_open(self, move):
        return move.state not in {'done', 'cancel'}

    def _depth(self, move):
        """Return the number of steps of the source's warehouse after this one."""
        depth = 0
        while move.transfer_step == 'prepare' and depth < 2:
            depth, move = depth + 1, move.move_dest_ids.filtered(self._is_open)[:1]
        return depth

    def _forget_unfed(self, transfer):
        """Remove quantities from open moves that cannot happen any more, so that they are planned again.

        a. A step without a following one, because that was cancelled or reserved other goods.
        b. Demand of a later step that is neither at its location nor coming by an earlier step: less was picked,
           or picked goods were scrapped, counted away or carried back.
        """
        moves = self._open_ways_out(transfer.line_ids)
        shelf = self._shelf(transfer.source_store_id)
        while lost := moves.filtered(
            lambda move: self._is_open(move)
            and move.transfer_step == 'prepare'
            and not move.move_dest_ids.filtered(self._is_open)
        ):
            lost.with_context(store_flow=elevation.OURS)._action_cancel()
        later = moves.filtered(
            lambda move: self._is_open(move) and not move.location_id.parent_path.startswith(shelf.parent_path)
        )
        later.filtered(lambda move: move.state != 'assigned')._action_assign()
        coming = {}  # quantities open earlier moves will bring, in the product's unit; each counts once
        for move in later.sorted(lambda move: (move.transfer_step == 'ship', move.id)):
            befores = move.move_orig_ids.filtered(self._is_open)
            taken, left = quantities.take(
                exact(
                    move.product_uom._compute_quantity(
                        max(move.product_uom_qty - move.quantity, 0.0), move.product_id.uom_id, round=False
                    )
                ),
                [(before, coming.setdefault(before, exact(before.product_qty))) for before in befores],
            )
            for before, part in taken:
                coming[before] -= part
            missing = move.product_id.uom_id._compute_quantity(float(left), move.product_uom, round=False)
            if move.product_uom.compare(missing, 0.0) <= 0:
                continue
            if move.product_uom.compare(missing, move.product_uom_qty) >= 0:
                move.with_context(store_flow=elevation.OURS)._action_cancel()
            else:
                move.with_context(store_flow=elevation.OURS).product_uom_qty -= missing
