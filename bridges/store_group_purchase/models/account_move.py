# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """A vendor bill belongs to the store of its orders; a bill for several stores to headquarters."""

    _inherit = 'account.move'

    # === ACCOUNTING ===

    def _add_purchase_order_lines(self, purchase_order_lines):
        """Override of `purchase` to give a draft bill the store of its orders."""
        result = super()._add_purchase_order_lines(purchase_order_lines)
        stores = self._billed_stores()
        if len(stores) == 1 and self.state == 'draft' and self.store_id != stores:
            self.store_id = stores
        return result

    def _billed_stores(self):
        """Return the stores of the orders billed here."""
        return self.sudo().line_ids.purchase_line_id.order_id.store_id.with_env(self.env)

    def _driving_store(self, changed):
        """Override of `store_group`: the orders of a bill decide, not its journal."""
        return self.env['store.store'] if self._billed_stores() else super()._driving_store(changed)

    def _check_store_is_free(self, store_id):
        """:raises UserError: when the bill of one store's orders would move to another store"""
        super()._check_store_is_free(store_id)
        for move in self.filtered(lambda move: move.store_id.id != store_id):
            stores = move._billed_stores()
            if len(stores) == 1 and stores.id != store_id:
                raise UserError(
                    self.env._(
                        "%(bill)s bills order %(order)s of %(store)s and belongs to the same store.",
                        bill=move.display_name,
                        order=move.sudo().line_ids.purchase_line_id.order_id[0].name,
                        store=stores.name,
                    )
                )
