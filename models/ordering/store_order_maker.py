# Part of store_group. License LGPL-3.
import logging

from psycopg2 import OperationalError

from odoo import Command, api, models
from odoo.exceptions import ConcurrencyError

from ...engine.intake.issue import Issue
from ...engine.intake.total import allowed_totals

_logger = logging.getLogger(__name__)

# No mails, followers or log per order; history skips procurement.
SILENT = {
    'tracking_disable': True,
    'mail_create_nolog': True,
    'mail_create_nosubscribe': True,
    'mail_notrack': True,
    'mail_activity_automation_skip': True,
    'mail_auto_subscribe_no_notify': True,
    'sale_no_log_for_new_lines': True,
}
# Reason for no sale order by status; for any other status: fully refunded.
LEFT_OUT = {'cancelled': 'cancelled_at_source', 'unpaid': 'unpaid_at_source'}


class StoreOrderMaker(models.AbstractModel):
    """Creates sale orders from intake orders, in the right store, once.

    How it works: matches the batch, turns unclear ones into questions, creates missing records if the channel may, then
    all orders of one company in one create inside a savepoint. If that fails, each alone, so that one order that
    fails does not stop the others. A quotation whose content changed is rewritten; a confirmed order never is.
    Prices are kept as full floats: the unit price behind a declared amount reproduces it to the cent, always.
    Cost: a constant number of queries per batch, plus core's per order.
    """

    _name = 'store.order.maker'
    _description = 'Store Order Maker'

    # === ORDERING ===

    @api.model
    def _make(self, document, orders):
        """Create the sale orders of `orders`, all of one channel; each ends done, refused or as a question.

        :param document: store.intake.document being processed
        :param orders: store.intake.order in state new or ready
        """
        payloads = [order.payload for order in orders]
        matches = self.env['store.order.matcher']._match(document.channel_id, payloads, document._allowed_store_ids(), orders)
        pairs = self._sort_out(orders, matches)
        if not pairs:
            return
        try:
            with self.env.cr.savepoint():
                self.env['store.missing.maker']._make(document, [match for _order, match in pairs])
                own = self.env['store.order.summary']._add_up(document, pairs)
                self._create_sales(document, [pair for pair in own if not pair[0].sale_order_id])
        except (OperationalError, ConcurrencyError):
            raise
        except Exception:
            _logger.info("A batch of document %s is made one by one", document.id, exc_info=True)
            for order, had_left in [(order, match.had_left) for order, match in pairs]:
                if not order.sale_order_id or order._is_added_up():
                    # match again, because the batch was rolled back
                    (match,) = self.env['store.order.matcher']._match(document.channel_id, [order.payload], orders=order)
                    match.had_left = had_left
                    self._alone(document, order, match, self._create_alone)
        for pair in pairs:
            if pair[0].sale_order_id and pair[0].state != 'done' and not pair[0]._is_added_up():
                self._alone(document, *pair, self._rewrite_sale)

    def _sort_out(self, orders, matches):
        """Store questions and refusals. Return the (order, match) pairs to create."""
        orders._note_issues({order.id: match.issues for order, match in zip(orders, matches, strict=True)})
        pairs, questions, refused = [], orders.browse(), orders.browse()
        for order, match in zip(orders, matches, strict=True):
            match.had_left = bool(order.sale_order_id) and self.env['store.order.progress']._had_left(order)
            unread = order.issue_ids.filtered(lambda issue: issue.from_reading and issue.severity == 'error')
            if match.is_foreign:
                refused |= order
            elif match.has_error or any(issue.state == 'open' for issue in unread):
                questions |= order
            elif match.is_called_off and not order.sale_order_id:
                code = LEFT_OUT.get(match.draft.status, 'refunded_at_source')
                order._note_issues({order.id: [*match.issues, Issue(code, 'info', 'status')]})
                refused |= order
            else:
                self.env['store.order.bundles']._keep(order, match)
                pairs.append((order, match))
        questions.write({'state': 'question'})
        refused.write({'state': 'refused'})
        for order, match in zip(orders, matches, strict=True):
            if match.draft and order.store_id != match.store:
                order.write({'store_id': match.store.id, 'ordered_at': match.ordered_at, 'customer_name': match.customer_name})
                order.source_updated_at = self.env['store.intake.reader']._moment_of(order.payload, order)
        made = self.env['store.intake.order'].concat(*(order for order, _match in pairs))
        made.filtered(lambda order: order.state != 'ready').write({'state': 'ready'})
        return pairs

    def _create_sales(self, document, pairs):
        """Create the sale orders of `pairs`, one create per company and kind."""
        groups = {}
        self.env['store.order.details']._add_addresses([match for _order, match in pairs])
        for order, match in pairs:
            groups.setdefault((match.store.company_id, match.is_history), []).append((order, match))
        for (company, is_history), group in groups.items():
            Sale = self._in_company(company)['sale.order']
            if is_history:
                Sale = Sale.with_context(skip_procurement=True, store_group_history=True)
            # defaults of other apps (quotation documents) are computed once, not for each order
            lists = Sale.default_get(
                [name for name, field in Sale._fields.items() if field.type == 'many2many' and field.default]
            )
            vals_list = [{**lists, **vals} for vals in self._all_vals(document, group)]
            if not is_history:
                self._number(Sale, vals_list)
            sales = Sale.create(vals_list)
            Sale.env.flush_all()
            for (order, match), sale in zip(group, sales, strict=True):
                order.write({'sale_order_id': sale.id, 'state': 'done'})
                self._compare_total(order, match, sale)
        self.env['store.order.progress']._after_made(pairs)
        self.env['store.order.gate']._examine(pairs)
        confirmed = [order for order, match in pairs if match.was_confirmed]
        if confirmed:
            orders = self.env['store.intake.order'].concat(*confirmed)
            orders.confirmed_hash = False  # as a part of another sale order, which is not this one
            self._confirm(orders)

    def _create_alone(self, document, order, match):
        self.env['store.missing.maker']._make(document, [match])
        self._create_sales(document, self.env['store.order.summary']._add_up(document, [(order, match)]))

    def _rewrite_sale(self, document, order, match):
        """Rewrite the quotation with changed content; a cancelled order cancels it.

        Content with progress only does not change it: a user may have edited it.
        """
        sale = self._in_company(match.store.company_id)['sale.order'].browse(order.sale_order_id.id)
        keeps_lines = order.keeps_lines
        if match.is_called_off:
            sale._action_cancel()
        elif keeps_lines:
            if match.draft.ship_by:
                sale.commitment_date = match.draft.ship_by.replace(tzinfo=None, microsecond=0)
        else:
            self.env['store.order.details']._add_addresses([match])
            (values,) = self._all_vals(document, [(order, match)])
            for name in ('company_id', 'is_history', 'state', 'locked', 'name'):
                values.pop(name, None)
            lines = values.pop('order_line')
            sale.write(values)
            # write the order's own values first: core recomputes line taxes from them, replacing given ones
            sale.env.flush_all()
            sale.write({'order_line': [Command.clear(), *lines]})
        sale.env.flush_all()
        order.write({'state': 'done', 'keeps_lines': False})
        mismatches = order.issue_ids.filtered(lambda issue: issue.code == 'total_mismatch' and issue.state == 'open')
        compares = not match.is_called_off and (bool(mismatches) or not keeps_lines)  # manual changes since then are not reported
        if keeps_lines:
            mismatches.unlink()
        if compares:
            self._compare_total(order, match, sale)
        self.env['store.order.progress']._after_made([(order, match)])
        if not match.is_called_off:
            self.env['store.order.gate']._examine([(order, match)], is_progress=keeps_lines)

    def _all_vals(self, document, pairs):
        """Return the create values of the sale orders of `pairs`, all of one company, with their lines."""
        vals_list = [self._sale_vals(document, order, match) for order, match in pairs]
        people = {vals[name] for vals in vals_list for name in ('partner_id', 'partner_shipping_id')}
        Partner = self.env['res.partner'].browse(people)  # read together
        known = {}
        for (_order, match), vals in zip(pairs, vals_list, strict=True):
            self._add_lines(document, match, vals, known, Partner)
        return vals_list

    def _add_lines(self, document, match, vals, known, people):
        """Add the lines, and what decides their taxes, to the values of a sale order; `known` caches taxes within a batch."""
        Lines = self.env['store.order.lines']
        if not match.is_history:
            partner, delivery = (
                people.browse(vals[name]).with_prefetch(people._prefetch_ids) for name in ('partner_id', 'partner_shipping_id')
            )
            match.fiscal_position = Lines._fiscal_position(match.store.company_id, partner, delivery, known)
            vals['fiscal_position_id'] = match.fiscal_position.id
        vals['order_line'] = [Command.create(line) for line in Lines._vals_list(document.channel_id, match, known)]

    def _number(self, Sale, vals_list):
        """Name these new quotations as core does, by the next numbers of their sequence."""
        asked = [('code', '=', 'sale.order'), ('company_id', 'in', [Sale.env.company.id, False])]
        sequence = Sale.env['ir.sequence'].search(asked, order='company_id', limit=1)
        for vals, number in zip(vals_list, sequence._store_next(len(vals_list)) if sequence else [], strict=False):
            vals.setdefault('name', number)

    def _compare_total(self, order, match, sale):
        """Raise an issue if the sale order's total differs from the declared one."""
        draft = match.draft
        if draft.total is None or match.is_history:
            return
        if all(sale.currency_id.compare_amounts(sale.amount_total, float(total)) for total in allowed_totals(draft)):
            issue = Issue('total_mismatch', 'warning', 'total', str(draft.total), sale.currency_id.format(sale.amount_total))
            order._note_one('total_mismatch', issue)

    def _alone(self, document, order, match, step):
        """Run `step` for one order in its own savepoint; an error becomes its question."""
        try:
            with self.env.cr.savepoint():
                step(document, order, match)
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            _logger.info("Order %s of document %s could not be made", order.external_id, document.id, exc_info=True)
            order._note_issues({order.id: [*match.issues, Issue('order_failed', found=str(error)[:500])]})
            order.write({'state': 'question'})

    @api.model
    def _confirm(self, orders):
        """Confirm the quotations of `orders`, those of one company together; unpaid ones stay quotations.

        So do orders shipped before they arrived here, unless the channel is set to book them.
        """
        progress = self.env['store.order.progress']
        for group in orders.filtered(progress._may_confirm).grouped(lambda order: order.sale_order_id.company_id).values():
            self._confirm_together(group)

    def _confirm_together(self, orders):
        """Confirm orders of one company in one savepoint; where one is refused, halve them until it is found.

        What is refused becomes its question and stays a quotation; the others are confirmed. Cost: one confirmation of
        all, and for each refused order two more at each halving (14 for one of 100, most of them small).
        """
        sales = self._in_company(orders.sale_order_id.company_id)['sale.order'].browse(orders.sale_order_id.ids)
        try:
            with self.env.cr.savepoint():
                self.env['store.order.together']._confirm(sales)
                sales.env.flush_all()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception as error:
            if len(orders) == 1:
                orders._note_one('confirm_failed', Issue('confirm_failed', 'warning', found=str(error)[:500]))
                return
            _logger.info("One of %s orders is refused: they are confirmed in halves", len(orders), exc_info=True)
            half = len(orders) // 2
            self._confirm_together(orders[:half])
            self._confirm_together(orders[half:])
            return
        orders.issue_ids.filtered(lambda issue: issue.code == 'confirm_failed' and issue.state == 'open').unlink()
        for order in orders.filtered(lambda order: not order._is_added_up()):
            self.env['store.order.progress']._follow_confirmed(order)

    def _in_company(self, company):
        """Return the environment for documents of `company`: only this company, without tracking and mails."""
        return self.with_context(**SILENT, allowed_company_ids=company.ids).with_company(company).env

    # === HOOKS ===

    def _sale_vals(self, document, order, match):
        """Hook: return the create values of a sale order, without its lines. A bridge adds its fields."""
        draft, store, channel = match.draft, match.store, document.channel_id
        values = {
            'store_id': store.id,
            'company_id': store.company_id.id,
            'store_channel_id': channel.id,
            'partner_id': match.partner.id,
            'partner_invoice_id': match.partner.id,
            'partner_shipping_id': (match.address or match.partner).id,
            'date_order': match.ordered_at,
            'client_order_ref': draft.external_id,
            'origin': channel.name,
            'user_id': False,
            'team_id': store.team_id.id,
            'warehouse_id': match.warehouse.id,
            'pricelist_id': match.pricelist.id,
            'sale_order_template_id': False,
            'journal_id': False,
            'require_signature': False,
            'require_payment': False,
            'validity_date': False,
        }
        if match.is_brushing:
            values['is_brushing'] = True
        if draft.ship_by:
            values['commitment_date'] = draft.ship_by.replace(tzinfo=None, microsecond=0)
        if match.is_history:
            values.update(
                {
                    'name': draft.external_id,
                    'is_history': True,
                    'state': 'sale',
                    'locked': True,
                    'note': False,
                    'fiscal_position_id': False,
                    'payment_term_id': False,
                    'preferred_payment_method_line_id': False,
                    'prepayment_percent': 0.0,
                }
            )
        return values
