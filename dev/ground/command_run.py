# Part of store_group. License LGPL-3.
"""`dev/run`: a store group with demo data, on this machine, in a browser. Ctrl-C stops it."""

import argparse
import signal
import subprocess
import time
import unicodedata
import urllib.error
import urllib.request

from . import browser, paths, postgres, say
from .databases import Databases
from .odoo import get as get_odoo
from .server import Server, free_port
from .venv import python as get_python

FIRST_PORT = 8069
DEMO_PASSWORD = 'demo'
USERS = """
SELECT u.login, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
WHERE u.active AND u.login LIKE '%@demo' ORDER BY u.id
"""


def main(arguments=None):
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    try:
        return _main(options)
    except say.Missing as missing:
        say.stop_with(missing)
    except KeyboardInterrupt:
        say.line('\nstopped')
        return 0


def _options(arguments):
    parser = argparse.ArgumentParser(prog='dev/run', description=__doc__)
    parser.add_argument('--reset', action='store_true', help='begin again with a fresh demo database')
    parser.add_argument('--port', type=int, help=f'port to listen on (default: the first free one from {FIRST_PORT})')
    parser.add_argument('--host', default='127.0.0.1', help='address to listen on (0.0.0.0: reachable from outside)')
    parser.add_argument('--stop', action='store_true', help='stop the private database server and leave')
    return parser.parse_args(arguments)


def _main(options):
    if options.stop:
        postgres.Cluster().stop()
        say.line('The private database server is stopped.')
        return 0
    server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
    browser.get()
    databases = Databases(server)
    database = databases.name('demo')
    with paths.lock(database):
        _prepare(databases, database, options.reset)
    return _serve(server, database, options.host, options.port or free_port(FIRST_PORT))


def _prepare(databases, database, reset):
    """Create the demo database, or bring it up to date with the code."""
    stamp, now = paths.own() / 'demo.stamp', paths.sources_stamp()
    fresh = reset or not databases.cluster.exists(database) or not stamp.is_file()
    if not fresh and stamp.read_text() == now:
        return
    stamp.unlink(missing_ok=True)
    addons = ','.join([paths.NAME, *paths.bridges()])
    if fresh:
        databases.clone_for_demo(database, bridges=True)
    with say.step('Installing store_group with its demo data' if fresh else 'Updating store_group to the changed code'):
        log = paths.logs() / 'demo.log'
        arguments = ('-i', addons, '--with-demo', '--load-language=zh_CN') if fresh else ('-u', paths.NAME)
        if databases.server.once(database, *arguments, log=log):
            raise say.Missing(
                f'The add-on cannot be {"installed" if fresh else "updated"}:\n'
                + '\n'.join(log.read_text().splitlines()[-15:])
                + f'\nNext step: read {log}'
                + ('' if fresh else '; ./dev/run --reset begins afresh.')
            )
    if fresh:
        databases.without_odoo_demo(database)
    stamp.write_text(now)


def _serve(server, database, host, port):
    log = paths.logs() / 'run.log'
    command = server.command(
        '-d', database, f'--db-filter=^{database}$', f'--http-interface={host}', '--http-port', port, '--max-cron-threads=1'
    )  # two at once would block each other here
    with log.open('w') as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=paths.own(), env=server.environment()
        )
        try:
            _wait_until_it_answers(process, port, log)
            _welcome(server, database, port, log)
            return process.wait()
        except KeyboardInterrupt:
            say.line('\nstopping ...')
            process.terminate()
            process.wait(30)
            return 0
        finally:
            if process.poll() is None:
                process.kill()


def _wait_until_it_answers(process, port, log):
    for _attempt in range(240):
        if process.poll() is not None:
            raise say.Missing(f'Odoo stopped:\n{log.read_text()[-1500:]}\nNext step: read {log}.')
        try:
            with urllib.request.urlopen(f'http://127.0.0.1:{port}/web/login', timeout=60):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise say.Missing(f'Odoo does not answer on port {port}.\nNext step: read {log}.')


def _welcome(server, database, port, log):
    rows = [line.split('\t') for line in server.cluster.query(database, USERS).splitlines()]
    rows = [('admin', 'Odoo administrator', 'admin'), *((login, name, DEMO_PASSWORD) for login, name in rows)]
    width = max(_columns(name) for _login, name, _password in rows)
    say.line(f'\nStore Group is ready:  http://localhost:{port}/odoo\n')
    for login, name, password in rows:
        say.line(f'  {name}{" " * (width - _columns(name))}  login {login:<20} password {password}')
    say.line(f'\nlog: {log}\nCtrl-C stops it.')


def _columns(text):
    """Width of a text in a terminal, where a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(letter) in 'FW' else 1 for letter in text)
