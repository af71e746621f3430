# Part of store_group. License LGPL-3.
from odoo import models


class StockMove(models.Model):
    """Goods of cancelled channel orders do not leave; returned goods settle refunds."""

    _inherit = 'stock.move'

    # === ORDERING ===

    def _before_store_done(self):
        """Override of `stores`: refuse to ship orders cancelled in the channel, for every user and screen."""
        leaving = self.filtered(  # moves back into stock are allowed
            lambda move: move.sale_line_id
            and move.state not in ('done', 'cancel')
            and not move.origin_returned_move_id
            and move.location_id.usage != 'customer'
        )
        if leaving:
            self.env['store.order.progress']._check_not_stopped(leaving.sale_line_id.order_id)
        return super()._before_store_done()

    def _after_store_done(self):
        """Override of `stores`: a return replaces the refund it settles."""
        back = self.filtered(lambda move: move.state == 'done' and move.sale_line_id and move.location_id.usage == 'customer')
        if back:
            self.env['store.order.refund'].sudo()._settle(back.sudo().sale_line_id)
        return super()._after_store_done()
