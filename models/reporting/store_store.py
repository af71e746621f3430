# Part of store_group. License LGPL-3.
from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain


class StoreStore(models.Model):
    """What a store sold, for its card and for the transfer grid."""

    _inherit = 'store.store'

    def _sales_now(self):
        """Fill the hook: from Sales by Store, by each store's own business day and month."""
        by_day = self._origin.grouped(lambda store: store._business_today())
        if not by_day:
            return super()._sales_now()
        Report = self.env['store.sale.report'].with_context(allowed_company_ids=self._companies_of(self).ids)
        in_month = Domain.OR(
            Domain('store_id', 'in', group.ids)
            & Domain('date', '>=', day.replace(day=1))
            & Domain('date', '<', day.replace(day=1) + relativedelta(months=1))
            for day, group in by_day.items()
        )
        on_day = Domain.OR(Domain('store_id', 'in', group.ids) & Domain('date', '=', day) for day, group in by_day.items())
        today = {
            store.id: (amount, orders)
            for store, amount, orders in Report._read_group(on_day, ['store_id'], ['amount:sum', 'order_count:sum'])
        }
        return super()._sales_now() | {
            store.id: (*today.get(store.id, (0.0, 0)), amount)
            for store, amount in Report._read_group(in_month, ['store_id'], ['amount:sum'])
        }

    def _sold_since(self, day, products):
        """Fill the hook: orders, tills and websites of Sales by Store; hidden stores do not count."""
        Report = self.env['store.sale.report']
        if not Report.has_access('read'):
            return super()._sold_since(day, products)
        found = Report._read_group(
            [('store_id', 'in', self.ids), ('product_id', 'in', products.ids), ('date', '>=', str(day))],
            ['product_id', 'store_id'],
            ['quantity:sum'],
        )
        return super()._sold_since(day, products) | {(product.id, store.id): quantity for product, store, quantity in found}
