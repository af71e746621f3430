# Part of store_group. License LGPL-3.
import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from ....exceptions import IntakeRefused

_logger = logging.getLogger(__name__)

STEPS = 6  # a warehouse has at most three; more for steps added by rules


class StoreOrderProgress(models.AbstractModel):
    """Books the delivery of an order the channel reports as shipped; what is missing becomes a question."""

    _inherit = 'store.order.progress'

    # === ORDERING ===

    def _ship(self, order, sale):
        """Book the delivery of an order the channel reports as shipped, or ask."""
        if sale.state != 'sale' or not self._open_lines(sale):
            return
        if not self._is_elsewhere(sale) and order.channel_id.shipped_before == 'ask':
            self._ask(order, 'shipped_there', sale.name)
            return
        self._book(order)

    @api.model
    def _book(self, order):
        """Book the delivery of a shipped order. Return whether it is done; a failure becomes a question."""
        sale = self._sale(order)
        if sale.state == 'cancel':
            raise IntakeRefused(
                self.env._(
                    "%(sale)s is cancelled, so nothing of it is booked. Set it back to a quotation first, or ignore the "
                    "question.",
                    sale=sale.name,
                )
            )
        try:
            with self.env.cr.savepoint():
                if sale.state in ('draft', 'sent'):
                    sale.action_confirm()
                # core would deliver returned goods again
                self._lines_to_deliver(sale).with_context(store_shipped_elsewhere=True)._action_launch_stock_rule()
                self._do_deliveries(sale)
                sale.env.flush_all()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            _logger.info("Order %s could not be booked as shipped", order.external_id, exc_info=True)
            self.env.invalidate_all()
            self._ask(order, 'shipped_short', str(error)[:500])
            return False
        order.issue_ids.filtered(
            lambda issue: issue.state == 'open' and issue.code in ('already_shipped', 'shipped_there', 'shipped_short')
        )._close('answered')
        return True

    def _do_deliveries(self, sale):
        """Validate all open pickings of the order, step by step.

        :raises IntakeRefused: when goods are missing
        """
        for _step in range(STEPS):
            pickings = sale.picking_ids.filtered(
                lambda picking: picking.state not in ('done', 'cancel') and picking.location_id.usage != 'customer'
            )  # no returns
            if not pickings:
                return
            pickings.action_assign()
            ready = pickings.filtered(lambda picking: picking.state == 'assigned')
            if not ready:
                break
            ready.move_ids.picked = True
            ready._action_done()
            sale.invalidate_recordset(['picking_ids'])
        missing = pickings.move_ids.filtered(lambda move: move.state not in ('done', 'cancel', 'assigned'))
        raise IntakeRefused(
            self.env._(
                "%(warehouse)s does not have %(products)s",
                warehouse=sale.warehouse_id.name,
                products=', '.join(missing.product_id.mapped('display_name')[:5]),
            )
        )

    def _is_elsewhere(self, sale):
        return bool(
            self.env['store.order.details']
            .sudo()
            .search_count([('order_id', '=', sale.id), ('shipped_by', '=', 'elsewhere')], limit=1)
        )

    def _open_lines(self, sale):
        """Return the lines of goods not completely shipped; returned goods count as shipped."""
        return sale.order_line.filtered(
            lambda line: line.product_id.type == 'consu' and max(self._left(line), line.qty_delivered) < line.product_uom_qty
        )

    def _left(self, line):
        """Return the shipped quantity of a line, in its unit."""
        moves = line.move_ids.filtered(lambda move: move.state != 'cancel')
        if all(move.product_id == line.product_id for move in moves):
            return self.env['store.order.refund']._moved(line)[0]
        leaving = moves.filtered(lambda move: move.location_dest_id.usage == 'customer')  # a kit leaves as its components
        return line.product_uom_qty if leaving and all(move.state == 'done' for move in leaving) else line.qty_delivered

    def _lines_to_deliver(self, sale):
        """Return the lines with unshipped quantities and no open delivery."""
        return self._open_lines(sale).filtered(
            lambda line: not line.move_ids.filtered(
                lambda move: move.state not in ('done', 'cancel') and move.location_id.usage != 'customer'
            )
        )
