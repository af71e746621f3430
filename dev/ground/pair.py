# Part of store_group. License LGPL-3.
"""A primary and a streaming standby: two servers of this run alone, on sockets in folders of their own."""

import subprocess
import time

from . import paths, postgres, say

WAIT = 120  # seconds a change may take to be replayed
# The settings of production, besides the unsafe speed of all our servers. Statement statistics for the check;
# autovacuum off, as its own statements would be counted too.
PRIMARY = """
wal_level = replica
synchronous_commit = on
max_wal_senders = 4
wal_keep_size = 1GB
shared_preload_libraries = 'pg_stat_statements'
autovacuum = off
"""
STANDBY = (
    PRIMARY
    + """
hot_standby = on
hot_standby_feedback = on
max_standby_streaming_delay = 5min
wal_receiver_status_interval = 1s
"""
)


class Pair:
    """`with Pair() as pair`: the primary runs; `follow()` adds the standby; both are removed at the end."""

    def __init__(self):
        self.primary = postgres.Cluster(f'primary-{paths.key()}', PRIMARY)
        self.standby = postgres.Cluster(f'standby-{paths.key()}', STANDBY)

    def __enter__(self):
        self.__exit__()  # left by a killed run
        self.primary.ensure()
        self.primary.query('postgres', 'CREATE EXTENSION pg_stat_statements', user='postgres')
        return self

    def __exit__(self, *_error):
        for cluster in (self.standby, self.primary):
            cluster.remove()

    def bring(self, cluster, template, database):
        """Copy a database of another cluster to the primary."""
        self.primary.query('postgres', f'CREATE DATABASE "{database}"')
        take = [cluster.binaries / 'pg_dump', '-h', cluster.host, '-U', postgres.ROLE, '--no-owner', template]
        give = [
            cluster.binaries / 'psql',
            '-h',
            self.primary.host,
            '-U',
            postgres.ROLE,
            '-d',
            database,
            '-X',
            '-q',
            '-v',
            'ON_ERROR_STOP=1',
        ]
        with subprocess.Popen(take, stdout=subprocess.PIPE) as dump:
            result = subprocess.run(give, stdin=dump.stdout, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if result.returncode or dump.returncode:
            raise say.Missing(f'{template} cannot be copied to the primary:\n{result.stderr.strip()[-800:]}')

    def follow(self):
        self.standby.follow(self.primary)
        self.wait()

    def wait(self):
        """Return the seconds until the standby has replayed everything the primary has written so far."""
        start, written = time.monotonic(), self.primary.query('postgres', 'SELECT pg_current_wal_lsn()')
        while self.standby.query('postgres', f"SELECT pg_last_wal_replay_lsn() >= '{written}'") != 't':
            if time.monotonic() - start > WAIT:
                raise say.Missing(f'The standby does not follow, see {self.standby.folder}/server.log.')
            time.sleep(0.05)
        return time.monotonic() - start

    def statements(self, database, word=''):
        """Return how many statements each server has run in a database: (primary, standby), those with `word` if given."""
        return tuple(
            int(
                cluster.query(
                    'postgres',
                    (
                        'SELECT COALESCE(SUM(calls), 0) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid '
                        f"WHERE d.datname = '{database}' AND s.query ILIKE '%{word}%'"
                    ),
                )
            )
            for cluster in (self.primary, self.standby)
        )

    def told(self, database):
        """Return the statements of the primary in a database, the most frequent first, for a person to read."""
        return self.primary.query(
            'postgres',
            (
                'SELECT calls, left(query, 200) FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid '
                f"WHERE d.datname = '{database}' ORDER BY calls DESC LIMIT 20"
            ),
        )

    def forget(self):
        """Reset the counters of both."""
        for cluster in (self.primary, self.standby):
            cluster.query('postgres', 'SELECT pg_stat_statements_reset()', user='postgres')
