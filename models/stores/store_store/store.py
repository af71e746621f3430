# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ....engine.stores import lifecycle
from ....exceptions import StoreRefused
from ..store_store_mode import OPERATION_MODES


class StoreStore(models.Model):
    """A shop on a street, a shop on a marketplace, or a depot of the factory.

    Life: drafted, opened, paused for refit, closed; a change of company or from owned to
    franchise is a close and a successor. Documents keep their store for ever. A store sets defaults
    (warehouse, team, prices, analytic account); who owns a warehouse, a team or a journal is
    set there, in `store_id`. A store never leaves its company once it has documents.

    Its parts are in this folder: `lifecycle`, `pricing`, `key_figures`, `stock_elsewhere`, `responsibility`,
    `business_day`, `printing`, `coordinates`, `analytic_account`, `credit`, `walk_in`.
    """

    _name = 'store.store'
    _description = 'Store'
    _inherit = ['store.traced', 'mail.activity.mixin', 'store.one.currency', 'image.mixin', 'store.priced']
    _rec_names_search = ['name', 'code']
    _order = 'sequence, code, id'
    _check_company_auto = True
    _store_by_acts = frozenset(('state',))

    # identity
    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, tracking=True, copy=False, help="Short and stable: sheets and integrations use it.")
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")],
        required=True,
        default='physical',
        tracking=True,
    )
    operation_mode = fields.Selection(OPERATION_MODES, required=True, default='owned', tracking=True)
    mode_ids = fields.One2many('store.store.mode', 'store_id', string="Operation Modes", readonly=True)
    state = fields.Selection(
        [('draft', "In Preparation"), ('open', "Open"), ('paused', "Paused"), ('closed', "Closed")],
        required=True,
        default='draft',
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    # where in the groups
    group_id = fields.Many2one(
        'store.group',
        string="Group",
        compute='_compute_group_id',
        inverse='_inverse_group_id',
        store=True,
        index=True,
        tracking=True,
        domain="[('gives_rights', '=', True)]",
        help="The group that manages this store.",
    )
    group_ids = fields.Many2many(
        'store.group',
        'store_store_group_rel',
        'store_id',
        'group_id',
        string="Groups in All Trees",
        copy=False,
        tracking=True,
        help="At most one group of each tree.",
    )
    history_ids = fields.One2many('store.group.history', 'store_id', string="Group History", readonly=True)
    # defaults for documents
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company, tracking=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    warehouse_id = fields.Many2one('stock.warehouse', check_company=True, index='btree_not_null', tracking=True)
    team_id = fields.Many2one('crm.team', string="Sales Team", check_company=True, tracking=True)
    pricelist_id = fields.Many2one('product.pricelist', check_company=True, tracking=True)
    analytic_account_id = fields.Many2one('account.analytic.account', check_company=True, copy=False, tracking=True)
    partner_id = fields.Many2one(
        'res.partner',
        string="Address",
        check_company=True,
        tracking=True,
        help="The store's own address, used on its documents. Never put it on the warehouse: sales to it would go to transit.",
    )
    # time
    opened_on = fields.Date(copy=False, tracking=True)
    closed_on = fields.Date(copy=False, tracking=True)
    predecessor_id = fields.Many2one(
        'store.store',
        check_company=False,
        copy=False,
        index='btree_not_null',
        tracking=True,
        help="The store this one continues, after a change of company or of who runs it.",
    )
    successor_ids = fields.One2many('store.store', 'predecessor_id', string="Continued By")
    # the sheet
    area_m2 = fields.Float(string="Area (m²)", digits=(10, 2))
    phone = fields.Char()
    opening_hours = fields.Text()
    note = fields.Html()
    member_ids = fields.One2many('store.member', 'store_id', string="Members")
    member_count = fields.Integer(compute='_compute_member_count', groups='store_group.group_store_manager')

    _code_uniq = models.UniqueIndex('(code)', "Two stores cannot share a code, closed ones included.")
    _own_predecessor = models.Constraint('CHECK (predecessor_id != id)', "A store cannot continue itself.")
    _closed_after_open = models.Constraint(
        'CHECK (closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on)', "A store cannot close before it opened."
    )

    # === COMPUTE ===

    @api.depends('name', 'code')
    @api.depends_context('store_show_code')
    def _compute_display_name(self):
        for store in self:
            with_code = self.env.context.get('store_show_code')
            store.display_name = f'[{store.code}] {store.name}' if with_code else store.name

    @api.depends('group_ids.tree_id.gives_rights')
    def _compute_group_id(self):
        for store in self:
            store.group_id = store.group_ids.filtered('tree_id.gives_rights')[:1]

    def _inverse_group_id(self):
        """Write the stores of one target group together, so that the history is recorded once."""
        stores_of = defaultdict(self.browse)
        for store in self:
            others = store.group_ids.filtered(lambda group: not group.tree_id.gives_rights)
            stores_of[others | store.group_id] |= store
        for groups, stores in stores_of.items():
            stores.write({'group_ids': [Command.set(groups.ids)]})

    @api.depends('member_ids')
    def _compute_member_count(self):
        counts = dict(self.env['store.member']._read_group([('store_id', 'in', self.ids)], ['store_id'], ['__count']))
        for store in self:
            store.member_count = counts.get(store, 0)

    # === CONSTRAINTS ===

    @api.constrains('group_ids')
    def _check_groups(self):
        for store in self:
            groups = store.with_context(active_test=False).group_ids
            if len(groups.tree_id) < len(groups):
                raise ValidationError(
                    self.env._(
                        "Store %(store)s would be in two groups of one tree (%(groups)s). "
                        "Take it out of the old group first, or set the new group on the store itself.",
                        store=store.name,
                        groups=', '.join(groups.mapped('complete_name')),
                    )
                )

    @api.constrains('code')
    def _check_code(self):
        for store in self:
            if store.code != store.code.strip() or any(sign in store.code for sign in ',;\t\n'):
                raise ValidationError(
                    self.env._(
                        "Code %(code)r of store %(store)s must not begin or end with a blank, nor hold a comma, semicolon "
                        "or line break: sheets separate codes by them.",
                        code=store.code,
                        store=store.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        stores = super().create(vals_list)
        stores._claim_anchors()
        stores._note_mode()
        if not self.env.context.get('store_without_account'):
            stores._make_analytic_accounts()
        self.env['store.group.history']._record(stores)
        return stores

    def write(self, vals):
        """Update what depends on a store: group history, anchors, operation modes."""
        before = self._before_write(vals)
        if 'company_id' in vals:
            self._check_company_is_free(vals['company_id'])
            self._move_analytic_accounts(vals['company_id'])
        if 'warehouse_id' in vals:
            self._check_warehouse_is_free(vals['warehouse_id'])
        if 'active' in vals and not vals['active']:
            self._check_may_sleep()
        result = super().write(vals)
        if 'group_ids' in vals:
            self.env['store.group.history']._record(self)
        if {'warehouse_id', 'team_id'} & vals.keys():
            self._claim_anchors()
        if 'operation_mode' in vals:
            self._note_mode()
        if {'tz', 'company_id'} & vals.keys():
            self.env.registry.clear_cache()
        self._after_write(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for store in self:
            if store.state != 'draft':
                raise StoreRefused(
                    self.env._(
                        "Store %(store)s has been open, so its documents and history must stay. Close it; a closed store can be "
                        "archived.",
                        store=store.name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for store, vals in zip(self, vals_list, strict=True):
            vals.setdefault('code', f'{store.code}-2')
            vals.setdefault('name', self.env._("%(name)s (copy)", name=store.name))
        return vals_list

    # === ACTIONS ===

    def action_view_orders(self):
        """Open the sale orders of this store."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('sale.action_orders')
        action.update(domain=[('store_id', '=', self.id)], context={'default_store_id': self.id})
        return action

    @api.readonly
    def action_view_sales(self):
        """Open the ordered sales of this store."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sale_report_action')
        action['context'] = {'search_default_store_id': self.id, 'search_default_ordered': 1, 'search_default_this_month': 1}
        return action

    # === STRUCTURE ===

    def _set_state(self, new_state, day=None):
        """Change the state; the only place that does.

        :param str new_state: one of the states
        :param date day: the day it happens; default today in the store's zone
        :raises StoreRefused: if the transition is not allowed
        """
        for store in self:
            if not lifecycle.may_become(store.state, new_state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise StoreRefused(
                    self.env._(
                        "Store %(store)s is %(state)s and cannot become %(new)s.",
                        store=store.name,
                        state=labels[store.state],
                        new=labels[new_state],
                    )
                )
            opened_on, closed_on = lifecycle.dates_after(
                new_state, day or store._today(), store.opened_on or None, store.closed_on or None
            )
            store._store_act().write(
                {
                    'state': new_state,
                    'opened_on': opened_on or False,
                    'closed_on': closed_on or False,
                    **({'active': True} if new_state == 'open' else {}),
                }
            )
            if new_state == 'open':
                store.company_id._settle_delivery_texts()

    @api.model
    def _by_code(self, codes):
        """Return {code: store} for the codes that exist, archived and closed stores included."""
        stores = self.with_context(active_test=False).search([('code', 'in', list(set(codes)))])
        return {store.code: store for store in stores}

    def _order_defaults(self):
        """Return the defaults for a new sale order of this store: {field: id or False}."""
        self.ensure_one()
        store = self.sudo()
        return {'warehouse_id': store.warehouse_id.id, 'team_id': store.team_id.id, 'company_id': store.company_id.id}

    def _claim_anchors(self):
        """Make a store the owner of its warehouse or team if nobody owns it; others' are shared.

        With `store_share_anchors` in the context the warehouse stays headquarters'; with 'all' the team too.
        """
        shares = self.env.context.get('store_share_anchors')
        for store in self.sudo():
            anchors = () if shares == 'all' else (store.team_id,) if shares else (store.warehouse_id, store.team_id)
            for anchor in anchors:
                if anchor and not anchor.store_id:
                    anchor.store_id = store

    def _note_mode(self):
        """Record since when the store has its operation mode."""
        Mode = self.env['store.store.mode'].sudo()
        for store in self:
            day = store._today()
            last = Mode.search([('store_id', '=', store.id)], limit=1)
            if last.operation_mode == store.operation_mode:
                continue
            if last.date_from == day:
                last.operation_mode = store.operation_mode
            else:
                Mode.create({'store_id': store.id, 'operation_mode': store.operation_mode, 'date_from': day})

    # === HOOKS ===

    def _has_documents(self):
        """Hook: whether any document has this store. Bridges and later stages add theirs."""
        self.ensure_one()
        return any(
            self.env[model].sudo().search_count([('store_id', '=', self.id)], limit=1) for model in ('sale.order', 'account.move')
        )
