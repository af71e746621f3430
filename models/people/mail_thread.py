# Part of store_group. License LGPL-3.
from odoo import models


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    # === MAIL ===

    def _store_check_recipients(self, partner_ids):
        """:raises AccessError: when a bound user writes to contacts, or lets them follow, whose names they may not read"""
        if partner_ids and not self.env.su and self.env.user._is_store_bound():
            naming, message = self.env['store.naming'], self.env['mail.message']
            ids = naming._ids_of(message._fields['partner_ids'], list(partner_ids))
            naming._check_found({(message._name, 'partner_ids'): set(ids)})

    def message_post(self, **kwargs):
        """Override of `mail`, see `_store_check_recipients`."""
        self._store_check_recipients(kwargs.get('partner_ids'))
        return super().message_post(**kwargs)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Override of `mail`, see `_store_check_recipients`."""
        self._store_check_recipients(partner_ids)
        return super().message_subscribe(partner_ids=partner_ids, subtype_ids=subtype_ids)

    def message_notify(self, *, model=False, res_id=False, **kwargs):
        """Override of `mail`, which names and notifies of any document given: a bound user's must be one they may read.

        :raises AccessError: for documents of other stores, and from users who only read documents of their stores
        """
        if model and res_id and not self.env.su and self.env.user._is_store_bound():
            document = self.env[model].browse(res_id)
            document.check_access('write' if 'store_id' in document._fields else 'read')
        self._store_check_recipients(kwargs.get('partner_ids'))
        return super().message_notify(model=model, res_id=res_id, **kwargs)
