# Part of store_group. License LGPL-3.
from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = 'ir.http'

    def session_info(self):
        """Override of `web`: people of stores begin on their own screen. Nothing is stored; who chose a home action keeps it."""
        info = super().session_info()
        if info.get('uid') and not info.get('home_action_id') and (home := self.env.user._store_home()):
            info['home_action_id'] = home.id
        return info
