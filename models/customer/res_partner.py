# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

from ..people import elevation

# Set by printing code. RPC cannot send an object, so callers cannot set it.
PRINTED = object()


class ResPartner(models.Model):
    """Addresses of customers are masked unless the role profile shows them. Name, city and orders are not masked.

    Documents core prints or mails still carry the address.
    """

    _inherit = 'res.partner'

    # === CUSTOMER ===

    def _store_unmasked(self):
        """Companies and internal users are not masked."""
        return (
            self.sudo()
            .filtered(lambda partner: partner.ref_company_ids or any(not user.share for user in partner.user_ids))
            .sudo(False)
        )

    @api.depends_context('uid', 'store_printed')
    def _compute_display_name(self):
        """Override of `base`: leave masked addresses out of the display name."""
        super()._compute_display_name()
        if any(self.env.context.get(key) for key in ('show_address', 'show_email', 'show_vat')) and self._hides_contacts():
            for partner in self - self._store_unmasked():
                partner.display_name = partner._get_complete_name().strip()

    @api.model
    def _search_display_name(self, operator, value):
        """Override of `base`: masked mail addresses cannot be searched."""
        if self._hides_contacts():
            return (
                ['|', ('complete_name', operator, value), ('ref', operator, value)]
                if (operator in ('ilike', '=ilike', 'like', '=like', 'in', '='))
                else [('complete_name', operator, value)]
            )
        return super()._search_display_name(operator, value)

    def _hides_contacts(self):
        # Checks the user even in elevated code: names are read as superuser.
        if self.env.context.get('store_printed') is PRINTED:
            return False
        return 'email' in self.env['store.mask']._unseen(self, elevated=True)

    def _build_vcard(self):
        """Override of `web`: a vcard has only what the user may read."""
        self.env['store.mask']._check(self, ['email', 'phone', 'street'], self)
        return super()._build_vcard()

    def _find_or_create_from_emails(self, emails, *args, no_create=False, **kwargs):
        """Override of `mail`: senders of mails are found by address even if addresses are masked.

        If no contact would be created, only internal users are returned, so that an address does not reveal a customer.
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
        """Override of `mail`: the chatter shows participants, with addresses only if not masked."""
        return self.env['store.mask']._repr(self, field_name, super()._field_store_repr(field_name))

    # === ACCOUNTS ===

    def signup_get_auth_param(self):
        """Override of `auth_signup`, which would give every user the signup token or the login of a customer."""
        if not self.env.su and self.env.user._is_store_bound():
            raise AccessError(
                self.env._(
                    "Only %(customer)s can open this account. Send the portal invitation (Action > Grant Portal Access).",
                    customer=self[:1].name,
                )
            )
        return super().signup_get_auth_param()
