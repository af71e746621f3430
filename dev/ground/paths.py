# Part of store_group. License LGPL-3.
"""Folders: the checkout, the cache, and the part of the cache for this checkout only."""

import ast
import fcntl
import hashlib
import os
import pathlib
import shutil
import subprocess
from contextlib import contextmanager

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAME = 'store_group'


def cache():
    """The folder outside the repository for downloads and builds."""
    if os.environ.get('STORE_GROUP_CACHE'):
        folder = pathlib.Path(os.environ['STORE_GROUP_CACHE']).expanduser()
    else:
        base = os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache'
        folder = pathlib.Path(base) / NAME
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def short_hash(text, size=8):
    return hashlib.sha256(str(text).encode()).hexdigest()[:size]


def key():
    """Eight characters that tell this checkout from the others on the machine."""
    return short_hash(ROOT)


def own():
    """Folder of this checkout inside the cache: configuration, logs, stamps."""
    folder = cache() / 'checkouts' / key()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'path.txt').write_text(f'{ROOT}\n')
    return folder


def logs():
    folder = own() / 'logs'
    folder.mkdir(exist_ok=True)
    return folder


def manifest(folder=ROOT):
    return ast.literal_eval((folder / '__manifest__.py').read_text(encoding='utf-8'))


def bridges(tree=ROOT):
    """The bridge add-ons of a tree, this checkout where none is named, as {name: folder}."""
    found = sorted((tree / 'bridges').glob('*/__manifest__.py'))
    return {file.parent.name: file.parent for file in found}


def release(commit):
    """The tree of an earlier commit, in a folder of the cache; None where this checkout does not hold it (a shallow clone)."""
    folder = cache() / 'releases' / commit
    with lock(f'release-{commit}'):
        if not folder.is_dir():
            archive = subprocess.run(['git', 'archive', commit], cwd=ROOT, capture_output=True, check=False)
            if archive.returncode:
                return None
            building = folder.with_name(f'{commit}.building')
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir(parents=True)
            subprocess.run(['tar', '-x'], cwd=building, input=archive.stdout, check=True)
            building.rename(folder)
    return folder


def sources():
    """Every file of the repository that may affect Odoo."""
    kinds = {'.py', '.xml', '.csv', '.po', '.pot', '.js', '.scss', '.css', '.sql', '.svg', '.png'}
    folders = [folder for folder in ROOT.iterdir() if folder.name not in {'dev', 'docs', 'tests'}]
    for start in sorted(folders):
        if start.name.startswith('.'):
            continue
        files = [start] if start.is_file() else start.rglob('*')
        yield from sorted(file for file in files if file.suffix in kinds and file.is_file())


def sources_stamp():
    digest = hashlib.sha256()
    for file in sources():
        digest.update(f'{file.relative_to(ROOT)}\n'.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def commit():
    """The commit checked out, and whether something is changed since."""

    def git(*arguments):
        return subprocess.run(['git', *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()

    return git('rev-parse', '--short', 'HEAD') + (' with local changes' if git('status', '--porcelain') else '')


@contextmanager
def lock(name, message='Another process prepares this; waiting for it.'):
    """Only one process at a time prepares a thing; the others print a message, wait, and then find it done."""
    folder = cache() / 'locks'
    folder.mkdir(exist_ok=True)
    with open(folder / name, 'w') as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(message, flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
