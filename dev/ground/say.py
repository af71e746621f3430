# Part of store_group. License LGPL-3.
"""Messages of the tools."""

import sys
import threading
import time
from contextlib import contextmanager


class Missing(Exception):
    """Something the tools need and cannot get. The text says what, why and the next step."""


def line(text=''):
    print(text, flush=True)


@contextmanager
def step(title):
    """Announce a step and print the seconds it took; when steps run in parallel, with its name."""
    line(f'-> {title}')
    start = time.monotonic()
    yield
    seconds = time.monotonic() - start
    if seconds >= 1:
        line(f'   {seconds:.0f} s' if threading.current_thread() is threading.main_thread() else f'   {seconds:.0f} s: {title}')


def stop_with(missing):
    """Print a `Missing` and leave with code 2."""
    print(f'\nCannot go on.\n{missing}', file=sys.stderr, flush=True)
    raise SystemExit(2)
