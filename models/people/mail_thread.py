# Part of store_group. License LGPL-3.
from odoo import models


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # === MAIL ===

    def message_notify(self, *, model=False, res_id=False, **kwargs):
        """Override of `mail`, which names and notifies of any document given: a bound user's must be one they may read.

        :raises AccessError: for documents of other stores, and from users who only read documents of their stores
        """
        if model and res_id and not self.env.su and self.env.user._is_store_bound():
            document = self.env[model].browse(res_id)
            document.check_access('write' if 'store_id' in document._fields else 'read')
        return super().message_notify(model=model, res_id=res_id, **kwargs)
