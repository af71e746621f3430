# Part of store_group. License LGPL-3.
from odoo import models
from odoo.models import fix_import_export_id_paths


class Base(models.AbstractModel):
    _inherit = 'base'

    def export_data(self, fields_to_export):
        """Override of `base`: bound users export what is masked from nobody, in stores where they may export."""
        user = self.env.user
        if not self.env.su and user._is_store_bound():
            store = self._fields.get('store_id')
            if store is not None and store.comodel_name == 'store.store' and self.sudo().store_id:
                user._check_store_can('export', self.sudo().store_id)
            for path in fields_to_export:
                model = self
                for name in fix_import_export_id_paths(path):
                    if hasattr(model, '_check_unmasked'):
                        model._check_unmasked([name])
                    field = model._fields.get(name)
                    if field is None or not field.relational:
                        break
                    model = self.env[field.comodel_name]
        return super().export_data(fields_to_export)
