# Part of store_group. License LGPL-3.
from odoo import models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class StoreSheetAdapterRange(models.AbstractModel):
    """The product ranges of the stores."""

    _name = 'store.sheet.adapter.range'
    _description = 'Product Ranges as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.range'

    def _columns(self):
        column = self._column
        return (
            self._store_key(required=True),
            self._product_key(),
            column('product_name', _lt("Product Name"), read_only=True),
            column('date_from', _lt("First Day"), 'date', hint=self.env._("First day; empty: from ever.")),
            column('date_to', _lt("Last Day"), 'date', hint=self.env._("Last day; empty: until further notice.")),
            column('active', _lt("Active"), 'bool', hint=self.env._("No removes the product from the range.")),
        )

    # === HOOKS ===

    def _rows_domain(self, rows):
        return [('store_id.code', 'in', list({row.values.get('store_id') for row in rows} - {None}))]

    def _value(self, record, column, codes=None):
        return record.product_id.name if column.name == 'product_name' else super()._value(record, column, codes)
