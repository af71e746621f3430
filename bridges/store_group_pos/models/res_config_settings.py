# Part of store_group. License LGPL-3.
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pos_store_id = fields.Many2one(related='pos_config_id.store_id', readonly=False)
