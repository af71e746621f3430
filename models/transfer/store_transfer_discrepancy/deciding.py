# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import LazyTranslate

from ....engine.transfer import deciding
from ....exceptions import TransferRefused

_lt = LazyTranslate(__name__)


class StoreTransferDiscrepancy(models.Model):
    """The page on which a difference is decided: what was asked, sent and counted, who would pay, who may decide."""

    _inherit = 'store.transfer.discrepancy'

    product_image = fields.Image(related='product_id.image_256')
    qty_requested = fields.Float(related='transfer_line_id.qty_requested')
    qty_approved = fields.Float(related='transfer_line_id.qty_approved')
    qty_shipped = fields.Float(related='transfer_line_id.qty_shipped')
    qty_received = fields.Float(related='transfer_line_id.qty_received')
    shipper_ids = fields.Many2many(related='transfer_id.shipper_ids')
    receiver_ids = fields.Many2many(related='transfer_id.receiver_ids')
    main_act = fields.Selection(
        [('answer', "Answer"), ('remind', "Remind"), ('decide', "Decide")],
        compute='_compute_buttons',
        export_string_translation=False,
    )
    is_answerable = fields.Boolean(compute='_compute_buttons')
    is_receiver = fields.Boolean(compute='_compute_buttons')
    is_decidable = fields.Boolean(compute='_compute_buttons')
    waits_for = fields.Char(
        string="Waits for", compute='_compute_waits_for', help="Who can do the next step, when it is not the reader."
    )
    payer = fields.Char(string="Would Pay", compute='_compute_payer', help="Where a loss is booked if it is written off.")

    payer_reason = fields.Char(
        string="Why", compute='_compute_payer_reason', help="Why this payer is proposed; empty where nobody is."
    )

    # === COMPUTE ===

    @api.depends('state', 'deadline', 'transfer_id.shipper_ids', 'transfer_id.receiver_ids')
    @api.depends_context('uid')
    def _compute_buttons(self):
        """Only buttons that work; the actions check again."""
        for item in self:
            answers = item.transfer_id._may('ship', item.source_store_id)
            item.is_receiver = item.transfer_id._may('receive', item.dest_store_id)
            item.main_act = deciding.main_act(
                item.state,
                item._is_in_time(),
                answers,
                self.env.user._store_can('decide_differences', item.source_store_id | item.dest_store_id),
                item._is_party(self.env.user),
                item.is_receiver,
            )
            item.is_decidable = item.main_act == 'decide'
            item.is_answerable = answers and item.state != 'decided'

    @api.depends('main_act')
    @api.depends_context('uid')
    def _compute_waits_for(self):
        for item in self:
            item.waits_for = item._words_of_waiting() if item.state != 'decided' else False

    @api.depends('responsible', 'answer', 'bucket', 'state')
    def _compute_payer_reason(self):
        for item in self:
            proposed = item.state != 'decided' and deciding.payer(item.answer, item.bucket == 'over')
            item.payer_reason = (
                self.env._("%(store)s agreed to the difference.", store=item.source_store_id.sudo().name)
                if proposed and proposed == item.responsible
                else False
            )

    @api.depends('responsible', 'outcome', 'state')
    def _compute_payer(self):
        for item in self:
            if item.outcome and item.outcome != 'write_off':
                item.payer = self.env._("Nobody: nothing is written off.")
                continue
            if not item.responsible:
                item.payer = False
                continue
            store = item._bearer(item.responsible).sudo()
            item.payer = store.name or self.env._(
                "No store: company %(company)s bears it.",
                company=self.env['store.transfer.ground'].sudo()._owner(item.transfer_id.sudo()).name,
            )

    # === ACTIONS ===

    def action_remind(self):
        """Ask the people who answer for the sender once more.

        :raises AccessError: for users who neither receive nor decide
        :raises TransferRefused: when the sender has answered, or nobody there can
        """
        reminded = self.env['res.users']
        for item in self:
            item.check_access('read')
            stores = item.source_store_id | item.dest_store_id
            if not self.env.user._store_can('decide_differences', stores):
                item.transfer_id._check_side('receive', item.dest_store_id)
            if item.state != 'open':
                raise TransferRefused(
                    self.env._("%(store)s has answered already. Decide the difference.", store=item.source_store_id.name)
                )
            people = item.source_store_id._people_who_may('ship')
            if not people:
                raise TransferRefused(
                    self.env._(
                        "Nobody of %(store)s can answer the difference %(difference)s. Give somebody there the right to ship.",
                        store=item.source_store_id.name,
                        difference=item.display_name,
                    )
                )
            self.env['store.notice']._tell(
                people,
                item,
                _lt(
                    "%(user)s asks again: answer the difference of %(transfer)s",
                    user=self.env.user.name,
                    transfer=item.transfer_id.name,
                ),
            )
            reminded |= people
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': self.env._("Reminded: %(people)s", people=', '.join(reminded.sudo().mapped('name'))),
                'type': 'success',
                'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'},
            },
        }

    # === TRANSFER ===

    def _is_in_time(self):
        """Whether the sender's days to answer are not over."""
        return bool(self.deadline) and self.deadline >= self.source_store_id._today()

    def _is_party(self, user):
        """Whether the user shipped or received these goods."""
        transfer_sudo = self.transfer_id.sudo()
        return user in transfer_sudo.shipper_ids | transfer_sudo.receiver_ids

    def _words_of_waiting(self):
        """Return who has to act before the reader can, or False."""
        answers = self.main_act == 'answer'
        if self.state == 'open' and self._is_in_time() and not answers:
            return self.env._(
                "%(store)s may answer until %(day)s: %(people)s.",
                store=self.source_store_id.name,
                day=self.deadline,
                people=self.env['store.store']._helper_names(self.source_store_id._people_who_may('ship')),
            )
        if self.main_act == 'decide' or (answers and self._is_in_time()):
            return False
        names = self.env['store.store']._helper_names(self._deciders())
        if self._is_party(self.env.user):
            return self.env._("You shipped or received these goods, so somebody else decides: %(people)s.", people=names)
        return self.env._("To be decided by %(people)s.", people=names)
