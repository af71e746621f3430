# Part of store_group. License LGPL-3.
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import request


class StorePortal(CustomerPortal):
    """Pages of customers, opened by people of stores: as in the backend, only those of documents they may read."""

    def _document_check_access(self, model_name, document_id, access_token=None):
        """Override of `portal`: bound users view documents they may read, and sign, decline or change those they may write.

        The token of a page gives them no further access.
        """
        if request.env.user._is_store_bound():
            document = request.env[model_name].browse(document_id)
            document.check_access('write' if request.httprequest.method == 'POST' else 'read')
        return super()._document_check_access(model_name, document_id, access_token=access_token)
