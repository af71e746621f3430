# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..people import elevation
from .sale_order_line_limit import ON_TIME, ORDER_PRICING
from .store_order_gate import OPEN

# Fields that may still be written on history orders.
FREE_FIELDS = {
    'message_follower_ids',
    'message_ids',
    'activity_ids',
    'message_main_attachment_id',
    'access_token',
    'tag_ids',
    'campaign_id',
    'medium_id',
    'source_id',
    'invoice_status',
    'rating_ids',
    'website_message_ids',
}

# Fields of lines that say what is sold.
GOODS = {'product_id', 'product_uom_id', 'product_uom_qty', 'price_unit', 'discount', 'tax_ids'}

# Groups that may read channel details; record rules limit them to stores.
REVIEWERS = (
    'sales_team.group_sale_salesman,account.group_account_invoice,store_group.group_store_auditor,store_group.group_store_admin'
)
READERS = 'sales_team.group_sale_salesman,stock.group_stock_user,store_group.group_store_auditor,store_group.group_store_admin'


class SaleOrder(models.Model):
    """Channel orders keep their date; history orders need no action anywhere."""

    _inherit = 'sale.order'

    store_details_ids = fields.One2many(
        'store.order.details', 'order_id', string="Channel Details", readonly=True, groups=READERS
    )
    store_refund_ids = fields.One2many(
        'store.order.refund', 'order_id', string="Refunds in the Channel", readonly=True, groups=READERS
    )
    store_order_note = fields.Text(
        string="From the Channel",
        compute='_compute_store_order_note',
        groups=READERS,
        help="Recipient, notes, invoice and parcels of this order from the channel.",
    )
    store_source_status = fields.Selection(
        related='store_details_ids.source_status', string="Status in the Channel", groups=READERS
    )
    is_brushing = fields.Boolean(
        string="Brushing Order",
        readonly=True,
        copy=False,
        help="The channel's tags say that it was placed to lift a rank. Sales reports can leave it out; it is invoiced, "
        "settled and taxed as any other.",
    )

    gate_state = fields.Selection(
        [('rules', "Waits at the Rules"), ('held', "Held"), ('books', "Waits for Finance")],
        string="Review",
        readonly=True,
        copy=False,
        index='btree_not_null',
        help="Set while an order of a channel waits to be released; it is not confirmed before.",
    )
    may_decide_gate = fields.Boolean(compute='_compute_may_decide_gate')
    store_gate_ids = fields.One2many('store.order.gate', 'order_id', string="Reviews", readonly=True, groups=REVIEWERS)

    # === COMPUTE ===

    @api.depends('store_details_ids')
    @api.depends_context('uid', 'lang')
    def _compute_store_order_note(self):
        for order in self:
            order.store_order_note = order.sudo().store_details_ids[:1].with_env(self.env)._text()

    def _compute_amounts(self):
        """Override of `sale`: untaxed history is the sum of its lines, without the tax engine."""
        plain = self.filtered(lambda order: order.is_history and not order.order_line.tax_ids)
        for order in plain:
            total = order.currency_id.round(sum(order._get_priced_lines().mapped('price_subtotal')))
            order.amount_untaxed = order.amount_total = total
            order.amount_tax = 0.0
        super(SaleOrder, self - plain)._compute_amounts()

    def _compute_invoice_status(self):
        """Override of `sale`: history has nothing to invoice."""
        history = self.filtered('is_history')
        history.invoice_status = 'no'
        super(SaleOrder, self - history)._compute_invoice_status()

    # === CONSTRAINTS ===

    @api.constrains('warehouse_id', 'state', 'order_line')
    def _check_warehouse(self):
        """Override of `sale_stock`: history is not delivered from anywhere."""
        return super(SaleOrder, self.filtered(lambda order: not order.is_history))._check_warehouse()

    # === CRUD ===

    def _add_precomputed_values(self, vals_list):
        """Override of `base`: set the derived values of new history orders directly instead of computing them."""
        if self.env.su and self.env.context.get('store_group_history'):
            Store, Company = self.env['store.store'], self.env['res.company']
            for vals in vals_list:
                store = Store.browse(vals['store_id'])
                pricelist = self.env['product.pricelist'].browse(vals['pricelist_id'])
                company = Company.browse(vals['company_id'])
                currency = pricelist.currency_id or company.currency_id
                vals.update(
                    {
                        'store_day': store._business_day(vals['date_order']),
                        'store_hour': store._local(vals['date_order']).hour,
                        'currency_id': currency.id,
                        'currency_rate': self._history_rate(currency, company, vals['date_order'].date()),
                    }
                )
        return super()._add_precomputed_values(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_added_up(self):
        """Orders of a channel are not deleted by the hundred, and unseen."""
        for order in self.filtered('summary_key'):
            count = len(order.sudo().store_intake_ids)
            if count:
                raise UserError(
                    self.env._(
                        "%(order)s adds up %(count)s orders of its channel and is not deleted. Cancel it, if none counts.",
                        order=order.name,
                        count=count,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft_or_cancel(self):
        """Override of `sale`: history orders are deleted only with their whole load."""
        if not self._is_removing_history():
            self._check_no_history()
        return super(SaleOrder, self.filtered(lambda order: not order.is_history))._unlink_except_draft_or_cancel()

    # === ACTIONS ===

    def action_confirm(self):
        """Override of `sale` to confirm orders that keep their date separately."""
        ours = self.filtered('store_channel_id')
        if ours and ours != self:
            super(SaleOrder, self - ours).action_confirm()
        result = super(SaleOrder, ours or self).action_confirm()
        self.env['store.intake.order']._note_confirmed(ours.filtered(lambda order: order.state == 'sale'))
        return result

    def action_unlock(self):
        """Override of `sale`: history stays locked."""
        self._check_no_history()
        return super().action_unlock()

    def action_draft(self):
        """Override of `sale`: history stays what it was."""
        self._check_no_history()
        return super().action_draft()

    def action_cancel(self):
        """Override of `sale`: history stays what it was."""
        self._check_no_history()
        return super().action_cancel()

    def action_view_store_intake(self):
        """Open the channel order of this sale order."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_intake_order_action')
        return dict(action, domain=[('sale_order_id', 'in', self.ids)], context={})

    # === ORDERING ===

    def _action_cancel(self):
        """Override of `sale`: refuse history orders; mass cancellation calls this method."""
        self._check_no_history()
        self._before_store_cancel()
        result = super()._action_cancel()
        self._end_gates()
        self._after_store_cancel()
        return result

    def _validate_order(self):
        """Override of `sale`: what a buyer signs while it waits at a gate stays a quotation, with a note."""
        waiting = self.filtered('gate_state')
        waiting._note_gate(
            self.env._("The buyer signed this order, which waits for a release. Once released it can be confirmed.")
        )
        if self - waiting:
            super(SaleOrder, self - waiting)._validate_order()

    def _prepare_confirmation_values(self):
        """Override of `sale`: channel orders keep the channel's order date on confirmation."""
        values = super()._prepare_confirmation_values()
        if self and all(order.store_channel_id for order in self):
            values.pop('date_order', None)
        return values

    def _create_upsell_activity(self):
        """Override of `sale`: no upsell activities on history orders."""
        return super(SaleOrder, self.filtered(lambda order: not order.is_history))._create_upsell_activity()

    def _send_order_notification_mail(self, *args, **kwargs):
        """Override of `sale`: no mails about history orders."""
        if self.is_history:
            return None
        return super()._send_order_notification_mail(*args, **kwargs)

    def _check_store_values(self, vals):
        """Fill the hook.

        :raises UserError: when anything but its gates lets an order wait or go
        """
        super()._check_store_values(vals)
        if 'gate_state' in vals and not self.env.su:
            raise UserError(self.env._("An order waits by the rules of its channel. Release it under Orders to Review."))

    def _check_store_write(self, vals):
        """Override of `stores`: refuse changes of history orders."""
        if vals.keys() - FREE_FIELDS and not self._is_removing_history():
            self._check_no_history()
        if vals.keys() & GOODS and not self.env.su:
            self._check_not_added_up()
        if vals.get('state', 'cancel') != 'cancel':
            self.filtered(lambda order: order.state == 'cancel')._reopen_gates()
        if vals.get('state') == 'sale':
            self._check_gates()
        return super()._check_store_write(vals)

    def _after_store_write(self, vals):
        """Override of `stores`: check the discount limit after a change of pricelist or customer, and on confirmation."""
        super()._after_store_write(vals)
        if ORDER_PRICING & vals.keys():
            self.order_line._check_discount_limit()
        elif vals.get('state') == 'sale' and elevation.is_needed(self):
            # prices of channel orders come from the channel; later changes are checked
            self.filtered(lambda order: not order.sudo().store_intake_ids).order_line._check_discount_limit()

    def _asks_its_own_list(self):
        """Whether core prices new lines of this order by the customer's entitled list, as of now."""
        self.ensure_one()
        return (
            self.pricelist_id == self._entitled_pricelist()
            and bool(self.date_order)
            and (abs((fields.Datetime.now() - self.date_order).total_seconds()) < ON_TIME)
        )

    @api.depends('gate_state')
    @api.depends_context('uid')
    def _compute_may_decide_gate(self):
        waiting = self.filtered('gate_state')
        Gate = self.env['store.order.gate']
        gates = Gate.sudo().search([('order_id', 'in', waiting.ids), ('state', 'in', OPEN)]) if waiting else Gate
        may = (
            set(gates.with_env(self.env).filtered('may_decide').sudo().order_id.ids)
            if gates and Gate.has_access('read')
            else set()
        )
        for order in self:
            order.may_decide_gate = order.id in may

    # === REVIEW ===

    def action_release_gate(self):
        """Release these orders at the gate they wait at; those that wait at none stay as they are."""
        return self._open_gates().action_release()

    def action_hold_gate(self):
        """Hold these orders back."""
        return self._open_gates().action_hold()

    def _open_gates(self):
        """Return the gates these orders wait at.

        :raises UserError: none of them waits
        """
        gates = self.env['store.order.gate'].search([('order_id', 'in', self.ids), ('state', 'in', ('waiting', 'held'))])
        if not gates:
            raise UserError(self.env._("None of these orders waits for a release."))
        return gates

    def _check_gates(self):
        """:raises UserError: naming those of these that wait for a person, and why"""
        waiting = self.filtered('gate_state')
        if waiting:
            gate = self.env['store.order.gate'].sudo().search([('order_id', '=', waiting[0].id), ('state', 'in', OPEN)], limit=1)
            raise UserError(
                self.env._(
                    "%(orders)s is not confirmed before it is released: %(reason)s. See From Channels > Orders to Review.",
                    orders=', '.join(waiting[:5].mapped('name')),
                    reason=gate.with_env(gate.env(user=self.env.uid, su=True)).reason or waiting[0].gate_state,
                )
            )

    def _note_gate(self, text):
        """Tell the salespersons of these orders, which wait for a person, what a buyer did, by an internal note."""
        for order in self:
            order.message_post(
                body=text, author_id=self.env.ref('base.partner_root').id, partner_ids=order.user_id.partner_id.ids
            )

    def _end_gates(self):
        """A cancelled order waits no more."""
        waiting = self.filtered('gate_state')
        if waiting:
            gates = self.env['store.order.gate'].sudo().search([('order_id', 'in', waiting.ids), ('state', 'in', OPEN)])
            gates.write({'state': 'ended'})
            waiting.sudo().gate_state = False

    def _reopen_gates(self):
        """Orders that waited when they were cancelled wait again, whichever state they are given next."""
        gates_sudo = self.env['store.order.gate'].sudo().search([('order_id', 'in', self.ids)])
        for order_sudo, gates in gates_sudo.grouped('order_id').items():
            last = gates[0]
            if last.state == 'ended':
                last.write({'state': 'waiting', 'decided_by_id': False, 'decided_on': False})
                order_sudo.gate_state = last.gate

    # === HISTORY ===

    def _is_removing_history(self):
        # Only our own code is superuser and sets the key; any caller can set a context.
        return self.env.su and bool(self.env.context.get('store_group_remove_history'))

    def _check_no_history(self):
        """:raises UserError: naming the history orders among these"""
        history = self.filtered('is_history')
        if history:
            raise UserError(
                self.env._(
                    "%(orders)s belongs to the past and is not changed. To take it back, open its intake document and remove "
                    "the whole load.",
                    orders=', '.join(history[:5].mapped('name')),
                )
            )

    def _check_not_added_up(self):
        """:raises UserError: naming those of these that add up orders of a channel"""
        summed = self.filtered('summary_key')
        if summed:
            raise UserError(
                self.env._(
                    "%(orders)s adds up the orders of a channel, and its lines follow them. Change the order in the channel, or "
                    "make another sale order for the difference.",
                    orders=', '.join(summed[:5].mapped('name')),
                )
            )

    def _history_rate(self, currency, company, day):
        """Return the currency rate core would store on an order of that day."""
        if currency == company.currency_id:
            return 1.0
        return self.env['res.currency']._get_conversion_rate(company.currency_id, currency, company, day)

    # === HOOKS ===

    def _before_store_cancel(self):
        """Hook: called before the deliveries of orders are cancelled with them."""

    def _after_store_cancel(self):
        """Hook: called after orders are cancelled. The transfer stage cancels requests to other stores."""

    # === TAKING BACK ===

    def _give_back(self, quantities):
        """Make the papers for goods that came back. Called elevated, see `store.take.back`.

        :param dict quantities: {id of an order line: how many came back, in its unit}
        :returns: as `store.giving.back._settle`
        """
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line.id in quantities)
        return self.env['store.giving.back']._settle(self, {line: quantities[line.id] for line in lines})
