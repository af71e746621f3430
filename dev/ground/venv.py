# Part of store_group. License LGPL-3.
"""The Python libraries of Odoo and of the checks, in a private virtual environment."""

import os
import pathlib
import shutil
import subprocess
import sys

from . import apt, paths, say

REQUIREMENTS = paths.ROOT / 'dev' / 'requirements.txt'
FITTING = ((3, 10), (3, 11), (3, 12), (3, 13))


def python():
    """Path of the Python that has everything of requirements.txt."""
    folder = paths.cache() / 'venv'
    with paths.lock('venv'):
        base = _base_python()
        stamp = folder / f'.complete-{paths.short_hash(REQUIREMENTS.read_text() + _version(base))}'
        if not stamp.is_file():
            with say.step(f'Preparing the Python libraries ({base})'):
                _build(base, folder)
            stamp.touch()
    return folder / 'bin' / 'python'


def _version(executable):
    command = [executable, '-c', 'import sys; print(*sys.version_info[:2], sep=".")']
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _base_python():
    if sys.version_info[:2] in FITTING:
        return getattr(sys, '_base_executable', None) or sys.executable
    for version in reversed(FITTING):
        found = shutil.which('python{}.{}'.format(*version))
        if found:
            return found
    raise say.Missing(
        'Odoo 19 runs on Python 3.10 to 3.13 and none is in PATH.\n'
        'Next step: install one of them (for example: apt-get install python3.13 python3.13-venv).'
    )


def _build(base, folder):
    executable = folder / 'bin' / 'python'
    if not executable.exists() or _version(executable) != _version(base):
        shutil.rmtree(folder, ignore_errors=True)
        if subprocess.run([base, '-c', 'import ensurepip, venv'], capture_output=True).returncode:
            apt.install('python3-venv')
        subprocess.run([base, '-m', 'venv', folder], check=True)
    log = paths.logs() / 'pip.log'
    command = [executable, '-m', 'pip', 'install', '--quiet', '--prefer-binary', '--requirement', REQUIREMENTS]
    with log.open('w') as output:
        result = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, env=_plain_environment())
    if result.returncode:
        raise say.Missing(
            'The Python libraries cannot be installed:\n'
            + log.read_text()[-1200:]
            + f'\nNext step: read {log}; the list is {pathlib.Path(REQUIREMENTS)}.'
        )


def _plain_environment():
    return {name: value for name, value in os.environ.items() if name not in {'PYTHONPATH', 'PYTHONHOME'}}
