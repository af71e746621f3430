# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.addons.store_group.sockets import elevation, ownership
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class PosConfig(models.Model):
    """A till is an anchor: new sessions belong to its store, existing ones keep theirs.

    Every internal user of the till's company reads its name; only users who act for its store open or change it.
    """

    _name = 'pos.config'
    _inherit = ['pos.config', 'store.anchor']

    is_store_reached = fields.Boolean(
        string="Till of My Stores",
        compute='_compute_is_store_reached',
        search='_search_is_store_reached',
        help="Whether the user sees the store of this till; always true for users not bound to stores.",
    )

    # === COMPUTE ===

    @api.depends('store_id')
    @api.depends_context('uid')
    def _compute_is_store_reached(self):
        reached = self.filtered_domain(self._reached_domain())
        for till in self:
            till.is_store_reached = till in reached

    def _search_is_store_reached(self, operator, value):
        if operator != 'in':
            return NotImplemented
        reached = self._reached_domain()
        return Domain.OR([reached] * (True in value) + [~reached] * (False in value))

    @api.onchange('store_id')
    def _onchange_store_id(self):
        self.update(self._store_defaults(self.store_id))

    # === CONSTRAINTS ===

    @api.constrains('picking_type_id')
    def _check_till_places(self):
        """:raises ValidationError: when a till would use a transit location"""
        for till in self:
            operation = till.picking_type_id
            places = operation.default_location_src_id | operation.return_picking_type_id.default_location_dest_id
            if 'transit' in places.mapped('usage'):
                raise ValidationError(
                    self.env._(
                        "Till %(till)s would take goods from, or bring them to, a transit location, where goods belong to "
                        "transfers. Choose a shelf in its operation type %(operation)s.",
                        till=till.name,
                        operation=operation.display_name,
                    )
                )

    @api.constrains('payment_method_ids', 'fast_payment_method_ids', 'journal_id', 'invoice_journal_id')
    def _check_till_journals(self):
        """:raises AccessError: when a bound user sets a journal of a store they do not act for

        Closing a session books as superuser, so journals are checked when they are set. Existing ones may stay.
        """
        user = self.env.user
        if not user._is_store_bound() or user._store_reach().reaches_all('write'):  # also elevated, as core writes tills so
            return
        for till in self.sudo():
            methods = till.payment_method_ids | till.fast_payment_method_ids
            journals = methods.journal_id | till.journal_id | till.invoice_journal_id
            own = {till.store_id.id, *user._store_reach().stores('write')}
            foreign = journals.filtered(lambda journal, own=own: journal.store_id and journal.store_id.id not in own)
            if foreign:
                raise AccessError(
                    self.env._(
                        "Till %(till)s would book into %(journal)s, a journal of another store. Choose a payment method or "
                        "journal of its own store, or one of no store.",
                        till=till.name,
                        journal=foreign[0].display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Derive the store before core computes fields that depend on it. The caller's dicts are not changed."""
        return super().create([self._complete_store_vals(vals) for vals in vals_list])

    def write(self, vals):
        """Only users who set up tills may move one to another store."""
        if 'store_id' in vals:
            self._check_store_change()
        result = super().write(vals)
        if 'store_id' in vals:
            self.check_access('write')  # core checks before a write only, so check again
        return result

    # === ACTIONS ===

    def open_ui(self):
        """Override of `point_of_sale`: only users who act for the till's store open it."""
        if elevation.is_needed(self):
            self.check_access('write')
        return super().open_ui()

    def notify_synchronisation(self, *args, **kwargs):
        """Override of `point_of_sale`: check that the caller may use this till before notifying its devices."""
        self.check_access('write')
        return super().notify_synchronisation(*args, **kwargs)

    def update_customer_display(self, *args, **kwargs):
        """Override of `point_of_sale`: check that the caller may use this till before updating its display."""
        self.check_access('write')
        return super().update_customer_display(*args, **kwargs)

    def register_new_device_identifier(self, *args, **kwargs):
        """Override of `point_of_sale`: check that the caller may use this till before registering a device."""
        self.check_access('write')
        return super().register_new_device_identifier(*args, **kwargs)

    # === STRUCTURE ===

    def _store_unmasked(self):
        """The token of the till's device channel is only for users who act for its store."""
        return self.filtered_domain(Domain(self.env.user._store_scope('write', 'store_id')))

    @api.model
    def _reached_domain(self):
        return Domain(self.env.user._store_scope('read', 'store_id'))

    @api.model
    def _complete_store_vals(self, vals):
        """Return a copy of `vals` with the store and its defaults for missing values."""
        company = self.env['res.company'].browse(vals.get('company_id')) or self.env.company
        candidates = {'creator': self.env.user._default_store(company).id}
        if 'store_id' in vals or 'default_store_id' in self.env.context:
            candidates['explicit'] = vals.get('store_id', self.env.context.get('default_store_id'))
        owners = {
            'team': self.env['crm.team'].sudo().browse(vals.get('crm_team_id') or []),
            'warehouse': self.env['stock.picking.type'].sudo().browse(vals.get('picking_type_id') or []).warehouse_id,
            'journal': self.env['account.journal'].sudo().browse(vals.get('journal_id') or []),
        }
        for source, anchor in owners.items():
            if anchor.store_id.company_id == company:
                candidates[source] = anchor.store_id.id
        store = self.env['store.store'].browse(ownership.derive(candidates).store_id or [])
        return {**self._store_defaults(store), **vals, 'store_id': store.id}

    @api.model
    def _store_defaults(self, store):
        """Return the till's defaults from its store: {field: id}, without empty ones."""
        store = store.sudo()
        values = {
            'warehouse_id': store.warehouse_id.id,
            'picking_type_id': store.warehouse_id.pos_type_id.id,
            'crm_team_id': store.team_id.id,
        }
        return {field: value for field, value in values.items() if value}

    def _check_store_change(self):
        """:raises AccessError: when a bound user without the right to set up tills would change the store of one"""
        user = self.env.user
        if user._is_store_bound() and not self.env.su and not user.has_group('point_of_sale.group_pos_manager'):
            raise AccessError(
                self.env._(
                    "%(user)s cannot move till %(till)s to another store. Ask an administrator of the tills.",
                    user=user.name,
                    till=self[:1].name,
                )
            )
