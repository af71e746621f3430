# Part of store_group. License LGPL-3.
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...engine.intake.gates import Facts, caught, discount_of, waits_for_books, words_of
from ...wording import number_text
from ..people import elevation

BOOKS = 'account.group_account_invoice'
OPEN = ('waiting', 'held')
LEFT = ('shipped', 'done')
OF_PROGRESS = ('note', 'tag')  # rules about what a channel may say without changing the goods


class StoreOrderGate(models.Model):
    """One gate an order of a channel waits at before it is confirmed, and who let it through.

    Life: made when the intake makes or rewrites the quotation; waiting, or held by a person who looked at it; released. Other
    content of the channel replaces it, unless a person holds it; a cancelled order ends it. First the rules of the channel, then
    the books, where the channel wants their release. It never changes an order; an order that waits is not confirmed by anybody
    (`sale.order._check_gates`), so nothing of it is reserved or shipped.
    """

    _name = 'store.order.gate'
    _inherit = ['store.one.currency']
    _description = 'Review of a Channel Order'
    _rec_name = 'order_id'
    _order = 'id desc'

    order_id = fields.Many2one('sale.order', string="Order", required=True, index=True, ondelete='cascade', readonly=True)
    gate = fields.Selection([('rules', "Rules"), ('books', "Finance")], required=True, readonly=True)
    state = fields.Selection(
        [
            ('waiting', "Waiting"),
            ('held', "Held"),
            ('released', "Released"),
            ('replaced', "Replaced by New Content"),
            ('ended', "Ended"),
        ],
        required=True,
        default='waiting',
        readonly=True,
        index=True,
    )
    reasons = fields.Json(readonly=True, help="Kind of the rule, what was found, the limit.")
    reason = fields.Char(compute='_compute_reason')
    content_hash = fields.Char(readonly=True, help="The content of the channel that was examined.")
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True, ondelete='set null')
    decided_on = fields.Datetime(readonly=True)
    # of the order
    store_id = fields.Many2one(related='order_id.store_id', store=True, index=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    store_channel_id = fields.Many2one(related='order_id.store_channel_id', store=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount_total = fields.Monetary(related='order_id.amount_total')
    ordered_at = fields.Datetime(related='order_id.date_order')
    reference = fields.Char(related='order_id.client_order_ref', string="Order in the Channel")
    may_decide = fields.Boolean(compute='_compute_may_decide')

    _open_uniq = models.UniqueIndex(
        "(order_id, gate) WHERE state IN ('waiting', 'held')", "This order waits at the gate already."
    )

    # === COMPUTE ===

    @api.depends('reasons', 'gate')
    @api.depends_context('lang', 'uid')
    def _compute_reason(self):
        """Where the parcel goes is told to whoever may see the recipient."""
        texts = self._reason_texts()
        hidden = {'outside'} if 'reasons' in self.env['store.mask']._unseen(self, elevated=True) else ()
        for gate in self:
            gate.reason = ' · '.join(
                texts[kind] % {'found': '…' if kind in hidden else self._number(found), 'limit': self._number(limit)}
                for kind, found, limit in gate.reasons or ()
                if kind in texts
            )

    def _number(self, text):
        try:
            return number_text(self.env, float(text), 2) if text else ''
        except ValueError:
            return text

    @api.model
    def _reason_texts(self):
        _ = self.env._
        return {
            'total_above': _("Total %(found)s, above %(limit)s"),
            'total_below': _("Total %(found)s, below %(limit)s"),
            'discount_above': _("Discount %(found)s per cent, above %(limit)s"),
            'quantity_above': _("Quantity %(found)s, above %(limit)s"),
            'note': _("The buyer left a remark"),
            'masked': _("The recipient is hidden"),
            'outside': _("Outside the regions: %(found)s"),
            'first': _("First order of the buyer"),
            'tag': _("Tag %(found)s"),
            'product': _("Product %(found)s"),
            'books': _("Release by finance"),
        }

    @api.depends('state', 'gate')
    @api.depends_context('uid')
    def _compute_may_decide(self):
        for gate in self:
            gate.may_decide = gate.state in OPEN and not gate._refusal()

    # === ACTIONS ===

    def action_release(self):
        """Let these orders through: to the books where the channel wants it, else they are confirmed if their file is.

        :raises UserError: one does not wait any more, or the same person released it before and two are needed
        :raises AccessError: the caller may not
        """
        gates = self._decide('released')
        passed = []
        for gate in gates:
            order = gate._intake_order()
            channel = order.channel_id
            if gate.gate == 'rules' and order and gate._facts_wait(order, channel):
                gate.order_id.gate_state = 'books'
                continue
            gate.order_id.gate_state = False
            passed.append(order)
        orders = gates.env['store.intake.order'].concat(*passed)
        gates.env['store.intake.sale']._confirm(orders.filtered(lambda order: order.document_id.confirm))
        return True

    def action_hold(self):
        """Keep these orders back until somebody releases them.

        :raises UserError: one does not wait any more; :raises AccessError: the caller may not
        """
        for gate in self._decide('held'):
            gate.order_id.gate_state = 'held'
        return True

    def action_view_order(self):
        """Open the order."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.order_id.id, 'view_mode': 'form'}

    # === ORDERING ===

    def _decide(self, state):
        """Record a decision on these orders. Return them elevated.

        :raises UserError: if one does not wait any more, or this user may not decide it
        :raises AccessError: if the user lacks the right
        """
        self.check_access('read')
        self.sudo().lock_for_update()
        self.invalidate_recordset(['state'])
        for gate in self:
            if gate.state not in OPEN:
                raise UserError(
                    self.env._("Order %(order)s does not wait here any more. Reload the page.", order=gate.sudo().order_id.name)
                )
            refusal = gate._refusal(two=state == 'released')
            if refusal:
                raise refusal
        gates = elevation.lift(self)
        gates.write({'state': state, 'decided_by_id': self.env.uid, 'decided_on': fields.Datetime.now()})
        return gates

    def _refusal(self, two=True):
        """Return the error with which this person is refused to decide here, or None.

        :param bool two: whether the two-person rule is asked
        """
        self.ensure_one()
        user, gate_sudo = self.env.user, self.sudo()
        store, order = gate_sudo.store_id, gate_sudo.order_id
        if self.gate == 'rules':
            try:
                user._check_store_can('release_orders', store)
            except AccessError as refusal:
                return refusal
            return None
        reach = user._store_reach() if user._is_store_bound() else None
        is_reached = reach is None or reach.reaches_all('write') or store.id in reach.stores('write')
        if not user.has_group(BOOKS) or not is_reached:
            return AccessError(
                self.env._(
                    "%(user)s may not release %(order)s for finance: that takes the right to invoice, at the store of the order.",
                    user=user.sudo().name,
                    order=order.name,
                )
            )
        if two and order.store_channel_id.two_people and self.env.uid in self._released_by():
            return UserError(
                self.env._(
                    "You released %(order)s at the rules; the channel wants two people. Ask somebody else with the right "
                    "to invoice.",
                    order=order.name,
                )
            )
        return None

    def _released_by(self):
        """Return the ids of those who released this order at the rules; progress of the channel does not replace their review."""
        asked = [('order_id', '=', self.order_id.id), ('gate', '=', 'rules'), ('state', '=', 'released')]
        return self.sudo().search(asked).decided_by_id.ids

    def _intake_order(self):
        return self.order_id.store_intake_ids[:1]

    @api.model
    def _examine(self, pairs, is_progress=False):
        """Let the gates of these quotations wait, or pass them, by the content they were just made or rewritten from.

        Content that was examined before is not asked again.

        :param list pairs: (store.intake.order, OrderMatch)
        :param bool is_progress: the goods and their price are as before: only a tag or remark that came since is examined
        """
        pairs = [pair for pair in pairs if self._is_gated(*pair)]
        if not pairs:
            return
        sales = self.env['sale.order'].concat(*(order.sale_order_id for order, _match in pairs)).sudo()
        known = self.sudo().search([('order_id', 'in', sales.ids), ('state', 'not in', ('replaced',))]).grouped('order_id')
        firsts = set() if is_progress else self._first_orders(pairs)
        for order, match in pairs:
            sale, channel = order.sale_order_id.sudo(), match.channel
            there = known.get(sale, self.sudo().browse())
            if there and set(there.mapped('content_hash')) == {order.content_hash}:
                continue
            if is_progress:
                self._examine_progress(order, match, there)
                continue
            facts = self._facts(sale, match, sale.id in firsts)
            reasons = caught([rule._rule() for rule in channel.gate_rule_ids], facts)
            held = there.filtered(lambda gate: gate.state == 'held')
            (there - held).write({'state': 'replaced'})
            if held:  # a person keeps it back: other content does not let it go
                told = {'gate': 'rules', 'reasons': reasons} if reasons else {}
                held.write({'content_hash': order.content_hash, **told})
                continue
            state = False
            if reasons:
                state = self._wait(sale, 'rules', order, reasons)
            elif self._waits_for_books(channel, facts):
                state = self._wait(sale, 'books', order, [('books', '', '')])
            if sale.gate_state != state:
                sale.gate_state = state

    def _examine_progress(self, order, match, there):
        """Let a quotation wait for a tag or remark that nobody was asked about yet; what was released stays released."""
        sale, channel = order.sale_order_id.sudo(), match.channel
        facts = self._facts(sale, match, False)
        asked = {(kind, found) for gate in there for kind, found, _limit in gate.reasons or ()}
        rules = [rule._rule() for rule in channel.gate_rule_ids if rule.kind in OF_PROGRESS]
        reasons = [reason for reason in caught(rules, facts) if tuple(reason[:2]) not in asked]
        still = there.filtered(lambda gate: gate.state in OPEN)
        waits_at_rules = still.filtered(lambda gate: gate.gate == 'rules')
        if reasons and waits_at_rules:
            waits_at_rules.reasons = [*(waits_at_rules.reasons or ()), *reasons]
        elif reasons:
            still.write({'state': 'replaced'})  # the books are asked once the rules have passed
            sale.gate_state = self._wait(sale, 'rules', order, reasons)
        elif not still and 'books' not in there.mapped('gate') and self._waits_for_books(channel, facts):
            sale.gate_state = self._wait(sale, 'books', order, [('books', '', '')])

    def _wait(self, sale, gate, order, reasons):
        self.sudo().create({'order_id': sale.id, 'gate': gate, 'reasons': reasons, 'content_hash': order.content_hash})
        return gate

    def _is_gated(self, order, match):
        """Whether an order may have to wait: a quotation of a channel with gates, whose goods have not left."""
        channel = match.channel
        return bool(
            (channel.gate_rule_ids or channel.finance_gate or order.sale_order_id.sudo().gate_state)
            and not match.is_history
            and not order._is_added_up()
            and order.sale_order_id.sudo().state in ('draft', 'sent')
            and match.draft.status not in LEFT
        )

    def _facts_wait(self, order, channel):
        """Let an order that passed the rules wait for the books. Return whether it does."""
        self.ensure_one()
        (match,) = self.env['store.intake.sale']._match(channel, [order.payload], orders=order)
        facts = match.draft and self._facts(self.order_id, match, False)
        if facts and self._waits_for_books(channel, facts):
            self._wait(self.order_id, 'books', order, [('books', '', '')])
            return True
        return False

    def _waits_for_books(self, channel, facts):
        limit = Decimal(repr(channel.finance_amount))
        return waits_for_books(channel.finance_gate, limit, words_of(channel.finance_tags), facts)

    def _facts(self, sale, match, is_first):
        """Return what the rules ask of a quotation."""
        draft, company, party = match.draft, match.channel.company_id, match.draft.customer
        total = sale.currency_id._convert(sale.amount_total, company.currency_id, company, fields.Date.context_today(self))
        goods = sale.order_line.filtered(lambda line: line.product_id.type != 'service')
        return Facts(
            total=Decimal(repr(total)),
            discount=discount_of(draft),
            quantity=Decimal(repr(sum(goods.mapped('product_uom_qty')))),
            note=draft.buyer_note or '',
            is_masked=party.is_masked,
            place=' '.join(part for part in (party.country, party.state, party.city, party.district) if part),
            is_first=is_first,
            tags=tuple(draft.tags),
            products={line.product_id.id: line.product_id.display_name for line in sale.order_line},
        )

    def _first_orders(self, pairs):
        """Return the ids of the quotations of buyers of whom nothing is confirmed yet, however many arrive together."""
        asked = [(order, match) for order, match in pairs if 'first' in match.channel.gate_rule_ids.mapped('kind')]
        buyers = {order.sale_order_id.id: match.draft.customer.external_id for order, match in asked}
        partners = {
            order.sale_order_id.id: match.partner
            for order, match in asked
            if match.partner and match.partner != match.channel.collective_partner_id
        }
        Sale, Details = self.env['sale.order'].sudo(), self.env['store.order.details'].sudo()
        found = set()
        for order, match in asked:
            number = order.sale_order_id.id
            others = [('id', '!=', number), ('state', '=', 'sale')]
            if number in partners:
                known = Sale.search_count([*others, ('partner_id', '=', partners[number].id)], limit=1)
            elif buyers[number]:
                same = [('buyer', '=', buyers[number]), ('order_id', '!=', number)]
                of_channel = [('order_id.store_channel_id', '=', match.channel.id), ('order_id.state', '=', 'sale')]
                known = Details.search_count([*same, *of_channel], limit=1)
            else:
                known = True  # nobody knows who bought
            if not known:
                found.add(number)
        return found
