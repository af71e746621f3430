# Part of store_group. License LGPL-3.
from dataclasses import replace

from odoo import api, models
from odoo.addons.store_group.sockets import Document, Fact


class StoreAdoptionMap(models.AbstractModel):
    """Purchase orders in a takeover are recognised by their receiving warehouse; their moves follow."""

    _inherit = 'store.adoption.map'

    # === HOOKS ===

    @api.model
    def _documents(self):
        """Override of `store_group` to take purchase orders over before the moves that follow them."""
        orders = Document(
            'purchase',
            'purchase_order',
            'purchase.order',
            ('date_approve', 'date_order'),
            is_moment=True,
            ruled=({'warehouse': Fact('picking_type_id', via=('stock_picking_type', 'warehouse_id'))},),
            lines=(('purchase_order_line', 'order_id', ()),),
        )
        documents = []
        for document in super()._documents():
            if document.key == 'move':
                sold, *others = document.follows
                document = replace(document, follows=(sold, ('purchase_line_id', 'purchase_order_line'), *others))
            documents += [orders, document] if document.key == 'picking' else [document]
        return documents
