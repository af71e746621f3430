# Part of store_group. License LGPL-3.
"""Which canonical value may a word of a file mean?"""

from ...cleaning.places import LEFT
from ..layouts import header_key
from ..proposing.returned_rows import meanings as meanings_of_rows
from ..proposing.statuses import STATUS_WORDS, status_meant
from ..proposing.unread import CHOICES
from ..vocabulary import IS_RETURN
from .contents import target_of
from .scoring import Candidate, candidate

_EXACT = {word: status for status, words in STATUS_WORDS for word in words}
_READ = ('not_a_date', 'not_a_number', 'out_of_range', 'precision')


def propose(code, field, found, said=''):
    """Return the Candidates for a value that cannot be used; `said` is what its reader would have taken.

    >>> [(item.key, item.score) for item in propose('bad_status', 'status', '待发货')]
    [('paid', 97)]
    >>> [(item.key, item.score) for item in propose('not_a_number', 'lines[0].quantity', '1.234', '1234')]
    [('1234', 85)]
    >>> [item.key for item in propose('said_called_off', 'status', '客户取消', 'cancelled')]
    ['cancelled']
    >>> propose('unknown_value', 'store', 'x', 'a, b')
    []
    """
    if field == 'status' and code in ('unknown_value', 'bad_status'):
        exact, meant = _EXACT.get(header_key(found or '')), status_meant(found or '')
        if exact and exact == meant:
            return [candidate(exact, ['word'])]
        return [candidate(meant, ['word_part'])] if meant else []
    if code == 'unknown_value' and target_of(field) == IS_RETURN:
        kinds = dict(meanings_of_rows([found]))
        return [candidate(kinds[found], ['word'])] if found in kinds else []
    if code == 'ambiguous_place':
        return [Candidate(one, 0) for one in (*said.split(' | '), LEFT)] if said else []
    if code == 'said_called_off':
        return [candidate(said, ['word_part'])] if said else []
    if code in _READ and said and said != found:
        return [candidate(said, ['reading'])]
    return []


def meanings(kind):
    """Return the Candidates for the meaning of a column that is not read, all equally likely.

    >>> [item.key for item in meanings('currency')]
    ['currency', 'ignore']
    """
    return [Candidate(target, 0) for target in (*CHOICES.get(kind, ()), 'ignore')]
