# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

from ..people import elevation

# Fields printed on documents, and fields that would turn the contact into another one.
LETTERHEAD = frozenset(
    (
        'name',
        'street',
        'street2',
        'zip',
        'city',
        'state_id',
        'country_id',
        'phone',
        'email',
        'website',
        'vat',
        'company_registry',
        'image_1920',
        'active',
        'parent_id',
        'is_company',
        'company_id',
        'lang',
        'tz',
    )
)


class ResPartner(models.Model):
    """The contact of a company, a store or a warehouse is printed on documents of many stores; headquarters maintains it.

    The same holds for contacts of users: a new password is sent to the address on the contact.
    """

    _name = 'res.partner'
    _inherit = ['res.partner', 'store.company.check']

    def _store_before_write(self, vals):
        """Fill the hook: only headquarters changes name and address of companies, stores and warehouses."""
        super()._store_before_write(vals)
        changed = [
            name
            for name in LETTERHEAD & vals.keys()
            if any(
                self._fields[name].convert_to_cache(vals[name], self) != self._fields[name].convert_to_cache(partner[name], self)
                for partner in self.sudo()
            )
        ]
        if changed:
            self._check_no_sender()
            self._check_no_login('email' in changed)

    def unlink(self):
        """Override of `base`: bound users do not delete these contacts either.

        :raises AccessError: where one of these stands for a company, a store or a warehouse
        """
        if elevation.is_needed(self):
            self._check_no_sender()
        return super().unlink()

    def _check_no_sender(self):
        """:raises AccessError: where one of these stands for a company, a store or a warehouse"""
        found = self._stands_for()
        if found:
            raise AccessError(
                self.env._(
                    "%(contact)s is the contact of %(owner)s. Ask headquarters to change it.",
                    contact=found.partner_id.name,
                    owner=found.display_name,
                )
            )

    def _check_no_login(self, changes_address):
        """Whoever may write where a person's new password is sent logs in as that person.

        :param bool changes_address: whether the address for mails becomes another one
        :raises AccessError: where one of these is a colleague, or, with that, anybody who logs in
        """
        users = (
            self.env['res.users']
            .sudo()
            .with_context(active_test=False)
            .search([('partner_id', 'in', self.ids), ('id', '!=', self.env.uid)])
        )
        users = users.filtered(lambda user: changes_address or not user.share)
        if users:
            raise AccessError(
                self.env._(
                    "%(contact)s logs in here: headquarters changes how this person is called and reached.",
                    contact=users[0].partner_id.name,
                )
            )

    def _stands_for(self):
        """Return the first company, store or warehouse, elevated, with one of these as contact; None if there is none."""
        for model in ('res.company', 'store.store', 'stock.warehouse'):
            found = self.env[model].sudo().with_context(active_test=False).search([('partner_id', 'in', self.ids)], limit=1)
            if found:
                return found
        return None
