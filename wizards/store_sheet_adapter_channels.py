# Part of store_group. License LGPL-3.
from odoo import models


class StoreSheetAdapterChannels(models.AbstractModel):
    """The channels orders come from. How a channel reads its files is set on its form."""

    _name = 'store.sheet.adapter.channels'
    _description = 'Channels as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.channel'

    def _columns(self):
        column, choices = self._column, self._choices
        return (
            column('code', "Code", "编码", 'code', is_key=True, required=True,
                   hint=self.env._("Names the channel. A code that does not exist yet makes a new channel.")),
            column('name', "Name", "名称", required=True),
            column('reader', "Reader", "读取方式", 'choice', choices=choices('reader'), keep_blank=True),
            column('template_id', "Layout", "导入模板", 'code', vocabulary='layout',
                   hint=self.env._("Name of the layout; a channel that reads spreadsheets needs one.")),
            column('company_id', "Company", "公司", 'code', vocabulary='company', keep_blank=True),
            column('store_id', "Store", "门店", 'code', vocabulary='store',
                   hint=self.env._("Code of the store; empty where the orders name their store.")),
            column('tz', "Time Zone", "时区", 'choice', choices=choices('tz'), keep_blank=True,
                   hint=self.env._("For example Asia/Shanghai.")),
            column('customer_policy', "Customers", "客户处理", 'choice', keep_blank=True,
                   choices=choices('customer_policy')),
            column('create_missing', "Create What Is Missing", "自动新建", 'bool',
                   hint=self.env._("Yes makes unknown products and customers.")),
            column('history_until', "History Until", "历史截止", 'date',
                   hint=self.env._("Orders up to this day are the past.")),
            column('active', "Active", "启用", 'bool', hint=self.env._("No archives the channel.")),
        )
