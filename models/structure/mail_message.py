# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import AccessError

TRACED = ('store.member', 'store.role.profile', 'store.group', 'store.group.tree', 'store.store')


class MailMessage(models.Model):
    """What was traced about rights stays as it was written: neither edited nor deleted, not by administrators either."""

    _inherit = 'mail.message'

    # === CRUD ===

    def write(self, vals):
        self._check_no_trace()
        return super().write(vals)

    def unlink(self):
        self._check_no_trace()
        return super().unlink()

    # === STRUCTURE ===

    def _check_no_trace(self):
        """:raises AccessError: when somebody would touch a trace; only the machine itself may"""
        if self.env.su:
            return
        traces = self.sudo().filtered(lambda message: message.model in TRACED and message.message_type == 'notification')
        if traces:
            raise AccessError(self.env._(
                "The record of changes of %(record)s stays as it is: nobody edits or deletes it.",
                record=traces[0].record_name or traces[0].model))
