# Part of store_group. License LGPL-3.
from odoo import models

from . import elevation


class PortalMixin(models.AbstractModel):
    _inherit = 'portal.mixin'

    # === MASKS ===

    def _portal_ensure_token(self):
        """Override of `portal`: the token of a customer's page, used to sign and decline, is only given to users who may
        change the document. Others see the page with their own rights."""
        if elevation.is_needed(self) and not self.has_access('write'):
            return False
        return super()._portal_ensure_token()
