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
    def _take_back(cls, picking, quantity, moment):
        """Return the done return of so many of a delivery's only product, at a naive UTC moment."""
        wizard = (
            cls.env['stock.return.picking']
            .with_context(active_id=picking.id, active_model='stock.picking')
            .create({'picking_id': picking.id})
        )
        wizard.product_return_moves.quantity = quantity
        back = cls.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
        cls._ship(back, moment)
        return back

    @classmethod
    def _bring_back(cls, order, quantity, moment):
        """Deliver an order, and bring back so many of its only product at a naive UTC moment."""
        picking = order.picking_ids
        if picking.state != 'done':
            cls._ship(picking, moment)
        cls._take_back(picking, quantity, moment)
        cls.env.flush_all()
