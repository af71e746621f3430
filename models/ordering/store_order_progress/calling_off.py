# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.intake.payload import status_of
from ....engine.intake.refunds import is_over
from ....exceptions import IntakeRefused


class StoreOrderProgress(models.AbstractModel):
    """Cancels or reduces a confirmed order that was cancelled in the channel.

    Invoiced amounts are net of credit notes, shipped quantities net of returns. If something left
    and came back, the order is not cancelled but reduced to what left; otherwise the return would count without a sale.
    A fully credited order is not shipped any more.
    """

    _inherit = 'store.order.progress'

    # === ORDERING ===

    @api.model
    def _call_off(self, order, payload):
        """Cancel the sale order, or remove the quantities cancelled in the channel.

        :raises IntakeRefused: when goods are at the customer or more is invoiced than credited
        """
        (match,) = self.env['store.order.matcher']._match(order.channel_id, [payload], orders=order)
        sale = self._sale(order)
        if not match.draft:
            raise IntakeRefused(
                self.env._(
                    "The new content of %(order)s cannot be read. Keep what we have, and change %(sale)s by hand.",
                    order=order.external_id,
                    sale=sale.name,
                )
            )
        if is_over(match.draft):
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
        """Whether this quotation is cancelled in the channel after it was reported as shipped.

        Other cancelled quotations are cancelled immediately; for this one a user must find the goods.
        """
        return order.sale_order_id.state in ('draft', 'sent') and status_of(payload) == 'cancelled' and self._had_left(order)

    @api.model
    def _is_credited(self, sale):
        """Whether everything invoiced of a confirmed order is credited."""
        sale = sale.sudo()
        return sale.state == 'sale' and bool(self._posted(sale)) and not self._not_credited(sale)

    def _check_may_cancel(self, sale):
        """:raises IntakeRefused: naming deliveries with goods at the customer, and uncredited invoices"""
        documents = self._away(sale).mapped('name') + self._not_credited(sale).mapped('name')
        if documents:
            raise IntakeRefused(
                self.env._(
                    "%(sale)s cannot be cancelled: %(documents)s. Return what left and credit what was invoiced, then take the "
                    "new content.",
                    sale=sale.name,
                    documents=', '.join(documents[:5]),
                )
            )

    def _check_credited(self, sale):
        """:raises IntakeRefused: when a reduced order is invoiced for more than its new total"""
        cents = sale.currency_id.rounding * len(sale.order_line)  # invoices round taxes separately
        if sale.currency_id.compare_amounts(sale.amount_invoiced, sale.amount_total + cents) > 0:
            raise IntakeRefused(
                self.env._(
                    "%(sale)s comes to %(total)s with the new content, and %(invoiced)s of it is invoiced: %(documents)s. Credit "
                    "the difference, then take the new content.",
                    sale=sale.name,
                    total=sale.currency_id.format(sale.amount_total),
                    invoiced=sale.currency_id.format(sale.amount_invoiced),
                    documents=', '.join(self._posted(sale).mapped('name')[:5]),
                )
            )

    def _posted(self, sale):
        return sale.invoice_ids.filtered(lambda move: move.state == 'posted' and move.move_type == 'out_invoice')

    def _not_credited(self, sale):
        """Return the posted invoices that are not fully credited."""
        lines = sale.order_line.filtered(
            lambda line: line.qty_invoiced_posted or not line.currency_id.is_zero(line.amount_invoiced)
        )
        return (lines.invoice_lines.move_id & self._posted(sale)).filtered(lambda move: move.payment_state != 'reversed')

    def _away(self, sale):
        """Return the done deliveries with goods at the customer, or picked and not put back."""
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
        """Reduce an order to the goods that left and came back; remove the rest and services."""
        goods = self._goods(sale)
        for line in sale.order_line.filtered(lambda line: not line.display_type):
            left = max(self._left(line), line.qty_delivered) if line in goods else 0.0
            if left < line.product_uom_qty:
                # without procurement, as core would deliver returned goods again; keep the order's price
                line.with_context(skip_procurement=True).write(
                    {'product_uom_qty': left, 'price_unit': line.price_unit, 'discount': line.discount}
                )
        sale.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel')).action_cancel()
        # returns count as such and the rest is not sold, so no refund counts in addition
        self.env['store.order.refund'].search([('order_id', '=', sale.id)]).is_taken_off = True
