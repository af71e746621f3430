# Part of store_group. License LGPL-3.
"""A private PostgreSQL server, reached only through a socket in a folder of ours.

The machine's own clusters are never touched. PostgreSQL refuses to run as root, so root starts it as `postgres` (or
`nobody`), and because that user cannot enter root's home the cluster lies in /var/tmp. It trades safety for speed
(fsync off): keep nothing in it.
"""

import os
import pathlib
import pwd
import shutil
import stat
import subprocess

from . import apt, paths, say

ROLE = 'odoo'
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
fsync = off
synchronous_commit = off
full_page_writes = off
shared_buffers = {buffers}MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_connections = 200
max_wal_size = 4GB
"""


class Cluster:
    """A server, started when needed; `host` is what Odoo's db_host takes. The one without a name is shared."""

    def __init__(self, name='', settings=''):
        self.binaries = _binaries()
        self.version = self.binaries.parent.name
        self.owner = _owner()
        self.settings = SETTINGS + settings
        self.folder = _home(name)
        self.data = self.folder / f'data-{self.version}'

    @property
    def host(self):
        return str(self.folder)

    def ensure(self):
        """Create the cluster and start it, unless it runs already. Returns itself."""
        with paths.lock('postgres'):
            self._prepare_folder()
            if not (self.data / 'PG_VERSION').is_file():
                with say.step('Creating the private PostgreSQL cluster'):
                    self._create()
            if self._as_owner('pg_ctl', '-D', self.data, 'status').returncode:
                self._start()
            if self.query('postgres', f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", user='postgres') == '':
                self.query('postgres', f'CREATE ROLE {ROLE} SUPERUSER LOGIN', user='postgres')
        return self

    def follow(self, primary):
        """Become a streaming standby of another cluster, over its socket. Returns itself."""
        self._prepare_folder()
        shutil.rmtree(self.data, ignore_errors=True)
        result = self._as_owner(
            'pg_basebackup',
            '-h',
            primary.host,
            '-U',
            'postgres',
            '-D',
            self.data,
            '--write-recovery-conf',
            '-X',
            'stream',
            '-c',
            'fast',
            '--no-sync',
        )
        if result.returncode:
            raise say.Missing(f'pg_basebackup failed:\n{result.stderr.strip()[-800:]}')
        self._write_settings()
        self._start()
        return self

    def start(self):
        self._start()

    def reload(self):
        self.query('postgres', 'SELECT pg_reload_conf()', user='postgres')

    def remove(self):
        """Stop it and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        if (self.data / 'PG_VERSION').is_file():
            self._as_owner('pg_ctl', '-D', self.data, '-m', 'fast', '-w', 'stop')

    def _prepare_folder(self):
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        state = self.folder.stat()
        if state.st_uid not in {os.geteuid(), self.owner.pw_uid}:
            raise say.Missing(f'{self.folder} belongs to somebody else.\n' 'Next step: remove it, or set STORE_GROUP_CACHE.')
        if state.st_uid != self.owner.pw_uid:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        if stat.S_IMODE(state.st_mode) != 0o700:
            self.folder.chmod(0o700)

    def _create(self):
        shutil.rmtree(self.data, ignore_errors=True)
        command = ('initdb', '-D', self.data, '-E', 'UTF8', '--locale=C.UTF-8', '-A', 'trust', '-U', 'postgres')
        result = self._as_owner(*command, '--no-sync')
        if result.returncode:
            raise say.Missing(f'initdb failed:\n{result.stderr.strip()[-800:]}')
        self._write_settings()

    def _write_settings(self):
        memory = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') // 2**20
        with (self.data / 'postgresql.conf').open('a') as conf:
            conf.write(self.settings.format(socket=self.folder, buffers=max(128, min(1024, memory // 8))))

    def _start(self):
        result = self._as_owner('pg_ctl', '-D', self.data, '-l', self.folder / 'server.log', '-w', '-t', '60', 'start')
        if result.returncode:
            log = '\n'.join((self.folder / 'server.log').read_text(errors='replace').splitlines()[-15:])
            raise say.Missing(
                f'The private PostgreSQL does not start ({self.data}):\n{result.stderr}{log}\n'
                f'Next step: remove {self.folder} to begin anew (it holds only test and demo databases).'
            )

    def _as_owner(self, program, *arguments):
        command = [self.binaries / program, *arguments]
        options = {}
        if os.geteuid() == 0:
            options = {'user': self.owner.pw_uid, 'group': self.owner.pw_gid, 'extra_groups': []}
        with open(os.devnull) as nothing:
            # output goes to a file: a server that inherits a pipe would keep its reader waiting
            log = paths.logs() / f'{program}.log'
            with log.open('w+') as output:
                result = subprocess.run(command, cwd='/', stdin=nothing, stdout=output, stderr=output, **options)
                output.seek(0)
                result.stderr = output.read()
        return result

    def query(self, database, sql, user=ROLE):
        """Run one statement; returns the rows as text, columns separated by a tab."""
        command = [
            self.binaries / 'psql',
            '-h',
            self.host,
            '-U',
            user,
            '-d',
            database,
            '-X',
            '-A',
            '-t',
            '-q',
            '-F',
            '\t',
            '-v',
            'ON_ERROR_STOP=1',
            '-c',
            sql,
        ]
        result = subprocess.run(command, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f'{sql}\n{result.stderr.strip()}')
        return result.stdout.strip()

    def exists(self, database):
        return self.query('postgres', f"SELECT 1 FROM pg_database WHERE datname = '{database}'") == '1'

    def drop(self, database):
        self.query('postgres', f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def clone(self, template, database):
        self.query(
            'postgres',
            f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY'
            if int(self.version) >= 15
            else f'CREATE DATABASE "{database}" TEMPLATE "{template}"',
        )


def _binaries():
    found = sorted(pathlib.Path('/usr/lib/postgresql').glob('[0-9]*/bin/initdb'), key=lambda file: int(file.parts[-3]))
    if not found and shutil.which('initdb'):
        found = [pathlib.Path(shutil.which('initdb')).resolve()]
    if not found:
        apt.install('postgresql')
        return _binaries()
    folder = found[-1].parent
    return folder


def _owner():
    if os.geteuid():
        return pwd.getpwuid(os.geteuid())
    for name in ('postgres', 'nobody'):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise say.Missing(
        'PostgreSQL refuses to run as root and there is no user "postgres" or "nobody".\n'
        'Next step: apt-get install postgresql, or work as an ordinary user.'
    )


def _home(name):
    """Folder of cluster and socket; short, because the path of a socket may have 107 characters only."""
    suffix = f'-{paths.short_hash(paths.cache(), 6)}' if os.environ.get('STORE_GROUP_CACHE') else ''
    return pathlib.Path(f'/var/tmp/store_group-{os.geteuid()}{suffix}{name and "-"}{name}')
