# Part of store_group. License LGPL-3.
from odoo import models


class AccountJournal(models.Model):
    _name = 'account.journal'
    _inherit = ['account.journal', 'store.anchor']
