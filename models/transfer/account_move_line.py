# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.quantities import exact
from .store_transfer_charge.crediting import Seen


class AccountMoveLine(models.Model):
    """Invoice lines between companies link to their transfer and give core their stock moves."""

    _inherit = 'account.move.line'

    store_transfer_line_id = fields.Many2one(
        'store.transfer.line', string="Transfer Line", index='btree_not_null', ondelete='restrict', copy=False, readonly=True
    )
    store_charge_id = fields.Many2one(
        'store.transfer.charge', string="Charge", index='btree_not_null', ondelete='restrict', copy=False, readonly=True
    )
    store_copied_charge_id = fields.Many2one(
        'store.transfer.charge',
        string="Copied From the Line Of",
        index='btree_not_null',
        ondelete='set null',
        copy=False,
        readonly=True,
        help="Charge of the line this one was copied from, to recognise a replacement invoice.",
    )

    # At most one line in each of the two companies, also after repeated calls.
    _store_charge_once = models.UniqueIndex(
        '(store_charge_id, company_id) WHERE store_charge_id IS NOT NULL', "These goods are billed already."
    )

    # === CRUD ===

    def copy_data(self, default=None):
        """Override of `base`: a copied line keeps a reference to the charge but does not bill it."""
        vals_list = super().copy_data(default=default)
        for line, vals in zip(self.sudo(), vals_list, strict=True):
            charge = line.store_charge_id or line.store_copied_charge_id
            if charge:
                vals['store_copied_charge_id'] = charge.id
        return vals_list

    def unlink(self):
        """Override of `base`: note on the charges that their line was deleted, until they are billed again."""
        billed_sudo = self.sudo().filtered('store_charge_id')
        billed_sudo.store_charge_id._say_deleted(billed_sudo)
        return super().unlink()

    # === ACCOUNTING ===

    def _get_stock_moves(self):
        """Override of `stock_account`: the moves shipped or received for this line."""
        charges_sudo = self.sudo().store_charge_id
        if not charges_sudo:
            return super()._get_stock_moves()
        moves_sudo = charges_sudo.move_id
        bought = charges_sudo.filtered(lambda charge: charge.buyer_company_id in self.company_id)
        moves_sudo |= moves_sudo.search(
            [('transfer_out_move_id', 'in', bought.move_id.ids), ('company_id', 'in', self.company_id.ids)]
        )
        moves_sudo = moves_sudo.filtered(lambda move: move.company_id in self.company_id)
        return moves_sudo.with_context(allowed_company_ids=self.company_id.ids)

    def _get_cogs_value(self):
        """Override of `stock_account`: cost of goods is what left the seller's books, whenever the invoice is posted.

        That holds for lines that were merged, split or entered again; core values goods that were added.
        """
        seen = self.env.context.get('store_documents')
        is_ours = isinstance(seen, Seen) or self.sudo().store_charge_id
        found = (
            is_ours
            and self.quantity
            and self.env['store.transfer.charge'].sudo()._cost_on(self.sudo(), seen if isinstance(seen, Seen) else None)
        )
        if not found or not found[1]:
            return super()._get_cogs_value()
        cost, stands_for = found
        quantity = exact(self.product_uom_id._compute_quantity(abs(self.quantity), self.product_id.uom_id, round=False))
        added = quantity - stands_for
        others = exact(super()._get_cogs_value()) * added if added > 0 else 0
        return float((abs(cost) + others) / quantity)
