# Part of store_group. License LGPL-3.
from collections import defaultdict

from odoo import api, models


class UtmCampaign(models.Model):
    """Campaigns are visible to all; their results count only the stores the reader sees."""

    _inherit = 'utm.campaign'

    # === COMPUTE ===

    @api.depends_context('uid')
    def _compute_quotation_count(self):
        """Override of `sale`, which counts without record rules."""
        user = self.env.user
        if not user._is_store_bound():
            return super()._compute_quotation_count()
        counts = dict(
            self.env['sale.order']
            .sudo()
            ._read_group([('campaign_id', 'in', self.ids), *user._store_scope('read', 'store_id')], ['campaign_id'], ['__count'])
        )
        for campaign in self:
            campaign.quotation_count = counts.get(campaign, 0)

    @api.depends_context('uid')
    def _compute_sale_invoiced_amount(self):
        """Override of `sale`, which adds without record rules; the amounts are defined the same."""
        user = self.env.user
        if not user._is_store_bound():
            return super()._compute_sale_invoiced_amount()
        balances = dict(
            self.env['account.move.line']
            .sudo()
            ._read_group(
                [
                    ('move_id.campaign_id', 'in', self.ids),
                    ('parent_state', '=', 'posted'),
                    ('account_id', '!=', False),
                    ('display_type', '=', 'product'),
                    ('move_type', 'in', ('out_invoice', 'out_refund', 'in_invoice', 'in_refund', 'out_receipt', 'in_receipt')),
                    *user._store_scope('read', 'store_id'),
                ],
                ['move_id'],
                ['balance:sum'],
            )
        )
        amounts = defaultdict(float)
        for move, balance in balances.items():
            amounts[move.campaign_id] -= balance
        for campaign in self:
            campaign.invoiced_amount = amounts[campaign]
