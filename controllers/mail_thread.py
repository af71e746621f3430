# Part of store_group. License LGPL-3.
from odoo import http
from odoo.addons.mail.controllers.thread import ThreadController
from odoo.http import request


class StoreThreadController(ThreadController):
    """Recipients proposed by the chatter: without masked addresses, and not searchable by them."""

    @http.route()
    def mail_thread_recipients(self, *args, **kwargs):
        """Override of `mail`."""
        return self._without_masked('id', super().mail_thread_recipients(*args, **kwargs))

    @http.route()
    def mail_thread_recipients_get_suggested_recipients(self, *args, **kwargs):
        """Override of `mail`."""
        return self._without_masked('partner_id', super().mail_thread_recipients_get_suggested_recipients(*args, **kwargs))

    @http.route()
    def mail_thread_partner_from_email(self, *args, **kwargs):
        """Override of `mail`: users who may not see addresses cannot look up their owner."""
        masked = request.env['res.partner']._store_masks('email')
        return [] if masked else super().mail_thread_partner_from_email(*args, **kwargs)

    def _without_masked(self, key, rows):
        """Blank masked addresses; leave out addresses of unknown persons."""
        if not request.env['res.partner']._store_masks('email'):
            return rows
        shown = request.env['res.partner'].browse([row[key] for row in rows if row.get(key)])._store_unmasked().ids
        return [row if row[key] in shown else {**row, 'email': False} for row in rows if row.get(key)]
