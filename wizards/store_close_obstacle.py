# Part of store_group. License LGPL-3.
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class StoreCloseObstacle(models.TransientModel):
    """One kind of open document that prevents closing, with a link to the list."""

    _name = 'store.close.obstacle'
    _description = 'Obstacle to Closing a Store'

    store_id = fields.Many2one('store.store', required=True, ondelete='cascade')
    close_id = fields.Many2one('store.close.wizard', index=True, ondelete='cascade')
    succeed_id = fields.Many2one('store.succeed.wizard', index=True, ondelete='cascade')
    code = fields.Char(required=True)
    count = fields.Integer(readonly=True)
    message = fields.Char(readonly=True)

    def action_show(self):
        """Open the remaining documents."""
        self.ensure_one()
        for item in self.store_id._closing_obstacles():
            if item['code'] == self.code:
                return item['action']
        raise UserError(self.env._("This is done already. Check again."))

    @api.model
    def _commands(self, store, obstacles):
        """Return the commands that replace the obstacle lines by those of `_closing_obstacles`."""
        return [
            Command.clear(),
            *(
                Command.create({'store_id': store.id, 'code': item['code'], 'count': item['count'], 'message': item['message']})
                for item in obstacles
            ),
        ]
