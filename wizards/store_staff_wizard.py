# Part of store_group. License LGPL-3.
from odoo import api, fields, models

from ..engine.people.role import IN_STORES
from ..models.people.store_role_profile import ROLES


class StoreStaffWizard(models.TransientModel):
    """Screen of a manager for the people of their stores, also on a phone; `store.staff` does the work.

    A new password is shown on the last page and not stored: the field has no column.
    """

    _name = 'store.staff.wizard'
    _description = 'Manage the People of a Store'

    act = fields.Selection(
        [
            ('add', "Add a Person"),
            ('end', "Set the Last Day"),
            ('substitute', "Substitute"),
            ('reset', "New Password"),
            ('leave', "Leaves"),
            ('done', "Done"),
        ],
        default='add',
        required=True,
    )
    member_id = fields.Many2one('store.member', readonly=True)
    person = fields.Char(related='member_id.user_id.name', string="Person")
    store_ids = fields.Many2many('store.store', string="My Stores", compute='_compute_store_ids')
    store_id = fields.Many2one('store.store', domain="[('id', 'in', store_ids)]", default=lambda self: self._default_store())
    login = fields.Char(help="Phone or staff number: the name to log in with.")
    name = fields.Char(string="Full Name", help="Leave it empty for a person who works in another store already.")
    role = fields.Selection([(role, label) for role, label in ROLES if role in IN_STORES], default='staff')
    profile_id = fields.Many2one('store.role.profile', domain="[('role', '=', role)]")
    date_from = fields.Date(default=fields.Date.context_today)
    date_to = fields.Date(string="Last Day")
    at_once = fields.Boolean(help="Immediately, not at the end of the day.")
    archive = fields.Boolean(string="Archive the User Too")
    # the last page
    done_note = fields.Char(string="Result", readonly=True)
    warning = fields.Char(readonly=True)
    password = fields.Char(store=False, readonly=True)

    # === COMPUTE ===

    def _my_stores(self):
        user = self.env.user
        return (
            self.env['store.store']
            .search([('id', 'in', user.store_ids.ids), ('state', '!=', 'closed')])
            .filtered(lambda store: user._store_can('manage_members', store))
        )

    @api.model
    def _default_store(self):
        stores = self._my_stores()
        return stores if len(stores) == 1 else stores.browse()

    @api.depends('act')
    def _compute_store_ids(self):
        self.store_ids = self._my_stores()

    # === ACTIONS ===

    def action_apply(self):
        """Run the chosen action and show its result, including a new password."""
        self.ensure_one()
        Staff = self.env['store.staff']
        day = {name: str(self[name]) if self[name] else False for name in ('date_from', 'date_to')}
        if self.act == 'add':
            answer = Staff.add(
                store=self.store_id.code, login=self.login, name=self.name, role=self.role, profile=self.profile_id.name, **day
            )
            note = self.env._(
                "%(user)s is a member of %(store)s from %(day)s on.",
                user=answer['name'],
                store=self.store_id.name,
                day=answer['date_from'],
            )
        elif self.act == 'end':
            answer = Staff.end(member=self.member_id.id, date_to=day['date_to'], at_once=self.at_once)
            note = self.env._("Last day of %(user)s: %(day)s.", user=self.person, day=answer['date_to'])
        elif self.act == 'substitute':
            answer = Staff.substitute(member=self.member_id.id, login=self.login, **day)
            note = self.env._(
                "%(user)s stands in for %(absent)s from %(first)s to %(last)s.",
                user=answer['name'],
                absent=self.person,
                first=answer['date_from'],
                last=answer['date_to'],
            )
        elif self.act == 'reset':
            answer = Staff.reset_password(login=self._login_of_member())
            note = self.env._("%(user)s has a new password; the old one and every session ended.", user=answer['name'])
        else:
            answer = Staff.leave(login=self._login_of_member(), archive=self.archive)
            note = self.env._("%(user)s has left: memberships, sessions, password and keys ended.", user=answer['name'])
        return self._last_page(note, answer)

    # === STRUCTURE ===

    def _login_of_member(self):
        return self.member_id.sudo().user_id.login  # the service checks the right

    def _last_page(self, note, answer):
        """Return the page with the result. It is a new, unsaved form, so the password is not stored."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Done"),
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_act': 'done',
                'default_done_note': note,
                'default_login': answer.get('login', False),
                'default_password': answer.get('password', False),
                'default_warning': answer.get('warning', False),
            },
        }
