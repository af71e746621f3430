# Part of store_group. License LGPL-3.
from odoo import Command, api, models

from ....engine import quantities
from ....engine.quantities import exact
from ....engine.transfer.lifecycle import UNDER_WAY
from ...people import elevation
from .goods import OPEN


class StoreTransferGoods(models.AbstractModel):
    """Receiving: what the destination expects before goods leave, and the picking for what is on the way."""

    _inherit = 'store.transfer.goods'

    # === SUPPLY ===

    @api.model
    def _promise(self, transfer):
        """Show approved goods that have not left in the destination's forecast and reordering rules.

        Moves of the step 'expect' do this: they belong to no operation, so users cannot process them, stay waiting and reserve
        nothing. Shipped goods are in a receipt instead.
        """
        transfer, company = self._in_company(transfer, transfer.dest_company_id)
        promised = self._promised(transfer).transfer_line_id
        warehouse = transfer.dest_store_id.warehouse_id
        entrance = self.env['store.transfer.ground'].sudo()._entrance(transfer)
        Move = self.env['stock.move'].sudo().with_context(allowed_company_ids=company.ids)
        Move.create(
            [
                {
                    **self._move_vals(line, float(line._quantities().to_come), entrance, self._first_stop(warehouse), 'expect'),
                    'location_final_id': warehouse.lot_stock_id.id,
                    'warehouse_id': warehouse.id,
                    'procure_method': 'make_to_order',
                    'state': 'waiting',
                }
                for line in transfer.line_ids - promised
                if quantities.is_some(line._quantities().to_come)
            ]
        )

    def _promised(self, transfer):
        return (
            self.env['stock.move']
            .sudo()
            .with_context(allowed_company_ids=transfer.dest_company_id.ids)
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'expect'), OPEN])
        )

    def _keep_promise(self, transfer):
        """Reduce expected moves by shipped goods, and restore them if a shipment is reduced."""
        gone = promised = self._promised(transfer)
        for move in promised:
            left = move.transfer_line_id._quantities().to_come
            if quantities.is_some(left):
                gone -= move
                if move.product_uom.compare(move.product_uom_qty, float(left)):
                    move.with_context(store_flow=elevation.OURS).product_uom_qty = float(left)
        self._forget(gone)
        if transfer.state in {'approved', *UNDER_WAY}:
            self._promise(transfer)

    def _forget(self, promised):
        promised.state = 'draft'
        promised.unlink()

    def _first_stop(self, warehouse):
        return warehouse.lot_stock_id if warehouse.reception_steps == 'one_step' else warehouse.wh_input_stock_loc_id

    # === RECEIVING ===

    @api.model
    def _plan_receipt(self, transfer):
        """Create the destination's picking for goods on the way without one, and set the lots in all of them."""
        transfer, company = self._in_company(transfer, transfer.dest_company_id)
        self._keep_promise(transfer)
        self._create_receipt(transfer, company)
        moves = (
            self.env['stock.move']
            .sudo()
            .with_context(allowed_company_ids=company.ids)
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN])
        )
        moves = moves.filtered(lambda move: move.state != 'assigned')
        moves._action_assign()

    def _create_receipt(self, transfer, company):
        planned = self._open_quantities(transfer.line_ids, 'receive')
        wanted = quantities.some({line: line._quantities().in_transit - exact(planned[line]) for line in transfer.line_ids})
        if not wanted:
            return
        self._check_period(company)
        picking_type = transfer.dest_store_id.warehouse_id.in_type_id
        shelf = self._shelf(transfer.dest_store_id)
        first_stop = self._first_stop(transfer.dest_store_id.warehouse_id)
        ground = self.env['store.transfer.ground'].sudo()
        entrance, before = ground._entrance(transfer), {}
        if not transfer.is_between_companies:
            before = ground._ship_moves(self.env['store.transfer.line'].union(*wanted)).grouped('transfer_line_id')
        vals_list = []
        for line, parts in ground._parts(transfer, wanted).items():
            for part, out_move in parts:
                vals_list.append(
                    {
                        **self._move_vals(line, float(part), entrance, first_stop, 'receive'),
                        'location_final_id': shelf.id,
                        'picking_type_id': picking_type.id,
                        'warehouse_id': picking_type.warehouse_id.id,
                        'transfer_out_move_id': out_move.id,
                        'reference_ids': [Command.link(transfer.reference_id.id)],
                        'move_orig_ids': [Command.link(move.id) for move in before.get(line, ())],
                    }
                )
        moves = elevation.lift(self.env['stock.move'], company).create(vals_list)
        moves._action_confirm(merge=False, create_proc=False)

    @api.model
    def _book_receipt(self, transfer, booked, missing_kind='lost'):
        """Book received goods, and create a difference for everything else.

        :param dict booked: {line: {'received', 'damaged', 'refused', 'lost', 'over': quantity to book}}
        :param str missing_kind: kind of the difference for missing goods: 'lost', or 'short' if never shipped
        """
        transfer, company = self._in_company(transfer, transfer.dest_company_id)
        booked = {transfer.line_ids.browse(line.id): found for line, found in booked.items()}
        self._plan_receipt(transfer)
        moves = (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN], order='id')
        )
        found = [
            {'transfer_line_id': line.id, 'kind': missing_kind if step == 'lost' else step, 'quantity': quantity}
            for line, steps in booked.items()
            for step, quantity in steps.items()
            if step != 'received' and quantity
        ]
        for line, steps in booked.items():
            cut = sum(steps.get(step, 0.0) for step in ('damaged', 'refused', 'lost'))
            if cut:
                self._check_period(company)
                self._shrink(moves.filtered(lambda move, line=line: move.transfer_line_id == line), line, cut)
        if found:
            self.env['store.transfer.discrepancy'].sudo()._open(found)
        self._validate(
            transfer, moves.filtered_domain([OPEN]), {line: steps.get('received', 0.0) for line, steps in booked.items()}
        )
        transfer._follow_goods()

    def _shrink(self, moves, line, quantity):
        """Reduce the open moves by `quantity` (in the line's unit), the last first."""
        taken, _left = quantities.take(
            exact(quantity),
            [
                (move, exact(move.product_uom._compute_quantity(move.product_uom_qty, line.uom_id, round=False)))
                for move in moves.sorted('id', reverse=True)
            ],
        )
        for move, part in taken:
            rest = float(
                exact(move.product_uom_qty) - exact(line.uom_id._compute_quantity(float(part), move.product_uom, round=False))
            )
            if move.product_uom.is_zero(rest):
                move.with_context(store_flow=elevation.OURS)._action_cancel()
                continue
            if move.quantity > rest:
                self.env['store.transfer.boxes']._lower(move, rest)
            move.with_context(store_flow=elevation.OURS).product_uom_qty = rest
