# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.exceptions import AccessError

# What a mail may be given besides the template: nothing that makes it a message of another document.
MAY_GIVE = {
    'attachment_ids',
    'auto_delete',
    'body',
    'body_html',
    'email_cc',
    'email_to',
    'recipient_ids',
    'scheduled_date',
    'subject',
}


class MailTemplate(models.Model):
    """Mails are sent from documents the sender may change, with files the sender may read."""

    _inherit = 'mail.template'

    # === MAIL ===

    def send_mail_batch(self, res_ids, force_send=False, raise_exception=False, email_values=None, email_layout_xmlid=False):
        """Override of `mail`, which makes the mail as superuser from whatever the caller gives; `send_mail` comes here as well.

        :raises AccessError: when a bound user may not change the documents or read the files, or names another document
        """
        if not self.env.su and self.env.user._is_store_bound():
            if self.model and 'store_id' in self.env[self.model]._fields:
                self.env[self.model].browse(res_ids).check_access('write')
            self._check_email_values(email_values or {})
        return super().send_mail_batch(
            res_ids,
            force_send=force_send,
            raise_exception=raise_exception,
            email_values=email_values,
            email_layout_xmlid=email_layout_xmlid,
        )

    @api.model
    def _check_email_values(self, values):
        """:raises AccessError: for values that name another document, and for files the user may not read"""
        beyond = sorted(values.keys() - MAY_GIVE)
        if beyond:
            raise AccessError(
                self.env._(
                    "A mail sent from a template takes no %(fields)s. Change the document, or write a message on it.",
                    fields=', '.join(beyond),
                )
            )
        self.env['ir.attachment']._check_readable(values.get('attachment_ids'))
