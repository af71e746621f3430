# Part of store_group. License LGPL-3.
from odoo import fields, models

from .res_users_binding import DEFAULT_ACCESS


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    store_access_default = fields.Selection(
        [('all', "All documents Odoo shows"), ('member', "Nothing until they get a membership")],
        string="New Internal Users See", default='all', required=True, config_parameter=DEFAULT_ACCESS,
        help="Portal users and administrators are never bound to stores. Users who exist keep what they have.",
    )
