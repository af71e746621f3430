# Part of store_group. License LGPL-3.
from odoo import models


class CrmTeam(models.Model):
    """A sales team may belong to a store, whose orders and leads then are the store's."""

    _name = 'crm.team'
    _inherit = ['crm.team', 'store.anchor']
