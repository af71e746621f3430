# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import elevation
from odoo.exceptions import UserError


class PosOrder(models.Model):
    """An order belongs to the store of its session: updated while it is a draft, frozen once paid.

    Processing after payment (goods, costs, invoice) runs elevated for a bound cashier; the till's data
    is written with the cashier's own rights.
    """

    _name = 'pos.order'
    _inherit = ['pos.order', 'store.hidden', 'store.dated']

    _store_hidden = {'margin': 'see_margin', 'margin_percent': 'see_margin'}

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        readonly=True,
        copy=False,
        help="The store of the session. Empty: headquarters. It stays once the order is paid.",
    )

    _store_order_idx = models.Index('(store_id, date_order DESC, name DESC, id DESC) WHERE store_id IS NOT NULL')
    _store_day_idx = models.Index('(store_id, store_day)')

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Take the store from the session, ignoring a value of the till."""
        Session = self.env['pos.session']
        return super().create(
            [{**vals, 'store_id': Session.browse(vals.get('session_id') or []).store_id.id} for vals in vals_list]
        )

    def write(self, vals):
        """Update the store of a draft with its session; refuse for a paid order."""
        if 'store_id' in vals and any(order.store_id.id != (vals['store_id'] or False) for order in self):
            raise UserError(
                self.env._(
                    "Order %(order)s belongs to the store of its session and cannot be moved. "
                    "Refund it and sell again at the other store.",
                    order=self[:1].name,
                )
            )
        drafts = self.filtered(lambda order: order.state == 'draft') if vals.get('session_id') else self.browse()
        result = super().write(vals)
        for order in drafts:
            if order.store_id != order.session_id.store_id:
                super(PosOrder, order).write({'store_id': order.session_id.store_id.id})
        if drafts:
            self.check_access('write')  # core checks before a write only
        return result

    # === ORDERING ===

    def _opened_alone(self):
        """Return the action that opens this order; nothing for none."""
        return self and {'type': 'ir.actions.act_window', 'res_model': 'pos.order', 'res_id': self.id, 'views': [(False, 'form')]}

    def _process_saved_order(self, draft):
        """Override of `point_of_sale`: goods and costs are processed elevated."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', '_process_saved_order', draft)
        return super()._process_saved_order(draft)

    def action_pos_order_invoice(self):
        """Override of `point_of_sale`, see `_process_saved_order`."""
        if elevation.is_needed(self):
            self._check_may_reverse()
            return elevation.run(self, 'write', 'action_pos_order_invoice')
        return super().action_pos_order_invoice()

    # === ACCOUNTING ===

    def _generate_pos_order_invoice(self):
        """Override of `point_of_sale`: one invoice never mixes stores, and is created elevated."""
        if elevation.is_needed(self):
            self._check_may_reverse()
            return elevation.run(self, 'write', '_generate_pos_order_invoice')
        invoices = self.env['account.move']
        for orders in self.grouped('store_id').values():
            invoices |= super(PosOrder, orders)._generate_pos_order_invoice()
        return invoices

    def _check_may_reverse(self):
        """:raises AccessError: like core, when a user without accounting rights would correct the entry of a closed session

        Elevation bypasses store rules only; it gives no other right.
        """
        if any(order.session_id.state == 'closed' and not order.account_move for order in self):
            self.env['account.move'].check_access('create')

    def _prepare_invoice_vals(self):
        """Override of `point_of_sale` to give the invoice the store of the order."""
        vals = super()._prepare_invoice_vals()
        if self.store_id:
            vals['store_id'] = self.store_id.id
        return vals

    def _create_misc_reversal_move(self, payment_moves):
        """Override of `point_of_sale` to reverse the order in its own store."""
        order = self.with_context(default_store_id=self.store_id.id) if self.store_id else self
        return super(PosOrder, order)._create_misc_reversal_move(payment_moves)
