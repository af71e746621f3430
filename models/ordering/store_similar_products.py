# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ...engine.cleaning.text import shape
from .sql.product_codes import products_by_shape

SHOWN = 5


class StoreSimilarProducts(models.AbstractModel):
    """Finds existing products similar to an unknown product number, to avoid duplicates.

    Searches archived products, products of other companies, numbers
    with different case, blanks, width or leading zeros, and the unknown numbers of the same batch.
    Cost: one pass over the products' numbers per batch that has unknown ones.
    """

    _name = 'store.similar.products'
    _description = 'Products with a Similar Number'

    # === ORDERING ===

    @api.model
    def _find(self, channel, keys, company):
        """Return {key: [descriptions of similar products]} for the `keys` that have any.

        :param channel: store.channel
        :param dict keys: {key in the channel: LineDraft}, in order; keys without number are ignored
        :param company: res.company that sells
        """
        by_shape = defaultdict(list)
        for key, line in keys.items():
            if (line.sku or line.barcode) and (form := shape(key)):
                by_shape[form].append(key)
        if not by_shape:
            return {}
        found = defaultdict(list)
        for others in by_shape.values():
            for key in others[1:]:
                found[key].append(others[0])
        for key, line in keys.items():  # a barcode beside the number
            form = shape(line.barcode) if line.barcode else ''
            if form and key not in by_shape[form]:
                by_shape[form].append(key)
        products = defaultdict(list)
        for form, product_id in products_by_shape(self.env, list(by_shape)):
            products[form].append(self.env['product.product'].browse(product_id))
        listings = (
            self.env['store.listing']
            .with_context(active_test=False)
            .search([('channel_id', '=', channel.id), ('active', '=', False), ('external_sku', 'in', list(keys))])
        )
        for listing in listings.filtered('product_id'):
            products[shape(listing.external_sku)] += listing.product_id or listing.component_ids.product_id
        named = set()
        for form, some in products.items():
            words = [self._words(product, company) for product in some[:SHOWN]]
            for key in by_shape[form]:
                found[key] = list(dict.fromkeys([*(found[key] if key in named else ()), *words]))[:SHOWN]
                named.add(key)
        return dict(found)

    def _words(self, product, company):
        """Return a product's name and why it was not matched."""
        owner = product.company_id
        if owner and owner != company:  # who reads the question may not read the product
            return self.env._("a product of %(company)s", company=owner.name)
        return product.display_name if product.active else f'{product.display_name} ({self.env._("archived")})'
