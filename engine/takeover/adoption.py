# Part of store_group. License LGPL-3.
"""Taking over a running factory's past: which rule wins, which rules can never win, and the life of a takeover.

The database asks the same questions of millions of documents at once; this is what it must answer.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ..stores import day

STATES = ('draft', 'counting', 'counted', 'running', 'done', 'reverting', 'reverted')
ALLOWED = {
    'draft': ('counting', 'counted', 'running'),
    'counting': ('counted', 'draft'),
    'counted': ('draft', 'counting', 'running'),
    'running': ('done', 'reverting'),
    'done': ('reverting',),
    'reverting': ('reverted',),
    'reverted': (),
}


@dataclass(frozen=True)
class Rule:
    """By what a document is recognised as one of `target`, the earlier rule in a list first.

    :param kind: name of a fact of the document; `prefix` compares the beginning of a text, case and all
    :param value: id of a record, or the beginning
    :param company: only documents of this company, or of none
    :param since: only documents of this day or later, by the calendar of `tz`; None: all
    """

    kind: str
    value: object
    target: int
    company: int
    since: date | None = None
    tz: str = 'UTC'


def may_become(state, new_state):
    """Whether a takeover in `state` may go to `new_state`.

    >>> may_become('counted', 'running'), may_become('reverted', 'running')
    (True, False)
    """
    return new_state in ALLOWED[state]


def decide(rules, facts, company, moment):
    """Return the place in `rules` of the one that decides, None where none does.

    :param facts: {kind: ids, or the text a prefix is looked for in}; kinds that are absent have no opinion
    :param company: id of the document's company or None
    :param moment: day of the document, or its moment as a naive UTC datetime, or None

    >>> rules = [Rule('prefix', 'TB', 2, 1), Rule('team', 7, 1, 1)]
    >>> decide(rules, {'team': {7}, 'prefix': 'TB-1'}, 1, None), decide(rules, {'team': {7}}, 1, None)
    (0, 1)
    >>> decide(rules, {'team': {7}}, 2, None)
    """
    for place, rule in enumerate(rules):
        if company is not None and rule.company != company:
            continue
        if _matches(rule, facts.get(rule.kind)) and _is_since(rule, moment):
            return place
    return None


def _matches(rule, fact):
    if not fact:
        return False
    return fact.startswith(rule.value) if rule.kind == 'prefix' else rule.value in fact


def _is_since(rule, moment):
    if rule.since is None:
        return True
    if isinstance(moment, datetime):
        moment = day.day_of(moment, day.zone_of(rule.tz))
    return moment is not None and moment >= rule.since


def never_win(rules):
    """Return [(place, place of the earlier rule that always wins)] of the rules that decide nothing.

    >>> never_win([Rule('prefix', 'T', 1, 1), Rule('prefix', 'TB', 2, 1), Rule('team', 7, 1, 1)])
    [(1, 0)]
    """
    found = []
    for place, rule in enumerate(rules):
        winner = next((first for first, other in enumerate(rules[:place]) if _covers(other, rule)), None)
        if winner is not None:
            found.append((place, winner))
    return found


def _covers(other, rule):
    """Whether every document `rule` knows is known by `other`; zones may move a day, so they must be the same."""
    if (other.kind, other.company) != (rule.kind, rule.company):
        return False
    same = rule.value.startswith(other.value) if rule.kind == 'prefix' else rule.value == other.value
    if not same or other.since is None:
        return same
    return rule.since is not None and rule.since >= other.since and rule.tz == other.tz


def owners(rules):
    """Return {(kind, value): target}: to whom new documents made with it belong; where two claim it, the earlier rule.

    Nobody owns the beginning of a text.

    >>> owners([Rule('team', 7, 2, 1, date(2026, 1, 1)), Rule('team', 7, 1, 1)])
    {('team', 7): 2}
    """
    found = {}
    for rule in rules:
        if rule.kind != 'prefix':
            found.setdefault((rule.kind, rule.value), rule.target)
    return found
