# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import AccessError


class ProductPricelistItem(models.Model):
    """A price in a list. One that starts from the cost tells the cost, so it is for those who see costs."""

    _inherit = 'product.pricelist.item'

    store_id = fields.Many2one(related='pricelist_id.store_id', string="Store")
    store_group_id = fields.Many2one(related='pricelist_id.store_group_id', string="Store Group")

    # === MASKS ===

    def _store_unmasked(self):
        """Rules that are not based on the cost are not masked."""
        return self.sudo().filtered(lambda item: item.base != 'standard_price').sudo(False)

    def _check_priced(self):
        """Asked before and after somebody makes, changes or deletes a price.

        :raises AccessError: where they do not manage the prices of its store, or where it follows from a cost they may not see
        """
        self.pricelist_id._check_owners()
        self._check_starts_from_cost()

    def _check_starts_from_cost(self):
        """:raises AccessError: when a user who may not see costs creates, changes or deletes a cost-based price"""
        if 'price_discount' in self.env['store.mask']._unseen(self) and self - self._store_unmasked():
            raise AccessError(
                self.env._(
                    "%(user)s may not create or change prices based on the cost of products. Base it on the sales "
                    "price, or ask a headquarters administrator for a profile with \"See Costs\".",
                    user=self.env.user.name,
                )
            )
