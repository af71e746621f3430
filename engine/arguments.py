# Part of store_group. License LGPL-3.
"""Shapes of the arguments of public methods, checked before a method runs.

A shape returns the problem of a value as (path, kind, detail), never raises and never changes the value. External
callers may send anything: None, a list for a text, not-a-number, a billion rows.
"""

import math
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

IDS = 2**31  # upper limit of record ids in the database
LARGE = 10**12  # upper limit of quantities, amounts and counts
TEXT = 10_000  # characters
FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY = re.compile(r'\d{4}-\d{2}-\d{2}\Z')


@dataclass(frozen=True)
class Shape:
    """The required form of a value. `kind` names it for the message; `most` is the maximum length of a text or list.

    `of` is the shape of the items of a list or mapping, `fields` are the shapes of a row's entries; a row may have more.
    """

    kind: str
    most: int = 0
    empty: bool = False  # False, None, '' and 0 count as missing, see `says_nothing`
    of: 'Shape' = None
    fields: dict = field(default_factory=dict)

    def __hash__(self):
        return id(self)


def text(most=TEXT):
    return Shape('text', most)


def number():
    return Shape('number')


def whole():
    return Shape('whole')


def ident():
    return Shape('id')


def key():
    """A code, a barcode or an id."""
    return Shape('key', TEXT)


def day():
    return Shape('day')


def flag():
    return Shape('flag')


def anything():
    return Shape('anything')


def items(of, most):
    return Shape('list', most, of=of)


def rows(most, **fields):
    """A list of rows; entries whose name ends in an underscore are optional."""
    return Shape('list', most, of=row(**fields))


def row(**fields):
    return Shape('row', fields=fields)


def mapping(of, most):
    """A mapping with any names, all with values of one shape."""
    return Shape('mapping', most, of=of)


def maybe(shape):
    return Shape(shape.kind, shape.most, True, shape.of, shape.fields)


def problem(value, shape, path=''):
    """Return (path, kind, detail) of the first thing wrong, or None.

    `kind` is the shape's kind, or 'many' (detail: actual and maximum number) or 'missing'.

    >>> problem('T1', text()), problem(['T1'], text(), 'source')
    (None, ('source', 'text', ''))
    >>> problem([{'product': 'A', 'quantity': float('nan')}], rows(10, product=key(), quantity=number()), 'lines')
    ('lines[0].quantity', 'number', '')
    >>> problem([{}], rows(10, product=key(), note_=text())), problem([1, 2, 3], items(ident(), 2), 'stores')
    (('[0].product', 'missing', ''), ('stores', 'many', (3, 2)))
    """
    if shape.kind == 'anything' or says_nothing(value, shape):
        return None
    if shape.kind in ('list', 'mapping', 'row'):
        return _of_container(value, shape, path)
    return None if _FITS[shape.kind](value, shape) else (path, shape.kind, '')


def says_nothing(value, shape):
    """Whether an optional argument is missing. XML-RPC and some programs send None for False.

    >>> says_nothing(None, maybe(day())), says_nothing(None, day()), says_nothing([], maybe(day()))
    (True, False, False)
    >>> says_nothing(0, maybe(whole())), says_nothing(0, maybe(ident()))
    (False, True)
    """
    if not shape.empty:
        return False
    if isinstance(value, (int, float)) and not isinstance(value, bool) and shape.kind in ('whole', 'number'):
        return False  # 0 and missing are different
    return value is None or (isinstance(value, (bool, int, float, str)) and not value)


def _of_container(value, shape, path):
    if not isinstance(value, (list, tuple) if shape.kind == 'list' else dict):
        return path, shape.kind, ''
    if shape.most and len(value) > shape.most:
        return path, 'many', (len(value), shape.most)
    if shape.kind == 'list':
        parts = ((f'{path}[{number}]', entry, shape.of) for number, entry in enumerate(value))
    elif shape.kind == 'mapping':
        parts = ((f'{path}[{name!r:.40}]', entry, shape.of) for name, entry in value.items())
    else:
        names = {name.rstrip('_'): wanted for name, wanted in shape.fields.items()}
        for name in shape.fields:
            if not name.endswith('_') and name not in value:
                return _join(path, name), 'missing', ''
        parts = ((_join(path, name), value[name], wanted) for name, wanted in names.items() if name in value)
    return next((found for place, entry, wanted in parts if (found := problem(entry, wanted, place))), None)


def _join(path, name):
    return f'{path}.{name}' if path else name


def _fits_text(value, shape):
    return isinstance(value, str) and bool(value) and len(value) <= shape.most and '\0' not in value and _is_encodable(value)


def _is_encodable(value):
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, possible in JSON
        return False
    return True


def _fits_number(value, _shape):
    return (
        isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and (math.isfinite(value) and abs(value) < LARGE)
    )


def _fits_whole(value, shape):
    return isinstance(value, int) and _fits_number(value, shape)


def _fits_id(value, _shape):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < IDS


def _fits_key(value, shape):
    return _fits_text(value, shape) or (isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGE)


def _fits_day(value, _shape):
    if isinstance(value, date):
        return FIRST_YEAR <= value.year <= LAST_YEAR
    try:
        return isinstance(value, str) and bool(_DAY.match(value)) and (FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR)
    except ValueError:
        return False


def _fits_flag(value, _shape):
    return value is None or isinstance(value, bool) or (isinstance(value, int) and value in (0, 1))


_FITS = {
    'text': _fits_text,
    'number': _fits_number,
    'whole': _fits_whole,
    'id': _fits_id,
    'key': _fits_key,
    'day': _fits_day,
    'flag': _fits_flag,
}
