# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreTransferGoods(models.AbstractModel):
    """Refuse shipping a product that became a kit after approval: Odoo would move its components instead."""

    _inherit = 'store.transfer.goods'

    # === TRANSFER ===

    @api.model
    def _before_done(self, moves):
        """Refuse kits, with the components to request instead, before Odoo explodes their moves."""
        leaving = moves.filtered(
            lambda move: move.picked and move.transfer_step in {'prepare', 'ship'} and move.product_id.is_kits
        )
        for transfer in leaving.transfer_line_id.transfer_id:
            self._check_may_leave(transfer)
        return super()._before_done(moves)
