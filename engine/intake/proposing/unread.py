# Part of store_group. License LGPL-3.
"""Columns that nobody reads: which could change money, quantity, store, currency, status or day? Sums decide, or a person."""

from dataclasses import dataclass

from ...cleaning.currencies import code_of
from ...cleaning.text import fold
from . import unread_words as words
from .grouping import differs
from .profile import SAMPLES
from .returned_rows import is_partly_back
from .statuses import status_meant
from .unread_money import comes_to, is_amount, is_settled
from .words import said_by

ASK = 'ask'  # in the place of a target: a person decides
FEW, FEWEST_ROWS = 12, 4
_SURE = 0.8
_CALLED_OFF = ('cancelled', 'refunded', 'unpaid')
# What each kind of column could mean, the likeliest first.
CHOICES = {
    'amount': (
        'discount_amount',
        'line.discount_amount',
        'shipping_amount',
        'platform_discount',
        'fees',
        'refunded_amount',
        'total',
        'line.subtotal',
        'line.unit_price',
        'line.quantity',
    ),
    'date': ('ordered_at', 'paid_at', 'updated_at', 'ship_by'),
    'currency': ('currency',),
    'status': ('status', 'line.is_return'),
    'flag': ('line.is_return', 'line.gift', 'status', 'tags'),
    'unit': (),
    'total': ('total', 'line.subtotal', 'discount_amount'),
    'back': ('refunded_amount', 'line.is_return', 'status'),
    'words': ('store', 'status', 'currency', 'tags'),
}
# Of a layout somebody declared: words that were not asked about then are none now.
OF_DECLARED = ('amount', 'currency', 'status')


@dataclass(frozen=True)
class Doubt:
    """A column that may count. `kind` is a key of ``CHOICES``: what it could be."""

    index: int
    header: str
    kind: str
    samples: tuple = ()

    @property
    def choices(self):
        """What it could mean, likeliest first."""
        return CHOICES[self.kind]


def doubts(targets, profiles, kinds=tuple(CHOICES)):
    """Return a Doubt for each column of `profiles`, {index: Profile}, that no one of `targets`, {index: target}, reads.

    >>> doubts({}, {})
    ()
    """
    read = {}
    for index, target in targets.items():
        if target not in ('ignore', ASK) and index in profiles:
            read.setdefault(target, profiles[index])
    found, amounts = [], set()
    for index, profile in profiles.items():
        kind = _kind(profile, read) if targets.get(index, 'ignore') == 'ignore' and any(profile.cells) else ''
        if kind == 'amount' and profile.numbers in amounts:
            continue  # asked once what says the same twice
        if kind in kinds:
            amounts.add(profile.numbers)
            found.append(Doubt(index, profile.label, kind, profile.samples[:SAMPLES]))
    return tuple(found)


def speaks(profile, read):
    """Whether a column that is left out said something that was looked at: no nought, and nothing that sums alone decided."""
    texts = {fold(str(cell)) for cell in profile.cells if cell is not None}
    if not texts or words.is_unset(texts) or (profile.share('number') >= _SURE and not any(profile.numbers)):
        return False
    return not (is_amount(profile, read) and is_settled(profile, read))


def proven(targets, profiles):
    """Return {index: 'discount_amount'} of the one amount nobody reads that makes every order come to its total, else {}."""
    read = {target: profiles[index] for index, target in targets.items() if index in profiles}
    if 'total' not in read or 'external_id' not in read or {'discount_amount', 'shipping_amount'} & set(read):
        return {}
    if comes_to(read, read['total']):
        return {}
    fitting = [
        index
        for index, profile in profiles.items()
        if targets.get(index, 'ignore') == 'ignore'
        and any(profile.numbers)
        and not differs(profile, read['external_id'])
        and comes_to({**read, 'discount_amount': profile}, read['total'])
    ]
    return {fitting[0]: 'discount_amount'} if len(fitting) == 1 else {}


def _kind(profile, read):
    """Return what a column that nobody reads could be, '' where nothing depends on it."""
    if max(map(profile.share, ('phone', 'email', 'masked'))) >= _SURE:
        return ''
    texts = {fold(str(cell)) for cell in profile.cells if cell is not None}
    if all(code_of(text) for text in texts):
        return '' if _follows(profile, read.get('currency')) else 'currency'
    if profile.share('number') >= _SURE and not texts <= {'1', '0'}:
        return 'amount' if is_amount(profile, read) and not is_settled(profile, read) else ''
    if profile.share('date') >= _SURE:
        return 'date' if _is_second_day(profile, read) else ''
    return _of_words(profile, texts, read)


# === DAYS AND WORDS ===


def _is_second_day(profile, read):
    if words.says(words.PROCESS, profile.label):
        return False
    first = read.get('ordered_at')
    return first is None or any(
        one is not None and str(one)[:10] != str(other)[:10] for one, other in zip(profile.cells, first.cells, strict=True)
    )


def _of_words(profile, texts, read):
    if words.is_unset(texts) or max(map(len, texts)) > 40:
        return ''
    meant = {status_meant(text) for text in texts}
    if is_partly_back(profile) or any(status in _CALLED_OFF for status in meant):
        return 'status' if _calls_off_more(profile, read.get('status')) else ''
    if len(texts) > FEW:
        return ''
    if words.is_unit(texts) and len(texts) + words.says(words.UNIT, profile.label) > 1:
        return 'unit'
    if words.says(words.HARMLESS, profile.label) or words.names_id(profile.label):
        return ''
    filled = sum(cell is not None for cell in profile.cells)
    if words.is_flag(texts):
        return 'flag' if len(texts) > 1 or filled < len(profile.cells) else ''
    said = said_by(profile.label)
    if max(said.values(), default=0) >= _SURE and not {'store', 'status', 'currency'} & set(said):
        return ''
    if len(texts) == 1:  # a mark on some rows; of all of them it tells nothing apart
        return 'words' if filled < len(profile.cells) and max(map(len, texts)) <= 4 and not meant - {''} else ''
    if filled < FEWEST_ROWS or len(texts) * 2 > filled or meant == {'done'}:
        return ''
    known = [read.get(target) for target in ('store', 'status')]
    if all(known) or any(_follows(profile, other) for other in known):
        return ''
    goods = read.get('line.sku') or read.get('line.name')
    return '' if not words.is_store(texts) and _is_of_goods(profile, goods) else 'words'


def _calls_off_more(profile, status):
    """Whether a word that calls off or gives back stands on a row of which the status that is read does not say so."""
    for at, cell in enumerate(profile.cells):
        said = status_meant(str(cell)) if cell is not None else ''
        if said in _CALLED_OFF and (status is None or status_meant(str(status.cells[at])) != said):
            return True
    return status is None


def _follows(profile, other):
    """Whether each word of `other` stands beside one word of the column only: it tells nothing more."""
    return other is not None and _by(profile, other)[0]


def _is_of_goods(profile, goods):
    """Whether the same goods always have the same word, and some goods are there twice."""
    if goods is None:
        return False
    same, repeated = _by(profile, goods)
    return same and repeated


def _by(profile, other):
    """Return (whether each cell of `other` stands beside one word only, whether one stands there twice)."""
    seen, repeated = {}, False
    for one, cell in zip(other.cells, profile.cells, strict=True):
        if one is None or cell is None:
            continue
        if one in seen:
            repeated = True
            if seen[one] != cell:
                return False, True
        seen[one] = cell
    return bool(seen), repeated
