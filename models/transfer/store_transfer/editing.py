# Part of store_group. License LGPL-3.
import contextlib

import psycopg2

from odoo import api, fields, models

from ....engine import arguments
from ....exceptions import TransferRefused
from ...people.door import door

FRESH = 10  # minutes until an unrenewed note expires


class StoreTransfer(models.Model):
    """Shows who else has a transfer open, and refuses changes based on an old version.

    Opening or counting leaves a note in a separate table, visible to others. A note blocks nobody:
    people forget open screens. Writing or acting is refused if somebody else has changed the transfer since it was
    opened. A screen sends the version it shows with the call (context `store_version`), or with its note when the user
    begins to change or count; a note of one who only reads is never asked.
    """

    _inherit = 'store.transfer'

    version = fields.Integer(readonly=True, copy=False, help="Counts the changes of what is asked, counted and booked.")
    changed_by_id = fields.Many2one('res.users', string="Last Changed by", readonly=True, copy=False, ondelete='set null')
    changed_on = fields.Datetime(string="Last Change", readonly=True, copy=False)

    # === TRANSFER ===

    @door(side=arguments.text(), version=arguments.maybe(arguments.whole()))
    def begin(self, side='look', version=False):
        """Record that the caller has this transfer open or counts it, and return who else does.

        :param str side: 'look', 'edit', 'ship' or 'receive'
        :param int version: the version on the caller's screen; False: the present one
        :returns: {"version": int, "others": [{"name", "side", "since": UTC}], "text": what to show, or ""}
        :raises AccessError: for users who may not read the transfer
        """
        self.ensure_one()
        self.check_access('read')
        Presence = self.env['store.transfer.presence'].sudo()
        if side not in dict(Presence._fields['side'].selection):
            side = 'look'
        now = fields.Datetime.now()
        seen = self.sudo().version if version is False else int(version)
        own = Presence.search([('transfer_id', '=', self.id), ('user_id', '=', self.env.uid)])
        if own:
            fresh = own.side == side and own.seen_on >= self._fresh_from()
            own.write({'side': side, 'seen_on': now, 'version': seen, **({} if fresh else {'since': now})})
        else:
            # another window of the same user may have created it meanwhile
            with contextlib.suppress(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
                Presence.create({'transfer_id': self.id, 'user_id': self.env.uid, 'side': side, 'version': seen})
        others = self._others()
        return {
            'version': self.sudo().version,
            'text': self._others_text(others),
            'others': [
                {'name': item.user_id.name, 'side': item.side, 'since': fields.Datetime.to_string(item.since)} for item in others
            ],
        }

    def leave(self):
        """Delete the caller's note. Returns True."""
        self.env['store.transfer.presence'].sudo().search(
            [('transfer_id', 'in', self.ids), ('user_id', '=', self.env.uid)]
        ).unlink()
        return True

    @api.model
    def _fresh_from(self):
        return fields.Datetime.subtract(fields.Datetime.now(), minutes=FRESH)

    def _others(self):
        """Return the unexpired notes of others, elevated."""
        return (
            self.env['store.transfer.presence']
            .sudo()
            .search([('transfer_id', '=', self.id), ('user_id', '!=', self.env.uid), ('seen_on', '>=', self._fresh_from())])
        )

    def _others_text(self, others):
        lines = []
        for item in others:
            since = fields.Datetime.context_timestamp(self, item.since).strftime('%H:%M')
            words = {'user': item.user_id.name, 'time': since}
            lines.append(
                {
                    'look': self.env._("%(user)s has had this open since %(time)s.", **words),
                    'edit': self.env._("%(user)s has been changing this since %(time)s.", **words),
                }.get(item.side)
                or self.env._("%(user)s has been counting this since %(time)s.", **words)
            )
        return '\n'.join(lines)

    def _touch(self):
        """Increase the version after a change of requested, counted or booked quantities, and store the user."""
        now = fields.Datetime.now()
        for transfer in self.sudo():
            transfer.update({'version': transfer.version + 1, 'changed_by_id': self.env.user.id, 'changed_on': now})

    def _check_unchanged(self):
        """:raises TransferRefused: when somebody else has changed this since the caller opened it"""
        self_sudo = self.sudo()
        if not self_sudo.changed_by_id or self_sudo.changed_by_id == self.env.user:
            return
        seen = self.env.context.get('store_version', False)
        if seen is False:
            own = (
                self.env['store.transfer.presence']
                .sudo()
                .search(
                    [
                        ('transfer_id', '=', self.id),
                        ('user_id', '=', self.env.uid),
                        ('seen_on', '>=', self._fresh_from()),
                        ('side', '!=', 'look'),
                    ]
                )
            )
            seen = own.version if own else self_sudo.version
        if int(seen) < self_sudo.version:
            raise TransferRefused(
                self.env._(
                    "Transfer %(transfer)s was changed by %(user)s at %(time)s, after you opened it. Reload it and try again.",
                    transfer=self_sudo.name,
                    user=self_sudo.changed_by_id.name,
                    time=fields.Datetime.context_timestamp(self, self_sudo.changed_on).strftime('%H:%M'),
                )
            )
