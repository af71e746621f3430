# Part of store_group. License LGPL-3.
from odoo import models


class MailTrackingValue(models.Model):
    """Old and new values in a trace of rights cannot be changed."""

    _inherit = 'mail.tracking.value'

    def _filter_has_field_access(self, env):
        """Override of `mail`: old values of masked fields are masked like current ones."""
        return super()._filter_has_field_access(env).filtered(lambda tracked: not env['store.mask']._hides_tracked(tracked))

    # === CRUD ===

    def write(self, vals):
        self.mail_message_id._check_no_trace()
        return super().write(vals)

    def unlink(self):
        self.mail_message_id._check_no_trace()
        return super().unlink()
