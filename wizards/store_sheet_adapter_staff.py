# Part of store_group. License LGPL-3.
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from ..engine.table.sheet import Problem

_lt = LazyTranslate(__name__)


class StoreSheetAdapterStaff(models.AbstractModel):
    """The people of the stores: name, login, role, store, first and last day. Missing users are created without a password.

    First passwords are created when they are printed (`store.sheet`). Removing a row ends nothing.
    """

    _name = 'store.sheet.adapter.staff'
    _description = 'Staff as a Sheet'
    _inherit = ['store.sheet.adapter']

    _sheet_model = 'store.member'

    def _columns(self):
        column = self._column
        return (
            column(
                'login',
                _lt("Login"),
                is_key=True,
                required=True,
                hint=self.env._("Phone or staff number, as text; the name to log in with."),
            ),
            column('name', _lt("Full Name"), keep_blank=True, hint=self.env._("Needed for a new person.")),
            column('role', _lt("Role"), 'choice', is_key=True, required=True, choices=self._choices('role')),
            self._store_key(required=True),
            column('date_from', _lt("First Day"), 'date', is_key=True, required=True),
            column('date_to', _lt("Last Day"), 'date', hint=self.env._("Last day. This is how a membership ends.")),
        )

    # === HOOKS ===

    def _sheet_records(self, domain, archived):
        return super()._sheet_records([*domain, ('store_id', '!=', False), ('revoked_at', '=', False)], archived)

    def _value(self, record, column, codes=None):
        if column.name in ('login', 'name'):
            return record.user_id.sudo()[column.name]
        return super()._value(record, column, codes)

    def _settle(self, spec, rows):
        super()._settle(spec, rows)
        users = self._users({row.values.get('login') for row in rows})
        for row in rows:
            user, name = users.get(row.values.get('login')), row.values.get('name')
            if user and name and name != user.name:
                row.problems.append(Problem('other_name', 'name', name, user.name))
            elif not user and not name:
                row.problems.append(Problem('required', 'name'))

    def _users(self, logins):
        Users_sudo = self.env['res.users'].sudo().with_context(active_test=False)  # administrators of the app read no users
        return Users_sudo.search([('login', 'in', list(logins - {None, False, ''}))]).grouped('login')

    def _prepare(self, record, values, found):
        person = {name: values.pop(name, None) for name in ('login', 'name')}
        if record and person['name']:
            raise UserError(self.env._("A name cannot be changed here. Change it on the user."))
        return {**super()._prepare(record, values, found), **({} if record else {'person': person})}

    def _write_batch(self, batch):
        """Create the users first. Two rows of one new person create one user."""
        Staff, ready = self.env['store.staff'], []
        for number, record, vals in batch:
            vals = dict(vals)
            person = vals.pop('person', None)
            if person:
                store = self.env['store.store'].sudo().browse(vals['store_id'])
                vals['user_id'] = (Staff._user(person['login']) or Staff._make_user(store, person['login'], person['name'])).id
            ready.append((number, record, vals))
        super()._write_batch(ready)
