# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, fields, models

from ....engine import quantities
from ....engine.quantities import exact
from ....engine.transfer.lifecycle import UNDER_WAY
from ....exceptions import TransferRefused
from ...people import elevation

OPEN = ('state', 'not in', ['done', 'cancel'])


class StoreTransferGoods(models.AbstractModel):
    """Creates and processes the pickings of a transfer on both sides, in the right company.

    On approval the source gets its pickings (one per step of its warehouse) that end in transit; whenever
    goods leave, the destination gets a picking for exactly these goods. Whoever validates a picking, a user
    or an action of the transfer, has the same effect. Called elevated only; rights are not checked here.

    Cost: that of the moves; queries per transfer, not per line.

    Its parts are in this folder: `shipping`, `receiving`, `cancelling`.
    """

    _name = 'store.transfer.goods'
    _description = 'Goods of a Transfer'

    # === EITHER SIDE ===

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
            steps, dropped = set(own.mapped('transfer_step')), {}
            if 'ship' in steps:
                transfer.shipper_ids |= self.env.user
                dropped = self._note_dropped(own.transfer_line_id)
            if 'receive' in steps:
                transfer.receiver_ids |= self.env.user
            self._plan_receipt(transfer)
            transfer._follow_goods()
            self._tell_dropped(transfer, dropped)
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
        end = self.env['store.transfer.ground'].sudo()._transit_location(transfer)
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
