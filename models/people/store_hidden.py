# Part of store_group. License LGPL-3.
from odoo import api, models


class StoreHidden(models.AbstractModel):
    """Fields that need a capability in at least one of the user's stores.

    Hidden fields are refused wherever somebody reads, writes, searches, groups, sorts or exports as themselves,
    in Python too: costs and margins, which core computes elevated. Fields that core must still read as the
    user are masked instead, by `store.mask`. Views leave out both. Nothing changes for other users.
    """

    _name = 'store.hidden'
    _description = 'Fields Behind a Capability'

    _store_hidden = {}  # {field: capability}

    # === STRUCTURE ===

    @api.model
    def _store_hides(self, name):
        """Whether the field is hidden from the current user."""
        capability = self._store_hidden.get(name)
        return bool(capability) and self._store_lacks(capability)

    @api.model
    def _store_lacks(self, capability):
        user = self.env.user
        return not self.env.su and user._is_store_bound() and not user._store_can(capability)

    def _has_field_access(self, field, operation):
        """Override of `base` to hide what the capability sheets hide."""
        if field.name in self._store_hidden and self._store_lacks(self._store_hidden[field.name]):
            return False
        return super()._has_field_access(field, operation)

    def _store_before_write(self, vals):
        """Fill the hook: what a product costs holds in every store, and to see it is not to set it."""
        super()._store_before_write(vals)
        links, field = self.env['store.links'], self._fields.get('standard_price')
        if 'standard_price' in vals and field and links._reach().stores is not None:
            value = field.convert_to_cache(vals['standard_price'], self)
            if any(record.standard_price != value for record in self.sudo()):
                links._refuse_setting(self, field)

    def copy_data(self, default=None):
        """Override of `base`: a copy does not carry a cost its author may not see."""
        unseen = {name for name in self._store_hidden if name in self._fields and self._store_hides(name)}
        if not unseen:
            return super().copy_data(default)
        given = dict(default or {})
        copies = super().copy_data({**dict.fromkeys(unseen, False), **given})
        return [
            values and {name: value for name, value in values.items() if name not in unseen or name in given} for values in copies
        ]
