# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResUsersStore(models.Model):
    """The store a user of several works in now: chosen in the bar of the app, proposed on new documents, shown by My Store."""

    _inherit = 'res.users'

    current_store_id = fields.Many2one(
        'store.store',
        string="Current Store",
        copy=False,
        ondelete='set null',
        help="New documents of this user belong to this store, in its company, before their default store.",
    )

    # === CONSTRAINTS ===

    @api.constrains('current_store_id')
    def _check_current_store(self):
        for user in self:
            if user.current_store_id and user.current_store_id not in user._switchable_stores():
                raise ValidationError(
                    self.env._(
                        "%(store)s is not one of the stores of %(user)s. Choose one of theirs.",
                        store=user.current_store_id.name,
                        user=user.name,
                    )
                )

    # === OVERRIDES ===

    @property
    def SELF_READABLE_FIELDS(self):
        """Override of `base`: the user reads and chooses it."""
        return [*super().SELF_READABLE_FIELDS, 'current_store_id']

    @property
    def SELF_WRITEABLE_FIELDS(self):
        """Override of `base`: likewise."""
        return [*super().SELF_WRITEABLE_FIELDS, 'current_store_id']

    # === STRUCTURE ===

    def _switchable_stores(self):
        """Return the stores a user bound to stores may switch between: those they see, in preparation and closed ones not."""
        self.ensure_one()
        reach = self._store_reach()
        Store = self.env['store.store'].sudo()
        if not reach.bound:
            return Store.browse().sudo(False)
        seen = [] if reach.see_all else [('id', 'in', reach.see)]
        return Store.search([*seen, ('state', 'in', ('open', 'paused'))]).sudo(False)

    def _chosen_store(self):
        """Return the store the user has switched to, as long as it is one of theirs."""
        self.ensure_one()
        chosen = self.sudo().current_store_id.sudo(False)
        return chosen & self._switchable_stores() if chosen else chosen
