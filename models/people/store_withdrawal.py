# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from ...engine.people.role import MANAGERS


class StoreWithdrawal(models.AbstractModel):
    """Removes subscriptions and reassigns activities of a user who lost access to a store.

    Followers are notified without a rule check, and an activity its user cannot open is never done. So a user who lost
    documents is unsubscribed from them, and their activities go to the manager of the store, else to whoever
    removed the right, else to an administrator. Documents do not change.
    Cost: two queries per user, and about four per model with followed documents or activities.
    """

    _name = 'store.withdrawal'
    _description = 'What a Person Loses with a Store'

    # === STRUCTURE ===

    @api.model
    def _withdraw(self, users):
        """Remove followers and reassign activities of bound users on documents they do not see any more."""
        for user in users.sudo():
            if user._is_store_bound():
                self.sudo()._withdraw_from(user)

    def _withdraw_from(self, user):
        domains = self._domains_of(user)
        kinds = ('res_model', 'in', list(domains))
        followed = self.env['mail.followers'].search([('partner_id', '=', user.partner_id.id), kinds])
        lost = followed.browse()
        for model, rows in followed.grouped('res_model').items():
            hidden = self._hidden(model, domains[model], rows.mapped('res_id'), user)
            lost |= rows.filtered(lambda row, hidden=hidden: row.res_id in hidden)
        lost.unlink()
        activities = self.env['mail.activity'].search([('user_id', '=', user.id), kinds])
        for model, rows in activities.grouped('res_model').items():
            hidden = self._hidden(model, domains[model], rows.mapped('res_id'), user)
            self._hand_on(model, rows.filtered(lambda row, hidden=hidden: row.res_id in hidden), user)

    def _domains_of(self, user):
        """Return {model: Domain of the records the user sees by store rules}, for every model with followers and such rules."""
        aside = self.env['store.aside']
        return {
            model: aside._within(model, user)
            for model in self.env.registry
            if not self.env[model]._abstract
            and not self.env[model]._transient
            and 'message_ids' in self.env[model]._fields
            and aside._has_wall(model)
        }

    def _hidden(self, model, domain, ids, user):
        """Return the ids among `ids` not matched by the user's domain; deleted records count as hidden."""
        ids = set(ids)
        records = self.env[model].with_user(user).sudo().with_context(active_test=False)
        return ids - set(records.search(domain & Domain('id', 'in', list(ids))).ids)

    def _hand_on(self, model, activities, user):
        """Reassign activities to the manager of each document's store; one write per manager."""
        documents = self.env[model].with_context(active_test=False).browse(activities.mapped('res_id')).exists()
        stores = {document.id: self._store_of(document) for document in documents}
        heirs = {store: self._heir(store, user) for store in set(stores.values())}
        none = self.env['store.store']
        for heir, own in activities.grouped(
            lambda row: heirs.get(stores.get(row.res_id, none)) or self._heir(none, user)
        ).items():
            # quick: no mail per activity; they are in the user's activity list
            own.with_context(mail_activity_quick_update=True).write({'user_id': heir.id})

    def _store_of(self, document):
        if document._name == 'store.store':
            return document
        return document.store_id if 'store_id' in document._fields else self.env['store.store']

    def _heir(self, store, user):
        """Return the user who takes over the activities of `user` at `store`."""
        members = self.env['store.member'].search([('role', 'in', MANAGERS), ('user_id', '!=', user.id)]) if store else ()
        near = [
            member
            for role in MANAGERS
            for member in members
            if member.role == role
            and member.user_id.active
            and store in member._stores()
            and member._membership().holds_on(store._today())
        ]
        if near:
            return near[0].user_id
        actor = self.env.user
        if actor != user and actor.active and not actor._is_superuser() and not actor.share:
            return actor
        admins = self.env.ref('store_group.group_store_admin').all_user_ids
        return admins.filtered(lambda admin: admin.active and not admin._is_superuser())[:1] or self.env.ref('base.user_admin')
