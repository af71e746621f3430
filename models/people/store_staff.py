# Part of store_group. License LGPL-3.
import secrets

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...engine import arguments
from . import elevation
from .door import MOST, door
from .store_role_profile import ROLES

# Without characters that look alike on paper.
PASSWORD_SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789'
PASSWORD_LENGTH = 12


class StoreStaff(models.AbstractModel):
    """Service by which managers administer the people of their own stores.

    They add a person, set a last day, let somebody stand in for an absent one, hand out a new password and
    let a person leave. Every call first checks the caller's role at that store (`store.staff.right`), acts elevated on
    exactly that, and returns plain data. It never gives more than the caller has, never changes the caller,
    an administrator or a user who sees everything, and stores no password.
    """

    _name = 'store.staff'
    _description = 'People of a Store'

    # === PUBLIC ===

    @api.model
    @door(stores=arguments.maybe(arguments.items(arguments.text(), MOST)))
    def list_members(self, stores=False):
        """List who works where, now and later.

        :param list stores: codes of stores; False: all the caller may manage members of
        :returns: list of `{"member_id", "login", "name", "store", "role", "date_from", "date_to" or False,
            "current", "substitutes" (name of the absent person or False)}`
        :raises AccessError: for a store whose members the caller may not manage
        """
        self.env.user._check_store_caller()
        Store = self.env['store.store'].sudo()
        if stores is False:
            chosen = Store.search([]).filtered(lambda store: self.env.user._store_can('manage_members', store))
        else:
            chosen = Store.union(*(self._store(code) for code in stores))
        members = self.env['store.member'].sudo().search([('store_id', 'in', chosen.ids)])
        return [
            {
                'member_id': member.id,
                'login': member.user_id.login,
                'name': member.user_id.name,
                'store': member.store_id.code,
                'role': member.role,
                'current': member.is_current,
                'substitutes': member.substitutes_id.user_id.name or False,
                **self._days(member),
            }
            for member in members
            if member._is_current_or_future()
        ]

    @api.model
    @door(
        store=arguments.text(),
        login=arguments.text(),
        name=arguments.maybe(arguments.text()),
        role=arguments.text(),
        profile=arguments.maybe(arguments.text()),
        date_from=arguments.maybe(arguments.day()),
        date_to=arguments.maybe(arguments.day()),
    )
    def add(self, store, login, name=False, role='staff', profile=False, date_from=False, date_to=False):
        """Give a person a role at a store; create the user if there is none.

        Repeating a call changes nothing and returns the same membership, without a password.

        :param str store: code of the store
        :param str login: phone or staff number, the name to log in with
        :param str name: needed for a new person; for a known one it must match, to catch typing errors in the number
        :param str role: a role of `store.member`, not above the caller's own at that store
        :param str profile: name of a profile of the role; False: the standard one
        :param date_from: 'YYYY-MM-DD' in the store's zone, today or later; False: today
        :param date_to: 'YYYY-MM-DD', last day; False: until further notice
        :returns: `{"member_id", "login", "name", "store", "role", "date_from", "date_to" or False, "created",
            "password" (of a new user, only in this answer, else False), "warning" (str or False)}`
        :raises AccessError: where the caller may not give that; :raises UserError: for unknown codes and wrong days
        """
        place = self._store(store)
        if role not in dict(ROLES):
            raise UserError(
                self.env._("There is no role %(role)s. Choose one of: %(roles)s.", role=role, roles=', '.join(dict(ROLES)))
            )
        first, last = self._day(date_from) or place._today(), self._day(date_to)
        user, password = self._person(place, login, name)
        vals = {
            'user_id': user.id,
            'role': role,
            'profile_id': self._profile(profile, role).id,
            'store_id': place.id,
            'date_from': first,
            'date_to': last,
        }
        member = self._give(vals, given_from=bool(date_from))
        return {
            'member_id': member.id,
            'login': user.login,
            'name': user.name,
            'store': place.code,
            'role': member.role,
            **self._days(member),
            'created': bool(password),
            'password': password,
            'warning': member._uncovered_warning() or False,
        }

    @api.model
    @door(member=arguments.ident(), date_to=arguments.maybe(arguments.day()), at_once=arguments.flag())
    def end(self, member, date_to=False, at_once=False):
        """Set the last day of a membership, or end it immediately.

        :param int member: id of the membership
        :param date_to: 'YYYY-MM-DD', last day, today or later; False: today
        :param bool at_once: it ends immediately
        :returns: `{"member_id", "date_from", "date_to", "ended"}`
        :raises AccessError: where the membership is not the caller's to end
        """
        record = self._member(member)
        today = record._today()
        last = self._day(date_to) or today
        if last < today:
            raise UserError(self.env._("The last day is in the past. Choose today or a later day."))
        if at_once or last < record.date_from:
            record._revoke()
        elif not record.revoked_at and record.date_to != last:
            record.write({'date_to': last})
        return {'member_id': record.id, **self._days(record), 'ended': bool(record.revoked_at)}

    @api.model
    @door(
        member=arguments.ident(),
        login=arguments.text(),
        date_from=arguments.maybe(arguments.day()),
        date_to=arguments.maybe(arguments.day()),
    )
    def substitute(self, member, login, date_from, date_to):
        """Let a person stand in for an absent one: the same role at the same place, for these days only.

        :param int member: id of the absent person's membership
        :param str login: login of the substitute, who is bound to stores already
        :param date_from: 'YYYY-MM-DD', first day, today or later; :param date_to: 'YYYY-MM-DD', last day
        :returns: `{"member_id", "login", "name", "date_from", "date_to"}`; the same call again, the same answer
        :raises AccessError: where the absent person's role is not the caller's to give
        """
        absent = self._member(member)
        first, last = self._day(date_from), self._day(date_to)
        if not first or not last:
            raise UserError(self.env._("A substitute needs a first and a last day. Add a person for longer."))
        user = self._user(login)
        if not user:
            raise UserError(self.env._("Nobody logs in as %(login)s. Add the person first.", login=login))
        record = self._give(
            {
                'user_id': user.id,
                'role': absent.role,
                'profile_id': absent.profile_id.id,
                'store_id': absent.store_id.id,
                'group_id': absent.group_id.id,
                'all_stores': absent.all_stores,
                'date_from': first,
                'date_to': last,
                'substitutes_id': absent.id,
            },
            given_from=True,
        )
        return {'member_id': record.id, 'login': user.login, 'name': user.name, **self._days(record)}

    @api.model
    @door(login=arguments.text())
    def reset_password(self, login):
        """Give a person of the caller's stores a new password; all their sessions end.

        :param str login: login of the person
        :returns: `{"login", "name", "password"}`; the password is nowhere else
        :raises AccessError: where they are, anywhere, more than the caller may give
        """
        user = self._known(login)
        self.env['store.staff.right']._check_account(user)
        password = self._new_password()
        user._change_password(password)
        return {'login': user.login, 'name': user.name, 'password': password}

    @api.model
    @door(login=arguments.text(), archive=arguments.flag())
    def leave(self, login, archive=False):
        """A person leaves: memberships, sessions, password and keys end at once.

        :param str login: login of the person
        :param bool archive: archive the user as well
        :returns: `{"login", "name", "ended": number of memberships ended, "archived"}`; again: 0
        :raises AccessError: where they are, anywhere, more than the caller may give
        """
        user = self._known(login)
        Right = self.env['store.staff.right']
        members = user.store_member_ids.filtered(lambda member: member._is_current_or_future())
        if members or Right._is_free():
            Right._check_account(user)
            members._revoke()
            user._end_sessions()
            if archive:
                user.write({'active': False})
        return {'login': user.login, 'name': user.name, 'ended': len(members), 'archived': not user.active}

    # === STRUCTURE ===

    def _give(self, vals, given_from):
        """Return the membership of `vals`, created now or existing.

        :param bool given_from: whether the caller named the first day, or today is the default
        """
        Member_sudo = self.env['store.member'].sudo()
        Right = self.env['store.staff.right']
        user = self.env['res.users'].sudo().browse(vals['user_id'])
        others = Member_sudo.search(
            [
                ('revoked_at', '=', False),
                '|',
                ('date_to', '=', False),
                ('date_to', '>=', vals['date_from']),
                *((name, '=', vals.get(name, False)) for name in ('user_id', 'role', 'store_id', 'group_id', 'all_stores')),
            ]
        ).filtered(lambda member: not vals['date_to'] or member.date_from <= vals['date_to'])
        same = others.filtered(
            lambda member: (member.date_from == vals['date_from'] or not given_from)
            and member.date_to == vals['date_to']
            and member.profile_id.id == vals['profile_id']
        )
        if others:
            Right._check_give(others)
            if same:
                return same[0]
            raise UserError(
                self.env._(
                    "%(user)s is %(role)s at %(place)s already, from %(date_from)s to %(date_to)s. "
                    "Change the last day of that membership, or choose other days.",
                    user=user.name,
                    role=others[0]._role_name(),
                    place=others[0]._place_name(),
                    date_from=others[0].date_from,
                    date_to=others[0].date_to or self.env._("further notice"),
                )
            )
        store = self.env['store.store'].sudo().browse(vals['store_id'])
        if vals['date_from'] < store._today():
            raise UserError(self.env._("The first day is in the past. Choose today or a later day."))
        if not user.active:
            raise UserError(
                self.env._("User %(user)s is archived. Ask a headquarters administrator to restore them.", user=user.name)
            )
        Right._check_person(user)
        # Elevated: the caller has no write access to memberships; the result is checked with the caller's rights or rolled back.
        member = elevation.lift(Member_sudo).create(vals)
        Right._check_give(member)
        return member

    def _person(self, store, login, name):
        """Return (user, password or False) of a login; a new user if nobody has it."""
        login = (login or '').strip()
        user = self._user(login)
        name = (name or '').strip()
        if user:
            if name and name != user.name:
                raise UserError(
                    self.env._(
                        "%(login)s is the login of %(user)s, not of %(name)s. Correct the number or the name.",
                        login=login,
                        user=user.name,
                        name=name,
                    )
                )
            return user, False
        if not login or not name or any(sign.isspace() for sign in login):
            raise UserError(self.env._("A new person needs a name, and a login without blanks: their phone or staff number."))
        password = self._new_password()
        return self._make_user(store, login, name, password), password

    @api.model
    def _make_user(self, store, login, name, password=False):
        """Create an internal user without further rights; the role comes with the membership.

        The caller's right to add people there has been checked. Without a password nobody can log in.
        """
        company = store.company_id
        vals = {
            'name': name,
            'login': login,
            'store_access': 'member',
            **({'password': password} if password else {}),
            'store_awaits_password': not password,
            'lang': self.env.user.lang or store.partner_id.lang or company.partner_id.lang,
            'tz': store.tz,
            'company_id': company.id,
            'company_ids': [Command.set(company.ids)],
            'group_ids': [Command.set(self.env.ref('base.group_user').ids)],
            'notification_type': 'inbox',  # most of them have no address
        }
        Users_sudo = elevation.lift(self.env['res.users'], company)  # checked above
        return Users_sudo.with_context(no_reset_password=True).create(vals)

    def _new_password(self):
        signs = ''.join(secrets.choice(PASSWORD_SIGNS) for _sign in range(PASSWORD_LENGTH))
        return '-'.join(signs[start : start + 4] for start in range(0, PASSWORD_LENGTH, 4))

    # === WHAT THE CALLER NAMES ===

    def _store(self, code):
        """Return the store of a code, elevated.

        :raises UserError: for an unknown code; :raises AccessError: where the caller manages no members
        """
        self.env.user._check_store_caller()
        store_sudo = self.env['store.store'].sudo()._by_code([code]).get(code)
        if not store_sudo:
            raise UserError(self.env._("No store has the code %(codes)s. Correct it and call again.", codes=code))
        self.env.user._check_store_can('manage_members', store_sudo)
        return store_sudo

    def _member(self, member_id):
        """Return a membership the caller may change, elevated.

        :raises AccessError: if the caller may not change it, or it does not exist
        """
        self.env.user._check_store_caller()
        member_sudo = self.env['store.member'].sudo().browse(int(member_id)).exists()
        if not member_sudo:
            raise UserError(
                self.env._(
                    "There is no membership with the number %(number)s. List the members and call again.", number=member_id
                )
            )
        self.env['store.staff.right']._check_give(member_sudo)
        return member_sudo

    def _user(self, login):
        Users_sudo = self.env['res.users'].sudo().with_context(active_test=False)
        return Users_sudo.search([('login', '=', (login or '').strip())], limit=1)

    def _known(self, login):
        self.env.user._check_store_caller()
        user = self._user(login)
        if not user:
            raise UserError(self.env._("Nobody logs in as %(login)s.", login=login))
        return user

    def _profile(self, name, role):
        Profile = self.env['store.role.profile'].sudo()
        if not name:
            return Profile
        profile = Profile.search([('name', '=', name), ('role', '=', role)], limit=1)
        if not profile:
            raise UserError(
                self.env._("No profile of this role is called %(name)s. Check the name in Settings: Role Profiles.", name=name)
            )
        return profile

    def _day(self, value):
        """:raises UserError: for an invalid date"""
        try:
            return fields.Date.to_date(value) or False
        except ValueError:
            raise UserError(self.env._("%(found)s is not a date. Write it like 2024-03-31.", found=value)) from None

    def _days(self, member):
        return {'date_from': str(member.date_from), 'date_to': str(member.date_to) if member.date_to else False}
