# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....engine.transfer import lanes
from ...stores.store_store.credit import MANAGERS


class StoreLane(models.Model):
    """Conditions of transfers in one direction, between two stores, groups, or anywhere. The most specific lane applies.

    Life: created, changed for future transfers, archived. A transfer stores its lane when it is
    submitted and keeps it.

    Its parts are in this folder: `money`.
    """

    _name = 'store.lane'
    _description = 'Transfer Lane'
    _inherit = ['mail.thread', 'store.four.eyes']
    _order = 'sequence, id'

    name = fields.Char(compute='_compute_name', store=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    source_store_id = fields.Many2one('store.store', string="From Store", index='btree_not_null', ondelete='cascade')
    source_group_id = fields.Many2one(
        'store.group',
        string="From Group",
        index='btree_not_null',
        ondelete='cascade',
        help="From every store below this group. Neither store nor group: from anywhere.",
    )
    dest_store_id = fields.Many2one('store.store', string="To Store", index='btree_not_null', ondelete='cascade')
    dest_group_id = fields.Many2one(
        'store.group',
        string="To Group",
        index='btree_not_null',
        ondelete='cascade',
        help="To every store below this group. Neither store nor group: to anywhere.",
    )
    # conditions
    is_forbidden = fields.Boolean(string="Forbidden", tracking=True)
    forbidden_reason = fields.Char(tracking=True, help="Shown to users who request goods on this lane.")
    lead_days = fields.Integer(string="Days on the Way", default=1, tracking=True)
    min_quantity = fields.Float(digits='Product Unit', tracking=True, help="Of a whole transfer; 0: none.")
    max_quantity = fields.Float(digits='Product Unit', tracking=True, help="Of a whole transfer; 0: none.")
    approval_limit = fields.Monetary(
        tracking=True,
        aggregator=False,
        groups=MANAGERS,
        help="Above this value at cost a group manager approves, whatever the store manager's own limit. "
        "0: their limit counts.",
    )
    under_delivery = fields.Float(
        string="Under-delivery (%)",
        tracking=True,
        help="Staff may close a transfer if at most this share was not shipped. Above it, a manager closes it.",
    )
    ownership_point = fields.Selection(
        [('ship', "When shipped"), ('receipt', "When received")],
        required=True,
        default='receipt',
        tracking=True,
        help="Between companies: until then goods on the way belong to the sender, in the sender's books.",
    )

    _two_ends = models.Constraint(
        'CHECK ((source_store_id IS NULL OR source_group_id IS NULL) AND (dest_store_id IS NULL OR dest_group_id IS NULL))',
        "Each end of a lane is a store, or a group, or empty for anywhere.",
    )
    _ranges = models.Constraint(
        'CHECK (lead_days >= 0 AND min_quantity >= 0 AND max_quantity >= 0 AND approval_limit >= 0 '
        'AND under_delivery BETWEEN 0 AND 100)',
        "Days, quantities, limits and shares of a lane cannot be negative.",
    )
    _ends_uniq = models.UniqueIndex(
        '(coalesce(source_store_id, 0), coalesce(source_group_id, 0), coalesce(dest_store_id, 0), '
        'coalesce(dest_group_id, 0)) WHERE active',
        "There is already a lane with these two ends. Change that one.",
    )

    # === COMPUTE ===

    @api.depends('source_store_id.name', 'source_group_id.name', 'dest_store_id.name', 'dest_group_id.name')
    def _compute_name(self):
        for lane in self:
            source = lane.source_store_id.name or lane.source_group_id.name or self.env._("Anywhere")
            dest = lane.dest_store_id.name or lane.dest_group_id.name or self.env._("Anywhere")
            lane.name = f'{source} → {dest}'

    @api.depends('source_store_id.company_id', 'source_group_id')
    def _compute_currency_id(self):
        """Default: the currency of the sender's company. Once an amount is set, its currency stays."""
        for lane in self:
            lane_sudo = lane.sudo()
            if lane.currency_id and (
                lane_sudo.approval_limit or lane.four_eyes_amount or lane_sudo.order_cost or lane_sudo.unit_cost
            ):
                continue
            currencies = lane_sudo._companies('source').currency_id
            lane.currency_id = currencies if len(currencies) == 1 else self.env.company.currency_id

    # === CONSTRAINTS ===

    @api.constrains('min_quantity', 'max_quantity')
    def _check_quantities(self):
        for lane in self:
            if lane.max_quantity and lane.min_quantity > lane.max_quantity:
                raise ValidationError(
                    self.env._(
                        "Lane %(lane)s asks for at least %(least)s and at most %(most)s. Correct one of them.",
                        lane=lane.name,
                        least=lane.min_quantity,
                        most=lane.max_quantity,
                    )
                )

    # === TRANSFER ===

    @api.model
    def _nearest(self, source, dest):
        """Return the lane that applies from one store to another, or none."""

        def place(store):
            chain = store.group_id._and_above()
            return lanes.Place(store.id, {group.id: distance for distance, group in enumerate(chain)})

        ends_sudo = self.sudo().search([('source_store_id', 'in', [source.id, False]), ('dest_store_id', 'in', [dest.id, False])])
        known = [
            lanes.Lane(
                lane.id,
                lane.source_store_id.id or None,
                lane.source_group_id.id or None,
                lane.dest_store_id.id or None,
                lane.dest_group_id.id or None,
            )
            for lane in ends_sudo
        ]
        return self.browse(lanes.choose(known, place(source.sudo()), place(dest.sudo())) or [])
