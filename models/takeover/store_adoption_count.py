# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreAdoptionCount(models.Model):
    """Preview of a takeover, one row per store and year; see `store.adoption.counter`. Recomputed by every preview."""

    _name = 'store.adoption.count'
    _description = 'Count of a Takeover'
    _order = 'company_id, kind, line_id, store_id, year'

    adoption_id = fields.Many2one('store.adoption', required=True, index=True, ondelete='cascade')
    kind = fields.Selection(
        [('line', "Goes to a Store"), ('already', "Has a Store"), ('stay', "Stays Without a Store")],
        compute='_compute_kind',
        store=True,
    )
    line_id = fields.Many2one('store.adoption.line', string="Store", ondelete='cascade')
    store_id = fields.Many2one('store.store', string="Store It Has", ondelete='cascade')
    company_id = fields.Many2one('res.company', required=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    year = fields.Integer()
    first_day = fields.Date(string="First Order")
    order_count = fields.Integer(string="Orders")
    order_amount = fields.Monetary(string="Confirmed Amount", help="Of confirmed orders, without tax.")
    invoice_count = fields.Integer(string="Customer Invoices")
    invoice_amount = fields.Monetary(string="Posted Amount", help="Of posted invoices less credit notes, without tax.")
    picking_count = fields.Integer(string="Deliveries and Receipts")

    # === COMPUTE ===

    @api.depends('line_id', 'store_id')
    def _compute_kind(self):
        for row in self:
            row.kind = 'already' if row.store_id else 'line' if row.line_id else 'stay'

    @api.depends('line_id', 'store_id', 'kind', 'year')
    def _compute_display_name(self):
        for row in self:
            name = row.line_id.name or row.store_id.name or self.env._("Stays Without a Store")
            row.display_name = f'{name}, {row.year}'

    # === ACTIONS ===

    def action_view_orders(self):
        """Open a sample of the orders behind this row."""
        return self._open('order')

    def action_view_invoices(self):
        """Open a sample of the invoices behind this row."""
        return self._open('invoice')

    def action_view_pickings(self):
        """Open a sample of the deliveries and receipts behind this row."""
        return self._open('picking')

    def _open(self, key):
        self.ensure_one()
        Counter = self.env['store.adoption.counter']
        return {
            'type': 'ir.actions.act_window',
            'res_model': Counter._document(key).model,
            'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
            'mobile_view_mode': 'kanban',
            'domain': [('id', 'in', Counter._sample(self, key))],
            'name': self.env._("%(row)s: the newest", row=self.display_name),
            'context': {'create': False},
        }
