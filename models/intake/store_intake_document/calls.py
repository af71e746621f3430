# Part of store_group. License LGPL-3.
import base64
import binascii
import json

from odoo import api, models

from ....engine import arguments
from ....exceptions import IntakeRefused
from ...people import elevation
from ...people.door import door

MAX_ORDERS = 500
MAX_LINES = 5000  # of all orders of one call: it is answered at once


class StoreIntakeDocument(models.Model):
    """What programs call: orders and files are sent, and what became of them is asked for."""

    _inherit = 'store.intake.document'

    # === PUBLIC METHODS ===

    @api.model
    @door(channel=arguments.text(), confirm=arguments.flag())
    def submit_orders(self, channel, orders, confirm=False):
        """Process canonical orders immediately, one savepoint each.

        :param str channel: code of the channel
        :param list orders: at most 500 canonical orders (docs: "Canonical order"); not modified
        :param bool confirm: confirm the orders; the same content again with True confirms the quotation
        :return: {"document_id": int, "results": [{"external_id": str, "state": str, "order_id": int or False,
            "issues": [{"code", "severity", "field", "message"}]}]}, in the order given
        :raises IntakeRefused: unknown or disarmed channel, or one of other stores, no list, too many orders, no store to send for
        """
        source, caller = self._intake_door(channel)
        if not isinstance(orders, (list, tuple)) or len(orders) > MAX_ORDERS:
            raise IntakeRefused(
                self.env._(
                    "Give the orders as a list of at most %(limit)s. Send more of them in several calls, or as a file.",
                    limit=MAX_ORDERS,
                )
            )
        lists = [order.get(name) for order in orders if isinstance(order, dict) for name in ('lines', 'refunds', 'shipments')]
        if sum(len(items) for items in lists if isinstance(items, (list, tuple))) > MAX_LINES:
            raise IntakeRefused(
                self.env._(
                    "The orders of one call have at most %(limit)s lines, refunds and parcels together. Send them in several "
                    "calls, or as a file.",
                    limit=MAX_LINES,
                )
            )
        try:
            raw = json.dumps(list(orders), default=str, ensure_ascii=False).encode('utf-8', 'replace')
        except (RecursionError, TypeError, ValueError) as error:
            raise IntakeRefused(
                self.env._(
                    "The orders cannot be written as JSON (%(reason)s). Send canonical orders: mappings of texts, numbers and "
                    "lists.",
                    reason=str(error)[:200],
                )
            ) from None
        worker = elevation.lift(self.env['store.intake.worker'])
        document = worker._keep_raw(source, raw, filename='orders.json', origin='orders', confirm=confirm, user=caller)
        worker._work(document)
        return {'document_id': document.id, 'results': document._results(0, MAX_ORDERS)}

    @api.model
    @door(channel=arguments.text(), filename=arguments.text(), confirm=arguments.flag())
    def submit_file(self, channel, filename, content, confirm=False):
        """Store a file and read it in the background. Returns at once.

        :param str channel: code of the channel
        :param str filename: its name, for display; the content decides the format
        :param str content: the file in base64, at most 64 MiB of it decoded
        :param bool confirm: confirm the orders
        :return: {"document_id": int, "state": str, "counters": {str: int}}
        :raises IntakeRefused: unknown or disarmed channel, or one of other stores, no base64, too large, no store to send for
        """
        source, caller = self._intake_door(channel)
        try:
            raw = base64.b64decode(content.encode() if isinstance(content, str) else content, validate=True)
        except (binascii.Error, ValueError, TypeError, AttributeError):
            raise IntakeRefused(
                self.env._("The content of %(filename)s is not base64. Encode the bytes of the file.", filename=filename)
            )
        worker = elevation.lift(self.env['store.intake.worker'])
        document = worker._keep_raw(source, raw, filename=str(filename), origin='file', confirm=confirm, user=caller)
        worker._wake()
        return {'document_id': document.id, 'state': document.state, 'counters': document._counters()}

    @api.model
    @door(document=arguments.key(), offset=arguments.whole(), limit=arguments.whole())
    def get_results(self, document, offset=0, limit=500):
        """Return a page of the results of a document's orders, in their order.

        :param int document: the id that submit_orders or submit_file returned
        :param int offset: orders to skip; :param int limit: at most 500
        :return: {"document_id": int, "state": str, "error": str or False, "counters": {str: int}, "total": int,
            "issues": [...] of the file itself, "results": [as submit_orders]}
        :raises IntakeRefused: no such document, or it is not the caller's
        """
        _source, caller = self._intake_door()
        found = self.sudo().browse(document).exists() if isinstance(document, int) else self.browse()
        if not found or (found.user_id != caller and not self._is_headquarters(caller)):
            raise IntakeRefused(
                self.env._(
                    "You did not send document %(document)s. Use the id that submit_orders or submit_file returned.",
                    document=document,
                )
            )
        limit = max(0, min(int(limit), MAX_ORDERS))
        loose = found.issue_ids.filtered(lambda issue: not issue.order_id and not issue.arrival_id)[:MAX_ORDERS]
        return {
            'document_id': found.id,
            'state': found.state,
            'error': found.error or False,
            'counters': found._counters(),
            'total': found.total_count,
            'issues': [issue._as_result() for issue in loose],
            'results': found._results(max(0, int(offset)), limit),
        }

    # === INTAKE ===

    def _intake_door(self, code=None, sends=True):
        """Check the caller, then return the elevated channel with this `code`, and the caller.

        :param bool sends: whether orders are sent or asked for; False: it is for whoever acts for a store

        :raises IntakeRefused: caller without a current membership as integration account, unknown or disarmed channel, or a
            channel of other stores
        """
        caller = self.env.user
        # Users not bound to stores are refused too: this bypasses Odoo's own rights, so only memberships count. So are people of
        # stores: what they sell is priced and limited where they sell it.
        is_headquarters = self._is_headquarters(caller)
        if not is_headquarters and not (caller._is_store_bound() and caller.store_ids):
            raise IntakeRefused(
                self.env._("%(user)s has no store to act for today. Ask an administrator for a membership.", user=caller.name)
            )
        if sends and not is_headquarters and not caller._stores_sent_for():
            raise IntakeRefused(
                self.env._(
                    "%(user)s sends orders of no store today: integration accounts do, for the stores of their memberships. "
                    "Ask an administrator for such a membership, or make the order by hand.",
                    user=caller.name,
                )
            )
        # The caller may have no right on orders, products and contacts; the check above is the right.
        self.env.invalidate_all()
        channel = self.env['store.channel'].sudo()
        if code is None:
            return channel, caller
        channel = channel._named(code)
        if sends and not is_headquarters:
            channel._check_takes(caller)
        return channel, caller

    @api.model
    def _is_headquarters(self, user):
        return user._is_superuser() or user.has_group('store_group.group_store_admin')

    def _allowed_store_ids(self):
        """Return the ids of the stores the sender may send orders of now; None: all stores."""
        self.ensure_one()
        return None if self._is_headquarters(self.user_id) else self.user_id._stores_sent_for()

    def _results(self, offset, limit):
        arrivals = self.env['store.intake.arrival'].search(
            [('document_id', '=', self.id)], order='position, id', offset=offset, limit=limit
        )
        return [arrival._as_result() for arrival in arrivals]
