# Part of store_group. License LGPL-3.
"""Which orders of a channel wait before they are confirmed: rules first, then the books."""

from dataclasses import dataclass
from decimal import Decimal

from ..cleaning.numbers import plain
from ..cleaning.text import fold

NUMBERS = ('total_above', 'total_below', 'discount_above', 'quantity_above')  # kinds of rules with a limit
WORDS = ('tag', 'outside')  # with words
KINDS = (*NUMBERS, *WORDS, 'note', 'masked', 'first', 'product')
FINANCE = ('all', 'above', 'tag')


@dataclass(frozen=True)
class Rule:
    """One rule of a channel. `words` are folded; `products` are ids."""

    kind: str
    limit: Decimal = Decimal(0)
    words: frozenset = frozenset()
    products: frozenset = frozenset()


@dataclass(frozen=True)
class Facts:
    """What rules ask of an order.

    `total` in the channel's currency, `discount` the share of the price of its goods taken off (0 to 1), `quantity` of all goods,
    `place` where it goes, in words, as far as the channel says, `products` {id: name}.
    """

    total: Decimal
    discount: Decimal = Decimal(0)
    quantity: Decimal = Decimal(0)
    note: str = ''
    is_masked: bool = False
    place: str = ''
    is_first: bool = False
    tags: tuple = ()
    products: dict = None


def words_of(text):
    """Return the words of a list written with commas, folded.

    >>> sorted(words_of('货到付款， COD'))
    ['cod', '货到付款']
    """
    return frozenset(fold(word) for word in (text or '').replace('，', ',').replace('、', ',').split(',') if word.strip())


def caught(rules, facts):
    """Return [(kind, what was found, limit)] of the rules that catch an order, each kind once with its first rule that does.

    >>> rules = [Rule('total_above', Decimal(100)), Rule('outside', words=words_of('Shanghai, Jiangsu'))]
    >>> caught(rules, Facts(Decimal('120.5'), place='Zhejiang Hangzhou'))
    [('total_above', '120.5', '100'), ('outside', 'Zhejiang Hangzhou', '')]
    >>> caught(rules, Facts(Decimal(100), place='Jiangsu Suzhou'))
    []
    """
    found = {}
    for rule in rules:
        told = _found(rule, facts)
        if told is not None:
            found.setdefault(rule.kind, (rule.kind, told, plain(rule.limit) if rule.kind in NUMBERS else ''))
    return list(found.values())


def _found(rule, facts):
    """Return what a rule finds in an order, None where it does not catch it."""
    kind = rule.kind
    if kind in NUMBERS:
        value = {'discount_above': facts.discount * 100, 'quantity_above': facts.quantity}.get(kind, facts.total)
        is_caught = value < rule.limit if kind == 'total_below' else value > rule.limit
        return plain(round(value, 2)) if is_caught else None
    if kind == 'tag':
        tags = [tag for tag in facts.tags if fold(tag) in rule.words]
        return ', '.join(tags) if tags else None
    if kind == 'outside':
        place = fold(facts.place)
        return None if any(word in place for word in rule.words) else facts.place
    if kind == 'product':
        names = [name for number, name in (facts.products or {}).items() if number in rule.products]
        return ', '.join(names[:3]) if names else None
    return '' if {'note': bool(facts.note.strip()), 'masked': facts.is_masked, 'first': facts.is_first}[kind] else None


def waits_for_books(mode, limit, words, facts):
    """Whether an order waits for a release by the books.

    :param mode: 'all', 'above' a total, 'tag': with one of the words among its tags; '' for none

    >>> waits_for_books('above', Decimal(50), frozenset(), Facts(Decimal(50)))
    False
    """
    if mode == 'above':
        return facts.total > limit
    if mode == 'tag':
        return any(fold(tag) in words for tag in facts.tags)
    return mode == 'all'


def discount_of(draft):
    """Return the share of the price of its goods that an OrderDraft takes off, 0 to 1."""
    gross = sum((line.unit_price * line.quantity for line in draft.lines), Decimal(0))
    net = sum((line.amount for line in draft.lines), Decimal(0)) - draft.discount_amount
    return max(1 - net / gross, Decimal(0)) if gross > 0 else Decimal(0)
