# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine.stores import ownership


class SaleOrder(models.Model):
    """The store of an order is derived while it is a quotation and frozen when it is confirmed."""

    _name = 'sale.order'
    _inherit = ['sale.order', 'store.hidden', 'store.dated', 'store.company.check']

    _store_hidden = {'margin': 'see_margin', 'margin_percent': 'see_margin'}  # only with Odoo's margin app

    store_id = fields.Many2one(
        'store.store',
        ondelete='restrict',
        check_company=True,
        tracking=True,
        copy=True,
        default=lambda self: self.env.user._proposed_store(self.env.company),
        domain="[('is_mine', '=', True)]",
        help="The store that sells. Empty: headquarters. It stays once the order is confirmed.",
    )

    _store_order_idx = models.Index('(store_id, date_order DESC, id DESC) WHERE store_id IS NOT NULL')
    # Includes the company so that Odoo can count a list under the company rule from the index alone.
    _store_day_idx = models.Index('(store_id, store_day) INCLUDE (company_id)')

    # === COMPUTE ===

    def _compute_team_id(self):
        """Override of `sale` to keep the store's team for any salesperson."""
        kept = self.filtered(lambda order: order.store_id.team_id)
        for order in kept:
            order.team_id = order.store_id.team_id
        super(SaleOrder, self - kept)._compute_team_id()
        for order in self - kept:
            # Core falls back on any team: another store's team must not change the order's store.
            team, owner = order.team_id, order.team_id.store_id
            if owner and owner != order.store_id and order.user_id not in team.member_ids | team.user_id:
                order.team_id = False

    def _compute_warehouse_id(self):
        """Override of `sale_stock` to serve from the store's warehouse."""
        kept = self.filtered(lambda order: order.store_id.warehouse_id and order.state in ('draft', 'sent'))
        for order in kept:
            order.warehouse_id = order.store_id.warehouse_id
        super(SaleOrder, self - kept)._compute_warehouse_id()

    def _compute_pricelist_id(self):
        """Override of `sale` to sell at the store's prices unless the customer has a pricelist of their own."""
        super()._compute_pricelist_id()
        for order in self.filtered(lambda order: order.state == 'draft' and order._has_store_prices()):
            pricelist = order.store_id._effective_pricelist()
            if pricelist and not order.partner_id.with_company(order.company_id).specific_property_product_pricelist:
                order.pricelist_id = pricelist

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store before core computes fields that depend on it. The caller's dicts are not changed."""
        for vals in vals_list:
            self._check_store_values(vals)
        complete = [self._complete_store_vals(vals) for vals in vals_list]
        if self.env.user._is_store_bound() and not self.env.su and not all(vals['store_id'] for vals in complete):
            raise UserError(
                self.env._(
                    "Choose the store of this order: you work in several stores, or in none of this company. "
                    "A default store on your membership chooses it for you."
                )
            )
        return super().create(complete)

    def write(self, vals):
        """Derive the store again while it is a quotation; refuse to move a confirmed order to another store."""
        self._check_store_values(vals)
        self._check_store_write(vals)
        if 'store_id' in vals:
            self._check_store_is_free(vals['store_id'])
            result = super().write(self._complete_store_vals(vals, explicit_only=True))
            self.check_access('write')  # core checks before a write only
            self._after_store_write(vals)
            return result
        result = super().write(vals)
        if {'store_id', *self._store_drivers().values()} & vals.keys():
            for order in self.filtered(lambda order: order.state in ('draft', 'sent')):
                order._derive_store_again(vals)
            self.check_access('write')
        self._after_store_write(vals)
        return result

    @api.onchange('store_id')
    def _onchange_store_id(self):
        if self.store_id and self.state in ('draft', 'sent'):
            self.update({key: value for key, value in self.store_id._order_defaults().items() if value})

    # === ORDERING ===

    def _fetch_duplicate_orders(self):
        """Override of `sale`, which searches duplicates without rules, to return those a bound user may see."""
        found = super()._fetch_duplicate_orders()
        if self.env.su or not self.env.user._is_store_bound():
            return found
        return {key: set(self.browse(ids)._filtered_access('read').ids) for key, ids in found.items()}

    # === STRUCTURE ===

    def _complete_store_vals(self, vals, explicit_only=False):
        """Return a copy of `vals` with the store and its defaults; given values stay."""
        store_id = vals['store_id'] if explicit_only else self._derive_store(vals)
        if not store_id:
            return dict(vals, store_id=False)
        defaults = self.env['store.store'].browse(store_id)._order_defaults()
        return {**{key: value for key, value in defaults.items() if value}, **vals, 'store_id': store_id}

    def _derive_store(self, vals):
        """Return the id of the store derived from the values of a new order, or False."""
        candidates = {}
        if 'store_id' in vals or 'default_store_id' in self.env.context:
            candidates['explicit'] = vals.get('store_id', self.env.context.get('default_store_id'))
        for source, field in {**self._store_drivers(), 'journal': 'journal_id'}.items():
            if vals.get(field):
                candidates[source] = self.env[self._fields[field].comodel_name].sudo().browse(vals[field]).store_id.id
        if 'explicit' not in candidates and not any(candidates.values()):  # ask the user if nothing else decides
            company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
            user = self.env['res.users'].browse(vals['user_id']) if vals.get('user_id') else self.env.user
            candidates['creator'] = user._default_store(company).id or self.env.user._default_store(company).id
        return ownership.derive(candidates).store_id or False

    def _derive_store_again(self, changed):
        """A driver field changed: its owner becomes the store of the quotation, unless the current store shares it."""
        self.ensure_one()
        shared = {'team_id': self.store_id.team_id, 'warehouse_id': self.store_id.warehouse_id}
        candidates = {}
        for source, field in self._store_drivers().items():
            if field in changed and self[field] and self[field] != shared.get(field):
                candidates[source] = self[field].sudo().store_id.id
        # Another store's warehouse only delivers: only an order without store takes its owner.
        if self.store_id:
            candidates.pop('warehouse', None)
        store_id = ownership.derive(candidates).store_id
        if store_id and store_id != self.store_id.id:
            super().write({'store_id': store_id})

    def _check_store_is_free(self, store_id):
        """:raises UserError: when a confirmed order would change its store"""
        for order in self:
            if order.state not in ('draft', 'sent') and (order.store_id.id or False) != (store_id or False):
                raise UserError(
                    self.env._(
                        "Order %(order)s is confirmed and stays with its store %(store)s. "
                        "Cancel it and create a new order for the other store.",
                        order=order.name,
                        store=order.store_id.name or self.env._("Headquarters"),
                    )
                )

    def _entitled_pricelist(self):
        """Return the pricelist the customer is entitled to: their own, else that of the selling store.

        The list chosen on the order is not used: choosing a cheaper list is a discount.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        partner_sudo = order_sudo.partner_id.with_company(order_sudo.company_id)
        would_have = partner_sudo.property_product_pricelist  # empty if pricelists are not in use
        if would_have and would_have == partner_sudo.specific_property_product_pricelist:
            return would_have
        return (order_sudo._has_store_prices() and order_sudo.store_id._effective_pricelist()) or would_have

    # === HOOKS ===

    @api.model
    def _store_drivers(self):
        """Hook: return {name in `engine/stores/ownership.py`: field}: the fields of a quotation whose owner becomes its store."""
        return {'team': 'team_id', 'warehouse': 'warehouse_id'}

    def _check_store_values(self, vals):
        """Hook: refuse values nobody gives an order by hand, new or not. The intake stage protects the mark of history."""

    def _check_store_write(self, vals):
        """Hook: refuse changes an order does not allow. The ordering stage protects history orders."""

    def _after_store_write(self, vals):
        """Hook: check the orders after a write. The ordering stage checks the discount limit."""

    def _has_store_prices(self):
        """Hook: whether the store's prices apply to this quotation. A bridge returns False if the customer was shown others."""
        self.ensure_one()
        return bool(self.store_id)
