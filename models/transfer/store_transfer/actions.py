# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import LazyTranslate

from ....engine import arguments
from ....engine.transfer import quantities
from ....engine.transfer.lifecycle import GIVEN_UP, UNDER_WAY
from ....exceptions import TransferRefused
from ...people import elevation
from ...people.door import MOST_LINES, door

SHIPPING = 'shipped'
FINDINGS = quantities.FOUND

_lt = LazyTranslate(__name__)


class StoreTransfer(models.Model):
    """What people do with a transfer. Every action checks the caller's right on their side, then runs elevated.

    Already done: nothing to do, so calling an action again changes nothing. An action that has become impossible is
    refused.
    """

    _inherit = 'store.transfer'

    # === ACTIONS ===

    def action_submit(self):
        """Submit the draft: the source's manager approves or rejects it."""
        for transfer in self._still(('draft', 'rejected', 'cancelled')):
            transfer._check_requesting_side()
            transfer._check_state_for(self.env._("submitted"), ('draft', 'rejected'))
            figures = transfer.line_ids._figures_at(transfer.dest_store_id, transfer.line_ids.product_id)
            elevated = transfer._elevated(transfer.source_store_id)
            elevated._submit()
            elevated.line_ids._tell_figures(figures)
        return True

    def action_approve(self):
        """Approve the quantities and reserve them at the source."""
        waiting = self._still(('draft', 'submitted', 'rejected', 'cancelled'))
        for transfer in waiting:
            transfer._check_read_here()
            transfer._check_approver()
        if len(waiting) > 1:  # one call for all; if one is refused below, everything is rolled back
            waiting.sudo()._hold()
            self.env['store.notice']._settle(waiting)
        for transfer in waiting:
            elevated = transfer._elevated(transfer.source_store_id)
            elevated._check_four_eyes('approve', elevated.source_store_id)
            elevated._check_credit()
            elevated._approve()
        return True

    def action_reject(self, reason=False):
        """Refuse the request.

        :param str reason: shown to the requester
        """
        for transfer in self._still(('draft', 'submitted', 'approved', *UNDER_WAY, 'closed', 'cancelled')):
            transfer._check_read_here()
            if not transfer._approval_limit(transfer.source_store_id):
                transfer._check_approver()
            elevated = transfer._elevated(transfer.source_store_id)
            elevated.refusal = reason or elevated.refusal or self.env._("No reason was given.")
            elevated._set_state('rejected')
            elevated._tell_next()
        return True

    def action_ship(self):
        """Ship the quantities to ship that have not left; if none is set, everything approved."""
        shipped = False
        for transfer in self._still(('draft', 'submitted', 'approved', *UNDER_WAY, *GIVEN_UP)):
            transfer._check_read_here()
            transfer._check_side('ship', transfer.source_store_id)
            elevated = transfer._elevated(transfer.source_store_id)
            elevated._check_state_for(self.env._("shipped"), ('approved', *UNDER_WAY))
            shipped |= elevated._ship()
        return shipped or self._nothing_done(
            self.env._(
                "Nothing was shipped: the quantities to ship have left already. To ship more, raise Quantity to Ship in the "
                "lines."
            )
        )

    def action_receive(self):
        """Receive the counted quantities that are not booked; if none is counted, everything on the way."""
        received = False
        for transfer in self._still(('draft', 'submitted', 'approved', *UNDER_WAY, *GIVEN_UP)):
            transfer._check_read_here()
            transfer._check_side('receive', transfer.dest_store_id)
            elevated = transfer._elevated(transfer.dest_store_id)
            elevated._check_state_for(self.env._("received"), UNDER_WAY)
            received |= elevated._receive()
        if received and self.env.context.get('store_on_form') and len(self) == 1 and self.qty_in_transit:
            return self.env['store.transfer.rest']._open(self)
        return received or self._nothing_done(
            self.env._(
                "Nothing was received: the counted quantities are booked already. To receive more, raise Counted in the lines."
            )
        )

    def action_count_final(self):
        """Finish receiving: what is still on the way becomes a difference to decide."""
        for transfer in self._still(('draft', 'submitted', 'approved', *UNDER_WAY, *GIVEN_UP)):
            transfer._check_read_here()
            transfer._check_side('receive', transfer.dest_store_id)
            elevated = transfer._elevated(transfer.dest_store_id)
            elevated._check_state_for(self.env._("counted"), UNDER_WAY)
            elevated._check_four_eyes('receive', elevated.dest_store_id)
            elevated.receiver_ids |= self.env.user
            missing = {line: {'lost': float(line._quantities().in_transit)} for line in elevated.line_ids}
            self.env['store.transfer.goods'].with_env(elevated.env)._book_receipt(elevated, missing, missing_kind='short')
        return True

    def action_close(self):
        """Close the transfer: nothing is on the way, no difference is open, and the rest will not be shipped."""
        for transfer in self._still(('draft', 'submitted', 'approved', *UNDER_WAY, *GIVEN_UP)):
            transfer._check_read_here()
            sides = [
                (capability, store)
                for capability, store in (('ship', transfer.source_store_id), ('receive', transfer.dest_store_id))
                if transfer._may(capability, store)
            ]
            if not sides:
                transfer._check_side('receive', transfer.dest_store_id)
            transfer._elevated(sides[0][1])._close(transfer._closes_short())
        return True

    def action_cancel(self):
        """Cancel before anything is shipped; release the reservations."""
        for transfer in self._still(('draft', 'submitted', 'approved', 'rejected', *UNDER_WAY, 'closed')):
            transfer._check_read_here()
            if not transfer._approval_limit(transfer.source_store_id):
                transfer._check_requesting_side()
            elevated = transfer._elevated(transfer.source_store_id)
            if elevated.state in {*UNDER_WAY, 'closed'}:
                raise TransferRefused(
                    self.env._(
                        "Goods of transfer %(transfer)s have left. Receive them and send them back by a return.",
                        transfer=elevated.name,
                    )
                )
            self.env['store.transfer.goods'].with_env(elevated.env)._cancel_open(elevated)
            if elevated.state == 'rejected':
                elevated._set_state('draft')
            elevated._set_state('cancelled')
        return True

    @door(step=arguments.text(), quantities=arguments.rows(MOST_LINES, line_id=arguments.ident(), quantity=arguments.number()))
    def set_quantities(self, step, quantities):
        """Set how much was approved, shipped, received, damaged, refused or lost: totals so far, not yet booked.

        :param str step: 'approved', 'shipped', 'received', 'damaged', 'refused' or 'lost'
        :param list quantities: [{"line_id": int, "quantity": number in the line's unit, not negative}]
        :returns: {"id", "name", "state", "lines": [...]} with all quantities of the lines
        :raises UserError: unknown step or line, negative quantity, or a state after the step
        :raises AccessError: for a caller on the other side
        """
        self.ensure_one()
        self._check_read_here()
        if step not in {'approved', SHIPPING, *FINDINGS}:
            raise TransferRefused(self.env._("A step is one of %(steps)s.", steps=', '.join(('approved', SHIPPING, *FINDINGS))))
        company_of = self._check_step(step)
        elevated = self._elevated(company_of)
        lines = {line.id: line for line in elevated.line_ids}
        unknown = [str(item.get('line_id')) for item in quantities if item.get('line_id') not in lines]
        bad = [
            str(item.get('quantity'))
            for item in quantities
            if isinstance(item.get('quantity'), bool)
            or not isinstance(item.get('quantity'), (int, float))
            or not 0 <= item['quantity'] < 1e9
        ]
        if unknown or bad:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s has no line %(lines)s; a quantity is a number and not negative (%(bad)s). "
                    "Correct these and call again.",
                    transfer=self.name,
                    lines=', '.join(unknown) or '-',
                    bad=', '.join(bad) or '-',
                )
            )
        for item in quantities:
            lines[item['line_id']]._set_total(step, item['quantity'])
        if step == 'approved':
            elevated._revalue()
        return elevated._data()

    # === TRANSFER ===

    def _still(self, states):
        """Return the transfers in these states, for which the action is still to be done."""
        return self.filtered(lambda transfer: transfer.state in states)

    def _elevated(self, store):
        """Return this transfer as superuser in the store's company, locked until the end of the transaction.

        :raises TransferRefused: when somebody else is acting on it at this moment
        """
        self.ensure_one()
        elevated_sudo = elevation.enter(self, store.sudo().company_id)
        elevated_sudo._hold()
        elevated_sudo._check_unchanged()
        return elevated_sudo

    def _check_read_here(self):
        """:raises AccessError: for users on neither side"""
        self.check_access('read')

    def _check_step(self, step):
        """Return the store of the step's side, after checking the caller's right and the state."""
        if step == 'approved':
            self._check_state_for(self.env._("approved"), ('submitted',))
            if not self._approval_limit(self.source_store_id):
                self._check_approver()
            return self.source_store_id
        capability, store = ('ship', self.source_store_id) if step == SHIPPING else ('receive', self.dest_store_id)
        self._check_side(capability, store)
        self._check_state_for(self.env._("counted"), ('approved', *UNDER_WAY) if step == SHIPPING else UNDER_WAY)
        return store

    def _check_state_for(self, act, states):
        """:raises TransferRefused: when the transfer is in none of the required states"""
        if self.state not in states:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s is %(state)s and cannot be %(act)s now.",
                    transfer=self.name,
                    state=self._state_label(),
                    act=act,
                )
            )

    def _submit(self):
        self.lane_id = self.env['store.lane']._nearest(self.source_store_id, self.dest_store_id)
        self._check_possible()
        if self.state == 'rejected':
            self._set_state('draft')
        for line in self.line_ids:
            line.qty_approved = line.qty_requested
        self.refusal = False
        self._revalue()
        self._set_state('submitted')
        self._tell_next()

    def _approve(self):
        self._check_state_for(self.env._("approved"), ('submitted',))
        wanted = {line: line.qty_approved for line in self.line_ids if line.qty_approved > 0}
        if not wanted:
            raise TransferRefused(
                self.env._("Nothing of transfer %(transfer)s is approved. Set a quantity, or reject it.", transfer=self.name)
            )
        self._check_possible()
        self.env['store.availability']._hold(self.source_store_id, self.line_ids.product_id)
        self._check_free(wanted)
        self.write({'approver_id': self.env.user.id, 'approved_on': fields.Datetime.now()})
        self._set_state('approved')
        goods = self.env['store.transfer.goods'].sudo()
        goods._plan_shipment(self)
        goods._promise(self)
        self._tell_next()

    def _nothing_done(self, message):
        """Return the answer of a repeated action: True for a program, a notification for the form.

        :param str message: text of the notification
        :returns: True, or for the form a notification
        """
        if not self.env.context.get('store_on_form'):
            return True
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'message': message, 'type': 'warning', 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }

    def _ship(self):
        """Return whether there was anything to ship."""
        counted = any(line.is_ship_counted for line in self.line_ids)
        try:
            booked = {line: float(quantities.ship(line._quantities(), line._ship_total(counted))) for line in self.line_ids}
        except quantities.TooMuch as error:
            raise TransferRefused(
                self.env._(
                    "%(wanted)s cannot be shipped: transfer %(transfer)s has %(there)s approved. "
                    "Request the rest in a new transfer.",
                    wanted=self._number(float(error.wanted)),
                    transfer=self.name,
                    there=self._number(float(error.available)),
                )
            ) from error
        booked = {line: quantity for line, quantity in booked.items() if quantity}
        if not booked:
            return False
        for line, quantity in booked.items():
            line._check_countable(quantity)
        self.shipper_ids |= self.env.user
        self.env['store.transfer.goods'].sudo()._book_shipment(self, booked)
        return True

    def _receive(self):
        """Return whether there was anything to receive."""
        counted = any(line.is_receipt_counted for line in self.line_ids)
        try:
            booked = {
                line: {
                    step: float(quantity)
                    for step, quantity in quantities.receive(line._quantities(), line._receipt_totals(counted)).items()
                }
                for line in self.line_ids
            }
        except quantities.TooMuch as error:
            raise TransferRefused(
                self.env._(
                    "%(wanted)s cannot be %(step)s: only %(there)s of it is on the way in transfer %(transfer)s. Count again.",
                    wanted=self._number(float(error.wanted)),
                    there=self._number(float(error.available)),
                    step=dict(self.line_ids._findings())[error.step],
                    transfer=self.name,
                )
            ) from error
        if not any(booked.values()):
            return False
        for line, found in booked.items():
            for quantity in found.values():
                line._check_countable(quantity)
        self._check_four_eyes('receive', self.dest_store_id)
        self.receiver_ids |= self.env.user
        self.env['store.transfer.goods'].sudo()._book_receipt(self, booked)
        return True

    def _close(self, manages):
        self._check_state_for(self.env._("closed"), UNDER_WAY)
        if any(line._quantities().in_transit for line in self.line_ids):
            raise TransferRefused(
                self.env._(
                    "%(quantity)s of transfer %(transfer)s is still on the way. Receive it, or finish receiving.",
                    quantity=self._number(self.qty_in_transit),
                    transfer=self.name,
                )
            )
        if self.open_discrepancies:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s has %(count)s open differences. Decide them first.",
                    transfer=self.name,
                    count=self.open_discrepancies,
                )
            )
        rest = sum(float(line._quantities().to_ship) for line in self.line_ids)
        if not manages and self._rest_to_ship():
            raise AccessError(
                self.env._(
                    "%(rest)s of transfer %(transfer)s was not shipped. Ship it, or let a manager of either store close it.",
                    rest=self._number(rest),
                    transfer=self.name,
                )
            )
        self.env['store.transfer.goods'].sudo()._cancel_open(self)
        if self.state == 'shipped' and not rest:
            self._set_state('received')
        self._set_state('closed')

    def _revalue(self):
        """Update the value at the sender's cost."""
        self.value = sum(
            line._in_product_unit(line.qty_approved if self.state != 'draft' else line.qty_requested)
            * line.product_id.with_company(self.source_company_id).standard_price
            for line in self.line_ids
        )

    def _data(self):
        return {'id': self.id, 'name': self.name, 'state': self.state, 'lines': self._lines_data()}

    def _tell_next(self):
        """Notify the users of the next step."""
        tell = self.env['store.notice']._tell
        names = {'transfer': self.name, 'sender': self.source_store_id.name, 'dest': self.dest_store_id.name}
        if self.state == 'submitted':
            tell(self._approvers(), self, _lt("Approve %(transfer)s to %(dest)s", **names), deadline=self.need_by)
        elif self.state == 'approved':
            tell(self.source_store_id._people_who_may('ship'), self, _lt("Ship %(transfer)s to %(dest)s", **names))
        elif self.state == 'shipped':
            tell(
                self.dest_store_id._people_who_may('receive'),
                self,
                _lt("Receive %(transfer)s from %(sender)s", **names),
                deadline=self.due_on,
            )
        elif self.state == 'rejected':
            tell(self.requester_id, self, _lt("%(sender)s rejected %(transfer)s", **names), note=self.refusal)
