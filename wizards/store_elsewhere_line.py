# Part of store_group. License LGPL-3.
from odoo import fields, models

from ..exceptions import TransferRefused


class StoreElsewhereLine(models.TransientModel):
    """One store in the answer to *In Other Stores*: what is free there, and a button that requests it."""

    _name = 'store.elsewhere.line'
    _description = 'Stock of One Store'
    _order = 'is_mine desc, quantity desc, id'

    elsewhere_id = fields.Many2one('store.elsewhere', required=True, ondelete='cascade', index=True)
    store_id = fields.Many2one('store.store', required=True, readonly=True, ondelete='cascade')
    shared_with = fields.Char(readonly=True, help="Other stores of the same warehouse: the goods are there once.")
    product_id = fields.Many2one('product.product', required=True, readonly=True, ondelete='cascade')
    quantity = fields.Float(
        string="Free", digits='Product Unit', readonly=True, help="On hand minus reserved, now. Nothing is reserved."
    )
    uom_id = fields.Many2one(related='product_id.uom_id')
    is_mine = fields.Boolean(string="My Store", readonly=True)
    can_ask = fields.Boolean(readonly=True)
    wanted = fields.Float(string="Ask For", digits='Product Unit', default=1)
    asked = fields.Char(readonly=True, help="The request sent from here.")

    # === ACTIONS ===

    def action_ask(self):
        """Request the wanted quantity of this store, and stay in the dialog."""
        self.ensure_one()
        own = self.elsewhere_id.store_id
        if not own:
            raise TransferRefused(self.env._("Choose the store that gets %(product)s.", product=self.product_id.display_name))
        answer = self.env['store.transfer'].request(
            self.store_id.sudo().code, own.sudo().code, [{'product': self.product_id.id, 'quantity': self.wanted}]
        )
        self.asked = answer['name']
        return self.elsewhere_id._shown()
