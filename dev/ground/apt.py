# Part of store_group. License LGPL-3.
"""Debian packages, fetched with the machine's own mirror into a private folder.

The machine's package sources and lists are only read. Nothing is installed by `Suite`: packages are unpacked into a
folder of ours. `install` is for real packages (a database server, a browser), and only as root.
"""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

from . import paths, say

KEYRING = pathlib.Path('/usr/share/keyrings/debian-archive-keyring.gpg')
SOURCES = pathlib.Path('/etc/apt')


@dataclass(frozen=True)
class Source:
    uri: str
    suites: tuple
    components: tuple


def read_sources(folder=SOURCES):
    """The enabled binary sources of the machine, from both file formats of apt."""
    found = []
    parts = folder / 'sources.list.d'
    for file in sorted(parts.glob('*.sources')):
        for stanza in re.split(r'\n\s*\n', file.read_text(errors='replace')):
            found += _from_stanza(stanza)
    for file in [folder / 'sources.list', *sorted(parts.glob('*.list'))]:
        if file.is_file():
            for text in file.read_text(errors='replace').splitlines():
                found += _from_line(text)
    return found


def _from_stanza(stanza):
    fields, name = {}, None
    for text in stanza.splitlines():
        if text.startswith('#') or not text.strip():
            continue
        if text[0].isspace() and name:
            fields[name] += f' {text.strip()}'
        elif ':' in text:
            name, _, value = text.partition(':')
            name = name.strip().lower()
            fields[name] = value.strip()
    if 'deb' not in fields.get('types', '').split() or fields.get('enabled', 'yes').lower() in {'no', 'false'}:
        return []
    suites, components = tuple(fields.get('suites', '').split()), tuple(fields.get('components', '').split())
    return [Source(uri, suites, components) for uri in fields.get('uris', '').split()]


def _from_line(text):
    match = re.match(r'\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s*([^#]*)', text)
    return [Source(match[1], (match[2],), tuple(match[3].split()))] if match else []


def codename(file=pathlib.Path('/etc/os-release')):
    values = dict(text.split('=', 1) for text in file.read_text().splitlines() if '=' in text)
    if values.get('ID', '').strip('"') != 'debian':
        return None
    return values.get('VERSION_CODENAME', '').strip('"') or None


def mirror():
    """Address of the Debian archive this machine uses."""
    if os.environ.get('STORE_GROUP_MIRROR'):
        return os.environ['STORE_GROUP_MIRROR']
    suites = {'stable', 'oldstable', 'testing', 'unstable', 'sid', codename()}
    for source in read_sources():
        if 'main' in source.components and suites & set(source.suites):
            return source.uri
    raise say.Missing(
        'No Debian archive is named in /etc/apt (sources.list, sources.list.d), so Odoo cannot be fetched.\n'
        'Next step: set ODOO_HOME to a checkout of Odoo 19.0,\n'
        'or STORE_GROUP_MIRROR to the address of a Debian archive.'
    )


class Suite:
    """One suite of the archive (unstable, stable...), with apt's whole state in a folder of ours."""

    def __init__(self, name):
        self.name = name
        self.folder = paths.cache() / 'apt' / name
        self.updated = False

    def _command(self, tool, *arguments):
        state, etc = self.folder / 'state', self.folder / 'etc'
        options = {
            'Dir::State': state,
            'Dir::State::status': state / 'status',
            'Dir::State::lists': state / 'lists',
            'Dir::Cache': self.folder / 'cache',
            'Dir::Etc::sourcelist': etc / 'sources.list',
            'Dir::Etc::sourceparts': '-',
            'Dir::Etc::preferences': '-',
            'Dir::Etc::preferencesparts': '-',
            'APT::Default-Release': '',
            'Acquire::Languages': 'none',
            'Acquire::Retries': '3',
            'APT::Sandbox::User': 'root' if os.geteuid() == 0 else '',
        }
        return [tool, *(f'-o{name}={value}' for name, value in options.items()), *arguments]

    def update(self):
        """Fetch and check the lists of this suite."""
        if self.updated:
            return
        for tool, package in (('apt-get', 'apt'), ('dpkg-deb', 'dpkg')):
            if not shutil.which(tool):
                raise say.Missing(
                    f'{tool} is missing (Debian package {package}); it fetches Odoo.\n'
                    'Next step: set ODOO_HOME to a checkout of Odoo 19.0.'
                )
        if not KEYRING.is_file():
            if os.geteuid() == 0:
                install('debian-archive-keyring')
            else:
                raise say.Missing(
                    f'{KEYRING} is missing; it checks the signatures of what is fetched.\n'
                    'Next step: sudo apt-get install debian-archive-keyring'
                )
        for part in ('state/lists/partial', 'cache/archives/partial', 'etc'):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        (self.folder / 'state/status').touch()
        (self.folder / 'etc/sources.list').write_text(f'deb [signed-by={KEYRING}] {mirror()} {self.name} main\n')
        result = subprocess.run(self._command('apt-get', '-q', 'update'), capture_output=True, text=True)
        output = (result.stdout + result.stderr).splitlines()
        problems = [text for text in output if re.match(r'(Err|E:|W: Fail)', text)]
        if result.returncode or problems:
            raise say.Missing(
                f'The package lists of Debian {self.name} cannot be fetched:\n'
                + '\n'.join(problems[:5])
                + '\nNext step: check the network, or set ODOO_HOME to a checkout of Odoo 19.0.'
            )
        self.updated = True

    def fetch(self, packages, folder):
        """Download packages into a folder; returns the files."""
        self.update()
        before = set(folder.glob('*.deb'))
        result = subprocess.run(self._command('apt-get', '-q', 'download', *packages), cwd=folder, capture_output=True, text=True)
        if result.returncode:
            raise say.Missing(f'Debian {self.name} does not give {", ".join(packages)}:\n' f'{result.stderr.strip()[-500:]}')
        return sorted(set(folder.glob('*.deb')) - before)

    def unpack(self, packages, target):
        """Unpack packages below a folder, as they would be below /."""
        with tempfile.TemporaryDirectory(dir=paths.cache()) as folder:
            for file in self.fetch(packages, pathlib.Path(folder)):
                subprocess.run(['dpkg-deb', '-x', file, target], check=True)


def install(*packages):
    """Install real packages as root; otherwise print the command to type."""
    command = f'apt-get install {" ".join(packages)}'
    if os.geteuid() != 0 or not shutil.which('apt-get'):
        raise say.Missing(f'Missing on this machine: {", ".join(packages)}.\nNext step: sudo {command}')
    environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
    install_command = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', *packages]
    with say.step(command):
        result = subprocess.run(install_command, env=environment, capture_output=True, text=True)
        if result.returncode:
            subprocess.run(['apt-get', '-q', 'update'], env=environment, capture_output=True)
            result = subprocess.run(install_command, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise say.Missing(
            f'"{command}" failed:\n{(result.stdout + result.stderr).strip()[-800:]}\n'
            'Next step: run it yourself and start again.'
        )
