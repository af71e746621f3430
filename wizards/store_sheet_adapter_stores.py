# Part of store_group. License LGPL-3.
from odoo import Command, models


class StoreSheetAdapterStores(models.AbstractModel):
    """The list of stores. A new store is a draft; opening and closing it are acts, not cells."""

    _name = 'store.sheet.adapter.stores'
    _description = 'Stores as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.store'
    _sheet_store_field = 'id'

    def _columns(self):
        column, choices = self._column, self._choices
        return (
            column('code', "Code", "编码", 'code', is_key=True, required=True,
                   hint=self.env._("Names the store. A code that does not exist yet makes a new draft store.")),
            column('name', "Name", "名称", required=True),
            column('kind', "Kind", "类型", 'choice', choices=choices('kind'), keep_blank=True),
            column('operation_mode', "Operation Mode", "经营方式", 'choice', keep_blank=True,
                   choices=choices('operation_mode')),
            column('company_id', "Company", "公司", 'code', vocabulary='company', keep_blank=True,
                   hint=self.env._("Empty for a new store: your company. It stays once there are documents.")),
            column('group_id', "Group", "店群", 'code', vocabulary='group',
                   hint=self.env._("Code of the group that manages the store.")),
            column('other_groups', "Other Groups", "其他店群", 'codes', vocabulary='group',
                   hint=self.env._("Codes of groups in other trees, separated by commas.")),
            column('warehouse_id', "Warehouse", "仓库", 'code', vocabulary='warehouse',
                   hint=self.env._("Short name of a warehouse of the same company.")),
            column('team_id', "Sales Team", "销售团队", 'code', vocabulary='team'),
            column('range_policy', "Range Policy", "商品范围", 'choice', keep_blank=True,
                   choices=choices('range_policy')),
            column('tz', "Time Zone", "时区", 'choice', choices=choices('tz'), keep_blank=True,
                   hint=self.env._("For example Asia/Shanghai.")),
            column('day_ends_at', "Business Day Ends At", "营业日截止", 'number', digits=2, default=0,
                   hint=self.env._("In hours after midnight, for example 2.5 for half past two.")),
            column('opened_on', "Opened On", "开业日期", 'date'),
            column('area_m2', "Area (m²)", "面积（㎡）", 'number', digits=2, default=0),
            column('phone', "Phone", "电话"),
            column('opening_hours', "Opening Hours", "营业时间"),
            column('latitude', "Latitude", "纬度", 'number', digits=7, default=0,
                   hint=self.env._("In degrees, north positive, for example 30.246. Kept on the store's address.")),
            column('longitude', "Longitude", "经度", 'number', digits=7, default=0,
                   hint=self.env._("In degrees, east positive, for example 120.15.")),
            column('state', "State", "状态", 'choice', choices=choices('state'), read_only=True,
                   hint=self.env._("Not read back: open, pause and close a store on its form.")),
            column('active', "Active", "启用", 'bool', hint=self.env._("No archives the store.")),
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
        """Take the groups a column names out of `values` and return them; `current` where the column is not there."""
        if name not in values:
            return current
        codes = values.pop(name) or ()
        codes = (codes,) if isinstance(codes, str) else codes
        return current.browse(self._pick(name, code, found).id for code in codes)
