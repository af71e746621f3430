# Part of store_group. License LGPL-3.
from odoo import models


class AccountPaymentRegister(models.TransientModel):
    """One payment per store: a payment for two stores would belong to neither and be visible to neither.

    Paying invoices of several stores creates one payment for each; the amounts of the stores then add up to
    the company's, and users of a store see its payments.
    """

    _inherit = 'account.payment.register'

    # === ACCOUNTING ===

    def _get_line_batch_key(self, line):
        """Override of `account` to keep the stores apart."""
        return {**super()._get_line_batch_key(line), 'store_id': line.store_id.id}

    def _get_batch_journal(self, batch_result):
        """Override of `account` to propose the store's own journal, and not another store's."""
        journal = super()._get_batch_journal(batch_result)
        store = batch_result['lines'].store_id
        return journal._prefer_store(
            store, batch_result['lines'].company_id[:1], ['bank', 'cash', 'credit'], among=self.available_journal_ids
        )

    def _create_payment_vals_from_wizard(self, batch_result):
        """Override of `account` to pay for the store of the invoices."""
        return {**super()._create_payment_vals_from_wizard(batch_result), 'store_id': batch_result['payment_values']['store_id']}

    def _create_payment_vals_from_batch(self, batch_result):
        """Override of `account` to pay for the store of the invoices."""
        return {**super()._create_payment_vals_from_batch(batch_result), 'store_id': batch_result['payment_values']['store_id']}
