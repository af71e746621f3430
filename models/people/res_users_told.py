# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class ResUsersTold(models.Model):
    """The user account of a portal customer is masked like the customer's contact."""

    _inherit = 'res.users'

    # === MASKS ===

    def _store_unmasked(self):
        """Internal users, and the reader, are not masked."""
        return self.sudo().filtered(lambda user: not user.share).sudo(False) | self & self.env.user

    @api.model
    def name_search(self, name='', domain=None, operator='ilike', limit=100):
        """Override of `base`, which looks for the login first, as this user."""
        if not self._store_masks('login'):
            return super().name_search(name, domain, operator, limit)
        asked = Domain(domain or Domain.TRUE) & (Domain('name', operator, name) if name else Domain.TRUE)
        return [(user.id, user.display_name) for user in self.search(asked, limit=limit).sudo()]

    @api.model
    def _search_display_name(self, operator, value):
        """Override of `base`: a login is a mail address, so users who may not see addresses cannot search by it."""
        if 'login' in self.env['store.mask']._unseen(self, elevated=True):
            return [('name', operator, value)]
        return super()._search_display_name(operator, value)
