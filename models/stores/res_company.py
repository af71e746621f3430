# Part of store_group. License LGPL-3.
from odoo import models


class ResCompany(models.Model):
    """The company of stores: whose zone documents without a store have, and what deliveries tell customers."""

    _inherit = 'res.company'

    # === STRUCTURE ===

    def _store_zone(self):
        """Return the name of this company's time zone: its address's, else that of most of its stores, else the user's."""
        self.ensure_one()
        zones = (
            self.env['store.store']
            .sudo()
            ._read_group(
                [('company_id', '=', self.id), ('state', '!=', 'closed')], ['tz'], ['__count'], order='__count DESC, tz', limit=1
            )
        )
        return self.sudo().partner_id.tz or next((zone for zone, _count in zones), False) or self.env.user.tz or 'UTC'

    def _settle_delivery_texts(self):
        """Send no text messages for deliveries until an administrator switches them on.

        Odoo's app for text messages switches them on for every company, and asks whoever validates the first
        delivery, a clerk with a customer waiting. This is its own answer "Disable SMS"; a company that has answered, and
        one that sent texts before it had a store, keeps its setting.
        """
        if 'has_received_warning_stock_sms' not in self._fields:
            return
        for company in self.sudo().filtered(lambda company: not company.has_received_warning_stock_sms):
            company.write({'has_received_warning_stock_sms': True, 'stock_text_confirmation': False})
