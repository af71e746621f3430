# Part of store_group. License LGPL-3.
from odoo import models


class MailTrackingValue(models.Model):
    """The old and new values of a trace about rights stay as they were written."""

    _inherit = 'mail.tracking.value'

    # === CRUD ===

    def write(self, vals):
        self.mail_message_id._check_no_trace()
        return super().write(vals)

    def unlink(self):
        self.mail_message_id._check_no_trace()
        return super().unlink()
