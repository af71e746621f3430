# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StoreSheetAdapterChannels(models.AbstractModel):
    """The channels. How a channel reads its files is set on its form."""

    _name = 'store.sheet.adapter.channels'
    _description = 'Channels as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.channel'

    def _columns(self):
        column, choices = self._column, self._choices
        return (
            column(
                'code',
                _lt("Code"),
                'code',
                is_key=True,
                required=True,
                hint=self.env._("Identifies the channel. A new code creates a channel."),
            ),
            column('name', _lt("Name"), required=True),
            column('reader', _lt("Reader"), 'choice', choices=choices('reader'), keep_blank=True),
            column(
                'template_id',
                _lt("Layout"),
                'code',
                vocabulary='layout',
                hint=self.env._("Name of the layout; a channel that reads spreadsheets needs one."),
            ),
            column('company_id', _lt("Company"), 'code', vocabulary='company', keep_blank=True),
            column(
                'store_id',
                _lt("Store"),
                'code',
                vocabulary='store',
                hint=self.env._("Code of the store; empty if the orders name their store."),
            ),
            column(
                'tz',
                _lt("Time Zone"),
                'choice',
                choices=choices('tz'),
                keep_blank=True,
                hint=self.env._("For example Asia/Shanghai."),
            ),
            column('customer_policy', _lt("Customers"), 'choice', keep_blank=True, choices=choices('customer_policy')),
            column(
                'create_missing',
                _lt("Create What Is Missing"),
                'bool',
                hint=self.env._("Yes creates unknown products and customers."),
            ),
            column('history_until', _lt("History Until"), 'date', hint=self.env._("Orders up to this day are history.")),
            column('active', _lt("Active"), 'bool', hint=self.env._("No archives the channel.")),
        )
