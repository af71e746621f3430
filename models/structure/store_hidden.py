# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class StoreHidden(models.AbstractModel):
    """Fields a bound user reads only with a capability, in at least one of his stores.

    Hidden fields are refused wherever somebody reads, writes, searches, groups, sorts or exports as himself,
    in Python too: costs and margins, which core computes elevated. Masked fields are refused where a person or a
    program asks for them, while core's own work as the user reads on: an address is printed on the parcel.
    Views of such a user do not show either. Nothing changes for anybody else.
    """

    _name = 'store.hidden'
    _description = 'Fields Behind a Capability'

    _store_hidden = {}  # {field: capability}
    _store_masked = {}

    # === STRUCTURE ===

    @api.model
    def _store_hides(self, name):
        """Whether the field is hidden from, or masked for, the current user."""
        capability = self._store_hidden.get(name) or self._store_masked.get(name)
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

    def copy_data(self, default=None):
        """Override of `base`: a copy made by who may not see a cost begins without it."""
        unseen = {name for name in self._store_hidden if name in self._fields and self._store_hides(name)}
        if not unseen:
            return super().copy_data(default)
        given = dict(default or {})
        copies = super().copy_data({**dict.fromkeys(unseen, False), **given})
        return [values and {
            name: value for name, value in values.items() if name not in unseen or name in given} for values in copies]

    # === MASKED ===

    def _store_unmasked(self):
        """Return the records whose masked fields everybody may read."""
        return self.browse()

    def _check_unmasked(self, names, records=None):
        """:raises AccessError: naming the first of the fields that is masked for the user on one of the records"""
        if not self._store_masked or self.env.su:
            return
        masked = [name for name in names if name in self._store_masked and self._store_hides(name)]
        if masked and (records is None or records - records._store_unmasked()):
            field = self._fields[masked[0]]
            raise AccessError(self.env._(
                "%(user)s may not see %(field)s of %(model)s. Ask a headquarters administrator for a profile with "
                "\"%(capability)s\".",
                user=self.env.user.name, field=field._description_string(self.env),
                model=self.env['ir.model']._get(self._name).name,
                capability=self.env['store.role.profile']._fields[
                    self._store_masked[field.name]]._description_string(self.env),
            ))

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Override of `base`: what is masked is not offered to views, filters and exports."""
        described = super().fields_get(allfields, attributes)
        for name in self._store_masked:
            if name in described and self._store_hides(name):
                del described[name]
        return described

    def read(self, fields=None, load='_classic_read'):
        """Override of `base` to refuse masked fields."""
        if fields:
            self._check_unmasked(fields, self)
        return super().read(fields, load)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: a filter or an order tells what is masked as well as reading does."""
        if self._store_masked and not self.env.su and not kwargs.get('bypass_access'):
            self._check_unmasked([condition.field_expr.split('.')[0] for condition in Domain(domain).iter_conditions()])
            if order and order != self._order:
                self._check_unmasked([part.split()[0] for part in order.split(',') if part.strip()])
        return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base` to refuse masked fields."""
        self._check_unmasked([groupby_spec.split('.')[0].split(':')[0]])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to refuse masked fields."""
        self._check_unmasked([aggregate_spec.split(':')[0]])
        return super()._read_group_select(aggregate_spec, query)
