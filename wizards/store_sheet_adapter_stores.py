# Part of store_group. License LGPL-3.
from odoo import Command, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StoreSheetAdapterStores(models.AbstractModel):
    """The list of stores. A new store is a draft; the sheet does not open or close stores."""

    _name = 'store.sheet.adapter.stores'
    _description = 'Stores as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.store'
    _sheet_store_field = 'id'

    def _columns(self):
        column, choices = self._column, self._choices
        return (
            column(
                'code',
                _lt("Code"),
                'code',
                is_key=True,
                required=True,
                hint=self.env._("Identifies the store. A new code creates a draft store."),
            ),
            column('name', _lt("Name"), required=True),
            column('kind', _lt("Kind"), 'choice', choices=choices('kind'), keep_blank=True),
            column('operation_mode', _lt("Operation Mode"), 'choice', keep_blank=True, choices=choices('operation_mode')),
            column(
                'company_id',
                _lt("Company"),
                'code',
                vocabulary='company',
                keep_blank=True,
                hint=self.env._("Empty for a new store: your company. It cannot change once there are documents."),
            ),
            column(
                'group_id', _lt("Group"), 'code', vocabulary='group', hint=self.env._("Code of the group that manages the store.")
            ),
            column(
                'other_groups',
                _lt("Other Groups"),
                'codes',
                vocabulary='group',
                hint=self.env._("Codes of groups in other trees, separated by commas."),
            ),
            column(
                'warehouse_id',
                _lt("Warehouse"),
                'code',
                vocabulary='warehouse',
                hint=self.env._("Short name of a warehouse of the same company."),
            ),
            column('team_id', _lt("Sales Team"), 'code', vocabulary='team'),
            column('range_policy', _lt("Range Policy"), 'choice', keep_blank=True, choices=choices('range_policy')),
            column(
                'tz',
                _lt("Time Zone"),
                'choice',
                choices=choices('tz'),
                keep_blank=True,
                hint=self.env._("For example Asia/Shanghai."),
            ),
            column(
                'day_ends_at',
                _lt("Business Day Ends At"),
                'number',
                digits=2,
                default=0,
                hint=self.env._("In hours after midnight, for example 2.5 for half past two."),
            ),
            column('opened_on', _lt("Opened On"), 'date'),
            column('area_m2', _lt("Area (m²)"), 'number', digits=2, default=0),
            column('phone', _lt("Phone")),
            column('opening_hours', _lt("Opening Hours")),
            column(
                'latitude',
                _lt("Latitude"),
                'number',
                digits=7,
                default=0,
                hint=self.env._("In degrees, north positive, for example 30.246. Kept on the store's address."),
            ),
            column(
                'longitude',
                _lt("Longitude"),
                'number',
                digits=7,
                default=0,
                hint=self.env._("In degrees, east positive, for example 120.15."),
            ),
            column(
                'state',
                _lt("State"),
                'choice',
                choices=choices('state'),
                read_only=True,
                hint=self.env._("Not read back: open, pause and close a store on its form."),
            ),
            column('active', _lt("Active"), 'bool', hint=self.env._("No archives the store.")),
        )

    # === HOOKS ===

    def _named_by(self, records, column):
        return records.group_ids if column.name == 'other_groups' else super()._named_by(records, column)

    def _value(self, record, column, codes=None):
        if column.name == 'other_groups':
            return [codes[group.id] for group in record.group_ids if not group.tree_id.gives_rights]
        return super()._value(record, column, codes)

    def _prepare(self, record, values, found):
        values = dict(values)
        vals = {}
        company = self.env.company
        if values.get('company_id'):
            company = self._pick('company_id', values['company_id'], found)
        elif record:
            company = record.company_id
        for name in ('warehouse_id', 'team_id'):
            if name in values:
                code = values.pop(name)
                vals[name] = self._pick(name, code, found, company).id if code else False
        if 'group_id' in values or 'other_groups' in values:
            groups = self._groups('group_id', values, found, record.group_id)
            others = record.group_ids.filtered(lambda group: not group.tree_id.gives_rights)
            groups |= self._groups('other_groups', values, found, others)
            vals['group_ids'] = [Command.set(groups.ids)]
        return {**super()._prepare(record, values, found), **vals}

    def _groups(self, name, values, found, current):
        """Remove a column's groups from `values` and return them; `current` if the column is missing."""
        if name not in values:
            return current
        codes = values.pop(name) or ()
        codes = (codes,) if isinstance(codes, str) else codes
        return current.browse(self._pick(name, code, found).id for code in codes)
