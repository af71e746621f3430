# Part of store_group. License LGPL-3.
import json

from odoo import api, fields, models

from ...engine.intake.lifecycle import ORDER_TRANSITIONS, may_follow
from ...exceptions import IntakeRefused


class StoreIntakeOrder(models.Model):
    """One order of a channel, in canonical form, and the sale order made of it.

    Its life: checked when it arrives; ready, or a question for a person; then done. It exists once for each number
    of its channel, however often it arrives. A newer content replaces what is not promised yet; otherwise both
    contents are kept and a person chooses. It never overwrites newer content with older.
    """

    _name = 'store.intake.order'
    _description = 'Intake Order'
    _rec_name = 'external_id'
    _order = 'id'

    # identity
    document_id = fields.Many2one(
        'store.intake.document', string="File", required=True, index=True, ondelete='restrict', readonly=True,
        help="The document that brought the content that holds now.",
    )
    channel_id = fields.Many2one('store.channel', required=True, ondelete='restrict', readonly=True)
    external_id = fields.Char(string="Order in the Channel", required=True, readonly=True)
    # what it says
    payload = fields.Json(readonly=True)
    payload_text = fields.Text(string="Content", compute='_compute_texts')
    content_hash = fields.Char(readonly=True)
    source_updated_at = fields.Datetime(string="Changed in the Channel", readonly=True)
    ordered_at = fields.Datetime(readonly=True)
    line_count = fields.Integer(string="Lines", readonly=True)
    customer_name = fields.Char(string="Customer", readonly=True)
    store_id = fields.Many2one('store.store', index='btree_not_null', ondelete='restrict', readonly=True)
    # where it stood
    sheet = fields.Char(readonly=True)
    row_from = fields.Integer(string="First Row", readonly=True)
    row_to = fields.Integer(string="Last Row", readonly=True)
    # what became of it
    state = fields.Selection(
        [('new', "To Check"), ('question', "Question"), ('ready', "Ready"), ('done', "Done"),
         ('duplicate', "Already There"), ('conflict', "Conflict"), ('refused', "Refused")],
        required=True, default='new', readonly=True, index=True,
    )
    sale_order_id = fields.Many2one('sale.order', readonly=True, index='btree_not_null', ondelete='set null')
    refused_by_id = fields.Many2one('res.users', string="Refused by", readonly=True, ondelete='set null')
    # the other content of a conflict
    conflict_payload = fields.Json(readonly=True)
    conflict_text = fields.Text(string="New Content", compute='_compute_texts')
    conflict_hash = fields.Char(readonly=True)
    conflict_document_id = fields.Many2one('store.intake.document', readonly=True, ondelete='set null')
    issue_ids = fields.One2many('store.intake.issue', 'order_id', string="Questions", readonly=True)

    _external_uniq = models.UniqueIndex('(channel_id, external_id)', "An order of a channel is taken in once.")
    _document_state_idx = models.Index('(document_id, state, id)')

    # === COMPUTE ===

    @api.depends('payload', 'conflict_payload')
    def _compute_texts(self):
        for order in self:
            order.payload_text = order.payload and json.dumps(order.payload, ensure_ascii=False, indent=2)
            order.conflict_text = order.conflict_payload and json.dumps(order.conflict_payload, ensure_ascii=False, indent=2)

    # === ACTIONS ===

    def action_check_again(self):
        """Check these orders again, as they are; those without an open question are made in the background."""
        self._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def action_refuse(self):
        """Decide that no sale order is made of these."""
        for order in self:
            if order.sale_order_id:
                raise IntakeRefused(self.env._(
                    "Order %(order)s is already %(sale)s. Cancel that order instead.",
                    order=order.external_id, sale=order.sale_order_id.name,
                ))
        self._set_state('refused')
        self.refused_by_id = self.env.user
        self.issue_ids.filtered(lambda issue: issue.state == 'open')._close('ignored')
        self.document_id._update_counters()
        return True

    def action_keep(self):
        """Answer a conflict: what we have holds, the other content is set aside."""
        conflicts = self.filtered(lambda order: order.state == 'conflict')
        conflicts._set_state('done')
        conflicts.conflict_payload = False
        conflicts.issue_ids.filtered(lambda issue: issue.state == 'open')._close('answered')
        conflicts.document_id._update_counters()
        return True

    def action_take_other(self):
        """Answer a conflict: the other content holds, and the quotation is written again.

        :raises IntakeRefused: when the sale order is confirmed
        """
        for order in self.filtered(lambda order: order.state == 'conflict'):
            if order.sale_order_id and order.sale_order_id.state not in ('draft', 'sent'):
                raise IntakeRefused(self.env._(
                    "%(sale)s is confirmed or cancelled. Set it back to a quotation first, or change it by hand and keep it.",
                    sale=order.sale_order_id.name,
                ))
            order.write({
                'payload': order.conflict_payload, 'content_hash': order.conflict_hash,
                'document_id': (order.conflict_document_id or order.document_id).id,
                'conflict_payload': False, 'conflict_hash': False,
            })
            order._check_again()
        self.env['store.intake.worker']._wake()
        return True

    def action_view_sale_order(self):
        """Open the sale order."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.sale_order_id.id,
                'view_mode': 'form'}

    # === INTAKE ===

    def _set_state(self, state):
        """The one door to an intake order's state.

        :raises IntakeRefused: where the table of transitions does not allow it
        """
        for order in self:
            if not may_follow(ORDER_TRANSITIONS, order.state, state):
                labels = dict(self._fields['state']._description_selection(self.env))
                raise IntakeRefused(self.env._(
                    "Order %(order)s is in state %(state)s and cannot become %(new)s. Reload the page.",
                    order=order.external_id, state=labels[order.state], new=labels[state],
                ))
        self.write({'state': state})

    def _check_again(self):
        """Put these orders back before the maker, which checks them as they are now."""
        self._set_state('new')
        for document in self.document_id:
            document._update_counters()
            if document.state == 'done':
                document._set_state('ordering')

    def _note_issues(self, found):
        """Make the open questions of these orders those `found`; keep what a person decided and what reading said.

        :param dict found: {intake order id: [engine Issue]}
        """
        Issue = self.env['store.intake.issue']
        vals_list, stale = [], Issue
        for order in self:
            wanted = {(issue.code, issue.field, issue.found): issue for issue in found.get(order.id, ())}
            for record in order.issue_ids:
                known = wanted.pop((record.code, record.field or '', record.found or ''), None)
                if known is None and record.state == 'open' and not record.from_reading:
                    stale |= record
                elif known is not None and record.state != 'open':
                    record.state = 'open'
            vals_list += [Issue._vals(issue, order) for issue in wanted.values()]
        stale.unlink()
        Issue.create(vals_list)

    def _keep_reading_issues(self, issues):
        """Keep what the reader of the file said about this order; checking it again cannot say it."""
        self.ensure_one()
        Issue = self.env['store.intake.issue']
        Issue.create([Issue._vals(issue, self, from_reading=True) for issue in issues])
