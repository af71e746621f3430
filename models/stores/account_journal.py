# Part of store_group. License LGPL-3.
import json

from odoo import models


class AccountJournal(models.Model):
    """A journal may belong to a store, whose entries are then booked there."""

    _name = 'account.journal'
    _inherit = ['account.journal', 'store.anchor']

    # === ACTIVITIES ===

    def _get_json_activity_data(self):
        """Override of `account`, which reads the activities of every journal by SQL: other stores' are left out."""
        super()._get_json_activity_data()
        if not self.env.su and self.env.user._is_store_bound():
            (self - self.env['store.aside']._of_own_stores(self)).json_activity_data = json.dumps({'activities': []})
