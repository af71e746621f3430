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
from .unread_back import is_told
from .unread_money import comes_to, is_amount, is_settled
from .words import is_till, said_by

ASK = 'ask'  # in the place of a target: a person decides
FEW, FEWEST_ROWS = 12, 4
_SURE = 0.8
_CALLED_OFF = ('cancelled', 'refunded', 'unpaid')
# What a header says of a place beside its name: it is none.
_OF_A_PLACE = '电话 手机 地址 评分 评价 积分 会员 备注 phone tel address city zip rating score note remark'.split()
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
    is_number = profile.share('number') >= _SURE and (not texts <= {'1', '0'} or words.ends_as_money(profile.label))
    if is_number and is_amount(profile, read):
        return '' if is_settled(profile, read) else 'amount'
    if words.is_back(profile.label) and is_told(profile, read):
        return 'status'
    if is_till(profile.label):
        return 'words' if 'store' not in read and _is_of_places(profile, texts, read) else ''
    if words.is_place(profile.label) and _is_of_places(profile, texts, read):
        return 'words'
    if all(code_of(text) for text in texts):
        return '' if _follows(profile, read.get('currency')) else 'currency'
    if is_number:
        return ''
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
    if (is_partly_back(profile) and not words.is_yes_or_no(texts)) or any(status in _CALLED_OFF for status in meant):
        return 'status' if _calls_off_more(profile, read.get('status')) else ''
    if words.is_store(texts) and len(texts) > 1:
        return '' if _follows(profile, read.get('store')) else 'words'
    if words.is_unit(texts) and len(texts) + words.says(words.UNIT, profile.label) > 1:
        return 'unit'
    filled = sum(cell is not None for cell in profile.cells)
    is_flag = words.is_flag(texts) and (len(texts) > 1 or filled < len(profile.cells))
    if is_flag and words.is_yes_or_no(texts) and not words.says(words.FLAGS, profile.label):
        return 'flag'
    if words.says(words.HARMLESS, profile.label) or words.names_id(profile.label):
        return ''
    if words.is_flag(texts) and len(texts) <= FEW:
        return 'flag' if is_flag else ''
    said = said_by(profile.label)
    if max(said.values(), default=0) >= _SURE and not {'store', 'status', 'currency'} & set(said):
        return ''
    if len(texts) <= FEW and filled * 2 <= len(profile.cells) and words.is_mark(texts) and not meant - {''}:
        return 'words'  # a mark on some rows
    if len(texts) == 1 or not _is_repeated(profile, texts, filled, read) or meant == {'done'}:
        return ''  # of all rows it tells nothing apart
    if any(_follows(profile, read.get(target)) for target in ('store', 'status')):
        return ''
    goods = read.get('line.sku') or read.get('line.name')
    return '' if not words.is_store(texts) and _is_of_goods(profile, goods) else 'words'


def _is_repeated(profile, texts, filled, read):
    """Whether words stand on several rows each; of many words, in several orders: then they are no names of customers."""
    if len(texts) <= FEW:
        return filled >= FEWEST_ROWS and len(texts) * 2 <= filled
    return len(texts) * 3 <= len(_orders_of(profile, read)) * 2


def _orders_of(profile, read):
    """Return the pairs (order, word) of a column, each once; of rows where no order is read."""
    order, found, last = read.get('external_id'), set(), None
    for at, cell in enumerate(profile.cells):
        last = order.cells[at] if order is not None and order.cells[at] is not None else last
        if cell is not None:
            found.add((str(last) if order is not None else at, fold(str(cell))))
    return found


def _is_of_places(profile, texts, read):
    """Whether words or codes below the header of a place tell orders apart, and one of them has several orders."""
    if any(value is not None and value != value.to_integral_value() for value in profile.numbers):
        return False
    if words.says(words.MONEY, profile.label) or words.says(_OF_A_PLACE, profile.label) or profile.share('date') >= _SURE:
        return False
    if len(texts) < 2 or len(_orders_of(profile, read)) <= len(texts) or _follows(profile, read.get('store')):
        return False
    return words.is_store(texts) or not _is_of_goods(profile, read.get('line.sku') or read.get('line.name'))


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
