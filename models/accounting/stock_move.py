# Part of store_group. License LGPL-3.
from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    # === ACCOUNTING ===

    def _create_account_move(self):
        """Override of `stock_account` to book what goods are worth on the store the moves belong to.

        One entry per store where core makes one for all; without stores there is one, as ever.
        """
        entries = self.env['account.move']
        for store, moves in self.grouped('store_id').items():
            entries |= super(StockMove, moves.with_context(default_store_id=store.id))._create_account_move()
        return entries
