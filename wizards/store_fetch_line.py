# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreFetchLine(models.TransientModel):
    """What one store has of the lacking goods."""

    _name = 'store.fetch.line'
    _description = 'Goods of an Order in One Store'
    _order = 'id'

    fetch_id = fields.Many2one('store.fetch', required=True, ondelete='cascade', index=True)
    store_id = fields.Many2one('store.store', required=True, ondelete='cascade')
    has = fields.Text()
    is_complete = fields.Boolean()
    can_get = fields.Boolean()
    can_send = fields.Boolean()
    why = fields.Char()

    # === ACTIONS ===

    def action_get(self):
        """Have this store send its goods to the order's store."""
        self.ensure_one()
        answer = self.fetch_id.order_id.get_from_store(self.store_id.sudo().code)
        return self._notification(self.env._("%(store)s is asked: %(name)s", store=self.store_id.name, name=answer['name']))

    def action_send(self):
        """Have this store send its goods to the customer."""
        self.ensure_one()
        answer = self.fetch_id.order_id.send_from_store(self.store_id.sudo().code)
        return self._notification(self.env._("%(store)s is asked: %(name)s", store=self.store_id.name, name=answer['name']))

    def _notification(self, message):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'message': message, 'type': 'success', 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }
