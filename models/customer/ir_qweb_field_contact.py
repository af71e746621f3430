# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.http import request

from .res_partner import PRINTED


class IrQwebFieldContact(models.AbstractModel):
    _inherit = 'ir.qweb.field.contact'

    @api.model
    def value_to_html(self, value, options):
        """Override of `base`: printed documents show the customer's address, whatever the rights of the user.

        A portal page opened by a store's user is no print: it shows what the user may read.
        """
        if value and request and getattr(request, 'is_frontend', False):
            reader = value.with_user(request.env.user)  # pages are rendered as another user
            if reader._hides_contacts() and not reader._store_unmasked():
                wanted = options.get('fields') or ['name', 'address', 'phone', 'email']
                return super().value_to_html(
                    reader, {**options, 'fields': [name for name in wanted if name not in ('phone', 'email')]}
                )
        return super().value_to_html(value and value.with_context(store_printed=PRINTED), options)
