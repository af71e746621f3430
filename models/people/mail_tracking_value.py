# Part of store_group. License LGPL-3.
from odoo import models


class MailTrackingValue(models.Model):
    """The old and new values of a trace about rights stay as they were written."""

    _inherit = 'mail.tracking.value'

    def _filter_has_field_access(self, env):
        """Override of `mail`: an old value tells a masked field as well as the present one."""
        return super()._filter_has_field_access(env).filtered(lambda tracked: not env['store.mask']._hides_tracked(tracked))

    # === CRUD ===

    def write(self, vals):
        self.mail_message_id._check_no_trace()
        return super().write(vals)

    def unlink(self):
        self.mail_message_id._check_no_trace()
        return super().unlink()
