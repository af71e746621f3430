# Part of store_group. License LGPL-3.
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..engine.quantities import exact
from ..engine.transfer import size_matrix

SOLD_DAYS = 28


class StoreTransferGridLayout(models.AbstractModel):
    """Product and store of each cell of the transfer grid, and its numbers.

    A cell's key is `<product id>:<place id>`, a place being a store or a transfer; rows and columns are only how it is
    shown. Stores the user may not ask about show no numbers. Read-only. Cost: a few queries, whatever the size of
    the grid.
    """

    _name = 'store.transfer.grid.layout'
    _description = 'Layout of the Transfer Grid'
    _print_report = 'store_group.store_transfer_grid_report'

    # === TRANSFER ===

    @api.model
    def _key(self, product, place):
        return f'{product}:{place}'

    @api.model
    def _parse(self, key):
        product, place = key.split(':')
        return int(product), int(place)

    @api.model
    def _by_store(self, products, stores):
        """Return (columns, rows) with a product per row and a store per column."""
        return [{'name': store.name, 'code': store.code} for store in stores], self._rows_of(products, stores)

    def _rows_of(self, products, places):
        """Return a row per product, with a cell per place."""
        return [
            {
                'key': str(product.id),
                'name': product.display_name,
                'code': product.uom_id.name,
                'products': product.ids,
                'cells': [(product.id, place.id) for place in places],
            }
            for product in products
        ]

    @api.model
    def _by_size(self, products, store, size_attribute=None):
        """Return (columns, rows) with a style and colour per row and sizes as columns, for one store."""
        values = products.product_template_attribute_value_ids
        order_of = {
            value.product_attribute_value_id.id: place
            for place, value in enumerate(
                values.sorted(
                    lambda value: (
                        value.attribute_id.sequence,
                        value.product_attribute_value_id.sequence,
                        value.product_attribute_value_id.id,
                    )
                )
            )
        }
        sizes, lines = size_matrix.layout(
            [self._variant(product) for product in products], order_of, size_attribute and size_attribute.id
        )
        Value = self.env['product.attribute.value']
        Template = self.env['product.template']
        columns = [{'name': Value.browse(size).name if size else self.env._("One Size"), 'code': ''} for size in sizes]
        rows = []
        for line in lines:
            colour = ', '.join(Value.browse(line.values).mapped('name'))
            style = Template.browse(line.style)
            rows.append(
                {
                    'key': f'{line.style}-{"-".join(map(str, line.values))}',
                    'name': f'{style.name} · {colour}' if colour else style.name,
                    'code': style.default_code or '',
                    'products': list(line.products.values()),
                    'cells': [(line.products[size], store.id) if size in line.products else None for size in sizes],
                }
            )
        return columns, rows

    def _variant(self, product):
        values = product.product_template_attribute_value_ids.sorted(
            lambda value: (value.attribute_line_id.sequence, value.attribute_line_id.id)
        )
        return size_matrix.Variant(
            product.id,
            product.product_tmpl_id.id,
            tuple((value.attribute_id.id, value.product_attribute_value_id.id) for value in values),
        )

    def _matrix(self):
        """Return the grid with its quantities in the format of `store.transfer`'s printed matrix."""
        columns, rows = self._layout()
        typed = self.quantities or {}
        for row in rows:
            row['values'] = [typed.get(self._key(*place), 0.0) if place else None for place in row['cells']]
        return self.env['store.transfer']._laid_out(columns, rows, self._matrix_head())

    def action_print(self):
        """Print the grid with its quantities."""
        self.ensure_one()
        action = self.env.ref(self._print_report).report_action(self, config=False)
        return self.env['store.health.printing']._warned(action)

    @api.model
    def _numbers(self, products, stores):
        """Return {'free', 'coming', 'sold'}: each {(product id, store id): float}, of stores the user may ask about.

        Sold: confirmed orders of the last four weeks of stores the user sees.
        """
        askable = stores & self.env['store.availability']._askable()
        free = self.env['store.availability']._free(askable, products)
        return {
            'free': {(product, store): quantity for store, row in free.items() for product, quantity in row.items()},
            'coming': self._coming(askable, products),
            'sold': self._sold(stores, products),
        }

    def _coming(self, stores, products):
        """Return {(product id, store id): float} approved for the stores and not arrived."""
        coming = defaultdict(float)
        # Elevated: only a quantity, like free stock.
        for line in (
            self.env['store.transfer.line']
            .sudo()
            .search(
                [
                    ('dest_store_id', 'in', stores.ids),
                    ('product_id', 'in', products.ids),
                    ('state', 'in', ['approved', 'shipped', 'received']),
                ]
            )
        ):
            due = max(line.qty_approved - line.qty_shipped, 0.0) + line.qty_in_transit
            coming[line.product_id.id, line.dest_store_id.id] += line._in_product_unit(due)
        return coming

    def _sold(self, stores, products):
        """Return {(product id, store id): units} of orders, tills and websites; read as the user: hidden stores do not count."""
        since = fields.Date.context_today(self) - timedelta(days=SOLD_DAYS)
        return defaultdict(float, self.env['store.store'].browse(stores.ids)._sold_since(since, products))

    @api.model
    def _decimal(self, number):
        """Return a quantity for the engine."""
        return exact(number)
