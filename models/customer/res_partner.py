# Part of store_group. License LGPL-3.
from odoo import api, models

# Told by code that prints, which no caller from outside can name: a context from outside holds plain data.
PRINTED = object()


class ResPartner(models.Model):
    """How to reach a customer is for those whose sheet says so. His name, city and orders are not hidden.

    What core itself writes still carries the address: a delivery slip, an invoice, a mail.
    """

    _name = 'res.partner'
    _inherit = ['res.partner', 'store.hidden']

    _store_masked = dict.fromkeys((
        'phone', 'phone_sanitized', 'email', 'email_formatted', 'email_normalized', 'street', 'street2', 'zip',
        'contact_address', 'contact_address_inline', 'contact_address_complete', 'website', 'vat',
        'partner_latitude', 'partner_longitude',
    ), 'see_customer_contacts')

    # === CUSTOMER ===

    def _store_unmasked(self):
        """The companies and the people who work there are no customers."""
        return self.sudo().filtered(
            lambda partner: partner.ref_company_ids or any(not user.share for user in partner.user_ids),
        ).sudo(False)

    @api.depends_context('uid', 'store_printed')
    def _compute_display_name(self):
        """Override of `base`: no address and no mail beside the name where they are masked."""
        super()._compute_display_name()
        if any(self.env.context.get(key) for key in ('show_address', 'show_email', 'show_vat')) and self._hides_contacts():
            for partner in self - self._store_unmasked():
                partner.display_name = partner._get_complete_name().strip()

    @api.model
    def _search_display_name(self, operator, value):
        """Override of `base`: who may not see a mail address does not find by it either."""
        if self._hides_contacts():
            return ['|', ('complete_name', operator, value), ('ref', operator, value)] if (
                operator in ('ilike', '=ilike', 'like', '=like', 'in', '=')) else [('complete_name', operator, value)]
        return super()._search_display_name(operator, value)

    def _hides_contacts(self):
        # Asked of the user, elevated or not: names are read as superuser.
        if self.env.context.get('store_printed') is PRINTED:
            return False
        user = self.env.user
        return user._is_store_bound() and not user._store_can('see_customer_contacts')
