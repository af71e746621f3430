# Part of store_group. License LGPL-3.
"""Chosen meanings of columns -> a layout, and what is still to be asked."""

from collections import Counter
from dataclasses import dataclass, replace

from ...cleaning.currencies import code_of
from ...cleaning.text import fold
from ...cleaning.uncleanable import Uncleanable
from ...cleaning.values import as_json, clean
from ..layout import Column, Layout
from ..vocabulary import IS_RETURN, REFUNDED, SUMMABLE, TABLE_FIELDS
from . import returned_rows
from .came_back import YES, is_of_returns
from .grouping import differs, is_repeated
from .headings import currency_named
from .statuses import status_meant
from .unread import ASK, speaks
from .unread_money import is_in_shares
from .unread_words import CANCELS, is_back, is_nothing_back
from .unread_words import says as said_of

_DATES = tuple(target for target, kind in TABLE_FIELDS.items() if kind == 'date')
_PRICES = ('line.unit_price', 'line.subtotal', 'total')
_ROW_OF_ORDER = ('external_id', 'ordered_at', 'store', 'customer.name', 'customer.phone', 'status')
# What an order cannot do without: code of the question -> targets of which one is needed.
NEEDED = {
    'no_order': ('external_id',),
    'no_date': ('ordered_at',),
    'no_product': ('line.sku', 'line.barcode', 'line.name'),
    'no_quantity': ('line.quantity',),
    'no_amount': ('line.unit_price', 'line.subtotal'),
}


@dataclass(frozen=True)
class Question:
    """What a person is to decide. `choices` are pairs (index of a column, target)."""

    code: str
    choices: tuple = ()


def questions_of(targets, profiles):
    """Return the Questions that the chosen `targets`, {index: target}, leave open."""
    chosen = set(targets.values())
    asked = [Question(code) for code, needed in NEEDED.items() if not chosen & set(needed)]
    if {'line.unit_price', 'line.subtotal'} <= chosen:
        both = [(index, target) for index, target in targets.items() if target in ('line.unit_price', 'line.subtotal')]
        asked.append(Question('both_amounts', tuple(sorted(both))))
    for index, target in sorted(targets.items()):
        if target in _DATES and profiles[index].is_date_unclear:
            asked.append(Question('date_order', ((index, target),)))
        if target in _DATES and profiles[index].is_date_turned:
            asked.append(Question('date_turned', ((index, target),)))
        if target in _PRICES and profiles[index].is_mark_unclear:
            asked.append(Question('decimal_mark', ((index, target),)))
    undecided = tuple((index, ASK) for index, target in sorted(targets.items()) if target == ASK)
    return [*asked, Question('unread', undecided)] if undecided else asked


def layout_of(targets, profiles, *, constants=(), date_order='', decimal_mark='', keys=(), order=None):
    """Return the Layout of the chosen `targets`, {index: target}; it may have ``layout.problems``.

    :param profiles: {index: Profile}
    :param constants: pairs (target, value) that hold for every row
    :param str date_order: 'day', 'month' or 'year': what stands first, where the dates could be read in several ways
    :param str decimal_mark: '.' or ',' where the numbers do not tell; '' for what they look like
    :param keys: targets that name the order together with its number
    """
    order = order or _order_of(targets)
    columns, formats, counts = [], [], Counter(targets.values())
    read = {target: profiles[index] for index, target in targets.items() if target in TABLE_FIELDS}
    varying = {target for index, target in targets.items() if differs(profiles[index], profiles.get(order))}
    for index, target in sorted(targets.items()):
        profile = profiles[index]
        if target == 'ignore' and speaks(profile, read):
            columns.append(Column(target, profile.label))  # it was seen: the next file asks nothing
        if target not in TABLE_FIELDS:
            continue
        is_key = target == 'external_id' or target in keys
        columns.append(
            Column(
                target,
                profile.label,
                is_key=is_key,
                required=is_key or target in ('ordered_at', 'line.quantity', 'line.unit_price', 'line.subtotal'),
                values=_meanings(target, profile),
                summed=_is_summed(target, profile, profiles.get(order), read) or _is_several(target, counts),
                grain='order' if _is_several(target, counts) and not varying & {target} else '',
                fill_down=_is_downward(index, target, profiles, order),
            )
        )
        if target in _DATES:
            formats += [profile.date_readings[date_order]] if date_order in profile.date_readings else profile.date_formats
    columns += [Column(target, default=value) for target, value in constants if target not in {c.target for c in columns}]
    if named := currency_named(targets, profiles):
        columns += [Column('currency', default=named)] if 'currency' not in {c.target for c in columns} else []
    used = [profiles[index] for index, target in targets.items() if target in TABLE_FIELDS]
    columns = _statuses_in_turn(columns, used)
    has_subtotal = 'line.subtotal' in targets.values()
    return Layout(
        tuple(columns),
        date_formats=tuple(dict.fromkeys(formats)),
        decimal_mark=decimal_mark or (',' if any(profile.decimal_mark == ',' for profile in used) else '.'),
        line_amount='subtotal' if has_subtotal else 'price',
    )


def _statuses_in_turn(columns, used):
    """Return `columns`; of several of a status those that tell of few rows, as of what was called off, are asked first.

    The others are read where these say nothing.
    """
    found = [column for column in columns if column.target == 'status' and column.header]
    if len(found) < 2:
        return columns
    filled = {profile.label: profile.filled for profile in used}
    first, *others = sorted(found, key=lambda column: (not is_back(column.header), filled[column.header]))
    rest = [column for column in columns if column not in found]
    return [*rest, first, *(replace(column, otherwise=True) for column in others)]


def _is_summed(target, profile, order, read):
    """Whether what the rows of an order say of an amount is added up."""
    return (target == REFUNDED and not is_repeated(profile, order)) or is_in_shares(target, read)


def _is_several(target, counts):
    """Whether an amount of the order is written in several columns, which are added."""
    return target in SUMMABLE and not target.startswith('line.') and counts[target] > 1


def becomes(target, profile, layout, is_text, datemode=0):
    """Return what each of the samples becomes, as texts: '' for nothing, '?code' for what cannot be read."""
    words = dict(_meanings(target, profile)) or None
    found = []
    for sample in profile.samples:
        cell = next((cell for cell in profile.cells if cell is not None and str(cell)[:60] == sample), sample)
        try:
            value = clean(
                TABLE_FIELDS[target],
                cell,
                date_formats=layout.date_formats,
                decimal_mark=layout.decimal_mark,
                allow_serial=not is_text,
                datemode=datemode,
            )
        except Uncleanable as problem:
            found.append(f'?{problem.code}')
            continue
        if words is not None and value is not None:
            value = words.get(str(value), words.get('*', '?unknown_value'))
        value = as_json(value)
        found.append(', '.join(value) if isinstance(value, list) else '' if value is None else str(value))
    return tuple(found)


def _meanings(target, profile):
    """Return the pairs (word, meaning) of a column whose words mean something."""
    if target == IS_RETURN:
        return _kinds(profile)
    if target == 'currency':
        codes = {str(cell): code_of(cell) for cell in profile.cells if cell is not None}
        return tuple(codes.items()) if all(codes.values()) and set(codes) != set(codes.values()) else ()
    return _words(profile) if target == 'status' else ()


def _words(profile):
    """Return the pairs (word, status) of a column; words nobody knows stay out, so that each becomes a question."""
    if is_of_returns(profile.label):
        return (*((word, 'refunded') for word in YES), ('*', ''))
    texts = _texts(profile)
    found = tuple((text, meant) for text in texts if (meant := status_meant(text)))
    if found or not is_back(profile.label):
        return found
    nothing = tuple((text, '') for text in texts if is_nothing_back(fold(text)))
    return (*nothing, ('*', 'cancelled' if said_of(CANCELS, profile.label) else 'refunded'))


def _kinds(profile):
    """Return the pairs (word, whether it is a return) of a column; what is neither a return nor a sale becomes a question."""
    found = list(returned_rows.meanings(profile.cells))
    if not is_back(profile.label):
        return tuple(found)
    known = {text for text, _meant in found}
    found += [(text, 'false') for text in _texts(profile) if text not in known and is_nothing_back(fold(text))]
    return (*found, ('*', 'true'))


def _texts(profile):
    """Return the different words of a column that a layout can name."""
    texts = dict.fromkeys(str(cell) for cell in profile.cells if cell is not None)
    return [text for text in texts if ';' not in text and '=' not in text]


def _order_of(targets):
    return next((index for index, target in targets.items() if target == 'external_id'), None)


def _is_downward(index, target, profiles, order):
    """Whether empty cells of a column mean what stands above: those of an order, on its rows without a number."""
    if target.startswith('line.') or target not in _ROW_OF_ORDER:
        return False
    profile = profiles[index]
    if profile.filled == 1 or not profile.cells or profile.cells[0] is None:
        return False
    if target == 'store':
        return True
    numbers = profiles[order].cells if order is not None else ()
    blank = [at for at, cell in enumerate(profile.cells) if cell is None]
    return bool(numbers) and all(numbers[at] is None for at in blank if at < len(numbers))
