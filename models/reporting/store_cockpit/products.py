# Part of store_group. License LGPL-3.
from odoo import models
from odoo.fields import Domain

from ....engine.reporting import calendar_span as periods
from ..store_cockpit_scope import SALES

BESIDE = 5  # products in a list of best or worst
FEW = 3  # so many stand in one list: the second of two is no weak product


class StoreCockpit(models.AbstractModel):
    """Which products sell best and worst. Part of `store.cockpit`."""

    _inherit = 'store.cockpit'

    # === REPORTING ===

    def _products(self, scope, now, then):
        """Return {'products_best': [row], 'products_worst': [row]} of what sold in these days or in those before.

        What sold before and does not sell now is among the worst. Lines without product are left out. Nothing is ranked where
        a currency has no rate.
        """
        if scope.missing:
            return {'products_best': [], 'products_worst': []}
        sold, before = self._of_products(scope, now), self._of_products(scope, then)
        products = self.env['product.template'].browse({**sold, **before}).with_context(active_test=False)
        ranked = sorted(products, key=lambda product: (-sold.get(product.id, 0), product.display_name))
        many = min(BESIDE, (len(ranked) + 1) // 2) if len(ranked) > FEW else len(ranked)
        rows = [
            {
                'id': product.id,
                'name': product.display_name,
                'amount': sold.get(product.id, 0),
                'change': periods.change(sold.get(product.id, 0), before.get(product.id, 0)),
                'part': False,
                'opens': self._opens(
                    product.display_name, now['domain'] & Domain('product_tmpl_id', '=', product.id), group_by=['store_id']
                ),
            }
            for product in (*ranked[:many], *ranked[many:][-BESIDE:])
        ]
        if len(rows) < 2:
            return {'products_best': [], 'products_worst': []}
        return {'products_best': rows[:many], 'products_worst': rows[many:][::-1]}

    def _of_products(self, scope, sums):
        """Return {id of a product: its amount} of the days of some sums."""
        Report = self.env[sums.get('model', SALES)]
        if 'product_tmpl_id' in Report._fields:
            groups = Report._read_group(sums['domain'], ['product_tmpl_id'], [f'{scope.money}:sum'])
            return {product.id: amount for product, amount in groups if product and amount}
        amounts = {}
        for product, amount in Report._read_group(sums['domain'], ['product_id'], [f'{scope.money}:sum']):
            if product and amount:
                amounts[product.product_tmpl_id.id] = amounts.get(product.product_tmpl_id.id, 0) + amount
        return amounts
