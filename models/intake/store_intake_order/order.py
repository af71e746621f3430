# Part of store_group. License LGPL-3.
import json
from dataclasses import replace

from odoo import api, fields, models

from ....engine.intake.fingerprint import at, sells_the_same
from ....engine.intake.lifecycle import ORDER_TRANSITIONS, may_follow
from ....engine.intake.parts import joined, shifted, summary
from ....engine.intake.told import told, told_of
from ....exceptions import IntakeRefused


class StoreIntakeOrder(models.Model):
    """One order of a channel, in canonical form, and the sale order created from it.

    Life: checked on arrival; ready, or a question; then done. It exists once for each number
    of its channel, however often it arrives. Newer content replaces it until it is confirmed; then both
    contents are kept and a user chooses. It never overwrites newer content with older.

    Its part in this folder: `deciding`.
    """

    _name = 'store.intake.order'
    _description = 'Intake Order'
    _rec_name = 'external_id'
    _order = 'id'
    _store_by_acts = frozenset(
        (
            'state payload content_hash sale_order_id summary_shares bundles external_id channel_id conflict_payload kept_hashes'
        ).split()
    )

    # identity
    document_id = fields.Many2one(
        'store.intake.document',
        string="File",
        required=True,
        ondelete='restrict',
        readonly=True,
        help="The document with the current content.",
    )
    channel_id = fields.Many2one('store.channel', required=True, ondelete='restrict', readonly=True)
    external_id = fields.Char(string="Order in the Channel", required=True, readonly=True)
    store_key = fields.Char(readonly=True, help="Set if another store of the channel has an order with this number.")
    # content
    payload = fields.Json(readonly=True)
    payload_text = fields.Text(string="Content", compute='_compute_texts')
    content_hash = fields.Char(readonly=True)
    confirmed_hash = fields.Char(
        readonly=True, help="The content that was confirmed, with its progress since: the intake does not confirm it again."
    )
    source_updated_at = fields.Datetime(string="Changed in the Channel", readonly=True)
    ordered_at = fields.Datetime(readonly=True)
    line_count = fields.Integer(string="Lines", readonly=True)
    customer_name = fields.Char(string="Customer", readonly=True)
    store_id = fields.Many2one('store.store', index='btree_not_null', ondelete='restrict', readonly=True)
    told_day = fields.Date("Day in the Channel", compute='_compute_told', store=True, help="In the zone of the channel.")
    told_total = fields.Float("Total in the Channel", digits=(16, 4), compute='_compute_told', store=True, aggregator=None)
    told_currency = fields.Char(compute='_compute_told', store=True)
    # position in the file
    sheet = fields.Char(readonly=True)
    row_from = fields.Integer(string="First Row", readonly=True)
    row_to = fields.Integer(string="Last Row", readonly=True)
    # result
    state = fields.Selection(
        [
            ('new', "To Check"),
            ('question', "Question"),
            ('ready', "Ready"),
            ('done', "Done"),
            ('duplicate', "Already There"),
            ('conflict', "Conflict"),
            ('refused', "Refused"),
        ],
        required=True,
        default='new',
        readonly=True,
        index=True,
    )
    sale_order_id = fields.Many2one('sale.order', readonly=True, index='btree_not_null', ondelete='set null')
    summary_shares = fields.Json(
        readonly=True, help="What it brought to which sale order, if the orders of a day are added up there."
    )
    summary_total = fields.Float("Total within the Day", digits=(16, 4), readonly=True, aggregator=None)
    summary_untaxed = fields.Float("Total within the Day without Tax", digits=(16, 4), readonly=True, aggregator=None)
    bundles = fields.Json(
        readonly=True, help="What the bundles in it stood for when its sale order was made: products, quantities, weights."
    )
    refused_by_id = fields.Many2one('res.users', string="Refused by", readonly=True, ondelete='set null')
    # the other content of a conflict
    conflict_payload = fields.Json(readonly=True)
    conflict_text = fields.Text(string="New Content", compute='_compute_texts')
    conflict_hash = fields.Char(readonly=True)
    keeps_lines = fields.Boolean(
        readonly=True, help="Content since the quotation was written only has progress, so the quotation does not change."
    )
    stops_delivery = fields.Boolean(
        string="Stops the Delivery",
        readonly=True,
        help="Cancelled in the channel before it left: nothing is shipped until a user chooses.",
    )
    redacted_on = fields.Datetime(
        string="People Taken Out on",
        readonly=True,
        help="The time to keep its raw content was over: nobody is named in it any more.",
    )
    kept_hashes = fields.Json(readonly=True, help="Contents a user rejected; they raise no question again.")
    conflict_document_id = fields.Many2one('store.intake.document', readonly=True, ondelete='set null')
    issue_ids = fields.One2many('store.intake.issue', 'order_id', string="Questions", readonly=True)

    _external_uniq = models.UniqueIndex(
        "(channel_id, external_id, COALESCE(store_key, ''))", "This order of the channel exists already."
    )
    _document_state_idx = models.Index('(document_id, state, id)')
    _told_idx = models.Index('(channel_id, told_day)')

    # === COMPUTE ===

    @api.depends('payload', 'conflict_payload')
    def _compute_texts(self):
        for order in self:
            order.payload_text = order.payload and json.dumps(order.payload, ensure_ascii=False, indent=2)
            order.conflict_text = order.conflict_payload and json.dumps(order.conflict_payload, ensure_ascii=False, indent=2)

    @api.depends('payload')
    def _compute_told(self):
        """Depends on nothing but the content: a changed zone counts from then on."""
        for order in self:
            order.update(self._telling(order.channel_id)(order.payload, order.store_id))

    def _accepted_for(self):
        """Return the store whose orders its sender might send when it came, empty where not. What waits is not asked again."""
        is_refused = any(issue.code == 'store_not_yours' for issue in self.issue_ids)
        return self.browse().store_id if is_refused else self.store_id

    # === CRUD ===

    def write(self, vals):
        """Tell the deliveries of orders that were called off, or have two contents; confirmed content stays so with progress."""
        confirmed = self.filtered(lambda order: order._is_confirmed_with(vals))
        result = super().write(vals)
        if confirmed:
            super(StoreIntakeOrder, confirmed).write({'confirmed_hash': vals['content_hash']})
        if vals.get('stops_delivery') or vals.get('state') == 'conflict':
            self.sale_order_id._after_store_doubt()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        for order in self:
            if order.sale_order_id and not self.env.su:
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s was made into %(sale)s, and is what keeps it from being made twice. "
                        "Remove the history of its file instead, or keep it.",
                        order=order.external_id,
                        sale=order.sale_order_id.name,
                    )
                )

    # === ACTIONS ===

    def action_check_again(self):
        """Check these orders again; those without an open question are created in the background."""
        self = self._store_act()
        for order in self:
            if order.redacted_on:
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s names nobody any more: the time to keep its content was over. Send it again, then take "
                        "it in.",
                        order=order.external_id,
                    )
                )
        self._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def action_refuse(self):
        """Decide not to create sale orders for these."""
        self = self._store_act()
        summed, made = self.filtered(lambda order: order._is_added_up()), self.env['store.intake.sale'].sudo()
        for order in self:
            if order.sale_order_id and (order not in summed or made._is_settled(order.sudo())):
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s is already %(sale)s. Cancel that order instead.",
                        order=order.external_id,
                        sale=order.sale_order_id.name,
                    )
                )
        made._take_out(summed.sudo())
        self._set_state('refused')
        self.refused_by_id = self.env.user
        self.issue_ids.filtered(lambda issue: issue.state == 'open')._close('ignored')
        self.document_id._update_counters()
        return True

    def action_view_sale_order(self):
        """Open the sale order."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.sale_order_id.id, 'view_mode': 'form'}

    # === INTAKE ===

    @api.model
    def _telling(self, channel):
        """Return a function of (content, store, its draft where it was checked) that gives the values of its day and sum."""
        terms, day_tz = {}, channel.tz

        def values(payload, store, draft=None):
            if draft and draft.status != 'cancelled':
                day, total, currency = told_of(draft, day_tz)
            else:
                if store not in terms:
                    company = (store or channel).company_id
                    terms[store] = {'tz': channel._zone_of(store), 'default_currency': company.currency_id.name}
                day, total, currency = told(payload, day_tz=day_tz, **terms[store])
            return {'told_day': day or False, 'told_total': float(total or 0), 'told_currency': currency or False}

        return values

    def _is_added_up(self):
        """Whether its sale order adds it up with others."""
        return bool(self.sale_order_id.sudo().summary_key)

    def _count_lines(self):
        lines = (self.payload or {}).get('lines')
        return len(lines) if isinstance(lines, list) else 0

    def _joined(self, payload, issues):
        """Return (content of this order with the lines of `payload` added, `issues` of `payload` at their new positions)."""
        self.ensure_one()
        columns = self.channel_id.template_id.column_ids
        summed = {column.target for column in columns if column.grain == 'row' or (column.is_sum and column.grain != 'order')}
        moved = [replace(issue, field=shifted(issue.field, self._count_lines())) for issue in issues]
        return joined(self.payload, payload, summed), moved

    def _summary(self):
        """Return a one-line summary of this order."""
        self.ensure_one()
        text = summary(self.payload, self.store_id.name or str(at(self.payload, 'store') or ''))
        return ' · '.join(filter(None, (self.sale_order_id.name, text)))

    def _set_state(self, state):
        """Change the state; the only place that does.

        :raises IntakeRefused: if the transition is not allowed
        """
        for order in self:
            if not may_follow(ORDER_TRANSITIONS, order.state, state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise IntakeRefused(
                    self.env._(
                        "Order %(order)s is in state %(state)s and cannot become %(new)s. Reload the page.",
                        order=order.external_id,
                        state=labels[order.state],
                        new=labels[state],
                    )
                )
        self.write({'state': state})

    def _is_confirmed_with(self, vals):
        """Whether `vals` give this order another content that sells the same as the one that was confirmed."""
        return bool(
            vals.get('content_hash')
            and self.confirmed_hash
            and self.confirmed_hash == self.content_hash != vals['content_hash']
            and sells_the_same(self.payload, vals.get('payload'))
        )

    @api.model
    def _note_confirmed(self, sales):
        """Remember the content of the orders of these sale orders, which the intake or a person has just confirmed."""
        for order in self.sudo().search([('sale_order_id', 'in', sales.ids)]) if sales else ():
            order.confirmed_hash = order.content_hash

    def _check_again(self):
        """Give these orders to the maker again, which checks them."""
        self._set_state('new')
        for document in self.document_id:
            document._update_counters()
            if document.state == 'done':
                document._set_state('ordering')

    def _note_issues(self, found):
        """Replace the open questions of these orders by `found`; keep decisions of users and issues from reading.

        :param dict found: {intake order id: [engine Issue]}
        """
        Issue = self.env['store.intake.issue']
        vals_list, stale = [], Issue
        for order in self:
            wanted = {(issue.code, issue.field, issue.found): issue for issue in found.get(order.id, ())}
            for record in order.issue_ids:
                known = wanted.pop((record.code, record.field or '', record.found or ''), None)
                still = record.from_reading or record.stays or (order.keeps_lines and record.code == 'total_mismatch')
                if known is None and record.state == 'open' and not still:
                    stale |= record
                elif known is not None and record.state != 'open':
                    record.state = 'open'
            vals_list += [Issue._vals(issue, order) for issue in wanted.values()]
        stale.unlink()
        Issue.create(vals_list)

    def _note_one(self, code, issue=None):
        """Replace the open questions with the code of `issue` (an engine Issue, or none) by it; others stay."""
        self.ensure_one()
        Issue = self.env['store.intake.issue']
        self.issue_ids.filtered(lambda known: known.code == code and known.state == 'open').unlink()
        Issue.create([Issue._vals(issue, self)] if issue else [])

    def _keep_reading_issues(self, issues):
        """Keep issues from reading the file; checking the order again cannot raise them."""
        Issue = self.ensure_one().env['store.intake.issue']
        Issue.create([Issue._vals(issue, self, from_reading=True) for issue in issues])
