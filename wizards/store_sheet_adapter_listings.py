# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StoreSheetAdapterListings(models.AbstractModel):
    """The channels' product numbers."""

    _name = 'store.sheet.adapter.listings'
    _description = 'Listings as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.listing'
    _sheet_store_field = 'channel_id.store_id'
    _sheet_company_field = 'channel_id.company_id'

    def _columns(self):
        column = self._column
        return (
            column(
                'channel_id',
                _lt("Channel"),
                'code',
                is_key=True,
                required=True,
                vocabulary='channel',
                hint=self.env._("Code of the channel."),
            ),
            column(
                'external_sku',
                _lt("Channel SKU"),
                is_key=True,
                required=True,
                hint=self.env._("The product's code at the channel, digit by digit."),
            ),
            column('name', _lt("Name in the Channel")),
            column(
                'product_id',
                _lt("Product"),
                'code',
                required=True,
                vocabulary='product',
                hint=self.env._("Internal reference or barcode of the product."),
            ),
            column('product_name', _lt("Product Name"), read_only=True),
            column(
                'factor',
                _lt("Factor"),
                'number',
                keep_blank=True,
                digits=4,
                hint=self.env._("Units of the product in one unit of the channel."),
            ),
            column('active', _lt("Active"), 'bool', hint=self.env._("No archives the listing.")),
        )

    # === HOOKS ===

    def _rows_domain(self, rows):
        return [('channel_id.code', 'in', list({row.values.get('channel_id') for row in rows} - {None}))]

    def _value(self, record, column, codes=None):
        return record.product_id.name if column.name == 'product_name' else super()._value(record, column, codes)
