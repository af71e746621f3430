# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.intake.adding_up import from_json
from ..people import elevation
from . import together
from .sale_order_line_limit import SAYS_NO_PRICE


class SaleOrderLine(models.Model):
    """Lines of history orders: delivered, nothing to invoice, no stock moves."""

    _inherit = 'sale.order.line'

    summary_share = fields.Json(
        readonly=True, copy=False, help="What the orders of the channel bring to this line, if their day is added up."
    )

    # === COMPUTE ===

    def _split_history(self):
        """Return (lines of history orders, the others)."""
        history = self.filtered('is_history')
        return history, self - history

    def _compute_amount(self):
        """Override of `sale`: an untaxed history line is price times quantity, one of several orders the sum of theirs."""
        plain = self.filtered(lambda line: line.is_history and not line.tax_ids)
        for line in plain:
            subtotal = line.price_unit * (1 - (line.discount or 0.0) / 100.0) * line.product_uom_qty
            line.price_subtotal = line.price_total = line.currency_id.round(subtotal)
            line.price_tax = 0.0
        summed = (self - plain).filtered(lambda line: line.summary_share and line.product_uom_qty and line.order_id.summary_key)
        for line in summed:  # what it was on the orders it adds up; taxes of a document may be rounded together
            (part,) = from_json([line.summary_share])
            line.price_subtotal, line.price_tax = float(part.own_untaxed), float(part.own_tax)
            line.price_total = float(part.own_untaxed + part.own_tax)
        super(SaleOrderLine, self - plain - summed)._compute_amount()

    def _compute_tax_ids(self):
        """Override of `sale`: keep tax-included or tax-excluded channel prices when store or product change."""
        inside = {
            line: line.tax_ids[0].price_include
            for line in self
            if line.tax_ids and line.order_id.store_channel_id.sudo().price_tax in ('inside', 'outside')
        }
        super()._compute_tax_ids()
        Tax = elevation.lift(self.env['store.price.tax'])
        for line, held in inside.items():
            line.tax_ids = Tax._taxes(line.tax_ids._origin.sudo(), held).with_env(self.env)

    def _compute_discount(self):
        """Override of `sale`: keep the discount of a channel order when the quantity changes."""
        kept = self.filtered(
            lambda line: line.order_id.store_channel_id
            and line.currency_id.compare_amounts(line.technical_price_unit, line.price_unit)
        )
        super(SaleOrderLine, self - kept)._compute_discount()

    def _compute_qty_to_invoice(self):
        """Override of `sale`: nothing of the past is to be invoiced."""
        history, others = self._split_history()
        history.qty_to_invoice = 0.0
        super(SaleOrderLine, others)._compute_qty_to_invoice()

    def _compute_invoice_status(self):
        """Override of `sale`: history lines have nothing to invoice and no upsell."""
        history, others = self._split_history()
        history.invoice_status = 'no'
        super(SaleOrderLine, others)._compute_invoice_status()

    def _compute_untaxed_amount_to_invoice(self):
        """Override of `sale`: nothing of the past is to be invoiced."""
        history, others = self._split_history()
        history.untaxed_amount_to_invoice = 0.0
        super(SaleOrderLine, others)._compute_untaxed_amount_to_invoice()

    def _compute_amount_to_invoice(self):
        """Override of `sale`: nothing of the past is to be invoiced."""
        history, others = self._split_history()
        history.amount_to_invoice = 0.0
        super(SaleOrderLine, others)._compute_amount_to_invoice()

    def _compute_qty_delivered(self):
        """Override of `sale`: history lines are delivered in full."""
        history, others = self._split_history()
        for line in history:
            line.qty_delivered = line.product_uom_qty
        super(SaleOrderLine, others)._compute_qty_delivered()

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to add lines to history orders, and to sell below the caller's discount limit."""
        if not self.env.su:
            self._check_no_share(vals_list)
            self.env['sale.order'].browse({vals['order_id'] for vals in vals_list if vals.get('order_id')})._check_not_added_up()
        if not self.env.context.get('store_group_history'):
            self.env['sale.order'].browse({vals['order_id'] for vals in vals_list if vals.get('order_id')})._check_no_history()
        lines = super().create(vals_list)
        lines._priced_by(vals_list)._check_discount_limit()
        return lines

    def write(self, vals):
        """Refuse to change history lines, and to sell below the caller's discount limit."""
        self.order_id._check_store_write(vals)
        if 'order_id' in vals and not self.env.su:
            self.filtered(lambda line: line.order_id.id != vals['order_id']).order_id._check_gates()  # they would leave with it
        self._check_no_share([vals])
        result = super().write(vals)
        if vals.keys() - SAYS_NO_PRICE:
            self._check_discount_limit()
        return result

    def _check_no_share(self, vals_list):
        """:raises UserError: when somebody writes what orders of a channel brought, which is what the line comes to"""
        if not self.env.su and any(vals.get('summary_share') for vals in vals_list):
            raise UserError(self.env._("What orders of a channel bring to a line follows from these orders."))

    def _add_precomputed_values(self, vals_list):
        """Override of `base`: set the derived values of history lines directly instead of computing them."""
        if self.env.su and self.env.context.get('store_group_history'):
            for vals in vals_list:
                order = self.env['sale.order'].browse(vals['order_id'])
                self._add_history_values(vals, order)
        return super()._add_precomputed_values(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        """Override of `sale`: history lines are deleted only with their whole load."""
        if not self.order_id._is_removing_history():
            self.order_id._check_no_history()
        if not self.env.su:
            self.order_id._check_not_added_up()
        return super(SaleOrderLine, self.filtered(lambda line: not line.is_history))._unlink_except_confirmed()

    # === ORDERING ===

    def _action_launch_stock_rule(self, **kwargs):
        """Override of `sale_stock`: no procurement for history; elevated, because quantities are computed over all moves."""
        if elevation.is_needed(self):
            self.env['store.links']._check_promised(self, kwargs.get('previous_product_uom_qty'))
            return elevation.run(self, 'write', '_action_launch_stock_rule', **kwargs)
        ours = self.filtered(lambda line: not line.is_history)
        launched = ours - ours._waiting_elsewhere()
        launched._before_store_procured()
        if not together.of(self):
            return super(SaleOrderLine, launched)._action_launch_stock_rule(**kwargs)
        self.env['store.order.together']._make_references(launched)
        result = super(SaleOrderLine, launched)._action_launch_stock_rule(**kwargs)
        self.env['store.order.together']._finish()
        return result

    def _before_store_procured(self):
        """Hook: called before Odoo asks for what these lines sell and no delivery brings, or takes off what they do not sell."""

    def _waiting_elsewhere(self):
        """Return the unshipped lines that somebody else ships: they get no delivery to pick here."""
        orders = self.order_id.filtered('store_channel_id')
        if not orders or (self.env.su and self.env.context.get('store_shipped_elsewhere')):
            return self.browse()
        elsewhere = (
            self.env['store.order.details']
            .sudo()
            .search([('order_id', 'in', orders.ids), ('shipped_by', '=', 'elsewhere')])
            .order_id.ids
        )
        return self.filtered(lambda line: line.order_id.id in elsewhere)

    def _add_history_values(self, vals, order):
        """Complete the values of a new history line, in place (they are the ORM's own copy)."""
        currency = order.currency_id
        subtotal = currency.round(vals['price_unit'] * (1 - (vals['discount'] or 0.0) / 100.0) * vals['product_uom_qty'])
        reduced = currency.round(subtotal / vals['product_uom_qty']) if vals['product_uom_qty'] else 0.0
        account = order.store_id.analytic_account_id
        vals.update(
            {
                'company_id': order.company_id.id,
                'currency_id': currency.id,
                'order_partner_id': order.partner_id.id,
                'salesman_id': order.user_id.id,
                'state': order.state,
                'store_id': order.store_id.id,
                'store_day': order.store_day,
                'store_channel_id': order.store_channel_id.id,
                'is_history': True,
                'price_subtotal': subtotal,
                'price_total': subtotal,
                'price_tax': 0.0,
                'price_reduce_taxexcl': reduced,
                'price_reduce_taxinc': reduced,
                'technical_price_unit': vals['price_unit'],
                'customer_lead': 0.0,
                'invoice_status': 'no',
                'qty_invoiced': 0.0,
                'qty_to_invoice': 0.0,
                'untaxed_amount_invoiced': 0.0,
                'untaxed_amount_to_invoice': 0.0,
                'warehouse_id': order.warehouse_id.id,
                'qty_delivered_method': 'manual',
                'qty_delivered': vals['product_uom_qty'],
                'analytic_distribution': account._store_distribution(False) if account else False,
                'product_custom_attribute_value_ids': [],
                'product_no_variant_attribute_value_ids': [],
            }
        )
