# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.quantities import exact, take
from ...exceptions import TransferRefused
from ...wording import number_text


class StoreServingLine(models.Model):
    """The quantity of one order line that another store sends."""

    _name = 'store.serving.line'
    _description = 'Goods Delivered by Another Store'
    _order = 'serving_id, id'
    _rec_name = 'product_id'

    serving_id = fields.Many2one('store.serving', required=True, index=True, ondelete='cascade')
    store_id = fields.Many2one(related='serving_id.store_id', store=True, precompute=True, index=True)
    serving_store_id = fields.Many2one(related='serving_id.serving_store_id', store=True, precompute=True, index=True)
    sale_line_id = fields.Many2one('sale.order.line', required=True, index=True, ondelete='cascade')
    product_id = fields.Many2one(related='sale_line_id.product_id', store=True, precompute=True)
    uom_id = fields.Many2one(related='product_id.uom_id', string="Unit")
    quantity = fields.Float(digits='Product Unit', required=True, help="In the product's own unit.")

    _positive = models.Constraint('CHECK (quantity > 0)', "The quantity to send must be greater than 0.")

    # === TRANSFER ===

    def _move_demand(self, warehouse_from, warehouse_to, as_far_as_there=False):
        """Move undelivered, unpicked quantities from one warehouse's delivery to another's.

        :param bool as_far_as_there: move what is left, if that is less
        :raises TransferRefused: when less is left
        """
        self.ensure_one()
        line = self.sale_line_id
        shelf = warehouse_from.lot_stock_id
        moves = line.move_ids.filtered(
            lambda move: move.state not in {'done', 'cancel'}
            and move.warehouse_id == warehouse_from
            and move.location_id.parent_path.startswith(shelf.parent_path)
            and not move.origin_returned_move_id
        )
        quantity = min(self.quantity, sum(moves.mapped('product_qty'))) if as_far_as_there else self.quantity
        taken, left = take(exact(quantity), [(move, exact(move.product_qty)) for move in moves.sorted('id', reverse=True)])
        for move, cut in taken:
            rest = move.product_uom_qty - move.product_id.uom_id._compute_quantity(float(cut), move.product_uom, round=False)
            if move.product_uom.is_zero(rest):
                move._action_cancel()
                continue
            move._do_unreserve()
            move.product_uom_qty = rest
            move._action_assign()
        if line.product_id.uom_id.compare(float(left), 0.0) > 0:
            raise TransferRefused(
                self.env._(
                    "%(warehouse)s now delivers less than %(quantity)s of %(product)s for order %(order)s. Request it again.",
                    warehouse=warehouse_from.name,
                    quantity=number_text(self.env, quantity),
                    product=line.product_id.display_name,
                    order=line.order_id.name,
                )
            )
        if quantity:
            self._deliver_from(warehouse_to, quantity)

    def _deliver_from(self, warehouse, quantity):
        line = self.sale_line_id
        values = {**line._prepare_procurement_values(), 'warehouse_id': warehouse}
        self.env['stock.rule'].run(line._create_procurements(quantity, line.product_id.uom_id, values))
        line.order_id.picking_ids.filtered(lambda picking: picking.state in {'draft', 'confirmed'}).action_confirm()

    def _sent(self):
        """Return the quantity, in the product's unit, that left for the customer; what earlier requests sent is theirs."""
        store, line = self.serving_store_id, self.sale_line_id
        moves = line.move_ids.filtered(
            lambda move: move.state == 'done'
            and move.warehouse_id == store.warehouse_id
            and move.location_dest_id.usage == 'customer'
            and not move.origin_returned_move_id
        )
        before = line.store_serving_line_ids.filtered(
            lambda item: item.serving_store_id == store and item.serving_id.state == 'sent' and item != self
        )
        left = sum(move.product_uom._compute_quantity(move.quantity, self.uom_id, round=False) for move in moves)
        return self.uom_id.round(min(self.quantity, max(0.0, left - sum(before.mapped('quantity')))))

    def _give_back_dropped(self, sent):
        """Let the selling store deliver what was agreed and not sent, as far as the order still asks for it.

        :param float sent: of `_sent`
        :returns: the quantity it has to deliver, in the product's unit
        """
        line, uom = self.sale_line_id, self.product_id.uom_id
        dropped = uom.round(self.quantity - sent)
        if sent:
            self.quantity = sent
        wanted = line.product_uom_id._compute_quantity(line.product_uom_qty - line._get_qty_procurement(), uom, round=False)
        back = uom.round(min(dropped, wanted))
        if uom.compare(back, 0.0) <= 0:
            return 0.0
        self._deliver_from(self.store_id.warehouse_id, back)
        return back
