# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation

# Told by code that prints, which no caller from outside can name: a context from outside holds plain data.
PRINTED = object()


class ResPartner(models.Model):
    """How to reach a customer is for those whose sheet says so. Their name, city and orders are not hidden.

    What core itself writes still carries the address: a delivery slip, an invoice, a mail.
    """

    _inherit = 'res.partner'

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
        return 'email' in self.env['store.mask']._unseen(self, elevated=True)

    def _build_vcard(self):
        """Override of `web`: a card tells what reading does."""
        self.env['store.mask']._check(self, ['email', 'phone', 'street'], self)
        return super()._build_vcard()

    def _find_or_create_from_emails(self, emails, *args, no_create=False, **kwargs):
        """Override of `mail`: who writes a mail is found by their address, also by who may not see addresses.

        Where nobody would be made, only colleagues are told: a stranger's address must not tell who they are.
        """
        if not self._hides_contacts():
            return super()._find_or_create_from_emails(emails, *args, no_create=no_create, **kwargs)
        found = super(ResPartner, elevation.lift(self))._find_or_create_from_emails(emails, *args, no_create=no_create, **kwargs)
        people = [self.browse(partner.id) if partner else self.browse() for partner in found]
        if no_create:
            told = self.union(*people)._store_unmasked()
            people = [partner if partner in told else self.browse() for partner in people]
        return people

    def _field_store_repr(self, field_name):
        """Override of `mail`: the chatter shows whoever takes part, and how to reach them where it is not masked."""
        return self.env['store.mask']._repr(self, field_name, super()._field_store_repr(field_name))

    # === ACCOUNTS ===

    def signup_get_auth_param(self):
        """Override of `auth_signup`, which hands every colleague the key to make, or the login of, a customer's account."""
        if not self.env.su and self.env.user._is_store_bound():
            raise AccessError(self.env._(
                "%(customer)s opens the account in person. Send the invitation of the portal (Action > Grant Portal Access).",
                customer=self[:1].name))
        return super().signup_get_auth_param()
