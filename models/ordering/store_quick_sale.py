# Part of store_group. License LGPL-3.
from odoo import Command, api, models
from odoo.exceptions import UserError

from ...engine import arguments
from ...exceptions import Refused
from ..people.door import MOST_LINES, door


class StoreQuickSale(models.AbstractModel):
    """A sale over the counter: an order of the walk-in customer at the shop's own price, whose goods leave at once.

    It is an ordinary sale order of the store, made, confirmed and delivered by its seller; it takes no payment.
    """

    _name = 'store.quick.sale'
    _description = 'Sale over the Counter'

    # === ORDERING ===

    @api.model
    @door(store=arguments.ident(), lines=arguments.rows(MOST_LINES, product=arguments.ident(), quantity=arguments.number()))
    def sell(self, store, lines):
        """Sell goods over the counter of one store.

        :param int store: id of the caller's store
        :param list lines: `[{"product": id, "quantity": number in the product's unit, greater than 0}]`; the price is the
            store's own
        :returns: `{"id", "name", "amount", "delivered", "message"}` of the order; delivered is False where the goods cannot
            leave without more being said, such as a lot: the delivery then waits under *To Ship*
        :raises AccessError: for a caller who does not sell in this store
        """
        own = self.env['store.store'].browse(store)
        own.check_access('read')
        self.env['sale.order'].check_access('create')
        if not lines or any(line['quantity'] <= 0 for line in lines):
            raise Refused(self.env._("A sale needs products and quantities above 0. Scan or type a product."))
        products = self.env['product.product'].browse([line['product'] for line in lines])
        if products.exists() != products:
            raise Refused(self.env._("A product of this sale does not exist any more. Look it up again."))
        order = self.env['sale.order'].create(
            {
                **own._order_defaults(),
                'partner_id': own._walk_in().id,
                'store_id': own.id,
                'order_line': [
                    Command.create({'product_id': line['product'], 'product_uom_qty': line['quantity']}) for line in lines
                ],
            }
        )
        order.action_confirm()
        problem = self._hand_over(order)
        message = self.env._(
            "%(order)s is sold: %(amount)s.", order=order.name, amount=order.currency_id.format(order.amount_total)
        )
        if problem:
            message = self.env._(
                "%(order)s is sold. Its delivery waits under To Ship: %(problem)s", order=order.name, problem=problem
            )
        return {
            'id': order.id,
            'name': order.name,
            'amount': order.amount_total,
            'delivered': not problem,
            'message': message,
            'warning': bool(problem),
        }

    def _waits(self, picking):
        return any(move.state not in ('done', 'cancel') for move in picking.move_ids.move_orig_ids)

    def _hand_over(self, order):
        """Deliver the goods of an order; return why they have not left, or ''."""
        try:
            with self.env.cr.savepoint():
                done = order.picking_ids.browse()
                while open_ones := order.picking_ids.filtered(
                    lambda item, done=done: item.state != 'cancel' and item not in done
                ):
                    picking = open_ones.sorted(lambda item: (self._waits(item), item.id))[0]  # its next step may be made by it
                    done |= picking
                    for move in picking.move_ids:
                        move.quantity = move.product_uom_qty
                        move.picked = True
                    picking.with_context(skip_backorder=True).button_validate()
                waiting = order.picking_ids.filtered(lambda picking: picking.state != 'done')
                if waiting:
                    raise Refused(self.env._("%(delivery)s asks for more.", delivery=', '.join(waiting.mapped('name'))))
        except UserError as error:
            self.env.invalidate_all()
            return error.args[0]
        return ''
