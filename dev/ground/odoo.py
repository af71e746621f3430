# Part of store_group. License LGPL-3.
"""Odoo 19 Community itself: the one named by ODOO_HOME, or Debian's package unpacked in the cache."""

import os
import pathlib
import re
import shutil
from dataclasses import dataclass

from . import apt, paths, say

PACKAGES = (
    'odoo-19',
    'libjs-jquery',
    'libjs-jquery-form',
    'libjs-underscore',
    'fonts-roboto-unhinted',
    'fonts-montserrat',
    'fonts-ocr-b',
    'fonts-glyphicons-halflings',
    'gsfonts',
)
# Newer versions of these dropped the files Odoo's links point to: take the first suite that still has them.
OLD_FONTS = {
    'fonts-font-awesome': 'usr/share/fonts-font-awesome/fonts/fontawesome-webfont.woff2',
    'fonts-inconsolata': 'usr/share/fonts/truetype/inconsolata/Inconsolata.otf',
}
PACKED = 'usr/lib/python3/dist-packages'
# Removed from Debian's package for its licence; the web client only checks that the file exists.
CUT_OUT = 'odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js'


@dataclass(frozen=True)
class Odoo:
    """`home` holds the package `odoo`; `addons` are its add-on folders; `version` changes when the code changes."""

    home: pathlib.Path
    addons: tuple
    version: str


def get():
    """The Odoo to work with, downloaded if missing."""
    if os.environ.get('ODOO_HOME'):
        return _described(pathlib.Path(os.environ['ODOO_HOME']).expanduser().resolve())
    target = paths.cache() / 'odoo'
    with paths.lock('odoo'):
        if not (target / '.complete').is_file():
            with say.step('Fetching Odoo 19 from Debian (about 130 MB)'):
                _fetch(target)
    return _described(target / PACKED)


def _described(home):
    release = home / 'odoo' / 'release.py'
    if not release.is_file():
        raise say.Missing(
            f'{home} holds no Odoo (no odoo/release.py).\n' 'Next step: point ODOO_HOME at a checkout of Odoo 19.0, or unset it.'
        )
    found = re.search(r'version_info = \((\d+), (\d+), (\d+)', release.read_text())
    if not found or found[1] != '19' or found[2] != '0':
        raise say.Missing(f'{home} is not Odoo 19.0.\nNext step: point ODOO_HOME at a checkout of branch 19.0.')
    addons = tuple(folder for folder in (home / 'odoo/addons', home / 'addons') if folder.is_dir())
    head = home / '.git' / 'HEAD'
    detail = head.read_text() if head.is_file() else release.stat().st_mtime_ns
    return Odoo(home, addons, f'19.0-{paths.short_hash(f"{home} {detail}", 6)}')


def _fetch(target):
    building = target.with_name('odoo.building')
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    apt.Suite('unstable').unpack(PACKAGES, building)
    for package, wanted in OLD_FONTS.items():
        _take_old_font(package, wanted, building)
    cut_out = building / PACKED / CUT_OUT
    cut_out.parent.mkdir(parents=True, exist_ok=True)
    cut_out.touch()
    dangling = [link for link in (building / PACKED).rglob('*') if link.is_symlink() and not link.exists()]
    if dangling:
        raise say.Missing(
            'Debian packages changed; these links of Odoo lead nowhere:\n'
            + '\n'.join(f'  {link.relative_to(building)} -> {os.readlink(link)}' for link in dangling)
            + '\nNext step: add the packages that hold them to PACKAGES in dev/ground/odoo.py.'
        )
    (building / '.complete').touch()
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)


def _take_old_font(package, wanted, building):
    suites = [name for name in dict.fromkeys((apt.codename(), 'stable', 'oldstable')) if name]
    for name in suites:
        trial = building / 'trial'
        apt.Suite(name).unpack([package], trial)
        if (trial / wanted).exists():
            shutil.rmtree(trial)
            apt.Suite(name).unpack([package], building)
            return
        shutil.rmtree(trial)
    raise say.Missing(
        f'None of Debian {", ".join(suites)} has {wanted} (package {package}) any more.\n'
        'Next step: correct OLD_FONTS in dev/ground/odoo.py, or set ODOO_HOME.'
    )
