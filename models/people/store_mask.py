# Part of store_group. License LGPL-3.
import time
from collections.abc import Collection
from functools import partial

from odoo import api, models, tools
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.models import fix_import_export_id_paths

from ...engine.people import masks
from .ir_rule import QUARTER

# In the context of nested reads of core's screens: masked fields are blank there, not refused.
# RPC cannot send an object.
BLANK = object()


class StoreMask(models.AbstractModel):
    """May the current user see field F of model M on these records? The only place that decides it.

    A masked field is refused if a person or program asks for it, and blank if a screen reads it with others.
    Core's own code still reads it as the user: the address is printed on the parcel. Checked in (all in `base` here unless
    another file is named): `read`, `search_read`, `web_read`, filters, sorting, grouping, exports, copies, views,
    the chatter (`mail_*` here), names (`customer/res_partner.py`), vcards, tills.
    """

    _name = 'store.mask'
    _description = 'Fields Masked by a Capability'

    # === THE TABLE ===

    @api.model
    def _masked(self):
        """Hook: return {capability: {model: fields}}. Later stages and bridges add their models, with `masks.added`."""
        return masks.MASKED

    @api.model
    def _harmless(self):
        """Hook: return [(reason, {model: fields or '*'})] of fields that depend on a masked one without revealing it."""
        return masks.HARMLESS

    @api.model
    @tools.ormcache()
    def _by_model(self):
        """Return {model: {field: capability}}; '' for what no bound user reads."""
        table = masks.by_model({**self._masked(), '': masks.ELSEWHERE})
        for model in self.env.registry:
            key = self.env[model]._fields.get('access_token')
            holder = key is not None and (key.related_field.model_name if key.inherited else model)
            if (
                holder
                and holder != 'account.journal'
                and any(hasattr(self.env[holder], maker) for maker in ('_portal_ensure_token', '_ensure_access_token'))
            ):
                table.setdefault(model, {}).update(dict.fromkeys(masks.KEYS, ''))
        return table

    # === THE QUESTION ===

    @api.model
    def _lacking(self, elevated=False):
        """Return {model: {field: missing capability}} for the current user; empty for most users.

        :param bool elevated: check the user even in superuser code: names, chatter
        """
        if self.env.su and not elevated:
            return {}
        if self.env.user and not self.env.user._is_internal():
            return self._not_for_guests()
        if not self.env.user._is_store_bound():
            return {}
        return self._cached_lacking(int(time.time()) // QUARTER)

    @api.model
    @tools.ormcache('self.env.uid', 'quarter')
    def _cached_lacking(self, quarter):
        can = {capability: self.env.user._store_can(capability) for capability in self._masked()}
        can[''] = False  # access tokens of customers' pages and of tills
        return {
            model: kept
            for model, names in self._by_model().items()
            if (kept := {name: capability for name, capability in names.items() if not can[capability]})
        }

    @api.model
    @tools.ormcache()
    def _not_for_guests(self):
        """Return {model: {field: ''}} of our fields on Odoo's documents: portal customers read their orders without them."""
        return {
            model: ours
            for model in self.env.registry
            if not model.startswith('store.')
            and (
                ours := {
                    name: ''
                    for name, field in self.env[model]._fields.items()
                    if field._modules and all(module.startswith('store_group') for module in field._modules)
                }
            )
        }

    @api.model
    def _unseen(self, records, elevated=False):
        """Return {field: capability} of the fields of the model the user may not see."""
        return self._lacking(elevated).get(records._name, {})

    @api.model
    def _unoffered(self, model):
        """Return the names of the fields to leave out of views, filters and exports of a model for this user."""
        return () if model._name in masks.SHOWN else self._unseen(model).keys()

    @api.model
    def _check(self, model, names, records=None):
        """:raises AccessError: naming the first of the fields of `model` that is masked on one of the records

        :param records: None if the field may not be used at all
        """
        unseen = self._unseen(model)
        masked = [name for name in names if name in unseen]
        if not masked or records is not None and (model._name in masks.BLANKED or not records - records._store_unmasked()):
            return
        if not self.env.user._is_internal():
            raise AccessError(
                self.env._(
                    "%(field)s of %(model)s is only visible to internal users. Leave it out.",
                    field=model._fields[masked[0]]._description_string(self.env),
                    model=self.env['ir.model'].sudo()._get(model._name).name,
                )
            )
        if masked[0] in masks.ELSEWHERE.get(model._name, ()):
            raise AccessError(
                self.env._(
                    "%(field)s of %(model)s tells of other stores, too. Read it on your own, or ask headquarters.",
                    field=model._fields[masked[0]]._description_string(self.env),
                    model=self.env['ir.model'].sudo()._get(model._name).name,
                )
            )
        if not unseen[masked[0]]:
            raise AccessError(
                self.env._(
                    "%(field)s of %(model)s is an access token that opens the document without login. Users bound to stores "
                    "cannot read one of another store or of a customer's page.",
                    field=model._fields[masked[0]]._description_string(self.env),
                    model=self.env['ir.model']._get(model._name).name,
                )
            )
        raise AccessError(
            self.env._(
                "%(user)s may not see %(field)s of %(model)s. Ask a headquarters administrator for a profile with "
                "\"%(capability)s\".",
                user=self.env.user.name,
                field=model._fields[masked[0]]._description_string(self.env),
                model=self.env['ir.model']._get(model._name).name,
                capability=self.env['store.role.profile']._fields[unseen[masked[0]]]._description_string(self.env),
            )
        )

    @api.model
    def _check_path(self, model, path):
        """Check each field on a dotted path, of the model it stands in.

        :param path: 'partner_id.phone', or a list of names
        :raises AccessError: for a masked one
        """
        for name in path.split('.') if isinstance(path, str) else path:
            self._check(model, [name])
            field = model._fields.get(name)
            if field is None or not field.relational:
                return
            model = self.env[field.comodel_name]

    @api.model
    def _check_domain(self, model, domain):
        """:raises AccessError: for a filter on a masked field, which would reveal its value"""
        for condition in Domain(domain).iter_conditions():
            self._check_path(model, condition.field_expr)
            if condition.operator in ('any', 'not any', 'any!', 'not any!') and isinstance(
                condition.value, (list, tuple, Domain)
            ):
                field = model._fields.get(condition.field_expr)
                if field is not None and field.relational:
                    self._check_domain(self.env[field.comodel_name], condition.value)

    @api.model
    def _check_order(self, model, order):
        """:raises AccessError: for sorting by a masked field"""
        for part in order.split(','):
            if part.strip():
                self._check_path(model, part.split()[0].split(':')[0])

    @api.model
    def _check_export(self, model, path):
        """:raises AccessError: for an export path through a masked field"""
        names = [name for name in fix_import_export_id_paths(path) if name not in ('id', '.id')]
        if len(names) > 1 or model - model._store_unmasked():
            self._check_path(model, names)
        self.env['store.aside']._check_export(model, names)

    @api.model
    def _finding_less(self, model, domain, elevated=False):
        """Return the filter with conditions on masked fields replaced by FALSE, for core's own combined filters."""
        unseen = self._unseen(model, elevated)
        return Domain(domain).map_conditions(lambda asked: Domain.FALSE if asked.field_expr.split('.')[0] in unseen else asked)

    @api.model
    def _as_read(self, model, domain):
        """Return the filter with x2many conditions limited to visible records.

        Core evaluates such conditions without rules, so guessing ids would reveal hidden documents.
        """
        domain, active = Domain(domain), model._active_name
        read = domain.optimize(model).map_conditions(partial(self._asked_as_read, model))
        if active and any(asked.field_expr == active for asked in domain.iter_conditions()):
            read &= Domain(active, 'in', (True, False))  # core looks for the name, which optimizing may have removed
        return read

    def _asked_as_read(self, model, asked):
        field = model._fields.get(asked.field_expr)
        if field is not None and field.groups and not field.store and field.search:
            model._check_field_access(field, 'read')  # core checks stored fields only
        if self.env['store.aside']._has_messages(model._name, asked.field_expr):
            return self.env['store.aside']._asked_of_own(model._name, asked)
        if field is None or not field.relational:
            return asked
        if isinstance(asked.value, Domain) and not field.store and field.search and not field.related:
            return self._looked_up(field, asked)  # a search method may look elevated
        if field.inherited:
            parent = model._fields[field.related.split('.')[0]]
            inside = self._asked_as_read(self.env[parent.comodel_name], asked)
            return asked if inside is asked else Domain(parent.name, 'any', inside)
        if isinstance(asked.value, Domain):
            if asked.operator in ('any', 'not any') and not field.bypass_search_access:
                return asked  # searched separately, so checked separately
            return Domain(field.name, asked.operator, self._as_read(self.env[field.comodel_name], asked.value))
        if (
            field.type not in ('one2many', 'many2many')
            or not field.store
            or asked.operator not in ('in', 'not in')
            or not isinstance(asked.value, Collection)
            or not self.env['store.links']._scope_rules(field.comodel_name)
        ):
            return asked
        active = self.env[field.comodel_name]._active_name
        whole = Domain(active, 'in', (True, False)) if active else Domain.TRUE
        ids = [key for key in asked.value if key]
        seen = Domain(field.name, 'any', whole & Domain('id', 'in', ids)) if ids else Domain.FALSE
        if len(ids) < len(asked.value):
            seen |= Domain(field.name, 'not any', whole)
        return seen if asked.operator == 'in' else ~seen

    @api.model
    def _looked_up(self, field, asked):
        """Return a condition below a link with the records it names instead: those the current user finds."""
        found = self.env[field.comodel_name].with_context(active_test=False).search(asked.value)
        return Domain(field.name, 'not in' if asked.operator.startswith('not') else 'in', found.ids)

    @api.model
    def _looked_up_below(self, model, domain):
        """Return the filter with every condition below a link looked up, for a model that core searches elevated."""

        def looked_up(asked):
            field = model._fields.get(asked.field_expr)
            below = field is not None and field.relational and isinstance(asked.value, Domain)
            return self._looked_up(field, asked) if below else asked

        return Domain(domain).optimize(model).map_conditions(looked_up)

    # === BLANK ===

    @api.model
    def _blank(self, records, rows):
        """Empty in the rows that `_read_format` made what the user may not see."""
        self._blank_beside(records, rows)
        unseen = self._unseen(records)
        if not unseen or not rows or not unseen.keys() & rows[0].keys():
            return rows
        seen = set(records._store_unmasked()._ids)
        for row in rows:
            if row['id'] not in seen:
                row.update(dict.fromkeys(unseen.keys() & row.keys(), False))
        return rows

    def _blank_beside(self, records, rows):
        """Empty the messages and activities of other stores' records whose names everybody sees."""
        aside = self.env['store.aside']
        if not rows or self.env.su or records._name not in aside._known_by_name() or not self.env.user._is_store_bound():
            return
        names = [name for name in rows[0] if aside._has_messages(records._name, name)]
        if not names:
            return
        own = set(aside._of_own_stores(records)._ids)
        for row in rows:
            if row['id'] not in own:
                row.update((name, [] if records._fields[name].type in ('one2many', 'many2many') else False) for name in names)

    @api.model
    def _repr(self, records, name, parts):
        """Return a field for the chatter: `parts` as core made them, or blank if masked."""
        if name in self._unseen(records, elevated=True):
            return [Store.Attr(name, lambda record: self._shown_value(record, name))]
        return parts

    @api.model
    def _hides_tracked(self, tracked_sudo):
        """Whether a tracked change, elevated, is of a field that is masked for the user on that record."""
        message = tracked_sudo.mail_message_id
        if not tracked_sudo.field_id or message.model not in self._lacking():
            return False
        record = self.env[message.model].browse(message.res_id)
        return record._store_masks(tracked_sudo.field_id.name) and not record._store_unmasked()

    @api.model
    def _shown_value(self, record, name):
        """Return the value of a field for a screen; False if masked for the user, elevated or not."""
        hidden = name in self._unseen(record, elevated=True) and record and not record._store_unmasked()
        return False if hidden else record[name]
