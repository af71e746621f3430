# Part of store_group. License LGPL-3.
from odoo import api, models

from ..people.store_links_core import ACT, FOLLOW, NAME


class StoreLinks(models.AbstractModel):
    _inherit = 'store.links'

    @api.model
    def _store_links(self):
        """Fill the hook: transfers, what they move, and the entries they are billed with."""
        links = super()._store_links()
        return {
            **links,
            'account.move.line': {
                **links['account.move.line'],
                'store_charge_id': ACT,
                'store_transfer_line_id': ACT,
                'store_copied_charge_id': ACT,
            },
            'stock.move': {
                **links['stock.move'],
                'transfer_line_id': FOLLOW,
                'transfer_out_move_id': FOLLOW,
                'transfer_discrepancy_id': FOLLOW,
            },
            'stock.move.line': {**links['stock.move.line'], 'transfer_box_id': FOLLOW},
            'stock.package': {**links['stock.package'], 'dest_store_id': NAME},
            'store.transfer': {
                'source_store_id': NAME,
                'dest_store_id': NAME,
                'origin_id': ACT,
                'sale_order_id': ACT,
                'reference_id': NAME,
            },
            'store.transfer.line': {'transfer_id': ACT, 'sale_line_id': FOLLOW, 'source_store_id': NAME, 'dest_store_id': NAME},
            'store.transfer.discrepancy': {
                'transfer_id': ACT,
                'transfer_line_id': ACT,
                'cost_line_id': ACT,
                'source_store_id': NAME,
                'dest_store_id': NAME,
            },
        }
