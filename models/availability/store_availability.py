# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ConcurrencyError, LockError, UserError


class StoreAvailability(models.AbstractModel):
    """Free quantities of stores, for users who may ask, without access to documents.

    The quantity is on hand minus reserved, in the store's warehouse, at this moment. It
    reserves nothing.
    """

    _name = 'store.availability'
    _description = 'Free Stock of Stores'

    @api.model
    def _askable(self):
        """Return the stores the caller may ask about: their own, and those below a group that shares its numbers."""
        Store = self.env['store.store'].sudo().with_context(active_test=False)
        reach = self.env.user._store_reach()
        if not reach.bound or reach.see_all:
            return Store.search([('company_id', 'in', self.env.user.company_ids.ids)]) if not reach.bound else Store.search([])
        own = Store.browse(reach.see)
        groups = self.env['store.group'].sudo().search([('id', 'parent_of', own.group_id.ids), ('shares_stock', '=', True)])
        return own | groups._stores_below()

    @api.model
    def _free(self, stores, products):
        """Return {store id: {product id: free quantity in the product's unit}}; one query for all.

        :param stores: `store.store` records the caller may ask about
        :param products: `product.product` records
        """
        free = {store.id: dict.fromkeys(products.ids, 0.0) for store in stores}
        stores_of_root = defaultdict(list)
        for store in stores.sudo():
            if store.warehouse_id:
                stores_of_root[store.warehouse_id.lot_stock_id].append(store.id)
        roots = self.env['stock.location'].union(*stores_of_root) if stores_of_root else self.env['stock.location']
        shelves = self.env['stock.location'].sudo().search([('id', 'child_of', roots.ids), ('usage', '=', 'internal')])
        root_of = {shelf: root for shelf in shelves for root in roots if shelf.parent_path.startswith(root.parent_path)}
        for shelf, product, quantity, reserved in (
            self.env['stock.quant']
            .sudo()
            ._read_group(
                [('location_id', 'in', shelves.ids), ('product_id', 'in', products.ids)],
                ['location_id', 'product_id'],
                ['quantity:sum', 'reserved_quantity:sum'],
            )
        ):
            for store_id in stores_of_root[root_of[shelf]]:
                free[store_id][product.id] += quantity - reserved
        return free

    @api.model
    def _hold(self, store, products):
        """Lock a store's quants of these products until the end of the transaction.

        Core skips locked quants and may promise goods twice. The second transaction is retried, which the
        server does automatically, and then sees the remaining quantity.

        :raises ConcurrencyError: when another transaction moves the same goods
        """
        quants_sudo = (
            self.env['stock.quant']
            .sudo()
            .search([('location_id', 'child_of', store.sudo().warehouse_id.lot_stock_id.ids), ('product_id', 'in', products.ids)])
        )
        try:
            quants_sudo.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise self._in_use(store) from error

    @api.model
    def _in_use(self, store):
        """Return the error for goods another transaction moves at this moment: the server repeats the call."""
        return ConcurrencyError(
            self.env._("Somebody else is moving the same goods of %(store)s at this moment. Try again.", store=store.name)
        )

    @api.model
    def _products(self, identifiers):
        """Return {identifier: product} for codes, barcodes or ids that match exactly one active product.

        :raises UserError: naming the unknown and the ambiguous ones
        """
        wanted = list(dict.fromkeys(identifiers))
        hits = self._products_meant(wanted)
        unknown = [str(item) for item in wanted if not hits.get(item)]
        ambiguous = [str(item) for item in wanted if len(hits.get(item, ())) > 1]
        if unknown or ambiguous:
            raise UserError(
                self.env._(
                    "A product is named by its code, barcode or id. Unknown: %(unknown)s. Ambiguous: %(ambiguous)s. "
                    "Correct these and call again.",
                    unknown=', '.join(unknown) or '-',
                    ambiguous=', '.join(ambiguous) or '-',
                )
            )
        return {item: hits[item] for item in wanted}

    @api.model
    def _products_meant(self, identifiers):
        """Return {identifier: active products, elevated} for codes, barcodes or ids; unknown ones are left out.

        Those of companies a bound user does not work in are unknown.
        """
        Product = self.env['product.product'].sudo()
        texts = {item for item in identifiers if isinstance(item, str)}
        hits = defaultdict(Product.browse)
        for product in Product.search(['|', ('default_code', 'in', list(texts)), ('barcode', 'in', list(texts))]):
            for key in {product.default_code, product.barcode} & texts:
                hits[key] |= product
        for item in identifiers:
            if isinstance(item, int) and item is not True and 0 < item < 2**31:
                hits[item] |= Product.browse(item).exists().filtered('active')
        if not self.env.user._is_store_bound():
            return dict(hits)
        companies = self.env.user.sudo().company_ids.parent_ids
        own = {item: found.filtered(lambda product: product.company_id <= companies) for item, found in hits.items()}
        return {item: found for item, found in own.items() if found}
