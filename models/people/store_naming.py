# Part of store_group. License LGPL-3.
import re

from odoo import api, models, tools
from odoo.exceptions import AccessError

from .store_links_core import PLACE

WALL = re.compile(r'store_(scope|ledger|banks|profit)\(')
COMPANIES = re.compile(r'\bcompany_ids?\b')
UPDATE, LINK, SET = 1, 4, 6
# Core checks the document of these itself on creation, and allows more than its readers: whoever was notified may reply.
ASKED_BY_CORE = ('ir.attachment', 'mail.activity', 'mail.message')
MODEL_FIELDS = ('res_model', 'model')  # fields with the model of a plain integer id
# Rows about a document, which core reads without a check once a link points to them: {model: its field with the document's model}
BESIDE = {'ir.attachment': 'res_model', 'mail.activity': 'res_model', 'mail.message': 'model'}


class StoreNaming(models.AbstractModel):
    """Which records a bound user may link to in any model, so that links reveal nothing of hidden records.

    A wizard or an unsaved form that links to a document shows related and computed values of it, and core
    computes them elevated. So before anything else the user must be able to read each linked record, of another store or
    another company alike. The declared links are checked more strictly on saving by `store.links`, and here only in a form.
    What a saved record links to already is not asked about again.

    Cost: a constant number of queries per call, at most one for each linked model; none if the linked records are cached.
    """

    _name = 'store.naming'
    _description = 'What Forms and Wizards May Name'

    # === STRUCTURE ===

    @tools.ormcache('model')
    def _is_walled(self, model):
        """Whether a read rule of ours limits a model or one it delegates to."""
        rules = (
            self.env['ir.rule'].sudo().search([('model_id.model', '=', model), ('groups', '=', False), ('perm_read', '=', True)])
        )
        return any(WALL.search(rule.domain_force or '') for rule in rules) or any(
            self._is_walled(parent) for parent in self.env[model]._inherits
        )

    @tools.ormcache()
    def _of_companies(self):
        """Return the names of the models that a read rule limits to the companies of the reader."""
        rules = self.env['ir.rule'].sudo().search([('perm_read', '=', True)])
        return frozenset(rule.model_id.model for rule in rules if COMPANIES.search(rule.domain_force or ''))

    def _is_of_companies(self, model):
        """Whether a read rule limits a model, or one it delegates to, to the companies of the reader."""
        of_companies = self._of_companies()
        return model in of_companies or any(self._is_of_companies(parent) for parent in self.env[model]._inherits)

    @tools.ormcache('model')
    def _naming(self, model):
        """Return {field: target model} of the links of a model to restricted models that `store.links` does not declare.

        A model that no rule of ours limits is asked about for its companies, declared or not.
        """
        declared = self.env['store.links']._store_links().get(model, {})
        return {
            name: field.comodel_name
            for name, field in self.env[model]._fields.items()
            if field.type in ('many2one', 'many2many')
            and not field.inherited
            and self._is_kept(field.comodel_name)
            and (name not in declared or not self._is_walled(field.comodel_name))
        }

    def _is_limited(self, model):
        return self._is_walled(model) or self._is_of_companies(model)

    def _is_kept(self, model):
        return model in BESIDE or self._is_limited(model)

    @tools.ormcache('model')
    def _naming_in_forms(self, model):
        """Return {field: target model} of all links and lines in a form."""
        kinds = self.env['store.links']._kinds(model)
        return {
            name: field.comodel_name
            for name, field in self.env[model]._fields.items()
            if field.type in ('one2many', 'many2many')
            or field.type == 'many2one'
            and (kinds.get(name) == PLACE or self._is_kept(field.comodel_name))
        }

    @tools.ormcache('model')
    def _references(self, model):
        """Return {id field: field with the model name} of references to any model."""
        fields = self.env[model]._fields
        found = {name: field.model_field for name, field in fields.items() if field.type == 'many2one_reference'}
        if 'res_id' in fields and fields['res_id'].type == 'integer':
            found.update(('res_id', name) for name in MODEL_FIELDS if name in fields)
        return found | {name: '' for name, field in fields.items() if field.type == 'reference'}

    # === CHECKS ===

    @api.model
    def _check_named(self, records, vals_list):
        """:raises AccessError: when values to be written, or defaults in the context, link to unreadable records

        :param records: the records written to; empty on creation
        """
        model = records._name
        naming, references = self._naming(model), self._references(model)
        if not naming and not references:
            return
        found = {}
        for vals in (*vals_list, *([] if records else [self._defaults(model)])):
            for name in naming.keys() & vals.keys():
                if records or model not in ASKED_BY_CORE or naming[name] not in BESIDE:
                    self._add(found, model, name, self._ids_of(records._fields[name], vals[name]))
            if records or model not in ASKED_BY_CORE:
                self._add_references(found, records, vals)
        self._check_found(found, records)

    @api.model
    def _check_defaults(self, model):
        """:raises AccessError: when the context gives new records of a model (an empty recordset) an unreadable link"""
        if self._defaults(model._name):
            self._check_named(model, [])

    @api.model
    def _check_made(self, records):
        """:raises AccessError: when a new wizard took an unreadable record from the context"""
        if records._transient:
            naming = {
                name for name in self._naming(records._name) if records._fields[name].store and not records._fields[name].compute
            }
            self._check_found({(records._name, name): set(records.sudo()[name].ids) for name in naming})

    @api.model
    def _check_form(self, records, values, defaults=()):
        """:raises AccessError: when an unsaved form links to unreadable records or other stores' locations

        :param records: the record the form is of, none for a new one
        :param dict values: its values, including lines and parent
        :param defaults: names of the fields that will take their default
        """
        found, saved = {}, {}
        self._add_form(found, records, values, saved)
        if not records:
            self._add_form(found, records, self._defaults(records._name), saved)
            names = [name for name in self._naming_in_forms(records._name) if name in defaults]
            if names:
                self._add_form(found, records, records.default_get(names), saved)
        self._check_found(found, records, saved)

    # === WHAT IS NAMED ===

    def _defaults(self, model):
        """Return the defaults that the context gives to new records of a model."""
        fields = self.env[model]._fields
        return {key[8:]: value for key, value in self.env.context.items() if key.startswith('default_') and key[8:] in fields}

    def _add_form(self, found, records, values, saved):
        """Add to {(model, field): ids} the links in a form, its lines and its parent, and to {model: ids} its saved lines."""
        naming = self._naming_in_forms(records._name)
        for name in naming.keys() & values.keys():
            field, value = records._fields[name], values[name]
            ids = self._ids_of(field, value)
            self._add(found, records._name, name, ids)
            for inner in self._forms_in(value):
                saved.setdefault(naming[name], set()).update(ids)
                self._add_form(found, self.env[naming[name]], inner, saved)
        for name, field in records._fields.items():
            if field.type == 'many2one' and isinstance(values.get(name), dict) and name not in naming:
                saved.setdefault(field.comodel_name, set()).update(self._ids_of(field, values[name]))
                self._add_form(found, self.env[field.comodel_name], values[name], saved)
        self._add_references(found, records, values)

    def _forms_in(self, value):
        if isinstance(value, dict):
            return [value]
        if not isinstance(value, (list, tuple)):
            return []
        return [item for item in value if isinstance(item, dict)] + [
            command[2]
            for command in value
            if isinstance(command, (list, tuple)) and len(command) == 3 and isinstance(command[2], dict)
        ]

    def _add(self, found, model, name, ids):
        if ids:
            found.setdefault((model, name), set()).update(ids)

    def _add_references(self, found, records, values):
        for name, by in self._references(records._name).items():
            ids, said = [values.get(name)], self._model_said(records, values, by)
            if not by:
                said, _comma, key = str(values.get(name) or '').partition(',')
                ids = [key]
            elif name not in values and not said:
                continue
            elif records:
                stored = records.sudo()
                ids = ids if name in values else stored.mapped(name)
                said = [said] if said else stored.mapped(by)
            for model in {said} if isinstance(said, str) else set(said or ()):
                if isinstance(model, str) and model in self.env.registry and self._is_limited(model):
                    self._add(found, records._name, (name, model), [key for item in ids for key in self._key(item)])

    def _model_said(self, records, values, by):
        """Return the model name in the field `by` of the values, or in the field it is related to."""
        if not by or values.get(by):
            return values.get(by)
        field = records._fields[by]
        first = field.related.split('.')[0] if field.related else ''
        if first and records._fields[first].comodel_name == 'ir.model' and values.get(first):
            return self.env['ir.model'].sudo().browse(self._ids_of(records._fields[first], values[first])).model
        return '' if records else self.env.context.get(f'default_{by}')

    def _ids_of(self, field, value):
        """Return the ids in a value of a relational field, in any of its formats."""
        if isinstance(value, models.BaseModel):
            return value.ids
        if field.type == 'many2one':
            if isinstance(value, (list, tuple)):
                value = value[0] if value else False
            return self._key(value.get('id') if isinstance(value, dict) else value)
        ids = []
        for command in value if isinstance(value, (list, tuple)) else ():
            if not isinstance(command, (list, tuple)):
                ids.append(command.get('id') if isinstance(command, dict) else command)
            elif command and command[0] in (UPDATE, LINK):
                ids.append(command[1])
            elif command and command[0] == SET:
                ids += command[2]
        return [key for item in ids for key in self._key(item)]

    def _key(self, value):
        """Return [id], or [] if it is no id of a saved record."""
        if isinstance(value, str) and value.isdigit():
            return [int(value)]
        return [int(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else []

    def _check_found(self, found, records=None, saved=None):
        """:raises AccessError: naming the first link of {(model, field): ids} to an unreadable record

        :param dict saved: {model: ids} of the lines of a form
        """
        links = self.env['store.links']
        for (model, name), ids in found.items():
            owner = self.env[model]
            name, comodel = name if isinstance(name, tuple) else (name, owner._fields[name].comodel_name)
            targets = self.env[comodel].sudo().with_context(active_test=False).browse(sorted(ids))
            if records and records._name == model:
                targets -= self._linked(records, name, comodel)
            if not targets:
                continue
            kind = links._kinds(model).get(name)
            foreign = links._foreign_places(targets) if kind == PLACE else targets.browse()
            if not foreign:
                kind, foreign = None, self._unseen(targets)
            if foreign and saved and saved.get(model):
                rows = owner.browse(saved[model]).exists()
                foreign -= self._linked(rows._filtered_access('read'), name, comodel)
            if not foreign:
                continue
            if kind == PLACE or comodel in BESIDE or self._is_walled(comodel):
                links._refuse_link(owner, name, foreign, kind)
            self._refuse_named(owner, name)

    def _linked(self, records, name, comodel):
        """Return (elevated) what these saved records link to by a field."""
        field = records._fields[name]
        if field.relational and field.store:
            return records.sudo()[name]
        return self.env[comodel].sudo()

    def _unseen(self, targets):
        """Return those of these (elevated) records that the user may not read."""
        if targets._name in BESIDE:
            return self._unseen_beside(targets)
        if not self._is_kept(targets._name):
            return targets.browse()
        return targets - targets.filtered_domain(self.env['ir.rule']._compute_domain(targets._name, 'read'))

    def _refuse_named(self, owner, name):
        raise AccessError(
            self.env._(
                "%(field)s of this %(document)s would be of another company. Choose one of your own company; if you work in "
                "the other one, too, choose it at the top of the screen first.",
                field=owner._fields[name]._description_string(self.env),
                document=self.env['ir.model']._get(owner._name).name,
            )
        )

    def _unseen_beside(self, targets):
        """Return those of these (elevated) rows about documents with store rules that the user may not read."""
        says, aside = BESIDE[targets._name], self.env['store.aside']
        behind = targets.exists().filtered(lambda row: row[says] in self.env and row.res_id and aside._has_wall(row[says]))
        return behind - behind.sudo(False)._filtered_access('read').sudo() if behind else behind
