# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...people import elevation


class StoreStore(models.Model):
    """The customer of sales over the counter, who gives no name. Part of `store.store`."""

    _inherit = 'store.store'

    walk_in_id = fields.Many2one(
        'res.partner',
        string="Walk-in Customer",
        check_company=True,
        copy=False,
        ondelete='restrict',
        help="Customer of quick sales. Empty: one contact per company is made with the first of them.",
    )

    # === STRUCTURE ===

    def _walk_in(self):
        """Return the customer of quick sales of this store, elevated; one for the stores of a company."""
        self.ensure_one()
        store_sudo = self.sudo().with_context(active_test=False)
        if not store_sudo.walk_in_id:
            shared = store_sudo.search([('company_id', '=', self.company_id.id), ('walk_in_id', '!=', False)], limit=1).walk_in_id
            store_sudo.walk_in_id = shared or elevation.lift(self.env['res.partner']).create(
                {'name': self.env._("Walk-in Customer"), 'company_id': store_sudo.company_id.id}
            )
        return store_sudo.walk_in_id
