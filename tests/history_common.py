# Part of store_group. License LGPL-3.
"""Random histories: the same ones in every run, and many more of them with `./dev/test --long`."""

import os
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

LONG = bool(os.environ.get('STORE_GROUP_LONG'))


def histories(few, many, **more):
    """Decorate a test that `given` feeds with histories: how many of them in each run, and in a long one."""
    return settings(
        max_examples=many if LONG else few,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        **more,
    )


@contextmanager
def rolled_back(env):
    """Play one history and undo it, whatever is in the caches then."""
    savepoint = env.cr.savepoint(flush=False)
    try:
        yield
    finally:
        env.invalidate_all(flush=False)
        savepoint.rollback()
        env.registry.clear_cache()
