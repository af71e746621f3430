# Part of store_group. License LGPL-3.
"""How sure is a proposed answer? Evidence adds, doubts take away; the sum is percent, never more than 99."""

from dataclasses import dataclass

# How strong one piece of evidence is alone, in percent.
EVIDENCE = {
    'listing': 97,  # the channel's own number, written otherwise or archived
    'barcode': 96,
    'code': 96,
    'listing_elsewhere': 92,  # the same number in another channel
    'shape': 95,  # the code but for case, width and blanks
    'zeros': 88,  # ... and leading zeros
    'plain': 80,  # ... and without any mark
    'name': 60,
    'store_name': 97,
    'store_word': 90,  # the name without words such as "store" or 旗舰店
    'store_part': 60,
    'email': 90,
    'phone': 88,
    'number': 90,  # the channel's number of the buyer is the contact's reference
    'word': 97,  # a status word as platforms write it
    'word_part': 80,
    'reading': 85,  # what the reader itself would have taken
}
SUPPORT = 2  # each further piece
DOUBTS = {'archived': 15, 'other_company': 40, 'closed': 20, 'other_name': 20, 'other_person': 30}
SAME_NAME = 6
MOST = 99
CERTAIN, LEAD = 95, 10


@dataclass(frozen=True)
class Candidate:
    """One possible answer: `key` is the id of a record or a word, `score` percent, `reasons` keys of the tables above."""

    key: object
    score: int
    reasons: tuple = ()


def candidate(key, evidence, doubts=(), *, same_name=False):
    """Return the Candidate of what speaks for and against it.

    :param evidence: keys of ``EVIDENCE``, at least one; :param doubts: keys of ``DOUBTS``
    :raises KeyError: an unknown key

    >>> candidate(7, ['shape']).score, candidate(7, ['shape'], same_name=True).score, candidate(7, ['code'], ['archived']).score
    (95, 99, 81)
    """
    found = sorted(set(evidence), key=lambda name: (-EVIDENCE[name], name))
    score = EVIDENCE[found[0]] + SUPPORT * (len(found) - 1) + SAME_NAME * same_name - sum(DOUBTS[doubt] for doubt in set(doubts))
    reasons = (*found, *(['same_name'] if same_name else ()), *sorted(set(doubts)))
    return Candidate(key, max(1, min(MOST, score)), reasons)


def ranked(candidates, most=5):
    """Return the best candidates, best first, each key once; equal ones stay in a fixed order.

    >>> [found.key for found in ranked([Candidate('b', 60), Candidate('a', 60), Candidate('a', 90)])]
    ['a', 'b']
    """
    best = {}
    for found in candidates:
        if found.key not in best or found.score > best[found.key].score:
            best[found.key] = found
    return sorted(best.values(), key=lambda found: (-found.score, str(found.key)))[:most]


def is_certain(candidates):
    """Return whether the first of ``ranked`` candidates may be taken without a look: strong, and no other near it.

    >>> is_certain([Candidate(1, 97)]), is_certain([Candidate(1, 97), Candidate(2, 90)]), is_certain([Candidate(1, 90)])
    (True, False, False)
    >>> is_certain([])
    False
    """
    if not candidates or candidates[0].score < CERTAIN:
        return False
    return len(candidates) == 1 or candidates[0].score - candidates[1].score >= LEAD
