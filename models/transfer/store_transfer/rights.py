# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ....engine.people.role import GROUP_MANAGERS
from ....engine.quantities import exact
from ....engine.stores import four_eyes
from ....engine.transfer.lifecycle import UNDER_WAY
from ....exceptions import TransferRefused

COUNTED = ('is_receipt_counted', 'count_received', 'count_damaged', 'count_refused', 'count_lost')


class StoreTransfer(models.Model):
    """Rights on a transfer: users act on the side of their own store.

    The destination requests and receives; the source approves and ships.
    """

    _inherit = 'store.transfer'

    is_submittable = fields.Boolean(compute='_compute_buttons')
    is_approvable = fields.Boolean(compute='_compute_buttons')
    is_rejectable = fields.Boolean(compute='_compute_buttons')
    is_shippable = fields.Boolean(compute='_compute_buttons')
    is_receivable = fields.Boolean(compute='_compute_buttons')
    is_uncounted = fields.Boolean(
        compute='_compute_is_uncounted', help="Nothing is counted: to receive means that everything came."
    )
    is_closable = fields.Boolean(compute='_compute_buttons')
    is_cancellable = fields.Boolean(compute='_compute_buttons')
    is_returnable = fields.Boolean(compute='_compute_buttons')
    waits_for = fields.Char(compute='_compute_buttons', help="Who may take the next step where the user may not.")

    # === COMPUTE ===

    @api.depends(*(f'line_ids.{name}' for name in COUNTED))
    def _compute_is_uncounted(self):
        for transfer in self:
            transfer.is_uncounted = not any(line[name] for line in transfer.line_ids for name in COUNTED)

    @api.depends(
        'state',
        'source_store_id',
        'dest_store_id',
        'requester_id',
        'shipper_ids',
        'value',
        'line_ids.qty_in_transit',
        'line_ids.qty_shipped',
        'discrepancy_ids.state',
    )
    @api.depends_context('uid')
    def _compute_buttons(self):
        """Which buttons the user sees, by side and state. The actions check rights again."""
        names = self.env['store.store']._helper_names
        for transfer in self:
            sends = transfer._may('ship', transfer.source_store_id)
            takes = transfer._may('receive', transfer.dest_store_id)
            asks = transfer._may_request()
            under_way = transfer.state in UNDER_WAY
            approves = transfer._approval_limit(transfer.source_store_id) > 0
            transfer.is_submittable = transfer.state == 'draft' and asks
            transfer.is_rejectable = transfer.state == 'submitted' and approves
            transfer.is_approvable = (
                transfer.is_rejectable
                and transfer._may_approve(self.env.user)
                and transfer._is_second('approve', transfer.source_store_id)
            )
            transfer.is_shippable = sends and (
                transfer.state == 'approved' or (under_way and any(line._quantities().to_ship for line in transfer.line_ids))
            )
            arrives = takes and under_way and transfer.qty_in_transit > 0
            transfer.is_receivable = arrives and transfer._is_second('receive', transfer.dest_store_id)
            transfer.is_closable = (
                (sends or takes)
                and under_way
                and not transfer.qty_in_transit
                and not transfer.open_discrepancies
                and (transfer._closes_short() or not transfer._rest_to_ship())
            )
            heir = transfer.dest_store_id and transfer.dest_store_id._goes_on_as()
            brings = takes if heir == transfer.dest_store_id else transfer._may('ship', heir)
            transfer.is_returnable = brings and transfer.state in {'received', 'closed'}
            transfer.is_cancellable = transfer.state in {'draft', 'submitted', 'approved'} and (asks or approves)
            transfer.waits_for = False
            if transfer.is_rejectable and not transfer.is_approvable:
                transfer.waits_for = names(transfer.sudo()._second_people('approve', transfer.source_store_id))
            elif arrives and not transfer.is_receivable:
                transfer.waits_for = names(transfer.sudo()._second_people('receive', transfer.dest_store_id))

    # === TRANSFER ===

    def _may(self, capability, store):
        """Whether the caller has the capability at one store, in a company they belong to."""
        user = self.env.user
        return bool(store) and user._store_can(capability, store) and self._is_in_company(store)

    def _is_in_company(self, store, user=None):
        """Bound users act at stores of their memberships; others in their allowed companies.

        :param user: the caller unless given
        """
        user = user or self.env.user
        return user._is_store_bound() or user._is_superuser() or store.sudo().company_id in user.sudo().company_ids

    def _approval_limit(self, store, user=None):
        """Return the value up to which a user, the caller unless given, approves at the store."""
        user = user or self.env.user
        if not store or not self._is_in_company(store, user):
            return 0.0
        return user._store_limit('approve_up_to', store)

    def _may_request(self):
        """Whether the caller may request: for the destination, or as approver at the source."""
        self.ensure_one()
        if self.kind == 'return' and self._may('ship', self.source_store_id):
            return True
        return self._may('request', self.dest_store_id) or (
            self._may('request', self.source_store_id) and self._approval_limit(self.source_store_id) > 0
        )

    def _check_requesting_side(self):
        """:raises AccessError: when the caller belongs neither to the destination nor to the source"""
        for transfer in self:
            if not transfer._may_request():
                self.env.user._check_store_can('request', transfer.dest_store_id)
                raise AccessError(self._other_company(transfer.dest_store_id))

    def _check_side(self, capability, store):
        """:raises AccessError: unless the caller has the capability at their own side's store"""
        self.env.user._check_store_can(capability, store)
        if not self._is_in_company(store):
            raise AccessError(self._other_company(store))

    def _other_company(self, store):
        return self.env._(
            "Store %(store)s belongs to company %(company)s, and %(user)s does not. Ask a user of that store.",
            store=store.name,
            company=store.sudo().company_id.name,
            user=self.env.user.sudo().name,
        )

    def _check_approver(self):
        """:raises AccessError: when the value is above the caller's limit at the source, naming who can approve"""
        self = self.sudo()
        if not self._may_approve(self.env.user):
            raise AccessError(
                self.env._(
                    "%(user)s may not approve transfer %(transfer)s from %(store)s: its value is above their limit there. "
                    "Ask %(helpers)s.",
                    user=self.env.user.name,
                    transfer=self.name,
                    store=self.source_store_id.name,
                    helpers=self.env['store.store']._helper_names(self._approvers()),
                )
            )

    def _may_approve(self, user):
        """Whether the value is within the user's limit at the source and the lane's, which group managers may exceed."""
        self.ensure_one()
        self = self.sudo()
        limit, lane_limit = self._approval_limit(self.source_store_id, user), self._lane_limit()
        if lane_limit and user._is_store_bound() and not self._is_group_manager(user):
            limit = min(limit, lane_limit)
        return limit > 0 and self.value <= limit

    def _lane_limit(self):
        """Return the value above which the lane asks for a group manager, in the currency of the transfer; 0 for none."""
        lane = self.lane_id
        return lane._amount_at(lane.approval_limit, self.source_store_id) if lane.approval_limit else 0.0

    def _is_group_manager(self, user):
        members_sudo = user.sudo().store_member_ids
        return any(
            member.is_current and member.role in GROUP_MANAGERS and self.source_store_id in member._stores()
            for member in members_sudo
        )

    def _approvers(self):
        """Return the users nearest to the source who may approve this transfer."""
        self.ensure_one()
        return self.source_store_id._nearest_people(self._may_approve)

    def _closes_short(self):
        """Whether the caller may close a transfer of which a part was not shipped."""
        return max(self._approval_limit(self.source_store_id), self._approval_limit(self.dest_store_id)) > 0

    def _rest_to_ship(self):
        """Return the approved quantity that has not left and is more than the lane takes for complete; else 0."""
        lines = self.sudo().line_ids
        rest = sum(float(line._quantities().to_ship) for line in lines)
        return rest if rest > sum(lines.mapped('qty_approved')) * self.sudo().lane_id.under_delivery / 100 else 0.0

    # === TWO-PERSON RULE ===

    def _acted(self):
        """Return {action: set of user ids} of the actions so far."""
        return {'request': {self.requester_id.id}, 'ship': set(self.shipper_ids.ids), 'receive': set(self.receiver_ids.ids)}

    def _is_second(self, act, store):
        """Whether the two-person rule lets the caller do this action."""
        self.ensure_one()
        self = self.sudo()
        chain = [*self.lane_id, *store.sudo().group_id._and_above()]
        policy = four_eyes.nearest(item._four_eyes_policy(self.source_store_id) for item in chain)
        return four_eyes.is_allowed(act, self.env.user.id, self._acted(), policy, exact(self.value))

    def _check_four_eyes(self, act, store):
        """Refuse one person doing both of two actions that need two people; mark allowed exceptions.

        :raises TransferRefused: when the caller did the first of the two
        """
        self.ensure_one()
        acted, user = self._acted(), self.env.user
        if not self._is_second(act, store):
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s needs a second person: %(user)s did the step before. Ask %(helpers)s.",
                    transfer=self.name,
                    user=user.name,
                    helpers=self.env['store.store']._helper_names(self._second_people(act, store)),
                )
            )
        if four_eyes.is_exception(act, user.id, acted):
            self.is_one_handed = True

    def _second_people(self, act, store):
        """Return the nearest users who may do an act and did not do the step before."""
        acted = self._acted()
        stores = self.source_store_id | self.dest_store_id
        is_able = {
            'approve': self._may_approve,
            'receive': lambda user: user._store_can('receive', store),
            'decide': lambda user: user._store_can('decide_differences', stores),
        }[act]
        return store._nearest_people(lambda user: is_able(user) and not four_eyes.is_exception(act, user.id, acted)).sudo()
