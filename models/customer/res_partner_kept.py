# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..people import elevation


class ResPartnerKept(models.Model):
    """Bound users cannot archive a customer of several stores, because it would disappear for all of them."""

    _inherit = 'res.partner'

    # === CRUD ===

    def write(self, vals):
        """Refuse to archive contacts used in documents of other stores.

        :raises AccessError: for users bound to stores
        """
        if not vals.get('active', True) and elevation.is_needed(self):
            active = self.filtered('active')
            if active and active._is_named_elsewhere():
                raise AccessError(
                    self.env._(
                        "Documents of other stores use %(contacts)s. Ask headquarters to archive shared contacts.",
                        contacts=', '.join(active.mapped('name')),
                    )
                )
        return super().write(vals)

    # === CUSTOMER ===

    def _is_named_elsewhere(self):
        """Whether a document outside the current, bound user's scope uses one of these contacts.

        Cost: up to one query per model with store rules; contacts are archived one at a time.
        """
        links = self.env['store.links']
        for name, model in self.env.registry.items():
            columns = [
                field.name
                for field in model._fields.values()
                if field.type == 'many2one' and field.store and field.comodel_name == 'res.partner'
            ]
            if not columns or model._abstract or model._transient or not model._auto:
                continue
            scope = links._scope(name)
            if scope is not None and self.env[name].sudo().with_context(active_test=False).search(
                Domain.OR(Domain(column, 'in', self.ids) for column in columns) & ~scope, limit=1
            ):
                return True
        return False
