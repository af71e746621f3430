# Part of store_group. License LGPL-3.
from freezegun import freeze_time


class ReturnsCommon:
    """Orders that are delivered and brought back at moments of the past."""

    @classmethod
    def _ship(cls, picking, moment):
        with freeze_time(moment):
            picking.action_assign()
            picking.move_ids.picked = True
            picking.button_validate()

    @classmethod
    def _bring_back(cls, order, quantity, moment):
        """Deliver an order, and bring back so many of its only product at a naive UTC moment."""
        picking = order.picking_ids
        if picking.state != 'done':
            cls._ship(picking, moment)
        wizard = cls.env['stock.return.picking'].with_context(
            active_id=picking.id, active_model='stock.picking').create({'picking_id': picking.id})
        wizard.product_return_moves.quantity = quantity
        cls._ship(cls.env['stock.picking'].browse(wizard.action_create_returns()['res_id']), moment)
        cls.env.flush_all()
