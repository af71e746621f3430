# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import elevation

# What changes receipts, their dates or their value once the order is confirmed.
MOVING = {'product_qty', 'price_unit', 'discount', 'date_planned', 'product_uom_id', 'move_dest_ids'}


class PurchaseOrderLine(models.Model):
    """Quantities of a confirmed line follow from all its moves, whoever may see them."""

    _name = 'purchase.order.line'
    _inherit = ['purchase.order.line', 'store.bought']

    _store_hidden = dict.fromkeys(
        (
            'price_unit',
            'price_unit_product_uom',
            'price_unit_discounted',
            'technical_price_unit',
            'discount',
            'price_subtotal',
            'price_total',
            'price_tax',
            'amount_to_invoice_at_date',
        ),
        'see_cost',
    )

    # A column of its own: rules, reports and lists of one store never join the order.
    store_id = fields.Many2one(related='order_id.store_id', store=True, precompute=True)

    _store_order_idx = models.Index('(store_id, order_id, sequence, id) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.depends('order_id.store_id')
    def _compute_analytic_distribution(self):
        """Override of `purchase` to book the line on the store's analytic account beside what core finds."""
        super()._compute_analytic_distribution()
        for line in self:
            account = line.order_id.store_id.analytic_account_id
            if account and not line.display_type:
                line.analytic_distribution = account._store_distribution(line.analytic_distribution)

    # === CRUD ===

    def write(self, vals):
        """Change confirmed lines with all their moves in sight."""
        if MOVING & vals.keys() and elevation.is_needed(self) and 'purchase' in self.order_id.mapped('state'):
            for name in vals:
                self._check_field_access(self._fields[name], 'write')
            seen, own = elevation.split(self, vals)
            if own:
                super().write(own)
            result = self._store_guarded(seen, lambda seen: elevation.run(self, 'write', 'write', seen))
        else:
            result = super().write(vals)
        if {'order_id', 'store_id'} & vals.keys():
            self.check_access('write')  # core checks before a write only
        return result

    def unlink(self):
        """Override of `purchase_stock`: needs of other stores that were to be bought here are told."""
        return elevation.run(self, 'unlink', 'unlink') if self and elevation.is_needed(self) else super().unlink()

    # === STRUCTURE ===

    def _create_or_update_picking(self):
        """Override of `purchase_stock`, see `write`; a line added to a confirmed order comes in here."""
        if self and elevation.is_needed(self):
            return elevation.run(self, 'write', '_create_or_update_picking')
        return super()._create_or_update_picking()

    def _merge_po_line(self, rfq_line):
        """Override of `purchase_stock`: needs of other stores stay with the merged line."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_merge_po_line', elevation.lift(rfq_line))
        return super()._merge_po_line(rfq_line)
