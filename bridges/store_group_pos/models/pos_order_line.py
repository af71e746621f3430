# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import elevation


class PosOrderLine(models.Model):
    """What a till sold or took back, of the store of its order; cost and margin are for those who see them."""

    _name = 'pos.order.line'
    _inherit = ['pos.order.line', 'store.hidden']

    _store_hidden = {'total_cost': 'see_cost', 'margin': 'see_margin', 'margin_percent': 'see_margin'}

    # An own column, so that rules, reports and lists of one store need no join with the order.
    store_id = fields.Many2one(related='order_id.store_id', store=True, precompute=True)

    _store_idx = models.Index('(store_id, id) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    def _compute_refund_qty(self):
        """Override of `point_of_sale` to include refunds at other stores, so that nothing is refunded twice.

        By a separate query: hidden records stay out of the shared cache.
        """
        if not elevation.is_needed(self):
            return super()._compute_refund_qty()
        quantities = dict(
            self.sudo()._read_group(
                [('refunded_orderline_id', 'in', self.ids), ('order_id.state', '!=', 'cancel')],
                ['refunded_orderline_id'],
                ['qty:sum'],
            )
        )
        for line in self:
            line.refunded_qty = -quantities.get(line.sudo(), 0.0)

    # === ORDERING ===

    @api.model
    def get_existing_lots(self, company_id, config_id, product_id):
        """Override of `point_of_sale`, which reads lots at any till without rules."""
        if elevation.is_needed(self):
            self.env['pos.config'].browse(config_id).check_access('write')
        return super().get_existing_lots(company_id, config_id, product_id)

    def _prepare_procurement_values(self):
        """Override of `point_of_sale` to set the selling store on goods shipped later."""
        values = super()._prepare_procurement_values()
        if self.store_id:
            values['store_id'] = self.store_id.id
        return values
