# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain


class ResUsersTold(models.Model):
    """The portal's account of a customer tells how to reach them as their card does."""

    _inherit = 'res.users'

    # === MASKS ===

    def _store_unmasked(self):
        """People who work here, and oneself, are no customers."""
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
        """Override of `base`: a login is a mail address; who may not see one does not find by it."""
        if 'login' in self.env['store.mask']._unseen(self, elevated=True):
            return [('name', operator, value)]
        return super()._search_display_name(operator, value)
