# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..people import elevation


class ResPartnerKept(models.Model):
    """A customer several stores sell to is archived by none of them: they would be gone from the lists of all."""

    _inherit = 'res.partner'

    # === CRUD ===

    def write(self, vals):
        """Refuse to archive whom documents of other stores name.

        :raises AccessError: for whoever is bound to stores
        """
        if not vals.get('active', True) and elevation.is_needed(self):
            active = self.filtered('active')
            if active and active._is_named_elsewhere():
                raise AccessError(self.env._(
                    "Documents of other stores name %(contacts)s. Ask headquarters to archive what stores share.",
                    contacts=', '.join(active.mapped('name'))))
        return super().write(vals)

    # === CUSTOMER ===

    def _is_named_elsewhere(self):
        """Whether a document that the current, bound user may not change names one of these contacts.

        Cost: up to one query for each model with a wall; contacts are archived one at a time.
        """
        links = self.env['store.links']
        for name, model in self.env.registry.items():
            columns = [field.name for field in model._fields.values()
                       if field.type == 'many2one' and field.store and field.comodel_name == 'res.partner']
            if not columns or model._abstract or model._transient or not model._auto:
                continue
            scope = links._scope(name)
            if scope is not None and self.env[name].sudo().with_context(active_test=False).search(
                    Domain.OR(Domain(column, 'in', self.ids) for column in columns) & ~scope, limit=1):
                return True
        return False
