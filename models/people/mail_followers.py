# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from . import elevation


class MailFollowers(models.Model):
    _inherit = 'mail.followers'

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Override of `base`: a bound user sees the followers of readable documents and their own subscriptions."""
        if kwargs.get('bypass_access') or not elevation.is_needed(self):
            return super()._search(domain, offset=offset, limit=limit, order=order, **kwargs)
        aside, me = self.env['store.aside'], self.env.user.partner_id
        near = aside._near(domain, ('id', 'res_id', 'partner_id'), Domain('partner_id', '=', me.id))
        rows = self.sudo().browse(super()._search(near, order=order, **kwargs))
        readable = aside._readable((row.res_model, row.res_id) for row in rows)
        kept = {row.id for row in rows if row.partner_id == me or (row.res_model, row.res_id) in readable}
        return aside._page(rows.sudo(False), kept, offset, limit, order)

    def _add_followers(self, res_model, res_ids, partner_ids, subtypes, check_existing=False, existing_policy='skip'):
        """Override of `mail`: nobody becomes follower of a document the store rules hide, whoever adds them."""
        new, update = super()._add_followers(
            res_model, res_ids, partner_ids, subtypes, check_existing=check_existing, existing_policy=existing_policy
        )
        bound = self._bound_users(res_model, {values['partner_id'] for rows in new.values() for values in rows})
        for partner_id, user in bound.items():
            outside = self._outside(res_model, [res_id for res_id in new if res_id], user)
            new = {
                res_id: [values for values in rows if res_id not in outside or values['partner_id'] != partner_id]
                for res_id, rows in new.items()
            }
        return new, update

    def _get_recipient_data(self, records, message_type, subtype_id, pids=None):
        """Override of `mail`: followers who cannot read the document any more are not notified; direct recipients are."""
        told = super()._get_recipient_data(records, message_type, subtype_id, pids=pids)
        if records:
            followers = {key for rows in told.values() for key, row in rows.items() if row['is_follower']}
            for partner_id, user in self._bound_users(records._name, followers - set(pids or ())).items():
                for res_id in self._outside(records._name, records.ids, user):
                    told[res_id].pop(partner_id, None)
        return told

    # === STRUCTURE ===

    @api.model
    def _bound_users(self, model, partner_ids):
        """Return {partner id: user} of those partners who are bound to stores; empty if the model has no store rule."""
        if not partner_ids or not self.env['store.aside']._has_wall(model):
            return {}
        members = self.env['res.users']._store_members()
        users = {key: self.env['res.users'].browse(members[key]) for key in partner_ids if key in members}
        return {key: user for key, user in users.items() if user._is_store_bound()}

    @api.model
    def _outside(self, model, ids, user):
        """Return the ids of the documents that store rules hide from a user."""
        documents = self.env[model].with_user(user).sudo().browse(ids)  # computed for the follower, not for the sender
        return set((documents - documents.filtered_domain(self.env['store.aside']._within(model, user)))._ids)

    # === MASKS ===

    def _store_unmasked(self):
        """Followers whose contact is not masked are not masked either."""
        seen = self.sudo().partner_id._store_unmasked()
        return self.sudo().filtered(lambda follower: follower.partner_id in seen).sudo(False)

    def _field_store_repr(self, field_name):
        """A hook of `mail`, asked for what the chatter is sent."""
        return self.env['store.mask']._repr(self, field_name, [field_name])
