# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """The store of a payment is that of the paid invoices, else of its journal, else of its creator."""

    _name = 'account.payment'
    _inherit = ['account.payment', 'store.booked']

    store_id = fields.Many2one(tracking=True)

    _store_order_idx = models.Index('(store_id, date DESC, name DESC) WHERE store_id IS NOT NULL')

    # === COMPUTE ===

    def _compute_journal_id(self):
        """Override of `account` to pay into the store's own journal, and not into another store's."""
        before = {payment: payment.journal_id for payment in self}
        super()._compute_journal_id()
        for payment in self.filtered(lambda payment: not payment._origin and payment.journal_id != before[payment]):
            payment.journal_id = payment.journal_id._prefer_store(
                payment.store_id, payment.company_id or self.env.company, ['bank', 'cash', 'credit']
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        complete = [{**vals, 'store_id': self._derive_store(vals)} for vals in vals_list]
        self._check_store_chosen(complete)
        return super().create(complete)

    def write(self, vals):
        """Keep the entry in the payment's store; refuse to move a posted payment to another store."""
        if 'store_id' in vals:
            self._check_store_is_free(vals['store_id'])
        result = super().write(vals)
        moved = self if 'store_id' in vals else self.browse()
        if 'journal_id' in vals and 'store_id' not in vals:
            owner = self.env['account.journal'].sudo().browse(vals['journal_id']).store_id
            moved = self.filtered(
                lambda payment: owner
                and payment.state == 'draft'
                and owner.company_id == payment.company_id
                and payment.store_id != owner
            )
            super(AccountPayment, moved).write({'store_id': owner.id})
        if moved.move_id:
            moved.move_id.write({'store_id': moved[:1].store_id.id})
        if {'store_id', 'journal_id'} & vals.keys():
            self.check_access('write')  # core checks before a write only
        return result

    # === ACCOUNTING ===

    @api.model
    def _derive_store(self, vals):
        """Return the id of the store derived from the values of a new payment, or False."""
        journal = (
            self.env['account.journal'].sudo().browse(vals.get('journal_id') or self.env.context.get('default_journal_id') or [])
        )
        company = self.env['res.company'].browse(vals.get('company_id')) or journal.company_id or self.env.company
        return self._choose_store(self._with_default_store(vals), company, {'journal': journal.store_id}, by_hand=not self.env.su)

    def _check_store_is_free(self, store_id):
        """:raises UserError: when a posted payment would change its store"""
        for payment in self.filtered(lambda payment: (payment.store_id.id or False) != (store_id or False)):
            if payment.state != 'draft':
                raise UserError(
                    self.env._(
                        "Payment %(payment)s is posted and stays with %(store)s. Reset it to draft first.",
                        payment=payment.display_name,
                        store=payment.store_id.name or self.env._("Headquarters"),
                    )
                )

    def _generate_move_vals(self, write_off_line_vals=None, force_balance=None, line_ids=None):
        """Override of `account` to book the entry on the payment's store."""
        return {**super()._generate_move_vals(write_off_line_vals, force_balance, line_ids), 'store_id': self.store_id.id}

    def _fetch_duplicate_reference(self, matching_states=('draft', 'in_process')):
        """Override of `account`, which searches duplicates without rules, to return those the user may see."""
        found = super()._fetch_duplicate_reference(matching_states)
        if not self._must_have_store():
            return found
        return {payment: duplicates._filtered_access('read') for payment, duplicates in found.items()}
