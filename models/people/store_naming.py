# Part of store_group. License LGPL-3.
import re

from odoo import api, models, tools

from .store_links_core import PLACE

WALL = re.compile(r'store_(scope|ledger|banks|profit)\(')
UPDATE, LINK, SET = 1, 4, 6
# Core asks these about the document itself when they are made, and lets more than its readers: whoever was told may answer.
ASKED_BY_CORE = ('ir.attachment', 'mail.activity', 'mail.message')
MODEL_FIELDS = ('res_model', 'model')  # what says the model of an id that is a plain number


class StoreNaming(models.AbstractModel):
    """What a person bound to stores may name at all, in whatever model: what they may not see tells nothing through a link.

    A wizard or an unsaved form that names a document tells of it what is related to it or computed from it, and core
    computes that elevated. So what values name is asked before anything is made of them: whether they may read it. The
    links that are declared are asked on saving, more strictly by `store.links`, and here only in a form.

    Cost: a constant number of queries per call, none where nothing behind a wall is named.
    """

    _name = 'store.naming'
    _description = 'What Forms and Wizards May Name'

    # === STRUCTURE ===

    @tools.ormcache('model')
    def _is_walled(self, model):
        """Whether a rule of ours keeps somebody from reading records of a model, or of what it delegates to."""
        rules = self.env['ir.rule'].sudo().search([
            ('model_id.model', '=', model), ('groups', '=', False), ('perm_read', '=', True)])
        return any(WALL.search(rule.domain_force or '') for rule in rules) or any(
            self._is_walled(parent) for parent in self.env[model]._inherits)

    @tools.ormcache('model')
    def _naming(self, model):
        """Return {field: name of the model it names} of the undeclared links of a model that lead behind a wall."""
        declared = self.env['store.links']._store_links().get(model, {})
        return {
            name: field.comodel_name for name, field in self.env[model]._fields.items()
            if field.type in ('many2one', 'many2many') and name not in declared and not field.inherited
            and self._is_walled(field.comodel_name)}

    @tools.ormcache('model')
    def _naming_in_forms(self, model):
        """Return {field: name of the model it names} of whatever a form may name, or hold the lines of."""
        kinds = self.env['store.links']._kinds(model)
        return {
            name: field.comodel_name for name, field in self.env[model]._fields.items()
            if field.type in ('one2many', 'many2many') or field.type == 'many2one' and (
                kinds.get(name) == PLACE or self._is_walled(field.comodel_name))}

    @tools.ormcache('model')
    def _references(self, model):
        """Return {field: name of the field that says the model} of the ids of records of any model."""
        fields = self.env[model]._fields
        found = {name: field.model_field for name, field in fields.items() if field.type == 'many2one_reference'}
        if 'res_id' in fields and fields['res_id'].type == 'integer':
            found.update(('res_id', name) for name in MODEL_FIELDS if name in fields)
        return found | {name: '' for name, field in fields.items() if field.type == 'reference'}

    # === CHECKS ===

    @api.model
    def _check_named(self, records, vals_list):
        """:raises AccessError: when values that are about to be written, or the context's defaults, name what they may not read

        :param records: what is written to, none for what is created
        """
        model = records._name
        naming, references = self._naming(model), self._references(model)
        if not naming and not references:
            return
        found = {}
        for vals in (*vals_list, *([] if records else [self._defaults(model)])):
            for name in naming.keys() & vals.keys():
                self._add(found, model, name, self._ids_of(records._fields[name], vals[name]))
            if records or model not in ASKED_BY_CORE:
                self._add_references(found, records, vals)
        self._check_found(found, records)

    @api.model
    def _check_made(self, records):
        """:raises AccessError: when a new wizard took from the context to what it belongs, and they may not read that"""
        if records._transient:
            naming = {name for name in self._naming(records._name)
                      if records._fields[name].store and not records._fields[name].compute}
            self._check_found({(records._name, name): set(records.sudo()[name].ids) for name in naming})

    @api.model
    def _check_form(self, records, values, defaults=()):
        """:raises AccessError: when a form that is not saved names what the user may not read, or other stores' places

        :param records: the record the form is of, none for a new one
        :param dict values: what it holds, lines and what it is a line of included
        :param defaults: names of the fields of which it will take the default
        """
        found = {}
        self._add_form(found, records, values)
        if not records:
            self._add_form(found, records, self._defaults(records._name))
            names = [name for name in self._naming_in_forms(records._name) if name in defaults]
            if names:
                self._add_form(found, records, records.default_get(names))
        self._check_found(found, records)

    # === WHAT IS NAMED ===

    def _defaults(self, model):
        """Return the values that the context gives to new records of a model."""
        fields = self.env[model]._fields
        return {key[8:]: value for key, value in self.env.context.items()
                if key.startswith('default_') and key[8:] in fields}

    def _add_form(self, found, records, values):
        """Add to {(model, field): ids} what a form names, in its lines and in what it is a line of as well."""
        naming = self._naming_in_forms(records._name)
        for name in naming.keys() & values.keys():
            field, value = records._fields[name], values[name]
            self._add(found, records._name, name, self._ids_of(field, value))
            for inner in self._forms_in(value):
                self._add_form(found, self.env[naming[name]], inner)
        for name, field in records._fields.items():
            if field.type == 'many2one' and isinstance(values.get(name), dict) and name not in naming:
                self._add_form(found, self.env[field.comodel_name], values[name])
        self._add_references(found, records, values)

    def _forms_in(self, value):
        if isinstance(value, dict):
            return [value]
        if not isinstance(value, (list, tuple)):
            return []
        return [item for item in value if isinstance(item, dict)] + [
            command[2] for command in value
            if isinstance(command, (list, tuple)) and len(command) == 3 and isinstance(command[2], dict)]

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
                if isinstance(model, str) and model in self.env.registry and self._is_walled(model):
                    self._add(found, records._name, (name, model), [key for item in ids for key in self._key(item)])

    def _model_said(self, records, values, by):
        """Return the name of the model that values say in the field `by`, or in what that follows from."""
        if not by or values.get(by):
            return values.get(by)
        field = records._fields[by]
        first = field.related.split('.')[0] if field.related else ''
        if first and records._fields[first].comodel_name == 'ir.model' and values.get(first):
            return self.env['ir.model'].sudo().browse(self._ids_of(records._fields[first], values[first])).model
        return '' if records else self.env.context.get(f'default_{by}')

    def _ids_of(self, field, value):
        """Return the ids that a value of a relational field names, in any form in which one may be given."""
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
        """Return [id], or nothing for what is no id of a saved record."""
        if isinstance(value, str) and value.isdigit():
            return [int(value)]
        return [int(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0 else []

    def _check_found(self, found, records=None):
        """:raises AccessError: naming the first link of {(model, field): ids} that leads to what the user may not read"""
        links = self.env['store.links']
        for (model, name), ids in found.items():
            owner = self.env[model]
            name, comodel = name if isinstance(name, tuple) else (name, owner._fields[name].comodel_name)
            targets = self.env[comodel].sudo().with_context(active_test=False).browse(sorted(ids))
            if records and records._name == model and owner._fields[name].relational and records._fields[name].store:
                targets -= records.sudo()[name]  # it stands there
            if not targets:
                continue
            if links._kinds(model).get(name) == PLACE:
                foreign = links._foreign_places(targets)
                if foreign:
                    links._refuse_link(owner, name, foreign, PLACE)
            if not self._is_walled(comodel):
                continue
            domain = self.env['ir.rule']._compute_domain(comodel, 'read')
            foreign = targets - targets.filtered_domain(domain)
            if foreign:
                links._refuse_link(owner, name, foreign, None)
