# Part of store_group. License LGPL-3.
"""The browser that runs the tours, a font with Chinese characters, and tools to create and read PDFs."""

import shutil
import subprocess

from . import apt, say

NAMES = ('google-chrome', 'chromium', 'chromium-browser', 'google-chrome-stable')


def get():
    """Path of a browser, installed if the tools may; None, with a message, if there is none."""
    try:
        if not _found():
            apt.install('chromium')
        if not _has_chinese_font():
            apt.install('fonts-noto-cjk')
        if not all(map(shutil.which, ('wkhtmltopdf', 'pdfinfo'))):
            apt.install('wkhtmltopdf', 'poppler-utils')
    except say.Missing as missing:
        say.line(
            f'!  {missing}\n   Without it the tests that open a browser fail.'
            if not _found()
            else f'!  Chinese characters may show as boxes in the browser, or no PDF is made. {missing}'
        )
    return _found()


def _found():
    return next((shutil.which(name) for name in NAMES if shutil.which(name)), None)


def _has_chinese_font():
    if not shutil.which('fc-list'):
        return True
    return bool(subprocess.run(['fc-list', ':lang=zh'], capture_output=True, text=True).stdout.strip())
