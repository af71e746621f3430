# Part of store_group. License LGPL-3.
from odoo import models


class StoreStore(models.Model):
    """A store owns its tills and cannot close while they are open."""

    _inherit = 'store.store'

    # === HOOKS ===

    def _has_documents(self):
        """Override of `store_group` to count what was sold at tills."""
        return super()._has_documents() or bool(
            self.env['pos.session'].sudo().search_count([('store_id', '=', self.id)], limit=1)
        )

    def _closing_obstacles(self, warehouse_goes_on=False):
        """Override of `store_group`: a store with an open till cannot close."""
        return super()._closing_obstacles(warehouse_goes_on=warehouse_goes_on) + (self.env['store.closing.check']._of_tills(self))

    def _sleep_anchors(self):
        """Override of `store_group`: archive the tills first, because core refuses to archive a warehouse used by a till."""
        self.env['pos.config'].sudo().search([('store_id', 'in', self.ids)]).write({'active': False})
        return super(StoreStore, self.with_context(store_tills_sleep=True))._sleep_anchors()
