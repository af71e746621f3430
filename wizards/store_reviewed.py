# Part of store_group. License LGPL-3.
from odoo import fields, models


class StoreReviewed(models.AbstractModel):
    """A wizard that is filled in, shows what it will do and what prevents it, and is applied once."""

    _name = 'store.reviewed'
    _description = 'Reviewed Before It Is Applied'

    state = fields.Selection([('fill', "Fill in"), ('review', "Review")], default='fill', required=True)
    summary = fields.Html(readonly=True, sanitize=False)

    # === ACTIONS ===

    def action_back(self):
        """Go back to the form; nothing has been created yet."""
        self.state = 'fill'
        return self._again()

    # === STRUCTURE ===

    def _again(self):
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'res_id': self.id,
            'target': 'new',
            'views': [(False, 'form')],
            'name': self._window_name(),
        }

    def _window_name(self):
        raise NotImplementedError
