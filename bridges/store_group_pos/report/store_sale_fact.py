# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.addons.store_group.sockets import CORE

from .store_till_rows import handed_over, sold
from .store_till_watch import WATCHED

SOURCES = CORE.and_of(
    (sold,),
    (handed_over,),
    WATCHED,
    {
        'store_sale_till_older_idx': 'pos_order (date_order) WHERE store_day IS NULL',
        'store_sale_till_older_store_idx': 'pos_order (store_id) WHERE store_day IS NULL AND store_id IS NOT NULL',
    },
    ('SELECT FROM pos_order WHERE store_day IS NULL',),
)


class StoreSaleFact(models.AbstractModel):
    _inherit = 'store.sale.fact'

    @api.model
    def _sources(self):
        """Override of `store_group` to count sales of tills."""
        return SOURCES
