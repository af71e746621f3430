# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # === GATEWAY ===

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Override of `mail`: its mail gateway creates and finds documents as superuser, with values of the caller.

        :raises AccessError: for users bound to stores; for everybody but administrators if a document of ours
            would be created
        """
        user = self.env.user
        if not self.env.su and not user._is_system() and (user._is_store_bound() or str(model or '').startswith('store.')):
            raise AccessError(self.env._("Incoming mails are processed by the mail server. Ask an administrator to set one up."))
        return super().message_process(model, message, *args, **kwargs)
