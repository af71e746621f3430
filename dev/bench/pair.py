# Part of store_group. License LGPL-3.
"""Two databases in one process: one with the add-on, one that has never seen it. What they do is timed alike and rolled back."""

import gc

from odoo import Command
from odoo.tools import SQL

from . import figures


class Pair:
    """The environments `ours` and `core`, and samples of what is done in them.

    Whatever is set up in them is flushed by `settle`, stays in their open transactions, and is never committed.
    """

    def __init__(self, session, core_session):
        """
        :param session: a function that returns (cursor, superuser's environment) of the database with the add-on
        :param core_session: the same of the database without
        """
        self.ours, self.core = session()[1], core_session()[1]
        self.both = (self.ours, self.core)
        self.now = figures.processor_time(*(env.execute_query(SQL('SELECT pg_backend_pid()'))[0][0] for env in self.both))
        self.questions = 0  # asked by the last sample

    def settle(self):
        """Write what was set up in both."""
        for env in self.both:
            env.flush_all()

    def user(self, env, login, groups):
        """Return a new user of `env` with exactly these groups, given as XML ids."""
        env = env(context={**env.context, 'no_reset_password': True})
        ids = [env.ref(name).id for name in groups]
        return env['res.users'].create({'name': login, 'login': login, 'group_ids': [Command.set(ids)]})

    def store(self, name, warehouse, **more):
        """Return a new open store of the database with the add-on; its code is the name in capitals."""
        vals = {'name': name, 'code': name.upper().replace(' ', '-'), 'tz': 'Asia/Shanghai', 'state': 'open'}
        return self.ours['store.store'].create({**vals, 'warehouse_id': warehouse.id, **more})

    def sample(self, env, act, prepare=None, check=None):
        """Return a call that does `act` in `env` with a cold cache, rolls it back, and returns its seconds of processor time.

        :param act: a function of what `prepare` returned, of None without it; what it leaves to write is written on its time
        :param prepare: a function without arguments; not timed
        :param check: a function like `act`, called afterwards; not timed
        """

        def call():
            env.invalidate_all()
            gc.collect()  # garbage of other code must not be collected within the sample
            savepoint = env.cr.savepoint(flush=True)
            try:
                subject = None
                if prepare:
                    subject = prepare()
                    env.flush_all()
                    env.invalidate_all()
                before = env.cr.sql_log_count
                seconds = figures.clock(lambda: (act(subject), env.flush_all()), self.now)
                self.questions = env.cr.sql_log_count - before
                if check:
                    check(subject)
                return seconds
            finally:
                savepoint.close(rollback=True)
                env.invalidate_all()

        return call

    def pairs(self, ours, core, count):
        """Return [(seconds of ours, of core)] of two samples in turn, after one of each to warm up."""
        for call in (ours, core):
            call()
        return figures.pairs(ours, core, count)
