# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.intake.payload import status_of
from ....engine.intake.refunds import is_all
from ....exceptions import IntakeRefused


class StoreOrderProgress(models.AbstractModel):
    """A confirmed order that the channel called off is cancelled, or sells what is still wanted.

    What was invoiced counts net of its credit notes, what left net of what came back. An order of which something left
    and came back is not cancelled, it sells what left: cancelled, its return would count and its sale would not. What
    is credited in full was given up: it does not go out any more.
    """

    _inherit = 'store.order.progress'

    # === ORDERING ===

    @api.model
    def _call_off(self, order, payload):
        """Do what the channel says: cancel the sale order, or take what is not wanted off it.

        :raises IntakeRefused: when goods are away or more is invoiced than credited
        """
        match, = self.env['store.order.matcher']._match(order.channel_id, [payload], orders=order)
        sale = self._sale(order)
        if not match.draft:
            raise IntakeRefused(self.env._(
                "The new content of %(order)s cannot be read. Keep what we have, and change %(sale)s by hand.",
                order=order.external_id, sale=sale.name))
        if match.draft.status == 'cancelled' or is_all(match.draft):
            self._check_may_cancel(sale)
            if any(self._left(line) for line in self._goods(sale)):
                self._sell_what_left(sale)
            else:
                sale._action_cancel()
        else:
            self._take_off(sale, match)
            self._check_credited(sale)
        self.env['store.order.details']._keep([(sale, match)])

    @api.model
    def _is_called_off_late(self, order, payload):
        """Whether the quotation of this intake order is called off, and its channel said before that the goods left.

        A quotation that is called off goes at once; of this one somebody has to look for the goods.
        """
        return order.sale_order_id.state in ('draft', 'sent') and status_of(payload) == 'cancelled' and self._had_left(order)

    @api.model
    def _is_credited(self, sale):
        """Whether all that was invoiced of a confirmed order is credited again."""
        sale = sale.sudo()
        return sale.state == 'sale' and bool(self._posted(sale)) and not self._not_credited(sale)

    def _check_may_cancel(self, sale):
        """:raises IntakeRefused: naming the deliveries whose goods are away, and the invoices that are not credited"""
        documents = self._away(sale).mapped('name') + self._not_credited(sale).mapped('name')
        if documents:
            raise IntakeRefused(self.env._(
                "%(sale)s cannot be cancelled: %(documents)s. Return what left and credit what was invoiced, then take the new "
                "content.", sale=sale.name, documents=', '.join(documents[:5])))

    def _check_credited(self, sale):
        """:raises IntakeRefused: when more of an order is invoiced than it comes to, now that something was taken off it"""
        cents = sale.currency_id.rounding * len(sale.order_line)  # taxes of an invoice are rounded anew
        if sale.currency_id.compare_amounts(sale.amount_invoiced, sale.amount_total + cents) > 0:
            raise IntakeRefused(self.env._(
                "%(sale)s comes to %(total)s with the new content, and %(invoiced)s of it is invoiced: %(documents)s. Credit the "
                "difference, then take the new content.", sale=sale.name, total=sale.currency_id.format(sale.amount_total),
                invoiced=sale.currency_id.format(sale.amount_invoiced),
                documents=', '.join(self._posted(sale).mapped('name')[:5])))

    def _posted(self, sale):
        return sale.invoice_ids.filtered(lambda move: move.state == 'posted' and move.move_type == 'out_invoice')

    def _not_credited(self, sale):
        """Return the posted invoices of whose goods or money something is not credited."""
        lines = sale.order_line.filtered(
            lambda line: line.qty_invoiced_posted or not line.currency_id.is_zero(line.amount_invoiced))
        return (lines.invoice_lines.move_id & self._posted(sale)).filtered(lambda move: move.payment_state != 'reversed')

    def _away(self, sale):
        """Return the done deliveries of whose goods something is at the customer, or picked and not put back."""
        net = {}
        moves = sale.picking_ids.move_ids.filtered(lambda move: move.state == 'done')
        warehouse = sale.warehouse_id
        waiting = (warehouse.wh_output_stock_loc_id | warehouse.wh_pack_stock_loc_id) - warehouse.lot_stock_id
        for move in moves:
            ends = [place.usage == 'customer' or place in waiting for place in (move.location_id, move.location_dest_id)]
            quantity = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id, round=False)
            net[move.product_id] = net.get(move.product_id, 0.0) + quantity * (ends[1] - ends[0])
        return moves.filtered(lambda move: move.product_id.uom_id.compare(net[move.product_id], 0.0) > 0).picking_id

    def _goods(self, sale):
        return sale.order_line.filtered(lambda line: line.product_id.type == 'consu')

    def _sell_what_left(self, sale):
        """Let an order sell what left and came back; what did not leave, and services, are not sold any more."""
        goods = self._goods(sale)
        for line in sale.order_line.filtered(lambda line: not line.display_type):
            left = max(self._left(line), line.qty_delivered) if line in goods else 0.0
            if left < line.product_uom_qty:
                # without procurement: core would deliver again what came back; the price came with the order
                line.with_context(skip_procurement=True).write(
                    {'product_uom_qty': left, 'price_unit': line.price_unit, 'discount': line.discount})
        sale.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel')).action_cancel()
        # what left came back and counts itself, and the rest is not sold: no refund counts beside it
        self.env['store.order.refund'].search([('order_id', '=', sale.id)]).is_taken_off = True
