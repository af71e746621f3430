# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..people import elevation


class ProductPricelist(models.Model):
    """Price lists; one may be the own list of a store or a group, which those change who manages prices there."""

    _inherit = 'product.pricelist'

    store_id = fields.Many2one(
        'store.store',
        string="Own List of Store",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
        copy=False,
        help="The store whose own prices these are. No other store should use this list.",
    )
    store_group_id = fields.Many2one(
        'store.group',
        string="Own List of Group",
        index='btree_not_null',
        ondelete='set null',
        readonly=True,
        copy=False,
        help="The group whose own prices these are.",
    )

    # === CRUD ===

    def _store_before_write(self, vals):
        """Fill the hook: a list of a store or group is changed by who manages prices there."""
        super()._store_before_write(vals)
        self._check_owners()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        self._check_owners()

    # === STRUCTURE ===

    def _check_owners(self):
        """:raises AccessError: when somebody bound does not manage prices in all stores that have these lists as their own"""
        if elevation.is_needed(self):
            lists_sudo = self.sudo()
            stores = lists_sudo.store_id | lists_sudo.store_group_id._stores_below()
            if stores:
                self.env.user._check_store_can('manage_prices', stores)

    def _fallback_item(self):
        """Return the pricelist rule that refers products without a price here to another list."""
        return self.item_ids.filtered(
            lambda item: (
                item.applied_on == '3_global'
                and item.compute_price == 'formula'
                and item.base == 'pricelist'
                and not item.min_quantity
                and not item.date_start
                and not item.date_end
            )
        )[:1]

    def _fall_back_on(self, pricelist):
        """Use the prices of `pricelist` for products without a price here; an empty record ends that."""
        self.ensure_one()
        item = self._fallback_item()
        if not pricelist:
            item.unlink()
        elif item:
            item.base_pricelist_id = pricelist
        else:
            item.create(
                {
                    'pricelist_id': self.id,
                    'applied_on': '3_global',
                    'compute_price': 'formula',
                    'base': 'pricelist',
                    'base_pricelist_id': pricelist.id,
                }
            )
