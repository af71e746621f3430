# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL, format_datetime

from ..engine.reporting import standby

PATIENCE = 0.1  # seconds a healthy standby needs to replay what it has just received


class StoreStandby(models.AbstractModel):
    """The age of the figures when a streaming standby answers instead of the primary (Odoo's `db_replica_host`).

    Screens show it with the figures. When the primary answers, nothing is shown and nothing is queried.
    """

    _name = 'store.standby'
    _description = 'Age of What a Standby Answers'

    # === REPORTING ===

    def _age(self):
        """Return the age of the data this transaction reads; call it before reading the figures.

        :returns: False on a primary; else `{"at": 'YYYY-MM-DD HH:MM:SS' in UTC, "seconds": int, "text": str}`, `at` and
            `seconds` False if the standby does not know
        """
        if not self.env.cr.readonly:  # the primary: Odoo writes there
            return False
        found = self._replay()
        if not found:
            return False
        asked, changed, is_connected, received, is_replayed = found
        if is_connected and not is_replayed:  # the primary writes small records of its own; they are not a lag
            is_replayed = self._is_replayed(received)
        age = standby.age(asked, changed, is_connected, is_replayed)
        return {'at': fields.Datetime.to_string(age.at), 'seconds': age.seconds, 'text': self._text(asked, age)}

    def _replay(self):
        """Return (now, last change replayed, whether connected, received up to, whether that is replayed), or None.

        Roles without rights on statistics can only read that the receiver runs, which is enough.
        """
        return next(
            iter(
                self.env.execute_query(
                    SQL(
                        "SELECT transaction_timestamp() AT TIME ZONE 'UTC', pg_last_xact_replay_timestamp() AT TIME ZONE 'UTC', "
                        'EXISTS (SELECT FROM pg_stat_wal_receiver), pg_last_wal_receive_lsn()::text, '
                        'COALESCE(pg_last_wal_replay_lsn() >= pg_last_wal_receive_lsn(), FALSE) WHERE pg_is_in_recovery()'
                    )
                )
            ),
            None,
        )

    def _is_replayed(self, received):
        """Whether the received changes are replayed after a moment."""
        ((is_replayed,),) = self.env.execute_query(
            SQL('SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn FROM pg_sleep(%s)', received, PATIENCE)
        )
        return is_replayed

    def _text(self, asked, age):
        if not age.at:
            return self.env._("of unknown age: the standby has heard nothing from the main database since it started")
        tz = self.env.tz.zone
        form = 'HH:mm:ss' if asked.date() == age.at.date() else 'yyyy-MM-dd HH:mm:ss'
        return self.env._(
            "as of %(time)s (%(seconds)s s behind)",
            seconds=age.seconds,
            time=format_datetime(self.env, age.at, tz=tz, dt_format=form),
        )
