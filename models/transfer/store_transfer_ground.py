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

    def _ship_moves(self, line):
        return self.env['stock.move'].sudo().search([
            ('transfer_line_id', '=', line.id), ('transfer_step', '=', 'ship'), ('state', '=', 'done')], order='id')

    def _parts(self, line, quantity):
        """Return [(part in the line's unit, move of the sender whose value it carries)] that make `quantity`.

        Only where goods cross when shipped is the move known beforehand: each shipment has its own value.
        """
        none = self.env['stock.move']
        if self._rest(line.transfer_id) != self._between():
            return [(quantity, none)]
        parts = []
        for sent in self._ship_moves(line):
            taken = sum(move.product_uom._compute_quantity(
                move.quantity if move.state == 'done' else move.product_uom_qty, line.uom_id, round=False)
                for move in none.sudo().search([('transfer_out_move_id', '=', sent.id), ('state', '!=', 'cancel')]))
            free = sent.product_uom._compute_quantity(sent.quantity, line.uom_id, round=False) - taken
            part = min(free, quantity)
            if part > 1e-6:
                parts.append((part, sent))
                quantity -= part
        return parts

    def _lots_left(self, line, out_move=None):
        """Return {(lot, box): quantity in the product's unit} that left and was neither taken in nor is planned to be."""
        left = defaultdict(float)
        for sent in out_move or self._ship_moves(line):
            for item in sent.move_line_ids:
                left[item.lot_id, item.result_package_id] += item.quantity_product_uom
        domain = [('transfer_line_id', '=', line.id), ('state', '!=', 'cancel'),
                  ('transfer_step', 'in', ['receive', 'settle'])]
        if out_move:
            domain.append(('transfer_out_move_id', '=', out_move.id))
        for item in self.env['stock.move'].sudo().search(domain).move_line_ids:
            if item.move_id.transfer_step == 'receive' or item.move_id.location_id == self._rest(line.transfer_id):
                left[item.lot_id, item._transfer_box()] -= item.quantity_product_uom
        return {piece: quantity for piece, quantity in left.items() if quantity > 1e-6}

    def _name_lots(self, moves):
        """Let the receipts in the other company expect the lots and boxes that left."""
        moves._do_unreserve()
        for move in moves:
            nobodys = self._rest(move.transfer_line_id.transfer_id) == self._between()
            left = self._lots_left(move.transfer_line_id, move.transfer_out_move_id)
            lots = self.env['stock.lot'].union(*(lot for lot, _box in left))
            lots.filtered('company_id').company_id = False  # a lot of one company cannot lie in another's store
            move.move_line_ids = [
                Command.create({**move._prepare_move_line_vals(), 'lot_id': lot.id, 'quantity': quantity,
                                'product_uom_id': move.product_id.uom_id.id, 'transfer_box_id': box.id,
                                # a box in the sender's books cannot be named in ours
                                'package_id': box.id if nobodys else False})
                for (lot, box), quantity in self._share_lots(move.product_id, left, move.product_qty)]

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
        for move in moves:
            lots = defaultdict(float)
            for item in move.move_line_ids.filtered('picked'):
                lots[item.lot_id, item.transfer_box_id] += item.quantity_product_uom
            move.transfer_out_move_id = self._carry(
                move.transfer_line_id, move.product_id, list(lots.items()), self._rest(transfer), self._between(),
                transfer.source_company_id, 'hand_over')

    @api.model
    def _carry(self, line, product, lots, location, location_dest, company, step, out_move=None):
        """Move goods at once, without a picking, and return the done move.

        In a company the caller does not belong to the superuser acts: core values goods with the caller's own eyes.

        :param list lots: [((lot or none, box it is taken out of or none), quantity in the product's unit)]
        """
        home = company in self.env.user.sudo().company_ids
        Move = self.env['stock.move'].sudo() if home else self.env['stock.move'].with_user(SUPERUSER_ID)
        move = Move.with_context(allowed_company_ids=company.ids, store_flow=elevation.OURS).create({
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
        })
        move.picked = True
        charges = self.env['store.transfer.charge'].sudo()
        if line.transfer_id.is_between_companies:
            charges._foresee(move.with_env(self.env))
        move._action_done()
        if line.transfer_id.is_between_companies:
            charges._note_shipment(move.with_env(self.env))
        return move.with_env(self.env)

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
        lots = self._share_lots(line.product_id, self._lots_left(line), quantity)
        if line.product_id.uom_id.compare(sum(part for _piece, part in lots), quantity) < 0:
            raise TransferRefused(self.env._(
                "The goods of this difference are not in transit any more. Look at the stock moves of transfer %(transfer)s.",
                transfer=transfer.name))
        target = {'to_source': transfer.source_company_id, 'to_dest': transfer.dest_company_id}.get(outcome, company)
        place = {'to_source': transfer.source_store_id.warehouse_id.lot_stock_id,
                 'to_dest': transfer.dest_store_id.warehouse_id.lot_stock_id}.get(outcome)
        moves = self.env['stock.move']
        for part, sent in self._parts(line, discrepancy.quantity):
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
