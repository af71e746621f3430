# Part of store_group. License LGPL-3.
from odoo import models
from odoo.addons.mail.tools.discuss import Store
from odoo.exceptions import AccessError

TRACED = ('store.member', 'store.role.profile', 'store.group', 'store.group.tree', 'store.store')


class MailMessage(models.Model):
    """Traces of changes of rights are never edited or deleted, not even by administrators."""

    _inherit = 'mail.message'

    # === CRUD ===

    def write(self, vals):
        self._check_no_trace()
        return super().write(vals)

    def unlink(self):
        self._check_no_trace()
        return super().unlink()

    # === MASKS ===

    def _store_unmasked(self):
        """Messages of colleagues carry no customer's address, so they are not masked."""
        return self.sudo().filtered(lambda message: any(not user.share for user in message.author_id.user_ids)).sudo(False)

    def _field_store_repr(self, field_name):
        """Override of `mail`: the address a customer wrote from is masked like that of the contact."""
        return self.env['store.mask']._repr(self, field_name, super()._field_store_repr(field_name))

    def _to_store_defaults(self, target):
        """Override of `mail`: mask for the reader, whoever triggers the message."""
        user = target.get_user(self.env)
        defaults = super()._to_store_defaults(target)
        if user and user != self.env.user and self.with_user(user)._store_masks('email_from'):
            return [
                field
                for field in defaults
                if getattr(field, 'field_name', field) not in ('email_from', 'incoming_email_to', 'incoming_email_cc')
            ]
        return [
            part
            for field in defaults
            for part in (
                self.env['store.mask']._repr(self, field.field_name, [field]) if hasattr(field, 'field_name') else [field]
            )
        ]

    def _to_store(self, store, fields, **kwargs):
        """Override of `mail`, which sends the addresses of a mail besides the fields it is asked for."""
        whole = 'message_format' in fields
        super()._to_store(store, fields, **kwargs)
        if whole and self.env['store.mask']._unseen(self, elevated=True):
            blank = [Store.Attr(name, []) for name in ('incoming_email_to', 'incoming_email_cc')]
            store.add_records_fields(self - self._store_unmasked(), blank)

    # === STRUCTURE ===

    def _check_no_trace(self):
        """:raises AccessError: when anybody but the superuser edits or deletes a trace"""
        if self.env.su:
            return
        traces = self.sudo().filtered(lambda message: message.model in TRACED and message.message_type == 'notification')
        if traces:
            raise AccessError(
                self.env._(
                    "The change log of %(record)s cannot be edited or deleted.", record=traces[0].record_name or traces[0].model
                )
            )
