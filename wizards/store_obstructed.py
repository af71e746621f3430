# Part of store_group. License LGPL-3.
from odoo import api, fields, models


class StoreObstructed(models.AbstractModel):
    """A wizard that lists what must be finished before it can be applied; its heir has the lines, `obstacle_ids`."""

    _name = 'store.obstructed'
    _description = 'Lists Its Obstacles'

    obstacle_count = fields.Integer(compute='_compute_obstacle_count')

    @api.depends('obstacle_ids')
    def _compute_obstacle_count(self):
        for wizard in self:
            wizard.obstacle_count = len(wizard.obstacle_ids)
