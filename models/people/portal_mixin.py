# Part of store_group. License LGPL-3.
from odoo import models

from . import elevation


class PortalMixin(models.AbstractModel):
    _inherit = 'portal.mixin'

    # === MASKS ===

    def _portal_ensure_token(self):
        """Override of `portal`: the key of a customer's page, where they sign and declines, is for whoever may change
        the document. Others look at the page as themselves."""
        if elevation.is_needed(self) and not self.has_access('write'):
            return False
        return super()._portal_ensure_token()
