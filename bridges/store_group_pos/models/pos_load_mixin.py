# Part of store_group. License LGPL-3.
from odoo import api, models


class PosLoadMixin(models.AbstractModel):
    """The till loads a fixed list of fields; one hidden from the cashier must not make the whole model fail."""

    _inherit = 'pos.load.mixin'

    @api.model
    def _load_pos_data_read(self, records, config):
        """Override of `point_of_sale` to return fields hidden from a bound user as empty."""
        names = self._load_pos_data_fields(config) if config and self.env.user._is_store_bound() else []
        hidden = [name for name in names if self._is_hidden_at_tills(name)]
        if not hidden:
            return super()._load_pos_data_read(records, config)
        readable = [name for name in names if name not in hidden]
        rows = records._filtered_access('read').read(readable, load=False)
        empty = {name: 0 if self._fields[name].type in ('float', 'integer', 'monetary') else False for name in hidden}
        return [{**row, **empty} for row in rows]

    @api.model
    def _is_hidden_at_tills(self, name):
        """Whether the cashier lacks the group or the capability to read this field."""
        if not self._has_field_access(self._fields[name], 'read'):
            return True
        return self._store_masks(name) or hasattr(self, '_store_hides') and self._store_hides(name)
