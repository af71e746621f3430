# Part of store_group. License LGPL-3.
from odoo import fields, models


class ProductPricelist(models.Model):
    _inherit = 'product.pricelist'

    store_id = fields.Many2one(
        'store.store', string="Own List of Store", index='btree_not_null', ondelete='set null', readonly=True,
        copy=False, help="The store whose own prices these are. No other store should use this list.",
    )
    store_group_id = fields.Many2one(
        'store.group', string="Own List of Group", index='btree_not_null', ondelete='set null', readonly=True,
        copy=False, help="The group whose own prices these are.",
    )

    # === STRUCTURE ===

    def _fallback_item(self):
        """Return the pricelist rule that refers products without a price here to another list."""
        return self.item_ids.filtered(lambda item: (
            item.applied_on == '3_global' and item.compute_price == 'formula' and item.base == 'pricelist'
            and not item.min_quantity and not item.date_start and not item.date_end
        ))[:1]

    def _fall_back_on(self, pricelist):
        """Use the prices of `pricelist` for products without a price here; an empty record ends that."""
        self.ensure_one()
        item = self._fallback_item()
        if not pricelist:
            item.unlink()
        elif item:
            item.base_pricelist_id = pricelist
        else:
            item.create({
                'pricelist_id': self.id, 'applied_on': '3_global', 'compute_price': 'formula',
                'base': 'pricelist', 'base_pricelist_id': pricelist.id,
            })
