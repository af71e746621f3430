# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Fields a group manager may write on the groups below their own.
GROUP_MANAGERS_WRITE = {'name', 'color', 'note', 'parent_id', 'store_ids', 'child_ids', 'member_ids'}


class StoreGroup(models.Model):
    """A group of stores in one tree; it may span companies and contain smaller groups.

    Life: created, filled, rearranged at any time (a store joins or leaves, the whole group moves
    under another), archived. The structure of every day is kept in `store.group.history`.
    It owns no documents and never leaves its tree.
    """

    _name = 'store.group'
    _description = 'Store Group'
    _inherit = ['store.traced', 'store.priced', 'store.four.eyes']
    _parent_store = True
    _parent_name = 'parent_id'
    _rec_name = 'complete_name'
    _rec_names_search = ['name', 'code', 'complete_name']
    _order = 'tree_id, complete_name, id'
    _price_owner = 'store_group_id'
    _price_parent = 'parent_id'

    # identity
    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True, tracking=True, help="Short and stable: sheets and integrations use it.")
    complete_name = fields.Char(compute='_compute_complete_name', store=True, recursive=True)
    active = fields.Boolean(default=True, tracking=True)
    color = fields.Integer()
    # where
    tree_id = fields.Many2one(
        'store.group.tree',
        required=True,
        index=True,
        ondelete='restrict',
        default=lambda self: self.env['store.group.tree']._management(),
    )
    gives_rights = fields.Boolean(related='tree_id.gives_rights')
    parent_id = fields.Many2one(
        'store.group',
        string="Parent Group",
        index=True,
        ondelete='restrict',
        tracking=True,
        domain="[('tree_id', '=', tree_id), ('id', '!=', id)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many('store.group', 'parent_id', string="Groups Below")
    store_ids = fields.Many2many(
        'store.store',
        'store_store_group_rel',
        'group_id',
        'store_id',
        string="Stores",
        tracking=True,
        context={'active_test': False},
    )
    store_count = fields.Integer(
        string="Stores Below",
        compute='_compute_store_count',
        recursive=True,
        help="Stores of this group and of all groups below it.",
    )
    # what
    pricelist_id = fields.Many2one(
        'product.pricelist', help="Prices of the stores below without a pricelist of their own; the nearest group applies."
    )
    shares_stock = fields.Boolean(
        string="Stock Numbers Shared",
        default=True,
        tracking=True,
        help="Stores below may see how much of a product the others have: a number only, no documents.",
    )
    member_ids = fields.One2many('store.member', 'group_id', string="Members")
    note = fields.Text()

    _code_uniq = models.UniqueIndex('(code)', "Two groups cannot share a code.")

    # === COMPUTE ===

    def _compute_currency_id(self):
        """Amounts of a group are meant in the currency its stores share, as far as they do when it is first needed."""
        for group in self:
            currencies = group.sudo()._stores_below().company_id.currency_id
            group.currency_id = group.currency_id or (currencies if len(currencies) == 1 else self.env.company.currency_id)

    @api.depends('name', 'parent_id.complete_name')
    def _compute_complete_name(self):
        for group in self:
            parent = group.parent_id
            group.complete_name = f'{parent.complete_name} / {group.name}' if parent else group.name

    @api.depends('name', 'complete_name')
    @api.depends_context('hierarchical_naming')
    def _compute_display_name(self):
        """The full path; the plain name in the search panel, where core draws the tree."""
        whole = self.env.context.get('hierarchical_naming', True)
        for group in self:
            group.display_name = group.complete_name if whole else group.name

    @api.depends('store_ids', 'child_ids.store_count')
    def _compute_store_count(self):
        for group in self:
            group.store_count = len(group._stores_below()) if group.ids else len(group.store_ids)

    # === CONSTRAINTS ===

    @api.constrains('parent_id', 'tree_id')
    def _check_place(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A group cannot be below itself. Choose another parent group."))
        for group in self:
            if group.parent_id and group.parent_id.tree_id != group.tree_id:
                raise ValidationError(
                    self.env._(
                        "Group %(group)s is in tree %(tree)s, its parent %(parent)s is in tree %(other)s. "
                        "Choose a parent of the same tree.",
                        group=group.name,
                        tree=group.tree_id.name,
                        parent=group.parent_id.name,
                        other=group.parent_id.tree_id.name,
                    )
                )

    # === CRUD ===

    def write(self, vals):
        """After a move every store below gets the new chain of groups from today on."""
        if 'tree_id' in vals:
            moved = self.filtered(lambda group: group.tree_id.id != vals['tree_id'])
            if moved:
                raise UserError(
                    self.env._(
                        "Group %(group)s cannot change its tree: past reports would change. "
                        "Create a new group in the other tree.",
                        group=moved[0].name,
                    )
                )
        before = self._before_write(vals)
        touches_chain = 'parent_id' in vals
        touched = self._stores_below() if touches_chain else self.env['store.store']
        result = super().write(vals)
        if touches_chain:
            self.env['store.group.history']._record(touched)
        if 'store_ids' in vals:
            self.with_context(active_test=False).store_ids._check_groups()
            self.env['store.group.history']._record(self._stores_with_history() | self._stores_below())
        if {'parent_id', 'pricelist_id'} & vals.keys():
            self.with_context(active_test=False).search([('id', 'child_of', self.ids)])._align_prices()
            self._stores_below()._align_prices()
        self._after_write(before)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups.store_ids._check_groups()
        self.env['store.group.history']._record(groups.store_ids)
        return groups

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        History = self.env['store.group.history'].sudo()
        for group in self:
            if group.child_ids or group.store_ids or History.search_count([('group_id', '=', group.id)], limit=1):
                raise UserError(
                    self.env._(
                        "Group %(group)s has or had stores or groups below it, and reports of the past need it. "
                        "Archive it instead.",
                        group=group.complete_name,
                    )
                )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for group, vals in zip(self, vals_list, strict=True):
            vals.setdefault('code', f'{group.code}-2')
            if vals['code'] == group.code:
                vals['code'] = f'{group.code}-2'
            vals.pop('store_ids', None)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _trace_deletion(self):
        for group in self:
            (group.parent_id or group.tree_id)._trace(self.env._("Group deleted: %(group)s.", group=group.complete_name))

    # === STRUCTURE ===

    def _store_is_fixed(self, name):
        """Fill the hook: what headquarters writes."""
        return name not in GROUP_MANAGERS_WRITE and not name.startswith(('message_', 'activity_'))

    def _before_write(self, vals):
        """Refuse writes a group manager may not make on the groups below their own.

        :returns: ({group: its stores}, the caller's Managed) to compare afterwards, or None without a check
        :raises AccessError: for a field only headquarters writes
        """
        if self.env.su or not self.env.user._is_store_bound():
            return None
        foreign = [name for name in vals if self._store_is_fixed(name)]
        if foreign:
            raise AccessError(
                self.env._(
                    "%(field)s of group %(group)s is set by headquarters. Ask a headquarters administrator.",
                    field=self._fields[foreign[0]]._description_string(self.env) if foreign[0] in self._fields else foreign[0],
                    group=self[:1].name,
                )
            )
        return {group: group.sudo().store_ids for group in self}, self.env.user._store_managed()

    def _after_write(self, before):
        """:raises AccessError: when stores moved in from or out to other groups, or the group left the caller's groups"""
        if before is None:
            return
        stores_of, managed = before
        for group, stores in stores_of.items():
            now = group.sudo().store_ids
            moved = (now - stores) | (stores - now)
            strange = moved.filtered(lambda store: not managed.every_store and store.id not in managed.stores)
            if strange:
                raise AccessError(
                    self.env._(
                        "Store %(store)s is in none of your groups, so you cannot move it. Ask a headquarters administrator.",
                        store=strange[0].name,
                    )
                )
        self.env.registry.clear_cache()
        self.check_access('write')

    def _stores_below(self):
        """Return the stores of these groups and of every group below them, closed ones included."""
        below = self.with_context(active_test=False).search([('id', 'child_of', self.ids)]) if self.ids else self
        return below.with_context(active_test=False).store_ids

    def _and_above(self):
        """Return this group and those above it, the nearest first, elevated: its people may not see all of them."""
        chain = group = self.sudo()
        while group := group.parent_id:
            chain += group
        return chain

    def _stores_with_history(self):
        """Return the stores directly in these groups according to the open history rows."""
        rows = (
            self.env['store.group.history']
            .sudo()
            .search([('group_id', 'in', self.ids), ('depth', '=', 0), ('date_to', '=', False)])
        )
        return rows.store_id

    # === ACTIONS ===

    def action_view_stores(self):
        """Open the stores below this group."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_store_action')
        action.update(domain=[('id', 'in', self._stores_below().ids)], context={'active_test': False})
        return action
