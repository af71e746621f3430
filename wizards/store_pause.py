# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError


class StorePauseWizard(models.TransientModel):
    """Pause a store for refit, with a reason and an expected end. Nothing of it is removed."""

    _name = 'store.pause.wizard'
    _description = 'Pause a Store'

    store_id = fields.Many2one('store.store', required=True, default=lambda self: self.env.context.get('active_id'))
    reason = fields.Char(required=True)
    reopens_on = fields.Date(help="An activity reminds you of that day.")
    user_id = fields.Many2one(
        'res.users', string="Remind", default=lambda self: self.env.user, required=True, domain="[('share', '=', False)]"
    )

    # === ACTIONS ===

    def action_apply(self):
        """Pause the store. Already paused: nothing to do."""
        self.ensure_one()
        if self.store_id.state != 'paused':
            if self.reopens_on and self.reopens_on <= self.store_id._today():
                raise UserError(self.env._("Reopens on: choose a day after today, or leave it empty."))
            self.store_id._pause(self.reason, self.reopens_on, self.user_id)
        return {'type': 'ir.actions.act_window_close'}
