# Part of store_group. License LGPL-3.
import re

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from . import elevation
from .store_mask import BLANK

# What core names in its refusal of links between companies: “Customer” (partner_id: 'Name').
VALUES = re.compile(r'\((\w+): .*\)', re.DOTALL)


class Base(models.AbstractModel):
    """Every method by which a person or a program reads values asks `store.mask` first."""

    _inherit = 'base'

    _store_hidden = {}  # filled by the models of `store.hidden`
    _store_by_acts = frozenset()  # fields of ours that acts write, and nobody by hand
    _store_asks_each_field = False  # whether any field may be hidden: `_has_field_access` says which
    _store_changed_with = ''  # capability without which a bound user's views offer no change of the model; the model checks it

    # === STRUCTURE ===

    def _store_is_fixed(self, name):
        """Hook: whether a bound user who may write the model cannot write this field."""
        return False

    def _store_unmasked(self):
        """Hook: return the records whose masked fields everybody may read."""
        return self.browse()

    def _store_before_write(self, vals):
        """Hook: called before a user bound to stores writes these records.

        :raises AccessError: to refuse
        """

    def _store_after_write(self):
        """Hook: called after somebody bound to stores has written or made these records in whatever way.

        :raises AccessError: to refuse
        """

    def _store_guarded(self, vals, write):
        """Ask before and after somebody bound to stores writes these records, by whatever method.

        :param write: a function of `vals` that writes
        """
        links, shares = self.env['store.links'], self.env['store.shares']
        stood = links._before_write(self, vals)
        booked = shares._before_write(self, vals)
        self._store_before_write(vals)
        self.env['store.naming']._check_named(self, [vals])
        result = write(vals)
        links._after_write(self, vals, stood)
        shares._after_write(self, booked)
        self._store_after_write()
        return result

    def _store_act(self):
        """Return the records as an act of ours writes what nobody writes by hand."""
        return self.with_context(store_act=elevation.OURS)

    def _store_check_by_hand(self, vals):
        """:raises AccessError: where somebody writes by hand what follows from the acts of these records, new ones included"""
        if self.env.su or self.env.context.get('store_act') is elevation.OURS:
            return
        for name in self._store_by_acts & vals.keys():
            field = self._fields[name]
            value, default = (
                field.convert_to_cache(item, self) for item in (vals[name], field.default(self) if field.default else False)
            )
            if self._store_would_change(name, vals[name]) if self else value != default:
                raise AccessError(
                    self.env._(
                        "%(field)s of %(document)s follows from what is done with it. Use its buttons.",
                        field=field._description_string(self.env),
                        document=self._description,
                    )
                )

    def _store_would_change(self, name, value):
        """Whether writing `value` into the field `name` changes one of these records, hidden ones included."""
        field = self._fields[name]
        value = field.convert_to_cache(value, self)
        return any(field.convert_to_cache(record[name], record) != value for record in self.sudo())

    @api.model
    def _store_masks(self, name):
        """Whether the field is masked for the current user on some record."""
        return name in self.env['store.mask']._unseen(self)

    @api.model
    def _store_readable(self):
        """Return the names of the fields the user may read, without lists of records of models that are not the user's."""
        rights = self.env['ir.model.access']
        return [
            name
            for name in self.fields_get(attributes=())
            if self._fields[name].type not in ('one2many', 'many2many')
            or rights.check(self._fields[name].comodel_name, 'read', raise_exception=False)
        ]

    # === READING ===

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Override of `base`: masked fields are not offered to views, filters and exports.

        Where views keep them for the records on which they are open, nothing of them is added up, grouped or sorted: a list
        asks for the sum of each number it knows, and the whole list would be refused.
        """
        described = super().fields_get(allfields, attributes)
        mask = self.env['store.mask']
        for name in mask._unoffered(self):
            described.pop(name, None)
        for name in described.keys() & mask._unseen(self).keys():
            described[name].pop('aggregator', None)
            described[name].update({key: False for key in ('groupable', 'searchable', 'sortable') if key in described[name]})
        return described

    def read(self, fields=None, load='_classic_read'):
        """Override of `base` to refuse masked fields; without a list of fields, what the user may not read is left out."""
        if fields and self.env.context.get('store_masked') is not BLANK:
            self.env['store.mask']._check(self, fields, self)
        if not fields and not self.env.su and self.env.user._is_store_bound():
            fields = self._store_readable()
        return super().read(fields, load)

    @api.model
    def search_read(self, domain=None, fields=None, offset=0, limit=None, order=None, **read_kwargs):
        """Override of `base` to refuse masked fields."""
        unseen = self.env['store.mask']._unseen(self)
        if unseen and fields and unseen.keys() & set(fields):
            found = self.search(domain or [], offset=offset, limit=limit, order=order)
            self.env['store.mask']._check(self, fields, found)
        return super().search_read(domain, fields, offset=offset, limit=limit, order=order, **read_kwargs)

    def web_read(self, specification):
        """Override of `web`: refuse masked fields that are asked for directly; those of sub-records are blank."""
        mask = self.env['store.mask']
        if not mask._lacking() or self.env.context.get('store_masked') is BLANK:
            return super().web_read(specification)
        mask._check(self, specification, self)
        return super(Base, self.with_context(store_masked=BLANK)).web_read(specification)

    def _read_format(self, fnames, load='_classic_read'):
        """Override of `base` to blank masked fields; `read`, `search_read`, `web_*` and the chatter all end here."""
        return self.env['store.mask']._blank(self, super()._read_format(fnames, load))

    def _fetch_query(self, query, fields):
        """Override of `base` to remember which lists were read under record rules, see `elevation`."""
        fetched = super()._fetch_query(query, fields)
        if not self.env.su:
            elevation.note_read(fetched, fields)
        return fetched

    def copy_data(self, default=None):
        """Override of `base`: a copy does not carry values its author may not see."""
        unseen = self.env['store.mask']._unseen(self).keys()
        copies = super().copy_data(default)
        if unseen:
            seen = self._store_unmasked()
            for record, values in zip(self, copies, strict=False):
                if values and record not in seen:
                    for name in unseen & values.keys() - (default or {}).keys():
                        values[name] = False
        if not self.env.su and self.env.user._is_store_bound():
            self.env['store.links']._leave_routes(self, copies, default or {})
        return copies

    # === CRUD ===

    @api.model
    def default_get(self, fields):
        """Override of `base`: defaults in the context of a bound user name nothing the user may not see."""
        if not self.env.su and self.env.user._is_store_bound():
            self.env['store.naming']._check_defaults(self.browse())
        return super().default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: check what a bound user's new records belong to; every creation passes here."""
        if self.env.su:
            return super().create(vals_list)
        if self._store_by_acts:
            given = self.env['store.naming']._defaults(self._name)
            for vals in vals_list:
                self.browse()._store_check_by_hand({**given, **vals})
        if not self.env.user._is_store_bound():
            return super().create(vals_list)
        naming = self.env['store.naming']
        naming._check_named(self, vals_list)
        records = super().create(vals_list)
        self.env['store.links']._after_create(records, vals_list)
        self.env['store.shares']._after_create(records, vals_list)
        naming._check_made(records)
        records._store_after_write()
        return records

    def write(self, vals):
        """Override of `base`, see `create`."""
        if self.env.su:
            return super().write(vals)
        # core reads a list before it writes it, or takes the values written for the whole list
        elevation.note_read(self, [self._fields[name] for name in vals if name in self._fields])
        if self._store_by_acts:
            self._store_check_by_hand(vals)
        if not self.env.user._is_store_bound():
            return super().write(vals)
        return self._store_guarded(vals, super().write)

    def onchange(self, values, field_names, fields_spec):
        """Override of `web`: an unsaved form shows nothing of records its user may not see."""
        if not self.env.su and self.env.user._is_store_bound():
            self._origin.check_access('read')
            self.env['store.naming']._check_form(self, values, () if field_names else fields_spec.keys() - values.keys())
        return super().onchange(values, field_names, fields_spec)

    def _check_company(self, fnames=None):
        """Override of `base`: whoever is bound to stores is not told the names of other companies' records they have guessed."""
        try:
            return super()._check_company(fnames)
        except UserError as error:
            if self.env.su or not self.env.user._is_store_bound():
                raise
            items = [VALUES.sub(r'(\1)', item) for item in str(error).split('\n- ')]
            raise UserError('\n- '.join(items)) from None

    # === EXPORT ===

    def export_data(self, fields_to_export):
        """Override of `base`: bound users export unmasked fields only, and only of stores where they may export."""
        user = self.env.user
        if not self.env.su and user._is_store_bound():
            self.check_access('read')  # core checks only when each field is read
            self.env['store.export']._check(self, fields_to_export)
            for path in fields_to_export:
                self.env['store.mask']._check_export(self, path)
        return super().export_data(fields_to_export)

    # === FILTERS AND GROUPS ===

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: filtering or sorting by a masked field would reveal it, so it is refused."""
        if self.env.su or kwargs.get('bypass_access'):
            return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        mask = self.env['store.mask']
        if self.env.user._is_store_bound():
            domain = mask._as_read(self, domain)
        if mask._lacking():
            domain = Domain(domain)
            mask._check_domain(self, domain)
            if order and order != self._order:
                mask._check_order(self, order)
        return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Override of `base`, which goes along a related field elevated: a hidden field behind it is refused as itself."""
        field = None if self.env.su else self._fields.get(field_expr.split('.')[0])
        if field is not None and field.related and not field.store and self.env.user._is_store_bound():
            model = self
            for name in field.related.split('.'):
                if name in model._store_hidden:
                    model._check_field_access(model._fields[name], 'read')
                model = model.env[model._fields[name].comodel_name] if model._fields[name].relational else model
        return super()._field_to_sql(alias, field_expr, query)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Override of `base` to refuse masked fields."""
        if self.env['store.mask']._lacking():
            self.env['store.mask']._check_path(self, groupby_spec.split(':')[0])
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to refuse masked fields."""
        if self.env['store.mask']._lacking():
            self.env['store.mask']._check(self, [aggregate_spec.split(':')[0]])
        return super()._read_group_select(aggregate_spec, query)
