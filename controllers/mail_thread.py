# Part of store_group. License LGPL-3.
from odoo import http
from odoo.addons.mail.controllers.thread import ThreadController
from odoo.http import request


class StoreThreadController(ThreadController):
    """Whom the chatter proposes to write to: by name where their address is masked, and not found by it."""

    @http.route()
    def mail_thread_recipients(self, *args, **kwargs):
        """Override of `mail`."""
        return self._told('id', super().mail_thread_recipients(*args, **kwargs))

    @http.route()
    def mail_thread_recipients_get_suggested_recipients(self, *args, **kwargs):
        """Override of `mail`."""
        return self._told('partner_id', super().mail_thread_recipients_get_suggested_recipients(*args, **kwargs))

    @http.route()
    def mail_thread_partner_from_email(self, *args, **kwargs):
        """Override of `mail`: who may not see addresses does not ask whose one is."""
        masked = request.env['res.partner']._store_masks('email')
        return [] if masked else super().mail_thread_partner_from_email(*args, **kwargs)

    def _told(self, key, rows):
        """Blank the addresses of people who are masked; leave out an address that belongs to nobody known."""
        if not request.env['res.partner']._store_masks('email'):
            return rows
        told = request.env['res.partner'].browse([row[key] for row in rows if row.get(key)])._store_unmasked().ids
        return [row if row[key] in told else {**row, 'email': False} for row in rows if row.get(key)]
