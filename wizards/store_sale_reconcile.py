# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError

from ..report.store_sale_difference import BASES


class StoreSaleReconcile(models.TransientModel):
    """Asks for two bases of sales to reconcile, and the days."""

    _name = 'store.sale.reconcile'
    _description = 'Reconcile Two Bases of Sales'

    left = fields.Selection(BASES, string="First Basis", required=True, default='ordered')
    right = fields.Selection(BASES, string="Second Basis", required=True, default='booked')
    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1))
    date_to = fields.Date(string="To", required=True, default=fields.Date.context_today, help="The last day counts.")

    def action_show(self):
        """Open the documents that differ."""
        self.ensure_one()
        if self.left == self.right or self.date_from > self.date_to:
            raise UserError(self.env._("Choose two different bases, and a last day that is not before the first."))
        labels = dict(self._fields['left']._description_selection(self.env))
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sale_difference_action')
        action['name'] = action['display_name'] = f'{labels[self.left]} – {labels[self.right]}'
        action['context'] = {
            'store_left': self.left,
            'store_right': self.right,
            'store_from': fields.Date.to_string(self.date_from),
            'store_to': fields.Date.to_string(self.date_to),
        }
        return action
