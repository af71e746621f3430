# Part of store_group. License LGPL-3.
"""The example of docs/extending.md as an add-on: written into a folder, installed on a clone, its test run."""

import re
import shutil

from . import paths, results
from .server import Server

PAGE = paths.ROOT / 'docs' / 'extending.md'
BLOCK = re.compile(r'^```\w+ (\S+/\S+)\n(.*?)^```$', re.MULTILINE | re.DOTALL)
ADDON = 'store_group_visit'


def check(test_run):
    """Install the example beside the add-on, in a clone of the database of its tests; returns an Outcome."""
    databases, server = test_run.databases, test_run.server
    tree = _written()
    beside = Server(server.odoo, server.python, server.cluster, name='odoo_example', more=[tree])
    database, log = databases.name('test_example'), paths.logs() / 'test_example.log'
    databases.clone(databases.name('test_core'), database)
    test_run.logs.append(log)
    code = beside.once(database, '-i', ADDON, '--test-tags', f'/{ADDON}', log=log)
    outcome = results.read_log(log, test_run.allowed, code)
    if not outcome.passed and not outcome.failed:
        outcome.fail('the example of docs/extending.md', 'no test ran')
    databases.remove(database)
    return outcome


def _written():
    """The folder with the files of the page's blocks."""
    folder = paths.own() / 'example'
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in BLOCK.findall(PAGE.read_text(encoding='utf-8')):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding='utf-8')
    return folder
