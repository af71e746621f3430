# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreDated(models.AbstractModel):
    """An order of a store keeps its day and hour as the store had them when it was written; its heir has `date_order`."""

    _name = 'store.dated'
    _description = 'Order with a Business Day'

    store_day = fields.Date(
        compute='_compute_store_day',
        store=True,
        precompute=True,
        help="The order's business day as its store had it when the order was written.",
    )
    store_hour = fields.Integer(
        compute='_compute_store_day',
        store=True,
        precompute=True,
        aggregator=None,
        help="The hour of the order, 0 to 23, in the zone its store had when the order was written.",
    )

    # === COMPUTE ===

    @api.depends('date_order', 'store_id')
    def _compute_store_day(self):
        """Does not depend on the store's zone: a changed zone applies to later writes only."""
        for order in self:
            store = order.store_id.with_company(order.company_id)
            order.store_day = store._business_day(order.date_order)
            order.store_hour = store._local(order.date_order).hour if order.date_order else 0
