# Part of store_group. License LGPL-3.
"""`dev/i18n`: read every text of the add-on from a fresh database into i18n/, keep existing translations, list missing ones."""

import subprocess
import sys

from . import paths, postgres, say
from .databases import Databases
from .odoo import get as get_odoo
from .server import Server
from .venv import python as get_python

# Runs with the tools' Python, which has polib (a requirement of Odoo).
MERGE = """
import pathlib, sys, polib
template, target = sys.argv[1:]
texts = polib.pofile(template)
old = {entry.msgid: entry.msgstr for entry in polib.pofile(target)} if pathlib.Path(target).exists() else {}
texts.metadata['Language'] = 'zh_CN'
for entry in texts:
    entry.msgstr = old.get(entry.msgid, '')
texts.save(target)
missing = [entry.msgid for entry in texts if not entry.msgstr]
print('\\n'.join(missing + [f'{len(texts)} texts, {len(missing)} without Chinese']))
sys.exit(bool(missing))
"""


def main():
    """Texts of the add-on and of its bridges, or of those named on the command line."""
    try:
        folders = {paths.NAME: paths.ROOT, **paths.bridges()}
        server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
        return max(_texts_of(server, name, folders[name] / 'i18n') for name in sys.argv[1:] or folders)
    except say.Missing as missing:
        say.stop_with(missing)


def _texts_of(server, name, folder):
    databases, log = Databases(server), paths.logs() / f'i18n_{name}.log'
    database, template = databases.name('i18n'), folder / f'{name}.pot'
    with paths.lock(database), say.step(f'Reading the texts of {name}'):
        databases.clone(databases.template(bridges=name != paths.NAME), database)
        if server.once(database, '-i', name, log=log) or server.tool(
            'i18n export', database, '-l', 'pot', '-o', str(template), name, log=log
        ):
            raise say.Missing(f'Odoo could not write the texts.\nNext step: read {log}.')
        databases.remove(database)
    return subprocess.run([str(server.python), '-c', MERGE, str(template), str(folder / 'zh_CN.po')]).returncode
