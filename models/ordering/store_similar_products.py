# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models

from ...engine.cleaning.text import shape
from .sql.product_codes import products_by_shape

SHOWN = 5


class StoreSimilarProducts(models.AbstractModel):
    """What an unknown product number may mean, before a second product is made of it.

    Looks where a search for the number itself finds nothing: at archived products, at those of other companies, at numbers
    written with other letters' case, blanks, width or leading zeros, and among the unknown numbers of the same batch.
    Cost: one pass over the products' numbers per batch that has unknown ones.
    """

    _name = 'store.similar.products'
    _description = 'Products with a Similar Number'

    # === ORDERING ===

    @api.model
    def _find(self, channel, keys, company):
        """Return {key: [words that name a product it may be]} of those `keys` that may be one.

        :param channel: store.channel
        :param dict keys: {key in the channel: LineDraft}, in the order met; those that name no number mean nothing here
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
        products = defaultdict(list)
        for form, product_id in products_by_shape(self.env, list(by_shape)):
            products[form].append(self.env['product.product'].browse(product_id))
        listings = self.env['store.listing'].with_context(active_test=False).search(
            [('channel_id', '=', channel.id), ('active', '=', False), ('external_sku', 'in', list(keys))])
        for listing in listings:
            products[shape(listing.external_sku)].append(listing.product_id)
        for form, some in products.items():
            for key in by_shape[form]:
                found[key] = [self._words(product, company) for product in some[:SHOWN]]
        return dict(found)

    def _words(self, product, company):
        """Name a product, and why it was not taken."""
        owner = product.company_id
        notes = [
            note for note in (
                not product.active and self.env._("archived"),
                owner and owner != company and self.env._("of %(company)s", company=owner.name)) if note]
        return f"{product.display_name} ({', '.join(notes)})" if notes else product.display_name
