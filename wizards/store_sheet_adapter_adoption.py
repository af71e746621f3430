# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.tools import LazyTranslate

from ..exceptions import SheetRefused

_lt = LazyTranslate(__name__)


class StoreSheetAdapterAdoption(models.AbstractModel):
    """The stores of one takeover with their rules, as a sheet."""

    _name = 'store.sheet.adapter.adoption'
    _description = 'Stores of a Takeover as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.adoption.line'

    def _columns(self):
        column, choices = self._column, self._choices
        return (
            column(
                'code',
                _lt("Code"),
                'code',
                is_key=True,
                required=True,
                hint=self.env._("Identifies the store. A new code adds a store to the takeover."),
            ),
            column('name', _lt("Name"), required=True),
            column('kind', _lt("Kind"), 'choice', choices=choices('kind'), keep_blank=True),
            column('company_id', _lt("Company"), 'code', vocabulary='company', keep_blank=True),
            column('group_id', _lt("Group"), 'code', vocabulary='group'),
            column(
                'warehouse_id',
                _lt("Warehouse"),
                'code',
                vocabulary='warehouse',
                hint=self.env._("Short name of a warehouse of the same company."),
            ),
            column('team_id', _lt("Sales Team"), 'code', vocabulary='team'),
            column('journal_id', _lt("Journal"), 'code', vocabulary='journal'),
            column('tz', _lt("Time Zone"), 'choice', choices=choices('tz'), keep_blank=True),
            column('opened_on', _lt("Opened On"), 'date'),
            column(
                'date_from',
                _lt("Take Over From"),
                'date',
                hint=self.env._("Earlier documents stay without a store; empty: the whole past."),
            ),
            *(
                column(
                    f'rule_{kind}',
                    label,
                    'codes',
                    vocabulary=vocabulary,
                    hint=self.env._("Documents with one of these belong to the store. Separated by commas."),
                )
                for kind, label, vocabulary in self._rule_columns()
            ),
            column(
                'rule_prefix',
                _lt("Reference Begins With"),
                'codes',
                hint=self.env._("Of the customer's reference, separated by commas."),
            ),
        )

    @api.model
    def _rule_columns(self):
        return (
            ('warehouse', _lt("Recognised by Warehouses"), 'warehouse'),
            ('team', _lt("Recognised by Teams"), 'team'),
            ('salesperson', _lt("Recognised by Salespeople"), 'user'),
            ('journal', _lt("Recognised by Journals"), 'journal'),
            ('tag', _lt("Recognised by Tags"), 'tag'),
        )

    # === HOOKS ===

    def _adoption(self):
        """Return the takeover of the sheet: the one it was opened from, else the draft one."""
        Adoption = self.env['store.adoption']
        adoption = Adoption.browse(self.env.context.get('store_adoption_id')) or Adoption.search(
            [('state', 'in', ('draft', 'counted'))], limit=1
        )
        if not adoption:
            raise SheetRefused(self.env._("There is no draft takeover. Create one first, then upload the sheet."))
        return adoption

    def _sheet_records(self, domain, archived):
        return self._adoption().line_ids

    def _named_by(self, records, column):
        if not column.name.startswith('rule_'):
            return super()._named_by(records, column)
        model = self.env['store.adoption.map']._kinds()[column.name.removeprefix('rule_')]
        return self.env[model].union(
            *(rule.value_ref for rule in records.rule_ids if rule.value_ref and rule.value_ref._name == model)
        )

    def _value(self, record, column, codes=None):
        if not column.name.startswith('rule_'):
            return super()._value(record, column, codes)
        kind = column.name.removeprefix('rule_')
        rules = record.rule_ids.filtered(lambda rule: rule._kind() == kind)
        return [rule.prefix if kind == 'prefix' else codes[rule.value_ref.id] for rule in rules]

    def _prepare(self, record, values, found):
        values, vals = dict(values), {}
        company = self.env.company
        if values.get('company_id'):
            company = self._pick('company_id', values['company_id'], found)
        elif record:
            company = record.company_id
        rules = {name: values.pop(name) or () for name in list(values) if name.startswith('rule_')}
        for name in ('warehouse_id', 'team_id', 'journal_id'):
            if name in values:
                code = values.pop(name)
                vals[name] = self._pick(name, code, found, company).id if code else False
        vals.update(super()._prepare(record, values, found))
        vals['rules'] = {
            name: [code if name == 'rule_prefix' else self._pick(name, code, found, company).id for code in codes]
            for name, codes in rules.items()
        }
        if not record:
            vals.update(adoption_id=self._adoption().id, company_id=company.id)
        return vals

    def _write_batch(self, batch):
        """Write the lines, then replace the rules of each column's kind."""
        wishes = []
        for _number, record, vals in batch:
            rules = vals['rules']
            vals = {name: value for name, value in vals.items() if name != 'rules'}
            line = record or self.env[self._sheet_model].create(vals)
            if record:
                record.write(vals)
            wishes += [(line, name.removeprefix('rule_'), wanted) for name, wanted in rules.items()]
        kinds = self.env['store.adoption.map']._kinds()
        for line, kind, wanted in wishes:
            known = line.rule_ids.filtered(lambda rule, kind=kind: rule._kind() == kind)
            have = {rule.prefix or rule.value_ref.id: rule for rule in known}
            for value in have.keys() - set(wanted):
                have[value].unlink()
            self.env['store.adoption.rule'].create(
                [
                    {'line_id': line.id, **({'prefix': value} if kind == 'prefix' else {'value_ref': f'{kinds[kind]},{value}'})}
                    for value in wanted
                    if value not in have
                ]
            )
