# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import PLACE, elevation
from odoo.exceptions import UserError, ValidationError

FREE = ('draft', 'sent')


class PurchaseOrder(models.Model):
    """The store of a purchase order: entered, else the owner of the receiving warehouse, else its creator's.

    Derived while it is a request for quotation, frozen when it is confirmed. Goods of one store may be
    received at another's warehouse: the order and what it costs stay with the store that buys.
    """

    _name = 'purchase.order'
    _inherit = ['purchase.order', 'store.booked', 'store.bought']

    _store_hidden = dict.fromkeys(('amount_untaxed', 'amount_tax', 'amount_total', 'amount_total_cc', 'tax_totals'), 'see_cost')

    partner_bill_count = fields.Integer(related_sudo=False)  # from the bills the reader sees
    store_id = fields.Many2one(
        tracking=True, help="The store that buys. Empty: headquarters. It stays once the order is confirmed."
    )

    _store_order_idx = models.Index('(store_id, priority DESC, id DESC) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    @api.onchange('store_id')
    def _onchange_store_id(self):
        own = self.store_id.warehouse_id.in_type_id
        if own and self.state in FREE:
            self.picking_type_id = own

    @api.onchange('picking_type_id')
    def _onchange_picking_type_store(self):
        owner = self._owner_of(self.picking_type_id, self.company_id)
        reach = self.env.user._store_reach()
        if owner and not self.store_id and self.state in FREE and (not reach.bound or owner in self.env.user.store_ids):
            self.store_id = owner

    def _compute_display_name(self):
        """Override of `purchase`: leave a hidden total out of the display name."""
        if not self.env.context.get('show_total_amount') or not self._store_hides('amount_total'):
            return super()._compute_display_name()
        blind = self.with_context(show_total_amount=False)
        super(PurchaseOrder, blind)._compute_display_name()
        for order, unpriced in zip(self, blind, strict=True):
            order.display_name = unpriced.display_name

    # === CONSTRAINTS ===

    @api.constrains('store_id', 'company_id')
    def _check_store_company(self):
        """By hand: core does not check companies on this model by itself, and its own fields stay as they are."""
        for order in self.filtered('store_id'):
            if order.store_id.company_id != order.company_id:
                raise ValidationError(
                    self.env._(
                        "Order %(order)s belongs to company %(company)s, store %(store)s to %(other)s. "
                        "Choose a store of the order's company.",
                        order=order.name,
                        company=order.company_id.name,
                        store=order.store_id.name,
                        other=order.store_id.company_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store, and receive at its warehouse by default. The caller's dicts are not changed."""
        complete = [self._complete_store_vals(vals) for vals in vals_list]
        self._check_store_chosen(complete)
        return super().create(complete)

    def write(self, vals):
        """Derive the store from the operation type while none is set; refuse to move a confirmed order to another store."""
        moving = 'store_id' in vals
        if moving:
            self._check_store_is_free(vals['store_id'])
            self._forget_store_account(vals['store_id'])
            vals = self._with_receiving_type(vals)
        result = super().write(vals)
        if not moving and 'picking_type_id' in vals:
            for order in self.filtered(lambda order: order.state in FREE and not order.store_id):
                owner = self._owner_of(order.picking_type_id, order.company_id)
                if owner:
                    super(PurchaseOrder, order).write({'store_id': owner.id})
                    moving = True
        if 'picking_type_id' in vals and elevation.is_needed(self):
            self._check_received_as_confirmed()
        if moving or 'picking_type_id' in vals or 'company_id' in vals:
            self.check_access('write')  # core checks before a write only
        return result

    # === ACTIONS ===

    def button_confirm(self):
        """Override of `purchase`: elevated, as it affects needs of other stores and receipts at other warehouses."""
        return elevation.run(self, 'write', 'button_confirm') if elevation.is_needed(self) else super().button_confirm()

    def button_approve(self, force=False):
        """Override of `purchase_stock`, see `button_confirm`."""
        if elevation.is_needed(self):
            return elevation.run(self, 'write', 'button_approve', force=force)
        return super().button_approve(force=force)

    def button_cancel(self):
        """Override of `purchase_stock`: elevated, so that a receipt the user does not see is cancelled too."""
        return elevation.run(self, 'write', 'button_cancel') if elevation.is_needed(self) else super().button_cancel()

    def action_create_invoice(self, attachment_ids=False):
        """Override of `purchase`: one bill never mixes stores; other grouping is core's."""
        by_store = self.grouped('store_id')
        if len(by_store) < 2:
            return super().action_create_invoice(attachment_ids=attachment_ids)
        if attachment_ids:
            raise UserError(
                self.env._(
                    "An uploaded bill belongs to one store, these orders to several: %(stores)s. "
                    "Upload it for the orders of one store.",
                    stores=', '.join(store.name or self.env._("Headquarters") for store in by_store),
                )
            )
        before = self.invoice_ids
        for orders in by_store.values():
            super(PurchaseOrder, orders).action_create_invoice()
        self.invalidate_recordset(['invoice_ids'])
        return self.action_view_invoice(self.invoice_ids - before)

    # === STRUCTURE ===

    @api.model
    def _owner_of(self, picking_type, company):
        """Return the store that owns the warehouse of an operation type in this company."""
        owner = picking_type.sudo().warehouse_id.store_id
        return owner.with_env(self.env) if owner.company_id == company else self.env['store.store']

    @api.model
    def _complete_store_vals(self, vals):
        """Return a copy of the values of a new order with its store and the operation type that follows from it."""
        company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
        type_id = vals.get('picking_type_id') or self.env.context.get('default_picking_type_id')
        given = self._with_default_store(vals)
        types = self.env['stock.picking.type'].sudo()
        store_id = self._choose_store(given, company, {'warehouse': types.browse(type_id or []).warehouse_id.store_id})
        if not store_id and not type_id and 'store_id' not in given and not self._must_have_store():
            # Core will use the company's first operation type, so its owner gets the goods.
            store_id = self._owner_of(types.browse(self._get_picking_type(company.id).id), company).id
        complete = {**vals, 'store_id': store_id}
        return complete if type_id else self._with_receiving_type(complete)

    @api.model
    def _with_receiving_type(self, vals):
        """Return `vals` with the operation type of the store's warehouse, unless they have one."""
        own = self.env['store.store'].browse(vals['store_id'] or []).sudo().warehouse_id.in_type_id
        return {**vals, 'picking_type_id': own.id} if own and 'picking_type_id' not in vals else vals

    @api.model
    def _get_picking_type(self, company_id):
        """Override of `purchase_stock` to receive at the warehouse of the user's store."""
        store = self.env.user._default_store(self.env['res.company'].browse(company_id))
        return store.sudo().warehouse_id.in_type_id.with_env(self.env) or super()._get_picking_type(company_id)

    def _check_store_is_free(self, store_id):
        """:raises UserError: when a confirmed order would change its store"""
        for order in self.filtered(lambda order: (order.store_id.id or False) != (store_id or False)):
            if order.state not in FREE:
                raise UserError(
                    self.env._(
                        "Order %(order)s is confirmed and stays with %(store)s. "
                        "Cancel it and create a new order for the other store.",
                        order=order.name,
                        store=order.store_id.name or self.env._("Headquarters"),
                    )
                )

    def _check_received_as_confirmed(self):
        """:raises AccessError: when a confirmed order would be redirected to another store's location

        While it is a request its receipt is made there, and that store's people validate it; afterwards its goods would
        come in a receipt of its own.
        """
        links = self.env['store.links']
        frozen = self.filtered(lambda order: order.state not in FREE)
        foreign = links._foreign_places(frozen.sudo().picking_type_id)
        if foreign:
            links._refuse_link(frozen, 'picking_type_id', foreign, PLACE)

    def _forget_store_account(self, store_id):
        """Remove the old store's analytic account from the lines of a request; the new store adds its own."""
        for order in self.filtered(lambda order: order.store_id.id != store_id):
            account = order.store_id.sudo().analytic_account_id
            for line in order.order_line.filtered('analytic_distribution') if account else ():
                line.analytic_distribution = account._without_store(line.analytic_distribution)

    @api.model
    def _check_store_chosen(self, vals_list):
        """:raises UserError: when a bound user would create an order without store"""
        if self._must_have_store() and not all(vals['store_id'] for vals in vals_list):
            raise UserError(
                self.env._(
                    "Choose the store that buys: you work in several stores, or in none of this company. "
                    "A default store on your membership chooses it for you."
                )
            )

    # === HOOKS ===

    def _prepare_picking(self):
        """Override of `purchase_stock`: a receipt belongs to the buying store and is handled at its location."""
        values = super()._prepare_picking()
        return {**values, 'store_id': self.store_id.id} if self.store_id else values

    def _prepare_grouped_data(self, rfq):
        """Override of `purchase`: requests of two stores are never merged."""
        return (*super()._prepare_grouped_data(rfq), rfq.store_id.id)

    def _prepare_invoice(self):
        """Override of `purchase` to give the bill the store of the order."""
        return {**super()._prepare_invoice(), 'store_id': self.store_id.id}

    def _log_decrease_ordered_quantity(self, purchase_order_lines_quantities):
        """Override of `purchase_stock`: elevated, as recipients are found along the whole chain."""
        if elevation.is_needed(self):
            return elevation.run(
                self,
                'write',
                '_log_decrease_ordered_quantity',
                {elevation.lift(line): quantities for line, quantities in purchase_order_lines_quantities.items()},
            )
        return super()._log_decrease_ordered_quantity(purchase_order_lines_quantities)

    def _fetch_duplicate_orders(self):
        """Override of `purchase`, which searches duplicates without rules, to return those the user may see."""
        found = super()._fetch_duplicate_orders()
        if not self._must_have_store():
            return found
        return {key: set(self.browse(ids)._filtered_access('read').ids) for key, ids in found.items()}
