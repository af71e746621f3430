# Part of store_group. License LGPL-3.
"""`dev/i18n`: read every text of the add-on from a fresh database into i18n/, keep what is translated, name what is not."""
import subprocess

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
    try:
        server = Server(get_odoo(), get_python(), postgres.Cluster().ensure())
        databases = Databases(server)
        database, folder = databases.name('i18n'), paths.ROOT / 'i18n'
        with paths.lock(database), say.step('Reading the texts'):
            databases.clone(databases.template(), database)
            log = paths.logs() / 'i18n.log'
            template = folder / f'{paths.NAME}.pot'
            if server.once(database, '-i', paths.NAME, log=log) or server.tool(
                    'i18n export', database, '-l', 'pot', '-o', str(template), paths.NAME, log=log):
                raise say.Missing(f'Odoo could not write the texts.\nNext step: read {log}.')
            databases.remove(database)
        return subprocess.run([str(server.python), '-c', MERGE, str(template), str(folder / 'zh_CN.po')]).returncode
    except say.Missing as missing:
        say.stop_with(missing)
