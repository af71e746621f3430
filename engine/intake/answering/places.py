# Part of store_group. License LGPL-3.
"""Which of our stores may a channel's store be? By name and code."""

import re
from dataclasses import dataclass

from ...cleaning.text import fold
from .alike import ALIKE, likeness
from .scoring import Candidate, candidate, ranked

# Words that say what it is and not which one.
_GENERAL = re.compile(r'官方|旗舰店|专卖店|专营店|门店|分店|店铺|商店|店|\b(?:official|flagship|store|shop|outlet|branch)\b')


@dataclass(frozen=True)
class Place:
    """A store of ours; `names` in all languages."""

    key: int
    code: str
    names: tuple = ()
    is_closed: bool = False


def propose(name, places):
    """Return the ranked Candidates for a store's `name` in a channel.

    >>> stores = [Place(1, 'N1', ('北京店',)), Place(2, 'S1', ('上海旗舰店',))]
    >>> [(found.key, found.score) for found in propose('北京', stores)], propose('', stores)
    ([(1, 90)], [])
    >>> [(found.key, found.score) for found in propose('s1', stores)]
    [(2, 97)]
    """
    wanted = fold(name or '')
    if not wanted:
        return []
    found = []
    for place in places:
        names, doubts = [fold(own) for own in (place.code, *place.names) if own], ['closed'] if place.is_closed else []
        core, cores = _core(wanted), {_core(own) for own in names}
        if wanted in names:
            found.append(candidate(place.key, ['store_name'], doubts))
        elif core and core in cores:
            found.append(candidate(place.key, ['store_word'], doubts))
        elif len(core) >= 2 and any(len(own) >= 2 and (core in own or own in core) for own in cores):
            found.append(candidate(place.key, ['store_part'], doubts))
        else:
            alike = max((likeness(wanted, own) for own in names), default=0)
            if alike >= ALIKE:
                found.append(Candidate(place.key, int(55 * alike), ('store_part', *doubts)))
    return ranked(found)


def _core(name):
    return _GENERAL.sub('', name).strip()
