# Part of store_group. License LGPL-3.
import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import LazyTranslate, float_compare

from ....engine.intake.fingerprint import content_hash
from ....engine.intake.issue import Issue
from ....engine.intake.payload import status_of
from ....engine.intake.refunds import is_all, refunds_of
from ....engine.people.role import IN_STORES
from ....engine.quantities import ZERO, exact, take_each
from ....exceptions import IntakeRefused
from ..store_order_maker import SILENT

_lt = LazyTranslate(__name__)

_logger = logging.getLogger(__name__)

SHIPPED = ('shipped', 'done')


class StoreOrderProgress(models.AbstractModel):
    """Applies a channel's progress of an order to the order, its delivery and reports.

    (a) Cancelled or refunded before the goods left: a quotation is updated at once; for a confirmed order the
        delivery is blocked, the pickers are notified, and a user chooses.
    (b) Refunded after the goods left: stored as a refund, which counts as returned, and a question proposes
        the return or credit note.
    (c) Shipped: if somebody else ships, the delivery is booked at once; if we ship, it is a question, or booked
        at once, depending on the channel. Stock never becomes negative: missing goods are a question too.
    Questions stay until they are answered. Repeated messages have no further effect.

    Its parts are in this folder: `calling_off`, `taking_off`, `shipping`.
    """

    _name = 'store.order.progress'
    _description = 'Progress of Channel Orders'

    # === ORDERING ===

    @api.model
    def _after_made(self, pairs):
        """Called after the sale orders of these were created or rewritten.

        :param list pairs: (store.intake.order, OrderMatch)
        """
        self.env['store.order.details']._keep([(order.sale_order_id, match) for order, match in pairs])
        with_refunds = self._with_refunds([order for order, _match in pairs])
        for order, match in pairs:
            sale = self._sale(order)
            if (match.channel.brushing_tags or match.is_brushing) and sale.is_brushing != match.is_brushing:
                sale.is_brushing = match.is_brushing
            if sale.id in with_refunds or match.draft.refunds or match.draft.status == 'refunded':
                if match.is_history:
                    self.env['store.order.refund']._keep(sale, match)
                elif self._has_left(match):
                    self._ask_for_return(order, self.env['store.order.refund']._keep(sale, match))
                else:
                    self._take_off(sale, match)
            if not match.is_history and self._has_left(match) and not self._books_at_once(match):
                self._ask(order, 'already_shipped', match.draft.status)

    @api.model
    def _follow(self, channel, pairs):
        """Apply new content with progress to confirmed orders.

        Unreadable or failing content becomes a question on the order, and the old content stays: the same content
        is tried again when it arrives again. Return whether all of it was applied.

        :param channel: store.channel
        :param list pairs: (store.intake.order, its new content)
        """
        summed = [(order, payload) for order, payload in pairs if order._is_added_up()]
        follows = not summed or self.env['store.order.summary']._follow(channel, summed)
        pairs = [(order, payload) for order, payload in pairs if order.sale_order_id and not order._is_added_up()]
        if not pairs:
            return follows
        matches = self.env['store.order.matcher']._match(
            channel, [payload for _order, payload in pairs], orders=[order for order, _payload in pairs]
        )
        errors, usable = {}, []
        for (order, payload), match in zip(pairs, matches, strict=True):
            errors[order] = [] if match.draft else [issue for issue in match.issues if issue.severity == 'error']
            usable += [(order, payload, match)] if match.draft else []
        if self._try_to_follow(usable):  # one of them failed: apply each separately
            for order, payload, match in usable:
                failed = self._try_to_follow([(order, payload, match)])
                errors[order] = [Issue('not_followed', field='status', found=failed[:500])] if failed else []
        self._note_unread(errors)
        return follows and len(usable) == len(pairs) and not any(errors.values())

    def _try_to_follow(self, news):
        """Apply new content to orders, in one savepoint. Return the error, '' for none."""
        try:
            with self.env.cr.savepoint():
                self._follow_all(news)
                self.env.flush_all()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            _logger.info("Orders could not follow their channel: %s", [order.id for order, _new, _match in news], exc_info=True)
            self.env.invalidate_all()
            return str(error) or type(error).__name__
        return ''

    def _follow_all(self, news):
        """Store and apply the progress of these orders.

        :param list news: (store.intake.order, its new content, its OrderMatch, which has a draft)
        """
        reader, Refund = self.env['store.intake.reader'], self.env['store.order.refund']
        for order, payload, _match in news:
            order.write(
                {
                    'payload': payload,
                    'content_hash': content_hash(payload),
                    'kept_hashes': False,
                    'source_updated_at': reader._moment_of(payload, order),
                }
            )
        self.env['store.order.details']._keep([(order.sale_order_id, match) for order, _new, match in news])
        with_refunds = self._with_refunds([order for order, _new, _match in news])
        for order, payload, match in news:
            sale = self._sale(order)
            says_tags = match.is_brushing or (match.channel.brushing_tags and payload.get('tags') is not None)
            if says_tags and sale.is_brushing != match.is_brushing and not sale.is_history:
                sale.is_brushing = match.is_brushing
            tells = match.draft.refunds or match.draft.status in ('refunded', 'cancelled')
            if sale.state == 'sale' and (tells or sale.id in with_refunds):
                known = Refund.search([('order_id', '=', sale.id)])
                amounts = {refund.key: refund.amount for refund in known if refund._off()}
                new = Refund._keep(sale, match)
                self._correct_differences(sale, match, amounts)
                self._close_withdrawn(order, sale)
                if not match.is_history:
                    self._ask_for_return(order, new)
            if not match.is_history and match.draft.status in SHIPPED:
                self._ship(order, sale)

    def _with_refunds(self, orders):
        """Return the ids of the sale orders with refunds."""
        sales = [order.sale_order_id.id for order in orders]
        return set(self.env['store.order.refund'].search([('order_id', 'in', sales)]).order_id.ids)

    def _close_withdrawn(self, order, sale):
        """Close questions about returns the channel has withdrawn."""
        asked = order.issue_ids.filtered(lambda issue: issue.code == 'refund_after_delivery' and issue.state == 'open')
        if asked and not sale.sudo().store_refund_ids._to_return():
            asked.unlink()  # if it is reported again, ask again

    def _note_unread(self, errors):
        """Replace the open questions about unreadable or failed content of confirmed orders by `errors`.

        :param dict errors: {store.intake.order: [engine Issue]}; ignored questions are not asked again
        """
        Question = self.env['store.intake.issue']
        asked = Question.search(
            [('order_id', 'in', [order.id for order in errors]), ('stays', '=', True), ('severity', '=', 'error')]
        )
        known = {}
        for question in asked:
            known.setdefault((question.order_id, question.code, question.field or '', question.found or ''), question)
        wanted = {(order, issue.code, issue.field, issue.found): issue for order, issues in errors.items() for issue in issues}
        asked.filtered(
            lambda question: question.state == 'open' and question not in [known[key] for key in wanted if key in known]
        ).unlink()
        Question.create([Question._vals(issue, key[0], stays=True) for key, issue in wanted.items() if key not in known])

    @api.model
    def _follow_confirmed(self, order):
        """Called after the quotation of this intake order was confirmed."""
        if status_of(order.payload) in SHIPPED:
            self._ship(order, self._sale(order))

    @api.model
    def _may_confirm(self, order):
        """Whether the intake confirms the quotation of this order automatically.

        Never the same content twice, whatever its progress: people have set the order back since.
        """
        if order.confirmed_hash and order.confirmed_hash == order.content_hash:
            return False
        if order.sale_order_id.sudo().gate_state:
            return False  # waits for a person
        status = status_of(order.payload)
        if status in SHIPPED:
            return order._is_added_up() or order.channel_id.shipped_by == 'elsewhere' or order.channel_id.shipped_before == 'book'
        if status in ('unpaid', 'cancelled', 'refunded'):
            return False
        # goods that may have left already are not offered for picking
        return not order.issue_ids.filtered(lambda issue: issue.code == 'already_shipped' and issue.state == 'open')

    # called off

    @api.model
    def _calls_off(self, order, payload):
        """Whether this content cancels goods that have not left yet.

        :param order: store.intake.order whose sale order is confirmed
        """
        sale = order.sale_order_id
        if sale.is_history or order._is_added_up() or not self._open_lines(sale):
            return False
        status = status_of(payload)
        if status in ('cancelled', 'refunded'):
            return True
        (match,) = self.env['store.order.matcher']._match(order.channel_id, [payload], orders=order)
        if not match.draft:
            return False
        Refund = self.env['store.order.refund']
        known = Refund.search([('order_id', '=', sale.id)])
        lines, new, known_quantities = Refund._sale_lines(sale, match), {}, {refund.key: refund.quantity for refund in known}
        for refund in refunds_of(match.draft):
            if refund.takes_goods:
                line, factor = lines.get(refund.position, (self.env['sale.order.line'], 1.0))
                more = float(refund.quantity) * factor - known_quantities.get(refund.key, 0.0)
                if refund.key not in known_quantities or self._is_quantity(more):
                    new[line] = new.get(line, 0.0) + more
        for line, quantity in new.items():
            counted = known.filtered(lambda refund, line=line: refund.line_id == line)
            back = Refund._moved(line)[1] - sum(refund.quantity - refund._off() for refund in counted)
            if quantity > max(back, 0.0):
                return True  # more than returned and not yet refunded
        return False

    @api.model
    def _wants_again(self, order, payload):
        """Whether this content wants goods again that were removed from the order after a refund before shipping."""
        if order._is_added_up():
            return False
        Refund = self.env['store.order.refund']
        off = Refund.search([('order_id', '=', order.sale_order_id.id)]).filtered(lambda refund: refund._off())
        if not off:
            return False
        (match,) = self.env['store.order.matcher']._match(order.channel_id, [payload], orders=order)
        if not match.draft or is_all(match.draft) or match.draft.status == 'cancelled':
            return False
        lines, refunded = Refund._sale_lines(order.sale_order_id, match), {}
        for refund in refunds_of(match.draft):
            line, factor = lines.get(refund.position, (self.env['sale.order.line'], 1.0))
            refunded[refund.key] = refunded.get(refund.key, 0.0) + float(refund.quantity) * factor
        return any(refund.key not in refunded or self._is_quantity(refund._off() - refunded[refund.key]) for refund in off)

    def _is_quantity(self, quantity):
        """Whether this is above zero, with the digits quantities are kept with."""
        return float_compare(quantity, 0.0, precision_digits=self.env['decimal.precision'].precision_get('Product Unit')) > 0

    @api.model
    def _stop_where_called_off(self, order, payload):
        """Block the delivery of a confirmed order if its other content cancels it, and notify the pickers.

        Otherwise release the block.
        """
        if order.sale_order_id.state != 'sale' or not self._calls_off(order, payload):
            order.stops_delivery = False
            return
        order.stops_delivery = True
        self._tell(order.sale_order_id, _lt("Do not ship %(order)s: it was cancelled in the channel.", order=order.external_id))

    @api.model
    def _take_words(self, order, payload):
        """Apply changed recipient, notes or invoice title to a confirmed order, and notify the pickers.

        :raises IntakeRefused: when goods have left, or the content cannot be read
        """
        sale = self._sale(order)
        (match,) = self.env['store.order.matcher']._match(order.channel_id, [payload], orders=order)
        done = sale.picking_ids.move_ids.filtered(
            lambda move: move.state == 'done' and move.location_dest_id.usage == 'customer'
        ).picking_id
        if done or not match.draft:
            raise IntakeRefused(
                self.env._(
                    "%(sale)s cannot follow %(order)s: goods have left (%(documents)s), or the new content cannot be read. Keep "
                    "what we have, and tell the carrier by hand.",
                    sale=sale.name,
                    order=order.external_id,
                    documents=', '.join(done.mapped('name')[:5]),
                )
            )
        self.env['store.order.details']._add_addresses([match])
        place = match.address or sale.partner_id
        # keep the amounts: another address must not change taxes
        sale.with_context(update_delivery_shipping_partner=True).write(
            {'partner_shipping_id': place.id, 'fiscal_position_id': sale.fiscal_position_id.id}
        )
        sale.picking_ids.move_ids.filtered(
            lambda move: move.partner_id and move.state not in ('done', 'cancel')
        ).partner_id = place
        self._follow_all([(order, payload, match)])
        sale._after_store_doubt()
        self._tell(
            sale, _lt("The recipient, a note or the invoice title of %(order)s changed in the channel.", order=order.external_id)
        )

    @api.model
    def _check_not_stopped(self, sales):
        """:raises IntakeRefused: naming an order cancelled in the channel"""
        ours = sales.filtered('store_channel_id')
        if not ours:
            return
        stopped = (
            self.env['store.intake.order']
            .sudo()
            .search([('sale_order_id', 'in', ours.ids), ('stops_delivery', '=', True)], limit=1)
        )
        if stopped:
            raise IntakeRefused(
                self.env._(
                    "%(sale)s was called off in %(channel)s and is not shipped. Put the goods back; headquarters answers the "
                    "question on order %(order)s.",
                    sale=stopped.sale_order_id.name,
                    channel=stopped.channel_id.name,
                    order=stopped.external_id,
                )
            )

    def _has_left(self, match):
        """Whether the channel reports goods as shipped; a parcel number alone may come from an early label."""
        return match.draft.status in SHIPPED or match.left_and_refunded

    @api.model
    def _had_left(self, order):
        """Whether the channel reported the goods of this created order as shipped before."""
        return order.sale_order_id.sudo().store_details_ids.source_status in SHIPPED or any(
            issue.code == 'already_shipped' for issue in order.issue_ids
        )

    def _books_at_once(self, match):
        return match.draft.status in SHIPPED and (match.shipped_elsewhere or match.channel.shipped_before == 'book')

    def _ask_for_return(self, order, refunds):
        """Propose the return of shipped goods that were just refunded."""
        counted = refunds._to_return()
        if counted:
            self._ask(order, 'refund_after_delivery', ', '.join(counted.mapped('key')), f"{sum(counted.mapped('amount')):.12g}")

    # notified and asked

    def _sale(self, order):
        company = order.sale_order_id.company_id
        return self.env['store.order.maker']._in_company(company)['sale.order'].browse(order.sale_order_id.id)

    def _tell(self, sale, told):
        """Post on the order and its open deliveries, and ask the pickers to stop.

        :param told: lazily translated (`_lt`): the pickers read it in their own languages
        """
        loud, text = {key: False for key in SILENT}, self.env._(told)
        notice = self.env['store.notice']
        sale.with_context(**loud).message_post(body=text)
        for picking in sale.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel')):
            picking.with_context(**loud).message_post(body=text)
            stores = picking.picking_type_id.warehouse_id.store_id | picking.store_id
            people = stores.sudo().member_ids.filtered(lambda member: member.is_current and member.role in IN_STORES).user_id
            notice.with_context(**loud)._tell(sale.user_id | (picking.user_id or people), picking, told)

    def _ask(self, order, code, found='', proposed=''):
        """Create a question, once; it stays until it is answered."""
        Issue = self.env['store.intake.issue']
        if not order.issue_ids.filtered(
            lambda issue: issue.code == code and ((issue.found or '') == found or code == 'already_shipped')
        ):
            Issue.create(
                {
                    'document_id': order.document_id.id,
                    'order_id': order.id,
                    'code': code,
                    'severity': 'warning',
                    'field': 'status',
                    'found': found,
                    'proposed': proposed,
                    'sheet': order.sheet,
                    'row': order.row_from,
                    'stays': True,
                }
            )

    @api.model
    def _accept(self, issue):
        """Carry out the proposal of a question. Return the action of the created record, or None.

        :raises IntakeRefused: when it is not possible
        """
        order = issue.order_id
        if issue.code == 'refund_after_delivery':
            action = self._prepare_return(order)
            sale = order.sale_order_id
            if not action and not sale.is_history and not any(picking.state == 'done' for picking in sale.picking_ids):
                raise IntakeRefused(
                    self.env._(
                        "Nothing of %(sale)s has left here yet, so there is nothing to return. Book its delivery first, or "
                        "ignore the question.",
                        sale=sale.name,
                    )
                )
            issue._close('answered')
            return action
        if not self._book(order):
            reason = order.issue_ids.filtered(lambda item: item.code == 'shipped_short' and item.state == 'open')[-1:]
            raise IntakeRefused(
                reason.message or self.env._("%(sale)s could not be booked as shipped.", sale=order.sale_order_id.name)
            )
        issue._close('answered')
        return None

    def _prepare_return(self, order):
        """Create the returns of refunded goods that have not come back. Return their action, or None."""
        sale, Refund = self._sale(order), self.env['store.order.refund']
        wanted = {}
        for refund in Refund.search([('order_id', '=', sale.id), ('line_id', '!=', False)]):
            wanted[refund.line_id] = wanted.get(refund.line_id, 0.0) + refund.counted_quantity
        for move in sale.picking_ids.move_ids.filtered(
            lambda move: move.state not in ('done', 'cancel') and move.location_id.usage == 'customer'
        ):
            line = move.sale_line_id  # its return is prepared already
            if line in wanted:
                wanted[line] -= move.product_uom._compute_quantity(move.product_uom_qty, line.product_uom_id, round=False)
        made = self.env['stock.picking']
        wanted = {line: exact(quantity) for line, quantity in wanted.items()}
        for picking in sale.picking_ids.filtered(lambda item: item.state == 'done' and item.picking_type_code == 'outgoing'):
            wizard = (
                self.env['stock.return.picking']
                .with_context(active_id=picking.id, active_model='stock.picking')
                .create({'picking_id': picking.id})
            )
            taken = take_each(
                wanted, [(line, line.move_id.sale_line_id, exact(line.move_id.quantity)) for line in wizard.product_return_moves]
            )
            for line, quantity in taken.items():
                wanted[line.move_id.sale_line_id] = wanted.get(line.move_id.sale_line_id, ZERO) - quantity
                line.quantity = float(quantity)
            if any(line.quantity for line in wizard.product_return_moves):
                made |= wizard._create_return()
        return (
            made
            and {
                'type': 'ir.actions.act_window',
                'res_model': 'stock.picking',
                'view_mode': 'list,kanban,form',
                'mobile_view_mode': 'kanban',
                'domain': [('id', 'in', made.ids)],
                'name': self.env._("Returns"),
            }
            or None
        )
