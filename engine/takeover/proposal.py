# Part of store_group. License LGPL-3.
"""Proposes stores of a running factory from its records: warehouses, teams, shops, tills."""

import re
from dataclasses import dataclass, field

from ..cleaning import text
from ..stores.short_code import short_code

CODE_SIZE = 8
# Generic words to ignore: "Hangzhou Warehouse" and "Hangzhou Team" are one shop.
GENERIC = re.compile(
    r'\b(?:warehouse|sales|team|store|shop|outlet|website|point of sale|pos|till)\b|'
    r'仓库|总仓|门店|店铺|商店|分店|专卖店|旗舰店|销售团队|销售部|销售|团队|网店|收银台|收银|仓|店'
)


@dataclass(frozen=True)
class Source:
    """A record that may be a store. `leads`: it becomes its own store if no other has its name."""

    kind: str
    id: int
    name: str
    company: int
    code: str = ''
    leads: bool = True


@dataclass
class Proposal:
    """A proposed store. `sources` {kind: id}: the records that identify it."""

    name: str
    company: int
    code: str = ''
    sources: dict = field(default_factory=dict)


def key(name):
    """Return the common part of the names of one shop.

    >>> key('Hangzhou Warehouse') == key('Hangzhou Sales Team'), key('杭州仓库') == key('杭州店'), key('Warehouse')
    (True, True, 'warehouse')
    """
    folded = text.half_width(name).casefold()
    words = re.sub(r'[\W_]+', '', GENERIC.sub('', folded))
    return words or re.sub(r'[\W_]+', '', folded)


def propose(sources, taken=()):
    """Return the Proposals, each source in at most one of them, in the order of the sources.

    Two sources of one kind and name are two stores. A source that does not lead joins a store of its name or is left out.

    :param taken: codes of stores in use

    >>> [proposal.sources for proposal in propose([
    ...     Source('warehouse', 1, 'Hangzhou Warehouse', 1, 'HZ'), Source('team', 5, 'Hangzhou', 1),
    ...     Source('journal', 9, 'Bank', 1, leads=False)])]
    [{'warehouse': 1, 'team': 5}]
    """
    proposals, places = [], {}
    for source in sorted(sources, key=lambda source: not source.leads):
        place = (source.company, key(source.name))
        joined = next((known for known in places.get(place, ()) if source.kind not in known.sources), None)
        if joined is None:
            if not source.leads:
                continue
            joined = Proposal(source.name, source.company)
            proposals.append(joined)
            places.setdefault(place, []).append(joined)
        joined.sources[source.kind] = source.id
        joined.code = joined.code or source.code
    _give_codes(proposals, taken)
    return proposals


def _give_codes(proposals, taken):
    """Give every proposal a unique code: the warehouse's short name, else one from its name."""
    used = {code.upper() for code in taken}
    for proposal in proposals:
        proposal.code = short_code(proposal.code or proposal.name, used, size=CODE_SIZE)
        used.add(proposal.code)
