# Part of store_group. License LGPL-3.
from odoo import fields, models


class PosPackOperationLot(models.Model):
    """Lots sold at a till have the store of their line."""

    _inherit = 'pos.pack.operation.lot'

    store_id = fields.Many2one(related='pos_order_line_id.store_id', store=True, precompute=True)

    _store_idx = models.Index('(store_id, id) WHERE store_id IS NOT NULL')
