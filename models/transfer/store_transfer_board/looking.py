# Part of store_group. License LGPL-3.
from collections import defaultdict
from os.path import commonprefix

from odoo import api, fields, models
from odoo.fields import Domain

from ....engine import arguments
from ...people.door import MOST_LINES, door

FOUND = 5  # products of one look-up; a person reads no more at a counter


class StoreTransferBoard(models.AbstractModel):
    """Which store has it: looking a product up, with its sizes, and asking for it on the spot."""

    _inherit = 'store.transfer.board'

    # === TRANSFER ===

    @api.readonly
    @api.model
    @door(text=arguments.maybe(arguments.text()), store=arguments.maybe(arguments.ident()))
    def look_up(self, text, store):
        """Find products by code, barcode or part of the name, with their free quantities per store.

        Sizes of one style and colour are one entry, the one that was found first. A warehouse that several stores
        share is one row: its goods are there once.

        :param str text: scanned or typed text
        :param int store: id of the user's store
        :returns: `{"products": [{"id", "name", "code", "exact", "has_image", "price", "prices", "currency",
            "sizes": [{"id", "label"}], "stores": [{"code", "name", "shared", "free", "sizes": {product id as text: free}, "own",
            "can_ask"}]}], "alone"}`, five products at most; the own store first, then those that have most. Exact: the text is
            its code or barcode. Several sizes: name and code are of the style and colour. Alone: the store is in no group, so
            nobody shows it their stock. Prices are the own store's, with tax
        """
        own = self._stores().filtered(lambda item: item.id == store)
        askable = self.env['store.availability']._askable().filtered(lambda item: item.state == 'open' and item.active)
        asks = bool(own) and self.env.user._store_can('request', own)
        places = self._places(askable | own, own)
        entries = self._entries(text)
        products = self.env['product.product'].browse([item for _found, sizes in entries for item in sizes])
        free = self.env['store.availability']._free(askable | own, products)
        prices = self._shop_prices(own, products)
        answer = []
        for product, sizes in entries:
            rows = [
                {
                    **place,
                    'free': free[place['id']][product.id],
                    'sizes': {str(size): free[place['id']][size] for size in sizes},
                    'can_ask': asks and not place['own'] and any(free[place['id']][size] > 0 for size in sizes),
                }
                for place in places
            ]
            answer.append(
                {
                    'id': product.id,
                    **(self._named_without_size(product, sizes) if len(sizes) > 1 else self._named(product)),
                    'exact': text in (product.barcode, product.default_code),
                    'has_image': bool(product.with_context(bin_size=True).image_128),
                    'price': prices.get(product.id, False),
                    'prices': {str(size): prices[size] for size in sizes} if prices else {},
                    'currency': own.company_id.currency_id.id,
                    'sizes': [{'id': size, 'label': label} for size, label in sizes.items()] if len(sizes) > 1 else [],
                    'stores': sorted(
                        rows, key=lambda item: (not item['own'], -item['free'], -sum(item['sizes'].values()), item['name'])
                    ),
                }
            )
        return {'products': answer, 'alone': bool(own) and len(places) == 1 and not own.sudo().group_id}

    @api.model
    @door(
        store=arguments.ident(),
        lines=arguments.rows(MOST_LINES, product=arguments.key(), source=arguments.text(), quantity=arguments.number()),
    )
    def ask(self, store, lines):
        """Request goods from other stores: one request per store.

        :param int store: id of the requesting store
        :param list lines: `[{"product": id, "source": store code, "quantity"}]`
        :returns: `{"message", "transfers": [name]}`
        """
        own = self._stores().filtered(lambda item: item.id == store)
        wanted = {}
        for line in lines:
            wanted.setdefault(line['source'], []).append({'product': line['product'], 'quantity': line['quantity']})
        made = [self.env['store.transfer'].request(source, own.code, items) for source, items in wanted.items()]
        names = [item['name'] for item in made]
        return {'transfers': names, 'message': self.env._("Asked for: %(transfers)s", transfers=', '.join(names))}

    def _entries(self, text):
        """Return [(product found, {product id: label of its size})], sizes in their order."""
        Product = self.env['product.product']
        stored = Domain('is_storable', '=', True)
        found = Product.search(stored & (Domain('barcode', '=', text) | Domain('default_code', '=', text)), limit=FOUND)
        found = found or Product.search(stored & Domain('display_name', 'ilike', text), limit=FOUND * 4)
        variants = found.product_tmpl_id.product_variant_ids
        attribute = int(self.env['ir.config_parameter'].sudo().get_param('store_group.size_attribute_id') or 0)
        columns, rows = self.env['store.transfer.grid']._by_size(
            variants, self.env['store.store'], self.env['product.attribute'].browse(attribute)
        )
        sizes_of = {}
        for row in rows:
            sizes = {place[0]: column['name'] for column, place in zip(columns, row['cells'], strict=True) if place is not None}
            sizes_of.update(dict.fromkeys(sizes, sizes))
        entries, seen = [], set()
        for product in found:
            if product.id not in seen:
                sizes = sizes_of.get(product.id) or {product.id: ''}
                seen.update(sizes)
                entries.append((product, sizes))
        return entries[:FOUND]

    def _named_without_size(self, product, sizes):
        """Return {'name', 'code'} of an entry that stands for all sizes of a style and colour.

        :param dict sizes: {product id: label of its size}
        """
        values = product.product_template_attribute_value_ids.filtered(lambda value: value.name != sizes[product.id])
        others = ', '.join(values.mapped('name'))
        codes = [code for code in self.env['product.product'].browse(sizes).mapped('default_code') if code]
        return {
            'name': f'{product.name} ({others})' if others else product.name,
            'code': commonprefix(codes).rstrip(' -_./') if len(codes) == len(sizes) else '',
        }

    def _places(self, stores, own):
        """Return one entry for each warehouse of these stores: who owns it is asked, who shares it is named."""
        of_warehouse = defaultdict(self.env['store.store'].sudo().browse)
        for store in stores.sudo():
            of_warehouse[store.warehouse_id or store] |= store
        places = []
        for warehouse, sharing in of_warehouse.items():
            is_own = own.sudo() in sharing if own else False
            owner = warehouse.store_id if warehouse._name == 'stock.warehouse' else warehouse
            first = own.sudo() if is_own else (sharing & owner) or sharing[:1]
            places.append(
                {
                    'id': first.id,
                    'code': first.code,
                    'name': ', '.join((first | sharing).mapped('name')),
                    'shared': len(sharing) > 1,
                    'own': is_own,
                }
            )
        return places

    def _shop_prices(self, store, products):
        """Return {product id: price with tax} of one unit in a store."""
        if not store:
            return {}
        return self.env['store.own.price']._prices(store.company_id, store, products, fields.Datetime.now())
