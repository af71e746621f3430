# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ...stores.store_store.credit import MANAGERS

# Groups that may read charges between companies; others read the transfer without them.
READ_CHARGES = (
    f'{MANAGERS},store_group.group_store_auditor,store_group.group_store_admin,'
    'account.group_account_readonly,account.group_account_invoice'
)


class StoreTransfer(models.Model):
    """Charges of a transfer between two companies, and its freight."""

    _inherit = 'store.transfer'

    charge_ids = fields.One2many('store.transfer.charge', 'transfer_id', string="Charges", groups=READ_CHARGES)
    way_cost = fields.Monetary(
        compute='_compute_way_cost',
        compute_sudo=True,
        string="Cost of the Way",
        groups=MANAGERS,
        help="By the lane: what a transfer and each unit cost. An estimate, never booked.",
    )

    is_charged = fields.Boolean(compute='_compute_is_charged', compute_sudo=True)

    # === COMPUTE ===

    @api.depends('charge_ids')
    def _compute_is_charged(self):
        for transfer in self:
            transfer.is_charged = bool(transfer.charge_ids)

    @api.depends(
        'lane_id.order_cost',
        'lane_id.unit_cost',
        'lane_id.currency_id',
        'state',
        'line_ids.qty_requested',
        'line_ids.qty_approved',
    )
    def _compute_way_cost(self):
        for transfer in self:
            units = sum(
                line._in_product_unit(line.qty_requested if transfer.state == 'draft' else line.qty_approved)
                for line in transfer.line_ids
            )
            lane = transfer.lane_id
            transfer.way_cost = lane and lane._amount_at(lane.order_cost + lane.unit_cost * units, transfer.source_store_id)

    # === ACTIONS ===

    def action_view_charges(self):
        """Open the charges between the two companies for this transfer."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_transfer_charge_action')
        return {**action, 'domain': [('transfer_id', '=', self.id)], 'context': {}}

    def action_view_invoices(self):
        """Open the invoices, bills and credit notes of this transfer that the user may read."""
        self.ensure_one()
        charges_sudo = self.sudo().charge_ids
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Invoices and Bills"),
            'res_model': 'account.move',
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'context': {'create': False},
            'domain': [('id', 'in', (charges_sudo.invoice_id | charges_sudo.bill_id).ids)],
        }

    # === TRANSFER ===

    def _billing_mode(self):
        """Return how goods of this transfer are charged: 'none', 'ship', 'receipt', or 'return'.

        a. Within a company: not at all.
        b. A return reverses what its origin charged, whatever its own lane says; nothing if that charged nothing. Goods that are
           sent again by a return of a return are charged anew: their return reverses that.
        c. Else as set on the lane; a monthly list collects what was received.
        """
        self.ensure_one()
        transfer_sudo = self.sudo()
        if not transfer_sudo.is_between_companies:
            return 'none'
        origin = transfer_sudo.origin_id
        charged_anew = any(not charge.origin_id for charge in origin.charge_ids)
        if transfer_sudo.kind == 'return' and origin and (origin.kind != 'return' or charged_anew):
            return 'return' if origin.charge_ids else 'none'
        billing = transfer_sudo.lane_id.billing or 'none'
        return 'receipt' if billing == 'collected' else billing

    def _open_charges(self, product, lots=None):
        """Return the charges of a product by this transfer, oldest first; charges of these lots come before others."""
        charges = (
            self.sudo().charge_ids.filtered(lambda charge: charge.product_id == product and not charge.origin_id).sorted('id')
        )
        if not lots or not product.lot_valuated:
            return charges
        same = charges.filtered(lambda charge: charge.move_id.move_line_ids.lot_id & lots)
        return same | charges

    def _problems_of_books(self):
        """Return why the two companies cannot book this transfer; they may have joined the lane later."""
        if self._billing_mode() in {'none', 'return'}:
            return []
        return [
            *self.lane_id._problems_of_books(self.source_company_id, 'sale'),
            *self.lane_id._problems_of_books(self.dest_company_id, 'purchase'),
        ]
