# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import SUPERUSER_ID, Command, api, models

from ...exceptions import TransferRefused
from ..structure import elevation


class StoreTransferGround(models.AbstractModel):
    """Where goods of a transfer rest while they are on the way, whose they are there, and how they leave it.

    Within a company they rest in its own transit location, which is valued. Between companies they rest with the
    sender until received, or cross to nobody's inter-company location when shipped, as the lane says. A move that
    takes goods into the other company carries the value with which they left. Odoo 20 brings some of this itself;
    all of it that is ours stands here. Called elevated only.
    """

    _name = 'store.transfer.ground'
    _description = 'Goods on the Way'

    # === TRANSFER ===

    def _rest(self, transfer):
        """Return the location where shipped goods wait."""
        if transfer.is_between_companies and transfer.lane_id.ownership_point == 'ship':
            return self._between()
        return self._transit_of(transfer.source_company_id)

    def _entrance(self, transfer):
        """Return the location from which the destination takes goods in."""
        return self._between() if transfer.is_between_companies else self._rest(transfer)

    def _transit_of(self, company):
        """Return a company's own transit location, which Odoo creates archived."""
        company_sudo = company.sudo()
        if not company_sudo.internal_transit_location_id:
            company_sudo._create_transit_location()
        location = company_sudo.internal_transit_location_id
        if not location.active:
            location.active = True
        return location

    def _between(self):
        """Return the inter-company transit location, which belongs to nobody."""
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
        return transfer.dest_company_id if step == 'receive' else transfer.source_company_id

    def _ship_moves(self, lines):
        """Return the moves by which goods of these lines left, oldest first."""
        return self.env['stock.move'].sudo().search([
            ('transfer_line_id', 'in', lines.ids), ('transfer_step', '=', 'ship'), ('state', '=', 'done')], order='id')

    def _parts(self, transfer, wanted):
        """Return {line: [(part in its unit, move of the sender whose value it carries)]} that make `wanted` {line: quantity}.

        Only where goods cross when shipped is the move known beforehand: each shipment has its own value.
        """
        none = self.env['stock.move'].sudo()
        if self._rest(transfer) != self._between():
            return {line: [(quantity, none)] for line, quantity in wanted.items()}
        sent_moves = self._ship_moves(self.env['store.transfer.line'].union(*wanted))
        taken = defaultdict(float)  # in the product's unit
        for move in none.search([('transfer_out_move_id', 'in', sent_moves.ids), ('state', '!=', 'cancel')]):
            taken[move.transfer_out_move_id] += move.product_uom._compute_quantity(
                move.quantity if move.state == 'done' else move.product_uom_qty, move.product_id.uom_id, round=False)
        parts, sent_of = {}, sent_moves.grouped('transfer_line_id')
        for line, quantity in wanted.items():
            parts[line] = []
            for sent in sent_of.get(line, none):
                gone = sent.product_uom._compute_quantity(sent.quantity, sent.product_id.uom_id, round=False)
                part = min(sent.product_id.uom_id._compute_quantity(gone - taken[sent], line.uom_id, round=False), quantity)
                if part > 1e-6:
                    parts[line].append((part, sent))
                    quantity -= part
        return parts

    def _lots_left(self, transfer, lines, by_shipment=False):
        """Return {line: {(lot, box): quantity in the product's unit}} that left and was neither taken in nor is planned to be.

        :param bool by_shipment: by the move that left instead of by the line
        """
        left = defaultdict(lambda: defaultdict(float))
        for item in self._ship_moves(lines).move_line_ids:
            key = item.move_id if by_shipment else item.move_id.transfer_line_id
            left[key][item.lot_id, item.result_package_id] += item.quantity_product_uom
        here = self._rest(transfer)
        for move in self.env['stock.move'].sudo().search([
            ('transfer_line_id', 'in', lines.ids), ('state', '!=', 'cancel'), ('transfer_step', 'in', ['receive', 'settle']),
        ]):
            if move.transfer_step == 'receive' or move.location_id == here:
                for item in move.move_line_ids:
                    key = move.transfer_out_move_id if by_shipment else move.transfer_line_id
                    left[key][item.lot_id, item._transfer_box()] -= item.quantity_product_uom
        return left

    def _name_lots(self, transfer, moves):
        """Let the receipts in the other company expect the lots and boxes that left."""
        moves._do_unreserve()
        by_shipment = self._rest(transfer) == self._between()
        left_of = self._lots_left(transfer, moves.transfer_line_id, by_shipment)
        vals_list = []
        for move in moves:
            left = left_of[move.transfer_out_move_id if by_shipment else move.transfer_line_id]
            for (lot, box), quantity in self._share_lots(move.product_id, left, move.product_qty):
                left[lot, box] -= quantity
                vals_list.append({**move._prepare_move_line_vals(), 'lot_id': lot.id, 'quantity': quantity,
                                  'product_uom_id': move.product_id.uom_id.id, 'transfer_box_id': box.id,
                                  # a box in the sender's books cannot be named in ours
                                  'package_id': box.id if by_shipment else False})
        lots = self.env['stock.lot'].sudo().browse({vals['lot_id'] for vals in vals_list} - {False})
        lots.filtered('company_id').company_id = False  # a lot of one company cannot lie in another's store
        moves.env['stock.move.line'].create(vals_list)

    def _check_on_hand(self, moves):
        """Check that what is to leave is where it leaves from, for a reservation is a promise and no goods.

        :raises TransferRefused: naming what the books do not have there
        """
        wanted, there = defaultdict(float), defaultdict(float)
        for item in moves.move_line_ids.filtered('picked'):
            wanted[item.product_id, item.location_id, item.lot_id] += item.quantity_product_uom
        for product, location, lot, quantity in self.env['stock.quant'].sudo()._read_group(
            [('product_id', 'in', moves.product_id.ids), ('location_id', 'in', moves.move_line_ids.location_id.ids)],
            ['product_id', 'location_id', 'lot_id'], ['quantity:sum'],
        ):
            there[product, location, lot] += quantity
        none = self.env['stock.lot']
        short = [
            self.env._("%(product)s %(lot)s: %(wanted)s wanted, %(there)s in %(place)s", product=product.display_name,
                       lot=lot.name or '', wanted=quantity, there=there[product, place, lot], place=place.display_name)
            for (product, place, lot), quantity in wanted.items()
            if product.uom_id.compare(quantity, there[product, place, lot] + (there[product, place, none] if lot else 0.0)) > 0]
        if short:
            raise TransferRefused(self.env._(
                "By the books these goods are gone:\n%(short)s\nCount the stock there, then set what can be shipped.",
                short='\n'.join(f'- {item}' for item in short)))

    def _share_lots(self, product, left, quantity):
        """Return [((lot, box), quantity)] that make up `quantity` of the product's unit, as far as there are."""
        shares = []
        for piece, there in left.items():
            part = min(there, quantity)
            if product.uom_id.compare(part, 0.0) > 0:
                shares.append((piece, part))
                quantity -= part
        return shares

    @api.model
    def _hand_over(self, transfer, moves):
        """Where goods change the company on receipt: take them out of the sender's books, lot by lot, before."""
        if not transfer.is_between_companies or self._rest(transfer) == self._between():
            return
        loads = []
        for move in moves:
            lots = defaultdict(float)
            for item in move.move_line_ids.filtered('picked'):
                lots[item.lot_id, item.transfer_box_id] += item.quantity_product_uom
            loads.append((move.transfer_line_id, move.product_id, list(lots.items()), None))
        sent_moves = self._carry_all(
            loads, self._rest(transfer), self._between(), transfer.source_company_id, 'hand_over')
        for move, sent in zip(moves, sent_moves, strict=True):
            move.transfer_out_move_id = sent

    @api.model
    def _carry(self, line, product, lots, location, location_dest, company, step, out_move=None):
        """Move goods of one line at once, see `_carry_all`, and return the done move."""
        return self._carry_all([(line, product, lots, out_move)], location, location_dest, company, step)

    @api.model
    def _carry_all(self, loads, location, location_dest, company, step):
        """Move goods at once, without a picking, and return the done moves, one for each load.

        In a company the caller does not belong to the superuser acts: core values goods with the caller's own eyes.

        :param list loads: [(line, product, [((lot or none, box it is taken out of or none), quantity in the product's unit)],
            move whose value it takes in)]
        """
        home = company in self.env.user.sudo().company_ids
        Move = self.env['stock.move'].sudo() if home else self.env['stock.move'].with_user(SUPERUSER_ID)
        moves = Move.with_context(allowed_company_ids=company.ids, store_flow=elevation.OURS).create([{
            'product_id': product.id, 'product_uom': product.uom_id.id,
            'product_uom_qty': sum(quantity for _piece, quantity in lots), 'company_id': company.id,
            'location_id': location.id, 'location_dest_id': location_dest.id, 'location_final_id': location_dest.id,
            'origin': line.transfer_id.name, 'transfer_line_id': line.id, 'transfer_step': step,
            'transfer_out_move_id': out_move.id if out_move else False,
            'move_line_ids': [Command.create({
                'product_id': product.id, 'product_uom_id': product.uom_id.id, 'lot_id': lot.id, 'package_id': box.id,
                'quantity': quantity, 'location_id': location.id, 'location_dest_id': location_dest.id,
                'company_id': company.id,
            }) for (lot, box), quantity in lots],
        } for line, product, lots, out_move in loads])
        moves.picked = True
        charges = self.env['store.transfer.charge'].sudo()
        crossing = moves.with_env(self.env).filtered(lambda move: move.transfer_line_id.transfer_id.is_between_companies)
        charges._foresee(crossing)
        moves._action_done()
        charges._note_shipment(crossing)
        return moves.with_env(self.env)

    # === DECISIONS ===

    @api.model
    def _settle(self, discrepancy, outcome, company):
        """Take the goods of a difference out of transit, and return what left the books for good.

        :param str outcome: 'to_source', 'to_dest' or 'write_off'
        :param company: whose loss it is, for a write-off
        :returns: the moves that wrote something off
        """
        line, transfer = discrepancy.transfer_line_id, discrepancy.transfer_id
        quantity = line._in_product_unit(discrepancy.quantity)
        lots = self._share_lots(line.product_id, self._lots_left(transfer, line)[line], quantity)
        if line.product_id.uom_id.compare(sum(part for _piece, part in lots), quantity) < 0:
            raise TransferRefused(self.env._(
                "The goods of this difference are not in transit any more. Look at the stock moves of transfer %(transfer)s.",
                transfer=transfer.name))
        target = {'to_source': transfer.source_company_id, 'to_dest': transfer.dest_company_id}.get(outcome, company)
        place = {'to_source': transfer.source_store_id.warehouse_id.lot_stock_id,
                 'to_dest': transfer.dest_store_id.warehouse_id.lot_stock_id}.get(outcome)
        moves = self.env['stock.move']
        for part, sent in self._parts(transfer, {line: discrepancy.quantity})[line]:
            own, lots = self._take(lots, line._in_product_unit(part))
            moves |= self._bring(line, own, sent, target, place)
        return moves

    @api.model
    def _ship_more(self, line, product, quantity):
        """Book goods that arrived without having been shipped: out of the source, into the destination, at once.

        :param float quantity: in the product's unit
        :raises TransferRefused: when the source's books do not have them either
        """
        transfer = line.transfer_id
        shelf, target = (store.warehouse_id.lot_stock_id for store in (transfer.source_store_id, transfer.dest_store_id))
        free = defaultdict(float)
        for quant in self.env['stock.quant'].sudo()._gather(product, shelf):
            if quant.location_id == shelf:
                free[quant.lot_id, quant.package_id] += quant.quantity - quant.reserved_quantity
        lots = self._share_lots(product, free, quantity)
        if product.uom_id.compare(sum(part for _piece, part in lots), quantity) < 0:
            raise TransferRefused(self.env._(
                "By its books %(store)s never had these %(quantity)s of %(product)s. Let it count its stock first.",
                store=transfer.source_store_id.name, quantity=transfer._number(quantity), product=product.display_name))
        rest, companies = self._rest(transfer), (transfer.source_company_id, transfer.dest_company_id)
        sent = self._carry(line, product, lots, shelf, rest, companies[0], 'ship')
        lots = self._loose(lots)
        if rest != self._between() and transfer.is_between_companies:
            sent = self._carry(line, product, lots, rest, self._between(), companies[0], 'hand_over')
        self._carry(line, product, lots, self._entrance(transfer), target, companies[1], 'receive',
                    out_move=sent if transfer.is_between_companies else None)

    def _bring(self, line, lots, sent, target, place):
        """Bring goods from where they rest to a place of the target company, or to its losses where there is none."""
        product, here = line.product_id, self._rest(line.transfer_id)
        owner = line.transfer_id.source_company_id
        loss = product.with_company(target).property_stock_inventory
        if here != self._between() and target == owner:
            return self._carry(line, product, lots, here, place or loss, target, 'settle')
        if here != self._between():
            sent = self._carry(line, product, lots, here, self._between(), owner, 'settle')
            lots = self._loose(lots)
        inside = place or self._transit_of(target)
        move = self._carry(line, product, lots, self._between(), inside, target, 'settle', out_move=sent)
        return move if place else self._carry(line, product, self._loose(lots), inside, loss, target, 'settle')

    def _loose(self, lots):
        """Return the same goods out of their boxes."""
        return [((lot, box.browse()), quantity) for (lot, box), quantity in lots]

    def _take(self, lots, quantity):
        """Split [((lot, box), quantity)] into those that make `quantity` and the rest."""
        taken, rest = [], []
        for piece, there in lots:
            part = min(there, quantity)
            quantity -= part
            if part > 1e-6:
                taken.append((piece, part))
            if there - part > 1e-6:
                rest.append((piece, there - part))
        return taken, rest
