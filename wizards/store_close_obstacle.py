# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError


class StoreCloseObstacle(models.TransientModel):
    """One thing that must be finished before a store closes, with the way to it."""

    _name = 'store.close.obstacle'
    _description = 'Obstacle to Closing a Store'

    store_id = fields.Many2one('store.store', required=True, ondelete='cascade')
    close_id = fields.Many2one('store.close.wizard', index=True, ondelete='cascade')
    succeed_id = fields.Many2one('store.succeed.wizard', index=True, ondelete='cascade')
    code = fields.Char(required=True)
    count = fields.Integer(readonly=True)
    message = fields.Char(readonly=True)

    def action_show(self):
        """Open the documents that remain, as they are now."""
        self.ensure_one()
        for item in self.store_id._closing_obstacles():
            if item['code'] == self.code:
                return item['action']
        raise UserError(self.env._("This is done already. Check again."))
