# Part of store_group. License LGPL-3.
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import request


class StorePortal(CustomerPortal):

    def _document_check_access(self, model_name, document_id, access_token=None):
        """Override of `portal`: a bound user looks at what they may read and signs, declines, changes what they may write.

        The key of a page opens nothing more to them: the walls hold for whoever is signed in.
        """
        if request.env.user._is_store_bound():
            document = request.env[model_name].browse(document_id)
            document.check_access('write' if request.httprequest.method == 'POST' else 'read')
        return super()._document_check_access(model_name, document_id, access_token=access_token)
