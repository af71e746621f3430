# Part of store_group. License LGPL-3.
from datetime import time

from odoo import models
from odoo.tools import LazyTranslate

from ..engine.stores import day
from ..engine.table.sheet import Problem
from ..models.people import elevation

_lt = LazyTranslate(__name__)


class StoreSheetAdapterPrices(models.AbstractModel):
    """Fixed prices of stores and groups, stored as rules of their own Odoo pricelists.

    A row is one price of one product at one store or group, from a quantity and a day on. Percentages and
    formulas stay in the pricelist and are neither shown nor changed here.
    """

    _name = 'store.sheet.adapter.prices'
    _description = 'Prices as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'product.pricelist.item'
    _sheet_store_field = 'pricelist_id.store_id'

    def _columns(self):
        column = self._column
        return (
            self._store_key(self.env._("Code of the store; or name a group.")),
            self._group_key(
                'store_group_id', self.env._("Code of the group: the price applies to the stores below without a nearer one.")
            ),
            self._product_key(),
            column('product_name', _lt("Product Name"), read_only=True),
            column('min_quantity', _lt("Minimum Quantity"), 'number', is_key=True, default=0),
            column('date_start', _lt("First Day"), 'date', is_key=True, hint=self.env._("First day; empty: from ever.")),
            column('date_end', _lt("Last Day"), 'date', hint=self.env._("Last day; empty: until further notice.")),
            column('fixed_price', _lt("Price"), 'number', required=True),
            column('currency_id', _lt("Currency"), read_only=True),
            column('remove', _lt("Remove"), 'bool', hint=self.env._("Yes removes the price for all days.")),
        )

    # === READ ===

    def _sheet_records(self, domain, archived):
        """Override: only fixed prices of one product on the list its store or group uses; elevated to see all."""
        items = (
            self.env['product.pricelist.item']
            .sudo()
            .search(
                [
                    *domain,
                    ('compute_price', '=', 'fixed'),
                    ('applied_on', 'in', ('0_product_variant', '1_product')),
                    '|',
                    ('pricelist_id.store_id.company_id', 'in', self.env.companies.ids),
                    ('pricelist_id.store_group_id', '!=', False),
                ]
            )
        )
        return items.filtered(lambda item: self._product(item) and self._owner(item).pricelist_id == item.pricelist_id)

    def _rows_domain(self, rows):
        stores = list({row.values.get('store_id') for row in rows} - {None})
        groups = list({row.values.get('store_group_id') for row in rows} - {None})
        return ['|', ('pricelist_id.store_id.code', 'in', stores), ('pricelist_id.store_group_id.code', 'in', groups)]

    def _named_by(self, records, column):
        if column.name == 'product_id':
            return records.product_id | records.product_tmpl_id.product_variant_ids
        return records.pricelist_id[column.name]

    def _value(self, record, column, codes=None):
        if column.name == 'product_id':
            return codes[self._product(record).id]
        if column.name == 'product_name':
            return self._product(record).name
        if column.name in ('store_id', 'store_group_id'):
            return codes.get(record.pricelist_id[column.name].id)
        if column.name in ('date_start', 'date_end'):
            moment = record[column.name]
            return moment and day.day_of(moment, self._zone(record))
        if column.name == 'currency_id':
            return record.currency_id.name
        return False if column.name == 'remove' else super()._value(record, column, codes)

    def _check_row(self, row):
        if bool(row.values.get('store_id')) == bool(row.values.get('store_group_id')):
            row.problems.append(Problem('one_place', 'store_id'))

    def _product(self, item):
        """Return the product of a rule, none if it prices several variants."""
        variants = item.product_id or item.product_tmpl_id.product_variant_ids
        return variants if len(variants) == 1 else variants.browse()

    def _owner(self, item):
        return item.pricelist_id.store_id or item.pricelist_id.store_group_id

    def _zone(self, item):
        """Return the zone of the days: the store's, for a group the company's."""
        return item.pricelist_id.store_id._zone()

    # === WRITE ===

    def _prepare(self, record, values, found):
        if values.get('remove'):
            return {'remove': True}
        zone = self._zone(record)
        vals = {}
        if not record:
            name = 'store_id' if values.get('store_id') else 'store_group_id'
            owner = self._pick(name, values[name], found)
            zone = owner._zone() if name == 'store_id' else zone
            product = self._pick('product_id', values['product_id'], found)
            vals.update(
                owner=owner,
                applied_on='0_product_variant',
                display_applied_on='1_product',
                compute_price='fixed',
                product_id=product.id,
                product_tmpl_id=product.product_tmpl_id.id,
                min_quantity=float(values['min_quantity']),
            )
        for name, end in (('date_start', time.min), ('date_end', time(23, 59, 59))):
            if name in values:
                vals[name] = values[name] and day.moment_of(values[name], end, zone)
        if 'fixed_price' in values:
            vals['fixed_price'] = float(values['fixed_price'])
        return vals

    def _write_batch(self, batch):
        """Override: write prices to the owner's own list, created if needed, or remove them from it."""
        # Elevated after checking the right on the store or group, because core requires a sales manager.
        records = self.env[self._sheet_model].union(*(record for _number, record, _vals in batch))
        for owners in (records.pricelist_id.store_id, records.pricelist_id.store_group_id):
            owners.sudo(False).check_access('write')
        rest, gone = [], records.browse()
        for number, record, vals in batch:
            if vals.get('remove'):
                gone |= record
                continue
            vals = dict(vals)
            owner = vals.pop('owner', None)
            if owner:
                vals['pricelist_id'] = owner._own_pricelist().id
            rest.append((number, record, vals))
        gone.sudo().unlink()
        super(StoreSheetAdapterPrices, elevation.lift(self))._write_batch(rest)
