# Part of store_group. License LGPL-3.
from odoo import models


class CrmTeam(models.Model):
    _name = 'crm.team'
    _inherit = ['crm.team', 'store.anchor']
