# Part of store_group. License LGPL-3.
from odoo import api, models


class AccountMoveSend(models.AbstractModel):
    """Sending an invoice copies the files named in the wizard into its chatter: only files the sender may read."""

    _inherit = 'account.move.send'

    @api.model
    def _check_sending_data(self, moves, **custom_settings):
        """Override of `account`, which reads the files as superuser."""
        self._check_files(custom_settings)
        return super()._check_sending_data(moves, **custom_settings)

    @api.model
    def _check_files(self, settings):
        """:raises AccessError: when the settings of a sending name a file the caller may not read"""
        self.env['ir.attachment']._check_readable(settings.get('mail_attachments_widget'))
