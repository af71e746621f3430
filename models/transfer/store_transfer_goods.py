# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, api, models
from odoo.tools import float_compare

from ...engine.transfer.lifecycle import UNDER_WAY
from ...exceptions import TransferRefused

OPEN = ('state', 'not in', ['done', 'cancel'])


class StoreTransferGoods(models.AbstractModel):
    """How a transfer moves goods: by Odoo's pickings, on either side, in the right company.

    When it is approved the source gets its pickings (one per step of its warehouse) that end in transit; whenever
    goods leave, the destination gets the picking that takes exactly these in. Whoever validates a picking, a person
    or an act of the transfer, the same follows. Called elevated only; nothing here asks who may.

    Cost: the moves' own work; questions per transfer, not per line.
    """

    _name = 'store.transfer.goods'
    _description = 'Goods of a Transfer'

    # === SHIPPING ===

    @api.model
    def _plan_shipment(self, transfer):
        """Give the source what it is to ship and has no move for yet, and reserve it."""
        transfer, company = self._in_company(transfer, transfer.source_company_id)
        planned = self._open_quantities(transfer.line_ids, 'ship')
        wanted = {line: float(line._quantities().to_ship) - planned[line] for line in transfer.line_ids}
        wanted = {line: quantity for line, quantity in wanted.items() if quantity > 1e-6}
        if not wanted:
            return
        if not transfer.reference_id:
            transfer.reference_id = self.env['stock.reference'].sudo().create({'name': transfer.name})
        Move = self.env['stock.move'].sudo().with_context(allowed_company_ids=company.ids)
        moves, following = Move, {}
        for picking_type, location, location_dest, step in reversed(self._steps_out(transfer)):
            created = Move.create([{
                **self._move_vals(line, quantity, location, location_dest, step), 'picking_type_id': picking_type.id,
                'warehouse_id': picking_type.warehouse_id.id, 'reference_ids': [Command.link(transfer.reference_id.id)],
                'procure_method': 'make_to_stock' if location == self._shelf(transfer.source_store_id) else 'make_to_order',
                'move_dest_ids': [Command.link(following[line].id)] if line in following else [],
            } for line, quantity in wanted.items()])
            following = dict(zip(wanted, created, strict=True))
            moves |= created
        moves._action_confirm(merge=False, create_proc=False)
        self.env['stock.move'].sudo().browse(move.id for move in following.values()).filtered(
            lambda move: move.state in {'confirmed', 'partially_available'})._action_assign()

    @api.model
    def _book_shipment(self, transfer, booked):
        """Ship {line: quantity} through every step of the source's warehouse.

        :raises TransferRefused: naming what is not there to be shipped
        """
        transfer, _company = self._in_company(transfer, transfer.source_company_id)
        transfer._check_possible()
        self._plan_shipment(transfer)
        lines = transfer.line_ids.browse(line.id for line in booked)
        moves = self.env['stock.move'].sudo().search(
            [('transfer_line_id', 'in', lines.ids), ('transfer_step', 'in', ['prepare', 'ship'])], order='id')
        shipped = self._done_quantities(lines, moves.filtered(lambda move: move.transfer_step == 'ship'))
        for depth in (2, 1, 0):
            stage = moves.filtered(lambda move, depth=depth: self._depth(move) == depth)
            if not stage:
                continue
            passed = self._done_quantities(lines, stage)
            needs = {line: booked[line] - (passed[line] - shipped[line] if depth else 0.0) for line in lines}
            self._validate(transfer, stage.filtered_domain([OPEN]), needs)

    def _depth(self, move):
        """How many steps of the source's warehouse come after this one."""
        depth = 0
        while move.transfer_step == 'prepare' and move.move_dest_ids and depth < 2:
            depth, move = depth + 1, move.move_dest_ids[:1]
        return depth

    # === RECEIVING ===

    @api.model
    def _plan_receipt(self, transfer):
        """Give the destination a picking for what is on the way and has none yet, and name the lots in all of them."""
        transfer, company = self._in_company(transfer, transfer.dest_company_id)
        self._create_receipt(transfer, company)
        moves = self.env['stock.move'].sudo().with_context(allowed_company_ids=company.ids).search([
            ('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN])
        moves = moves.filtered(lambda move: move.state != 'assigned')
        if transfer.is_between_companies:
            self.env['store.transfer.ground'].sudo()._name_lots(transfer, moves)
        else:
            moves._action_assign()

    def _create_receipt(self, transfer, company):
        planned = self._open_quantities(transfer.line_ids, 'receive')
        wanted = {line: float(line._quantities().in_transit) - planned[line] for line in transfer.line_ids}
        wanted = {line: quantity for line, quantity in wanted.items() if quantity > 1e-6}
        if not wanted:
            return
        picking_type = transfer.dest_store_id.warehouse_id.in_type_id
        shelf = self._shelf(transfer.dest_store_id)
        first_stop = (shelf if transfer.dest_store_id.warehouse_id.reception_steps == 'one_step'
                      else transfer.dest_store_id.warehouse_id.wh_input_stock_loc_id)
        ground = self.env['store.transfer.ground'].sudo()
        entrance, before = ground._entrance(transfer), {}
        if not transfer.is_between_companies:
            before = ground._ship_moves(self.env['store.transfer.line'].union(*wanted)).grouped('transfer_line_id')
        vals_list = []
        for line, parts in ground._parts(transfer, wanted).items():
            for part, out_move in parts:
                vals_list.append({
                    **self._move_vals(line, part, entrance, first_stop, 'receive'),
                    'location_final_id': shelf.id, 'picking_type_id': picking_type.id,
                    'warehouse_id': picking_type.warehouse_id.id, 'transfer_out_move_id': out_move.id,
                    'reference_ids': [Command.link(transfer.reference_id.id)],
                    'move_orig_ids': [Command.link(move.id) for move in before.get(line, ())],
                })
        moves = self.env['stock.move'].sudo().with_context(allowed_company_ids=company.ids).create(vals_list)
        moves._action_confirm(merge=False, create_proc=False)
        if transfer.is_between_companies:
            moves._do_unreserve()  # core would take any goods there, and not those that left for here

    @api.model
    def _book_receipt(self, transfer, booked, missing_kind='lost'):
        """Take in what was received, and open a difference for everything else that was found.

        :param dict booked: {line: {'received', 'damaged', 'refused', 'lost', 'over': quantity to book}}
        :param str missing_kind: kind of the difference for what is lost: 'lost', or 'short' where it was not there
        """
        transfer, _company = self._in_company(transfer, transfer.dest_company_id)
        booked = {transfer.line_ids.browse(line.id): found for line, found in booked.items()}
        self._plan_receipt(transfer)
        moves = self.env['stock.move'].sudo().search(
            [('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN], order='id')
        found = [
            {'transfer_line_id': line.id, 'kind': missing_kind if step == 'lost' else step, 'quantity': quantity}
            for line, steps in booked.items() for step, quantity in steps.items() if step != 'received' and quantity]
        for line, steps in booked.items():
            cut = sum(steps.get(step, 0.0) for step in ('damaged', 'refused', 'lost'))
            if cut:
                self._shrink(moves.filtered(lambda move, line=line: move.transfer_line_id == line), line, cut)
        if found:
            self.env['store.transfer.discrepancy'].sudo()._open(found)
        needs = {line: steps.get('received', 0.0) for line, steps in booked.items()}
        self._validate(transfer, moves.filtered_domain([OPEN]), needs)
        transfer._follow_goods()

    def _shrink(self, moves, line, quantity):
        """Take `quantity` (in the line's unit) out of the open moves, the last first."""
        for move in moves.sorted('id', reverse=True):
            cut = min(line.uom_id._compute_quantity(quantity, move.product_uom, round=False), move.product_uom_qty)
            quantity -= move.product_uom._compute_quantity(cut, line.uom_id, round=False)
            rest = move.product_uom_qty - cut
            if move.product_uom.is_zero(rest):
                move._action_cancel()
            elif cut:
                if move.quantity > rest:
                    self.env['store.transfer.boxes']._lower(move, rest)
                move.product_uom_qty = rest

    # === EITHER SIDE ===

    @api.model
    def _cancel_open(self, transfer):
        """Cancel what was to be shipped and is not."""
        transfer, _company = self._in_company(transfer, transfer.source_company_id)
        moves = self.env['stock.move'].sudo().search([
            ('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', 'in', ['prepare', 'ship']), OPEN])
        moves.with_context(allowed_company_ids=transfer.source_company_id.ids)._action_cancel()

    def _validate(self, transfer, moves, needs):
        """Validate `needs` {line: quantity} of these open moves of one step; the rest stays open.

        :raises TransferRefused: naming the lines for which too little is reserved
        """
        needs = {line: quantity for line, quantity in needs.items() if quantity > 1e-6}
        if not needs:
            return
        moves.filtered(lambda move: move.state != 'assigned')._action_assign()
        of_line, takes, short = moves.grouped('transfer_line_id'), {}, []
        for line, quantity in needs.items():
            left = quantity
            for move in of_line.get(line, moves.browse()):
                reserved = move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False)
                part = min(left, reserved)
                if part > 1e-6:
                    takes[move] = line.uom_id._compute_quantity(part, move.product_uom, round=False)
                    left -= part
            if float_compare(left, 0.0, precision_rounding=line.uom_id.rounding) > 0:
                short.append(self.env._(
                    "%(product)s: %(wanted)s wanted, %(there)s reserved", product=line.product_id.display_name,
                    wanted=transfer._number(quantity), there=transfer._number(quantity - left)))
        if short:
            raise TransferRefused(self.env._(
                "Not everything of transfer %(transfer)s is there:\n%(short)s\nSet less, or find the goods first.",
                transfer=transfer.name, short='\n'.join(f'- {item}' for item in short)))
        chosen = moves.browse(move.id for move in takes)
        for move, quantity in takes.items():
            if move.product_uom.compare(move.quantity, quantity):
                self.env['store.transfer.boxes']._lower(move, quantity)
        (chosen.picking_id.move_ids - chosen).filtered('picked').picked = False
        chosen.picked = True
        chosen.picking_id.with_context(skip_backorder=True).button_validate()

    @api.model
    def _before_done(self, moves):
        """Refuse what the transfer forbids, and hand goods over where they change the company on receipt."""
        done = moves.filtered(lambda move: move.picked and move.quantity)
        done.transfer_line_id.transfer_id._hold()
        self.env['store.transfer.ground'].sudo()._check_on_hand(
            done.filtered(lambda move: move.transfer_step in {'prepare', 'ship'}))
        for transfer, own in done.grouped(lambda move: move.transfer_line_id.transfer_id).items():
            transfer = self._in_company(transfer, transfer.dest_company_id)[0]
            transfer._check_state_for(self.env._("shipped or received"), ('approved', *UNDER_WAY))
            arriving = own.filtered(lambda move: move.transfer_step == 'receive')
            if not arriving:
                continue
            transfer._check_four_eyes('receive', transfer.dest_store_id)
            for line, received in arriving.grouped('transfer_line_id').items():
                quantity = sum(move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False)
                               for move in received)
                if float_compare(quantity, line.qty_in_transit, precision_rounding=line.uom_id.rounding) > 0:
                    raise TransferRefused(self.env._(
                        "%(quantity)s of %(product)s cannot be received: %(there)s is on the way in transfer "
                        "%(transfer)s. Count the surplus in the transfer itself.",
                        quantity=transfer._number(quantity), product=line.product_id.display_name,
                        there=transfer._number(line.qty_in_transit), transfer=transfer.name))
            self.env['store.transfer.ground'].sudo()._hand_over(transfer, arriving)
            if transfer.is_between_companies:
                self.env['store.transfer.charge'].sudo()._foresee(arriving)

    @api.model
    def _after_done(self, moves):
        """Let the destination and the transfer know what left or arrived."""
        done = moves.exists().filtered(lambda move: move.state == 'done')
        for transfer, own in done.grouped(lambda move: move.transfer_line_id.transfer_id).items():
            steps = set(own.mapped('transfer_step'))
            if 'ship' in steps:
                transfer.shipper_ids |= self.env.user
            if 'receive' in steps:
                transfer.receiver_ids |= self.env.user
            self._plan_receipt(transfer)
            transfer._follow_goods()
            if transfer.is_between_companies:
                charges = self.env['store.transfer.charge'].sudo()
                charges._note_shipment(own)
                charges._bill(transfer)

    # === TOOLS ===

    def _in_company(self, transfer, company):
        """Return the transfer as superuser in one company, and that company."""
        return transfer.sudo().with_context(allowed_company_ids=company.ids), company

    def _shelf(self, store):
        return store.sudo().warehouse_id.lot_stock_id

    def _steps_out(self, transfer):
        """Return [(operation type, from, to, step)] of the way out of the source's warehouse."""
        warehouse = transfer.source_store_id.warehouse_id
        end = self.env['store.transfer.ground'].sudo()._rest(transfer)
        shelf, pack, output = warehouse.lot_stock_id, warehouse.wh_pack_stock_loc_id, warehouse.wh_output_stock_loc_id
        if warehouse.delivery_steps == 'ship_only':
            return [(warehouse.out_type_id, shelf, end, 'ship')]
        out = (warehouse.out_type_id, output, end, 'ship')
        if warehouse.delivery_steps == 'pick_ship':
            return [(warehouse.pick_type_id, shelf, output, 'prepare'), out]
        return [(warehouse.pick_type_id, shelf, pack, 'prepare'), (warehouse.pack_type_id, pack, output, 'prepare'), out]

    def _move_vals(self, line, quantity, location, location_dest, step):
        return {
            'product_id': line.product_id.id, 'product_uom': line.uom_id.id, 'product_uom_qty': quantity,
            'location_id': location.id, 'location_dest_id': location_dest.id, 'location_final_id': location_dest.id,
            'company_id': self.env['store.transfer.ground'].sudo()._company_of(line.transfer_id, step).id,
            'origin': line.transfer_id.name, 'transfer_line_id': line.id, 'transfer_step': step,
        }

    def _open_quantities(self, lines, step):
        """Return {line: quantity in its unit} that open moves of a step will still move; 0 for none."""
        planned = defaultdict(float)
        for line, uom, quantity in self.env['stock.move'].sudo()._read_group(
            [('transfer_line_id', 'in', lines.ids), ('transfer_step', '=', step), OPEN],
            ['transfer_line_id', 'product_uom'], ['product_uom_qty:sum'],
        ):
            planned[line.id] += uom._compute_quantity(quantity, line.uom_id, round=False)
        return {line: planned[line.id] for line in lines}

    def _done_quantities(self, lines, moves):
        """Return {line: quantity in its unit} that these moves have moved."""
        done = dict.fromkeys(lines, 0.0)
        for move in moves:
            if move.state == 'done':
                done[move.transfer_line_id] += move.product_uom._compute_quantity(
                    move.quantity, move.transfer_line_id.uom_id, round=False)
        return done
