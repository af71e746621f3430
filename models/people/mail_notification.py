# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from . import elevation


class MailNotification(models.Model):
    """Who was notified of a message: seen by those who see the document, and by the recipient."""

    _inherit = 'mail.notification'

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: a bound user sees notifications about readable documents and their own."""
        if kwargs.get('bypass_access') or not elevation.is_needed(self):
            return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        aside, me = self.env['store.aside'], self.env.user.partner_id
        own = Domain('res_partner_id', '=', me.id) | Domain('author_id', '=', me.id)
        near = aside._near(domain, ('id', 'mail_message_id', 'res_partner_id', 'author_id'), own)
        rows = self.sudo().browse(super()._search(near, order=order, **kwargs))
        others = rows.filtered(lambda row: me not in row.res_partner_id | row.author_id)
        readable = aside._readable(('mail.message', id_) for id_ in others.mail_message_id._ids)
        kept = {row.id for row in rows if row not in others or ('mail.message', row.mail_message_id.id) in readable}
        return aside._page(rows.sudo(False), kept, offset, limit, order)

    # === MASKS ===

    def _store_unmasked(self):
        """Recipients whose contact is not masked are not masked either."""
        seen = self.sudo().res_partner_id._store_unmasked()
        return self.sudo().filtered(lambda notification: notification.res_partner_id in seen).sudo(False)

    def _field_store_repr(self, field_name):
        """A hook of `mail`, asked for what the chatter is sent."""
        return self.env['store.mask']._repr(self, field_name, [field_name])
