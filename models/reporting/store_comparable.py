# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...engine.reporting import same_store
from ...exceptions import StoreRefused


class StoreComparable(models.Model):
    """The list of stores that count for same-store growth between two periods, each with its reason.

    Life: proposed from the stores' lifecycles, corrected by headquarters, frozen. A frozen list never changes, so
    that a growth once reported can be reported again, whatever opens and closes later. It holds no figures.
    """

    _name = 'store.comparable'
    _description = 'Comparable Stores'
    _inherit = ['mail.thread']
    _order = 'date_from desc, id desc'
    _store_by_acts = frozenset(('state',))

    name = fields.Char(compute='_compute_name', store=True)
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    compared_from = fields.Date(required=True, tracking=True)
    compared_to = fields.Date(required=True, tracking=True)
    months = fields.Integer(
        string="Months Open",
        default=12,
        required=True,
        tracking=True,
        help="A store is included if it had been open this long when the compared period began.",
    )
    state = fields.Selection(
        [('draft', "Draft"), ('frozen', "Frozen")], default='draft', required=True, readonly=True, copy=False, tracking=True
    )
    line_ids = fields.One2many('store.comparable.line', 'comparable_id', string="Stores")
    store_count = fields.Integer(compute='_compute_store_count', string="Comparable")

    _ordered = models.Constraint(
        'CHECK (date_to >= date_from AND compared_to >= compared_from AND compared_to < date_from AND months >= 0)',
        "Both periods end after they begin, and the compared one ends before the other begins.",
    )

    # === COMPUTE ===

    @api.depends('date_from', 'date_to', 'compared_from', 'compared_to')
    def _compute_name(self):
        for comparable in self:
            days = comparable.date_from, comparable.date_to, comparable.compared_from, comparable.compared_to
            comparable.name = all(days) and '{} – {} / {} – {}'.format(*days)

    @api.depends('line_ids.is_comparable')
    def _compute_store_count(self):
        for comparable in self:
            comparable.store_count = len(comparable.line_ids.filtered('is_comparable'))

    # === CRUD ===

    def write(self, vals):
        """Refuse changes of a frozen list."""
        if vals.keys() - {'state', 'message_follower_ids', 'message_ids', 'message_main_attachment_id'}:
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._check_draft()

    def _check_draft(self):
        """:raises StoreRefused: when a list is frozen"""
        for comparable in self:
            if comparable.state == 'frozen':
                raise StoreRefused(
                    self.env._(
                        "The list %(list)s is frozen, because reports were made with it. Create another list.",
                        list=comparable.name,
                    )
                )

    # === ACTIONS ===

    def action_propose(self):
        """Propose the list again from the stores' lifecycles; manual corrections are lost."""
        self._check_draft()
        stores = self.env['store.store'].with_context(active_test=False).search([])
        lives = self._lives(stores)
        for comparable in self:
            periods = same_store.Periods(
                comparable.date_from, comparable.date_to, comparable.compared_from, comparable.compared_to
            )
            found = {store: same_store.reason(lives[store], periods, comparable.months) for store in lives}
            comparable.line_ids = [
                Command.clear(),
                *(
                    Command.create({'store_id': store.id, 'reason': reason, 'is_comparable': reason == 'comparable'})
                    for store, reason in found.items()
                ),
            ]
        return True

    def action_freeze(self):
        """Freeze the lists. A list without stores is refused."""
        for comparable in self:
            if not comparable.line_ids:
                raise UserError(self.env._("The list %(list)s is empty. Propose the stores first.", list=comparable.name))
        self._store_act().state = 'frozen'
        return True

    # === REPORTING ===

    def _lives(self, stores):
        """Return {store: Life} of the stores without successor; a successor starts with its first predecessor."""
        lives = {}
        continued = stores.predecessor_id
        for store in stores - continued:
            first = store
            while first.predecessor_id:
                first = first.predecessor_id
            lives[store] = same_store.Life(first.opened_on or None, store.closed_on or None, store.state == 'paused')
        return lives

    def _stores(self):
        """Return the included stores, with their predecessors."""
        stores = chain = self.line_ids.filtered('is_comparable').store_id
        while chain := chain.predecessor_id - stores:
            stores |= chain
        return stores
