# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.store_group.sockets import BLANK


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    # === ORDERING ===

    def load_sale_order_from_pos(self, config_id):
        """Override of `pos_sale`: paying confirms the order, so its goods are checked before payment."""
        if not self.env.su and self.env.user._is_store_bound():
            waiting = self.filtered(lambda order: order.state in ('draft', 'sent'))
            self.env['store.links']._check_promised(waiting.order_line)
        # the till shows the customer as far as its people may see them
        return super(SaleOrder, self.with_context(store_masked=BLANK)).load_sale_order_from_pos(config_id)
