# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ...engine import quantities
from ...engine.transfer import boxes as packing


class StoreTransferBoxes(models.AbstractModel):
    """Boxes of transfers as Odoo packages. Called elevated only.

    Goods packed for a line are put into its boxes on shipping; a box received completely stays packed, goods
    received partially are unpacked. The context's `transfer_boxes` names the boxes being processed: their
    goods are used before others of the same line. Without boxes: one query per validation.
    """

    _name = 'store.transfer.boxes'
    _description = 'Boxes of a Transfer'

    # === TRANSFER ===

    @api.model
    def _before_done(self, moves):
        """Pack outgoing goods, and return {move line: box} of goods received in complete boxes."""
        done = moves.filtered(lambda move: move.picked and move.quantity)
        self._box_up(done.filtered(lambda move: move.transfer_step == 'ship'))
        arriving = done.filtered(lambda move: move.transfer_step == 'receive').move_line_ids.filtered('picked')
        boxed = arriving.filtered(lambda item: item._transfer_box())
        whole = self._whole(boxed)
        for item in boxed:
            if item.package_id and item.result_package_id == item.package_id and item.package_id not in whole:
                item.result_package_id = False
        return {item: item._transfer_box() for item in boxed if item._transfer_box() in whole}

    @api.model
    def _keep(self, whole):
        """Keep received goods in their boxes, which are in no other company's books any more."""
        boxes = self.env['stock.package'].union(*whole.values())
        for name in ('location_id', 'company_id'):  # core recomputes for new quants only, not for emptied ones
            self.env.add_to_compute(boxes._fields[name], boxes)
        for item, box in whole.items():
            if not item.result_package_id:
                item.result_package_id = box

    @api.model
    def _after_done(self, moves):
        """Record which goods left and arrived in which box."""
        self.env['store.transfer.box']._follow(moves.exists().transfer_line_id)

    @api.model
    def _lower(self, move, quantity):
        """Reduce reservations to `quantity` (in the move's unit), keeping those of the boxes being processed."""
        kept = set(self.env.context.get('transfer_boxes') or [])
        lines = move.move_line_ids.sorted('id')
        is_one_unit = all(item.product_uom_id == move.product_uom for item in lines)  # core would reduce by a dozen for one piece
        if is_one_unit and not (kept and any(item._transfer_box() for item in lines)):
            move.quantity = quantity
            return
        excess = move.product_uom._compute_quantity(move.quantity - quantity, move.product_id.uom_id, round=False)
        given = packing.give_up(
            [(item, item._transfer_box().id, self._exact(item.quantity_product_uom)) for item in lines], self._exact(excess), kept
        )
        for item, part in given.items():
            self._take_from(item, float(part))

    # === TOOLS ===

    def _box_up(self, moves):
        """Divide the reserved goods of each line among its boxes."""
        rows = self.env['store.transfer.box'].sudo().search([('transfer_line_id', 'in', moves.transfer_line_id.ids)])
        kept = set(self.env.context.get('transfer_boxes') or [])
        for line, waiting in rows.grouped('transfer_line_id').items():
            wanted = [
                (row.package_id, self._exact(line._in_product_unit(row.quantity - row.qty_shipped)))
                for row in waiting.sorted(lambda row: (row.package_id.id not in kept, row.id))
            ]
            pieces = [
                (item, self._exact(item.quantity_product_uom))
                for item in moves.filtered(lambda move, line=line: move.transfer_line_id == line).move_line_ids
                if item.picked
            ]
            parts = defaultdict(list)
            for item, box, quantity in packing.fill(pieces, wanted):
                parts[item].append((box, float(quantity)))
            for item, boxes in parts.items():
                self._divide(item, boxes)

    def _divide(self, item, boxes):
        """Split a move line into one for each (box, quantity)."""
        (first, _quantity), *others = boxes
        for box, quantity in others:
            self._take_from(item, quantity)
            item.copy(
                {
                    'quantity': item.product_id.uom_id._compute_quantity(quantity, item.product_uom_id, round=False),
                    'picked': True,
                    'result_package_id': box.id if box else False,
                }
            )
        if first:
            item.result_package_id = first

    def _take_from(self, item, quantity):
        """Reduce the reservation of a move line by `quantity` (in the product's unit)."""
        rest = item.quantity_product_uom - quantity
        if item.product_id.uom_id.is_zero(rest):
            item.unlink()
        else:
            item.quantity = item.product_id.uom_id._compute_quantity(rest, item.product_uom_id, round=False)

    def _whole(self, items):
        """Return the boxes whose complete content is in these move lines."""
        boxes = items.package_id | items.transfer_box_id
        taken = defaultdict(float)
        for item in items:
            taken[item._transfer_box()] += item.quantity_product_uom
        held = dict(
            self.env['stock.quant']
            .sudo()
            ._read_group([('package_id', 'in', boxes.ids), ('quantity', '>', 0)], ['package_id'], ['quantity:sum'])
        )
        return boxes.filtered(
            lambda box: quantities.exact(held.get(box), quantities.GRAIN) == quantities.exact(taken[box], quantities.GRAIN)
        )

    def _exact(self, quantity):
        return quantities.exact(quantity, 10 ** -self.env['decimal.precision'].precision_get('Product Unit'))
