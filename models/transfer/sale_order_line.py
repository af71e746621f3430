# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...exceptions import TransferRefused


class SaleOrderLine(models.Model):
    """What a line waits for, and what other stores were asked to supply."""

    _inherit = 'sale.order.line'

    store_transfer_line_ids = fields.One2many('store.transfer.line', 'sale_line_id', groups='stock.group_stock_user')
    store_serving_line_ids = fields.One2many('store.serving.line', 'sale_line_id', groups='stock.group_stock_user')

    # === TRANSFER ===

    def _own_deliveries(self):
        """Return the open moves that deliver this line from the order's own store."""
        shelf = self.order_id.store_id.warehouse_id.lot_stock_id
        return self.move_ids.filtered(
            lambda move: move.state not in {'done', 'cancel'}
            and move.procure_method == 'make_to_stock'
            and move.location_id.parent_path.startswith(shelf.parent_path)
            and not move.origin_returned_move_id
        )

    def _waiting_quantity(self):
        """Return the quantity, in the product's unit, the own deliveries still wait for."""
        return sum(
            move.product_uom._compute_quantity(
                max(0.0, move.product_uom_qty - move.quantity), move.product_id.uom_id, round=False
            )
            for move in self._own_deliveries()
        )

    def _coming_quantity(self):
        """Return the quantity, in the product's unit, requested from other stores and neither delivered nor refused."""
        coming = sum(line._in_product_unit(line._coming()) for line in self.store_transfer_line_ids)
        return coming + sum(line.quantity for line in self.store_serving_line_ids if line.serving_id.state == 'asked')

    def _update_line_quantity(self, values):
        """Override of `sale`: reduce what other stores supply as well, or notify them.

        No message for each order of a channel that is added up: its number and what it brought are kept with it.
        """
        if self.env.su and self.env.context.get('store_adds_up'):
            return None
        for line in self.sudo():
            uom = line.product_id.uom_id
            less = (
                line.product_uom_id._compute_quantity(line.product_uom_qty - values['product_uom_qty'], uom, round=False)
                if line.product_id
                else 0.0
            )
            if less <= 0 or not (line.store_serving_line_ids or line.store_transfer_line_ids):
                continue
            own = sum(
                move.product_uom._compute_quantity(move.product_uom_qty, uom, round=False) for move in line._own_deliveries()
            )
            served = line.store_serving_line_ids.filtered(lambda item: item.serving_id.state in {'asked', 'agreed'})
            if served and uom.compare(less, own) > 0:
                raise TransferRefused(
                    self.env._(
                        "%(store)s sends %(product)s of order %(order)s. Withdraw that request first, then reduce the quantity.",
                        store=served.serving_id.serving_store_id[:1].name,
                        product=line.product_id.display_name,
                        order=line.order_id.name,
                    )
                )
            line.store_transfer_line_ids._customer_needs_less(values['product_uom_qty'])
        return super()._update_line_quantity(values)
