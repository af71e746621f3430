# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL


class PurchaseBillLineMatch(models.Model):
    """Core's matching of bills with orders, by store."""

    _inherit = 'purchase.bill.line.match'
    _depends = {'purchase.order.line': ['store_id'], 'account.move.line': ['store_id']}

    store_id = fields.Many2one('store.store', readonly=True)

    @api.model
    def _select_po_line(self):
        """Override of `purchase`: the store is a column of the line. The types core leaves open are named."""
        return SQL(
            """
            SELECT ordered.id, pol_id, aml_id::int4, ordered.company_id, ordered.partner_id, ordered.product_id, line_qty,
                   line_uom_id, ordered.qty_invoiced, ordered.qty_to_invoice, purchase_order_id, account_move_id::int4,
                   line_amount_untaxed, currency_id, state, line.store_id
            FROM (%s) ordered JOIN purchase_order_line line ON line.id = ordered.pol_id
        """,
            super()._select_po_line(),
        )

    @api.model
    def _select_am_line(self):
        """Override of `purchase`, see above."""
        return SQL(
            """
            SELECT -aml_id, pol_id::int4, aml_id, billed.company_id, billed.partner_id, billed.product_id, line_qty,
                   line_uom_id, qty_invoiced::numeric, qty_to_invoice::numeric, purchase_order_id::int4, account_move_id,
                   line_amount_untaxed, billed.currency_id, state, line.store_id
            FROM (%s) billed JOIN account_move_line line ON line.id = billed.aml_id
        """,
            super()._select_am_line(),
        )

    @api.model
    def _action_create_bill_from_po_lines(self, partner, po_lines):
        """Override of `purchase`: give the bill the store of the chosen lines."""
        stores = po_lines.store_id
        if len(stores) == 1:
            self = self.with_context(default_store_id=stores.id)
        return super()._action_create_bill_from_po_lines(partner, po_lines)
