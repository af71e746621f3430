# Part of store_group. License LGPL-3.
"""One Odoo process: its configuration, its add-on folders, its log."""

import os
import socket
import subprocess
import time
import urllib.request

from . import paths, postgres, say

WAIT = 300  # seconds a server may take to be ready


class Server:
    """Starts Odoo on databases of the private cluster with this checkout's add-ons or another tree's, and `more` folders.

    Without `bridges` the addons path names the add-on alone, as where somebody only linked its folder.
    """

    def __init__(self, odoo, python, cluster, name='odoo', tree=paths.ROOT, more=(), bridges=True):
        self.odoo, self.python, self.cluster, self.tree = odoo, python, cluster, tree
        self.bridges = paths.bridges(tree) if bridges else {}
        self.data = paths.cache() / 'data'
        self.conf = paths.own() / f'{name}.conf'
        self._link_addons()
        self.folders += more
        if cluster:
            self._write_conf()

    def _link_addons(self):
        """Folders of links; the bridges come first in the path, then the folder with the add-on itself."""
        self.folders = []
        start = paths.own() if self.tree == paths.ROOT else paths.own() / self.tree.name
        for name, links in (('bridges', paths.bridges(self.tree)), ('addons', {paths.NAME: self.tree})):
            folder = start / name
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.iterdir():
                if old.name not in links:
                    old.unlink()
            for link, target in links.items():
                if not (folder / link).is_symlink():
                    (folder / link).symlink_to(target)
            if name == 'addons' or self.bridges:
                self.folders.append(folder)

    def _write_conf(self):
        self.data.mkdir(exist_ok=True)
        addons = [*self.folders, *self.odoo.addons]
        self.conf.write_text(
            '\n'.join(
                (
                    '[options]',
                    f'db_host = {self.cluster.host}',
                    f'db_user = {postgres.ROLE}',
                    f'addons_path = {",".join(map(str, addons))}',
                    f'data_dir = {self.data}',
                    'list_db = False',
                    'http_interface = 127.0.0.1',
                    '',
                )
            )
        )

    def environment(self, **more):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(('PG', 'ODOO_'))}
        environment.update({'PYTHONPATH': str(self.odoo.home), 'PYTHONDONTWRITEBYTECODE': '1', **more})
        return environment

    def command(self, *arguments):
        return [str(self.python), '-m', 'odoo', '-c', str(self.conf), *map(str, arguments)]

    def serve(self, database, port, log, *options):
        """Start a server with threads and without crons; return its process."""
        with log.open('w') as output:
            return subprocess.Popen(
                self.command('-d', database, '--max-cron-threads', 0, '--http-port', port, *options),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                cwd=paths.own(),
                env=self.environment(),
            )

    def once(self, database, *arguments, log, timeout=None, **environment):
        """Run Odoo until it has done its work; returns its exit code."""
        command = self.command(
            '-d', database, '--max-cron-threads=0', '--http-port', free_port(), '--stop-after-init', *arguments
        )
        with log.open('w') as output:
            output.write(f'$ {" ".join(command)}\n')
            output.flush()
            try:
                return subprocess.run(
                    command,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    timeout=timeout,
                    stdin=subprocess.DEVNULL,
                    cwd=paths.own(),
                    env=self.environment(**environment),
                ).returncode
            except subprocess.TimeoutExpired:
                output.write(f'\nstopped after {timeout} seconds\n')
                return 124

    def tool(self, name, database, *arguments, log, stdin=None, timeout=None, **environment):
        """Run one of Odoo's command line tools (`shell`, `module uninstall`, `neutralize`); returns its exit code."""
        command = [str(self.python), '-m', 'odoo', *name.split(), '-c', str(self.conf), '-d', database, *arguments]
        with log.open('w') as output, open(stdin or '/dev/null') as text:
            try:
                return subprocess.run(
                    command,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    stdin=text,
                    timeout=timeout,
                    cwd=paths.own(),
                    env=self.environment(**environment),
                ).returncode
            except subprocess.TimeoutExpired:
                return 124


def wait_for(port, log):
    """Wait until an Odoo server answers."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f'http://127.0.0.1:{port}/web/health', timeout=WAIT).read()
            return
        except OSError:
            time.sleep(0.5)
    raise say.Missing(f'The server of Odoo does not answer, see {log}.')


def free_port(first=0):
    """A TCP port of this machine nobody listens on: the first free one from `first`, or any."""
    for port in range(first, first + 100) if first else (0,):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(('127.0.0.1', port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise RuntimeError(f'no free port between {first} and {first + 99}')
