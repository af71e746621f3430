# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, api, fields, models

from ...engine import quantities
from ...engine.quantities import ZERO, exact
from ...engine.transfer.lifecycle import UNDER_WAY
from ...exceptions import TransferRefused
from ..people import elevation

OPEN = ('state', 'not in', ['done', 'cancel'])


class StoreTransferGoods(models.AbstractModel):
    """Creates and processes the pickings of a transfer on both sides, in the right company.

    On approval the source gets its pickings (one per step of its warehouse) that end in transit; whenever
    goods leave, the destination gets a picking for exactly these goods. Whoever validates a picking, a user
    or an action of the transfer, has the same effect. Called elevated only; rights are not checked here.

    Cost: that of the moves; queries per transfer, not per line.
    """

    _name = 'store.transfer.goods'
    _description = 'Goods of a Transfer'

    # === SHIPPING ===

    @api.model
    def _plan_shipment(self, transfer):
        """Create and reserve the source's missing moves."""
        transfer, company = self._in_company(transfer, transfer.source_company_id)
        self._forget_unfed(transfer)
        planned = self._open_quantities(transfer.line_ids, 'ship')
        wanted = quantities.some({line: line._quantities().to_ship - exact(planned[line]) for line in transfer.line_ids})
        if not wanted:
            return
        self._check_period(company)
        if not transfer.reference_id:
            transfer.reference_id = self.env['stock.reference'].sudo().create({'name': transfer.name})
        steps, beside = self._steps_out(transfer), defaultdict(lambda: ZERO)
        for (place, product, *_piece), (quantity, _box) in self._lying(
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
        self._plan_shipment(transfer)
        lines = transfer.line_ids.browse(line.id for line in booked)
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
            lost._action_cancel()
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
                move._action_cancel()
            else:
                move.product_uom_qty -= missing

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
                    **self._move_vals(line, float(line._quantities().to_ship), entrance, self._first_stop(warehouse), 'expect'),
                    'location_final_id': warehouse.lot_stock_id.id,
                    'warehouse_id': warehouse.id,
                    'procure_method': 'make_to_order',
                    'state': 'waiting',
                }
                for line in transfer.line_ids - promised
                if quantities.is_some(line._quantities().to_ship)
            ]
        )

    def _promised(self, transfer):
        return (
            self.env['stock.move']
            .sudo()
            .with_context(allowed_company_ids=transfer.dest_company_id.ids)
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'expect')])
        )

    def _keep_promise(self, transfer):
        """Reduce expected moves by shipped goods, and restore them if a shipment is reduced."""
        gone = promised = self._promised(transfer)
        for move in promised:
            left = move.transfer_line_id._quantities().to_ship
            if quantities.is_some(left):
                gone -= move
                if move.product_uom.compare(move.product_uom_qty, float(left)):
                    move.product_uom_qty = float(left)
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
                move._action_cancel()
                continue
            if move.quantity > rest:
                self.env['store.transfer.boxes']._lower(move, rest)
            move.product_uom_qty = rest

    # === EITHER SIDE ===

    @api.model
    def _cancel_open(self, transfer):
        """Cancel the open shipping moves."""
        transfer, _company = self._in_company(transfer, transfer.source_company_id)
        moves = self._open_ways_out(transfer.line_ids)
        moves.with_context(allowed_company_ids=transfer.source_company_id.ids)._action_cancel()
        self._put_back(transfer)
        self._forget(self._promised(transfer))

    def _put_back(self, transfer):
        """Plan an operation that puts back picked goods that will not leave."""
        shelf = self._shelf(transfer.source_store_id)
        lying = self._lying(self._left_beside(transfer, shelf))
        picking_type = transfer.source_store_id.warehouse_id.int_type_id
        pickings = self.env['stock.picking']
        for place in self.env['stock.location'].union(*(key[0] for key in lying)):
            own = {key[1:]: quantity for key, quantity in lying.items() if key[0] == place}
            where = {'location_id': place.id, 'location_dest_id': shelf.id, 'company_id': transfer.source_company_id.id}
            picking = (
                self.env['stock.picking']
                .sudo()
                .with_context(allowed_company_ids=transfer.source_company_id.ids)
                .create(
                    {
                        **where,
                        'picking_type_id': picking_type.id,
                        'origin': transfer.name,
                        'move_ids': [
                            Command.create(
                                {
                                    **where,
                                    'product_id': product.id,
                                    'product_uom': product.uom_id.id,
                                    'origin': transfer.name,
                                    'product_uom_qty': sum(
                                        quantity for key, (quantity, _box) in own.items() if key[0] == product
                                    ),
                                    'transfer_step': 'put_back',
                                }
                            )
                            for product in self.env['product.product'].union(*(key[0] for key in own))
                        ],
                    }
                )
            )
            picking.move_ids._action_confirm(merge=False)
            picking.move_ids._do_unreserve()
            of_product = {move.product_id: move for move in picking.move_ids}
            picking.env['stock.move.line'].create(
                [
                    {
                        **of_product[product]._prepare_move_line_vals(),
                        'product_uom_id': product.uom_id.id,
                        'quantity': quantity,
                        'lot_id': lot.id,
                        'owner_id': owner.id,
                        'package_id': box.id,
                        'result_package_id': box_after.id,
                    }
                    for (product, lot, owner, box), (quantity, box_after) in own.items()
                ]
            )._apply_putaway_strategy()
            pickings |= picking
        if pickings:
            self.env['store.notice']._tell(
                transfer.source_store_id._people_who_may('ship'),
                transfer,
                self.env._(
                    "Put back what was picked for %(transfer)s: %(pickings)s",
                    transfer=transfer.name,
                    pickings=', '.join(pickings.mapped('name')),
                ),
            )

    def _left_beside(self, transfer, shelf):
        """Return {(place, product, lot, owner, box): quantity} this transfer has moved to output locations and left there."""
        lying = defaultdict(float)
        for item in (
            self.env['stock.move']
            .sudo()
            .search(
                [
                    ('transfer_line_id', 'in', transfer.line_ids.ids),
                    ('transfer_step', 'in', ['prepare', 'ship']),
                    ('state', '=', 'done'),
                    ('picking_id', '!=', False),
                ]
            )
            .move_line_ids
        ):
            for place, box, way in ((item.location_dest_id, item.result_package_id, 1), (item.location_id, item.package_id, -1)):
                lying[place, item.product_id, item.lot_id, item.owner_id, box] += way * item.quantity_product_uom
        return {
            key: quantity
            for key, quantity in lying.items()
            if key[0].usage == 'internal'
            and not key[0].parent_path.startswith(shelf.parent_path)
            and key[1].uom_id.compare(quantity, 0.0) > 0
        }

    def _lying(self, brought):
        """Return {(place, product, lot, owner, box): (quantity, current box)}: the part of `brought` still there and free.

        It may have been scrapped, counted away or carried back meanwhile, or be in another box; goods others have reserved
        do not count.
        """
        if not brought:
            return {}
        free, whole = {}, defaultdict(float)
        for *key, quantity, reserved in (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('location_id', 'in', [key[0].id for key in brought]), ('product_id', 'in', [key[1].id for key in brought])],
                ['location_id', 'product_id', 'lot_id', 'owner_id', 'package_id'],
                ['quantity:sum', 'reserved_quantity:sum'],
            )
        ):
            free[tuple(key)], whole[tuple(key)] = exact(quantity) - exact(reserved), quantity
        lying, brought = defaultdict(lambda: ZERO), {key: exact(quantity) for key, quantity in brought.items()}
        for is_same in (lambda key, other: key == other, lambda key, other: key[:-1] == other[:-1]):
            for key, wanted in brought.items():
                taken, brought[key] = quantities.take(
                    wanted, [(other, free[other]) for other in free if is_same(key, other)], exact(key[1].uom_id.rounding)
                )
                for other, part in taken:
                    lying[other] += part
                    free[other] -= part
        none = self.env['stock.package']
        return {
            key: (float(quantity), key[-1] if key[1].uom_id.compare(float(quantity), whole[key]) == 0 else none)
            for key, quantity in lying.items()
        }

    def _validate(self, transfer, moves, needs):
        """Validate `needs` {line: quantity} on these open moves of one step; the rest stays open.

        :raises TransferRefused: naming the lines for which too little is reserved
        """
        needs = quantities.some({line: exact(quantity) for line, quantity in needs.items()})
        if not needs:
            return
        for company in moves.company_id:
            self._check_period(company)
        # a user picked less on Odoo's screen: Odoo reserves nothing more for picked lines
        begun = moves.filtered(
            lambda move: move.picked
            and move.transfer_line_id in needs
            and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
        )
        begun.picked = False
        begun._recompute_state()
        moves.filtered(lambda move: move.state != 'assigned')._action_assign()
        of_line, takes, short = moves.grouped('transfer_line_id'), {}, []
        for line, quantity in needs.items():
            taken, left = quantities.take(
                quantity,
                [
                    (move, exact(move.product_uom._compute_quantity(move.quantity, line.uom_id, round=False)))
                    for move in of_line.get(line, moves.browse())
                ],
            )
            for move, part in taken:
                takes[move] = line.uom_id._compute_quantity(float(part), move.product_uom, round=False)
            if quantities.is_some(left, exact(line.uom_id.rounding)):
                short.append(
                    self.env._(
                        "%(product)s: %(wanted)s wanted, %(there)s reserved",
                        product=line.product_id.display_name,
                        wanted=transfer._number(float(quantity)),
                        there=transfer._number(float(quantity - left)),
                    )
                )
        if short:
            raise TransferRefused(
                self.env._(
                    "Not everything of transfer %(transfer)s is there:\n%(short)s\nSet less, or find the goods first.",
                    transfer=transfer.name,
                    short='\n'.join(f'- {item}' for item in short),
                )
            )
        chosen = moves.browse(move.id for move in takes)
        for move, quantity in takes.items():
            if move.product_uom.compare(move.quantity, quantity):
                self.env['store.transfer.boxes']._lower(move, quantity)
        (chosen.picking_id.move_ids - chosen).filtered('picked').picked = False
        chosen.picked = True
        chosen.picking_id.with_context(skip_backorder=True).button_validate()

    @api.model
    def _before_done(self, moves):
        """Check user and date, and hand goods over if they change the company on receipt.

        Quantities and places are checked by `store.transfer.law`.
        """
        done = moves.filtered(lambda move: move.picked and move.quantity)
        done.transfer_line_id.transfer_id._hold()
        for company in done.company_id:
            self._check_period(company)
        for transfer, own in done.grouped(lambda move: move.transfer_line_id.transfer_id).items():
            transfer = self._in_company(transfer, transfer.dest_company_id)[0]
            transfer._check_state_for(self.env._("shipped or received"), ('approved', *UNDER_WAY))
            arriving = own.filtered(lambda move: move.transfer_step == 'receive')
            if not arriving:
                continue
            transfer._check_four_eyes('receive', transfer.dest_store_id)
            self.env['store.transfer.ground'].sudo()._hand_over(transfer, arriving)
            if transfer.is_between_companies:
                self.env['store.transfer.charge'].sudo()._foresee(arriving)
                self.env['store.transfer.ground'].sudo()._first_cost(arriving)

    @api.model
    def _after_done(self, moves):
        """Update the destination and the transfer after goods left or arrived."""
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

    @api.model
    def _follow_correction(self, transfer):
        """After a lawful correction of done moves, update the plan to what is on the way now."""
        transfer, _company = self._in_company(transfer, transfer.dest_company_id)
        planned = self._open_quantities(transfer.line_ids, 'receive')
        moves = (
            self.env['stock.move']
            .sudo()
            .search([('transfer_line_id', 'in', transfer.line_ids.ids), ('transfer_step', '=', 'receive'), OPEN])
        )
        for line, own in moves.grouped('transfer_line_id').items():
            excess = exact(planned[line]) - exact(line.qty_in_transit)
            if quantities.is_some(excess):
                self._shrink(own, line, float(excess))
        self._plan_receipt(transfer)
        transfer._follow_goods()

    # === TOOLS ===

    @api.model
    def _check_period(self, company):
        """Refuse operations in a locked period; Odoo's own message does not name the company.

        :raises TransferRefused: naming the company whose books are locked
        """
        if self.env['ir.config_parameter'].sudo().get_param('stock_account.skip_lock_date_check'):
            return
        locks = company.sudo()._get_lock_date_violations(
            fields.Date.today(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True
        )
        if locks:
            raise TransferRefused(
                self.env._(
                    "The books of %(company)s are locked up to %(day)s, so no goods move there today. Ask its accountant to set "
                    "the lock date back, then try again.",
                    company=company.name,
                    day=max(day for day, _name in locks),
                )
            )

    def _in_company(self, transfer, company):
        """Return (transfer as superuser in one company, company)."""
        return elevation.lift(transfer, company), company

    def _shelf(self, store):
        return store.sudo().warehouse_id.lot_stock_id

    def _steps_out(self, transfer):
        """Return [(operation type, from, to, step)] of the outgoing steps of the source's warehouse."""
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
            'product_id': line.product_id.id,
            'product_uom': line.uom_id.id,
            'product_uom_qty': quantity,
            'location_id': location.id,
            'location_dest_id': location_dest.id,
            'location_final_id': location_dest.id,
            'company_id': self.env['store.transfer.ground'].sudo()._company_of(line.transfer_id, step).id,
            'origin': line.transfer_id.name,
            'transfer_line_id': line.id,
            'transfer_step': step,
        }

    def _open_quantities(self, lines, step):
        """Return {line: quantity in its unit} of the open moves of a step; 0 for none."""
        planned = defaultdict(float)
        for line, uom, quantity in (
            self.env['stock.move']
            .sudo()
            ._read_group(
                [('transfer_line_id', 'in', lines.ids), ('transfer_step', '=', step), OPEN],
                ['transfer_line_id', 'product_uom'],
                ['product_uom_qty:sum'],
            )
        ):
            planned[line.id] += uom._compute_quantity(quantity, line.uom_id, round=False)
        return {line: planned[line.id] for line in lines}

    def _reserved_quantities(self, lines, moves):
        """Return {line: quantity in its unit} reserved by these open moves."""
        reserved = dict.fromkeys(lines, 0.0)
        for move in moves:
            reserved[move.transfer_line_id] += move.product_uom._compute_quantity(
                move.quantity, move.transfer_line_id.uom_id, round=False
            )
        return reserved
