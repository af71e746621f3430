# Part of store_group. License LGPL-3.
"""Which store a document belongs to, and why."""

from dataclasses import dataclass

# In order: the first source with a store decides.
SOURCES = ('explicit', 'origin', 'channel', 'team', 'warehouse', 'journal', 'creator')


@dataclass(frozen=True)
class Ownership:
    """The store a document belongs to (None: headquarters) and the source that decided."""

    store_id: int | None
    source: str | None


def derive(candidates):
    """Return the Ownership the first source in SOURCES gives.

    :param candidates: {source: store id or falsy}; absent sources are skipped.
        A present key `explicit` decides even when falsy: the user chose "no store".
    :raises KeyError: on an unknown source

    >>> derive({'team': 7, 'warehouse': 8})
    Ownership(store_id=7, source='team')
    >>> derive({'explicit': False, 'team': 7})
    Ownership(store_id=None, source='explicit')
    >>> derive({})
    Ownership(store_id=None, source=None)
    """
    for source in candidates:
        if source not in SOURCES:
            raise KeyError(source)
    if 'explicit' in candidates:
        return Ownership(candidates['explicit'] or None, 'explicit')
    for source in SOURCES:
        if candidates.get(source):
            return Ownership(candidates[source], source)
    return Ownership(None, None)
