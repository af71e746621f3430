# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..engine.table.bundle_text import BadBundle, read, write

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
                vocabulary='product',
                hint=self.env._("Internal reference or barcode of the product; empty for a bundle."),
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
            column(
                'bundle',
                _lt("Bundle of"),
                keep_blank=True,
                hint=self.env._("Products of a bundle: code * quantity, @ share in per cent where there is one: A-1*2@60; B-2."),
            ),
            column('active', _lt("Active"), 'bool', hint=self.env._("No archives the listing.")),
        )

    # === HOOKS ===

    def _rows_domain(self, rows):
        return [('channel_id.code', 'in', list({row.values.get('channel_id') for row in rows} - {None}))]

    def _value(self, record, column, codes=None):
        if column.name == 'bundle':
            names = self.env['store.sheet.lookup']._name_codes('product', record.component_ids.product_id)
            exact = [
                (names[part.product_id.id], Decimal(repr(part.quantity)), Decimal(repr(part.share)))
                for part in record.component_ids
            ]
            return write(exact)
        return record.product_id.name if column.name == 'product_name' else super()._value(record, column, codes)

    def _prepare(self, record, values, found):
        text = values.pop('bundle', None)
        vals = super()._prepare(record, values, found)
        if text:
            vals.update(product_id=False, component_ids=[Command.clear(), *self._components(text)])
        elif vals.get('product_id') and record.component_ids:
            vals['component_ids'] = [Command.clear()]
        return vals

    def _components(self, text):
        """Return the commands that make the products of a bundle.

        :raises UserError: the text cannot be read, or names a product that is not there once
        """
        try:
            parts = read(text)
        except BadBundle as bad:
            raise UserError(
                self.env._(
                    "%(part)s is not a product of a bundle. Write its code, * and how much of it, @ and its share of the price "
                    "in per cent where it has one, and ; between products.",
                    part=bad.part,
                )
            )
        known = {'bundle': self.env['store.sheet.lookup']._find('product', [code for code, _quantity, _share in parts])}
        return [
            Command.create(
                {
                    'sequence': at,
                    'product_id': self._pick('bundle', code, known).id,
                    'quantity': float(quantity),
                    'share': float(share),
                }
            )
            for at, (code, quantity, share) in enumerate(parts, 1)
        ]
