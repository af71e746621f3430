# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import AccessError

from ....engine.people.role import AT_WORK

# Fields a group manager may write on their stores; headquarters writes the rest (money, company, state, anchors, codes).
GROUP_MANAGERS_WRITE = {
    'name',
    'phone',
    'opening_hours',
    'note',
    'color',
    'sequence',
    'area_m2',
    'group_id',
    'group_ids',
    'member_ids',
    'paper_ids',
    'latitude',
    'longitude',
}


class StoreStore(models.Model):
    """Who is responsible for a store: the filter of lists, and what a group manager may write. A warehouse or team set on
    a store may become its own, and another group means another manager, so writes are checked before and
    after.
    """

    _inherit = 'store.store'

    is_mine = fields.Boolean(
        string="My Store", compute='_compute_is_mine', search='_search_is_mine', help="One of the stores you see documents of."
    )

    # === COMPUTE ===

    def _compute_is_mine(self):
        mine = self.filtered_domain(self._domain_of_mine())
        for store in self:
            store.is_mine = store in mine

    def _search_is_mine(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domain = fields.Domain(self._domain_of_mine())
        wants = set(map(bool, value))
        return fields.Domain.TRUE if wants == {True, False} else domain if True in wants else ~domain

    def _domain_of_mine(self):
        return self.env.user._store_scope('read', 'id')

    # === MESSAGES ===

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Override of `mail`: everybody reads the name, but not the chatter."""
        return self.env['store.aside']._beside_names(
            self, message_operation, super()._mail_get_operation_for_mail_message_operation(message_operation)
        )

    # === MASKS ===

    def _store_unmasked(self):
        """The sheet of a store is for those who see its documents."""
        return self.sudo().filtered_domain(self._domain_of_mine()).with_env(self.env)

    # === STRUCTURE ===

    def _store_is_fixed(self, name):
        """Fill the hook: what headquarters writes."""
        return name not in GROUP_MANAGERS_WRITE and not name.startswith(('image_', 'message_', 'activity_'))

    def _before_write(self, vals):
        """Refuse writes the caller may not make.

        :returns: {store: its groups} to compare afterwards, or None without a check
        :raises AccessError: for a field only headquarters writes
        """
        if self.env.su or not self.env.user._is_store_bound():
            return None
        foreign = [name for name in vals if self._store_is_fixed(name)]
        if foreign:
            raise AccessError(
                self.env._(
                    "%(field)s of store %(store)s is set by headquarters. Ask a headquarters administrator.",
                    field=self._fields[foreign[0]]._description_string(self.env) if foreign[0] in self._fields else foreign[0],
                    store=self[:1].name,
                )
            )
        return {store: store.sudo().group_ids for store in self}

    def _after_write(self, before):
        """:raises AccessError: when a store would leave the groups the caller manages, or change its group elsewhere"""
        if before is None:
            return
        for store, groups in before.items():
            changed = (groups - store.sudo().group_ids) | (store.sudo().group_ids - groups)
            if changed.filtered(lambda group: not group.gives_rights):
                raise AccessError(
                    self.env._(
                        "Groups of other trees affect prices and reports, so only headquarters adds store %(store)s to them. "
                        "Ask a headquarters administrator.",
                        store=store.name,
                    )
                )
        self.check_access('write')

    # === WHOM TO ASK ===

    def _nearest_people(self, is_able):
        """Return the members with `is_able(user)`: those of this store itself, else of the nearest group above."""
        Member = self.env['store.member'].sudo()
        above = [('group_id', '=', group.id) for group in self.sudo().group_id._and_above()]
        for place in [('store_id', '=', self.id), *above, ('all_stores', '=', True)]:
            members = Member.search([place, ('is_current', '=', True), ('role', 'in', AT_WORK)])
            able = members.user_id.filtered(lambda user: user.active and is_able(user))
            if able:
                return able
        return self.env['res.users']

    def _people_who_may(self, capability):
        """Return the nearest users with a capability at this store."""
        return self._nearest_people(lambda user: user._store_can(capability, self))

    def _helper_names(self, people):
        """Return the names of the first of these users for a message, or whom to ask where there is none."""
        return ', '.join(people[:3].sudo().mapped('name')) or self.env._("a headquarters administrator")
