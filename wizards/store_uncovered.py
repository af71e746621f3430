# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreUncovered(models.TransientModel):
    """A model that could belong to stores but has no store rule."""

    _name = 'store.uncovered'
    _description = 'Model without a Wall'
    _order = 'everybody desc, name'

    name = fields.Char(readonly=True)
    model = fields.Char(string="Technical Name", readonly=True)
    points_at = fields.Char(string="Fields", readonly=True, help="Fields that name a company, warehouse, team, journal or order.")
    readers = fields.Char(string="Read by", readonly=True)
    everybody = fields.Boolean(string="Every Employee Reads", readonly=True)

    @api.model
    def action_open(self):
        """Search the database and show the models without store rules."""
        self.search([('create_uid', '=', self.env.uid)]).unlink()
        employees = self.env.ref('base.group_user').sudo().full_name
        self.create(
            [
                {
                    'name': self.env['ir.model']._get(model).name,
                    'model': model,
                    'points_at': ', '.join(pointing),
                    'readers': ', '.join(groups),
                    'everybody': employees in groups or self.env._("Everybody") in groups,
                }
                for model, pointing, groups in self.env['store.insight']._uncovered()
            ]
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Not Covered"),
            'res_model': self._name,
            'view_mode': 'list,kanban',
            'mobile_view_mode': 'kanban',
            'views': [(False, 'list'), (False, 'kanban')],
            'domain': [('create_uid', '=', self.env.uid)],
        }
