# Part of store_group. License LGPL-3.
"""JSON: a list of records, one record, records inside the answer of a program, or one on each line (JSON lines).

Records are read one after the other, twice: for the columns, then for the rows. So memory holds the text and one record. Numbers
keep the digits they are written with.
"""

import json
import re
from decimal import Decimal

from ..cleaning.text import fold
from .cell import MAX_CELLS, Unreadable
from .decoding import decoded
from .reader import Reader, plain_start
from .trees import MAX_DEPTH, Shape

_SPACE = re.compile(r'[ \t\r\n]*')
_BETWEEN = re.compile(r'[ \t\r\n,]*')  # of records: lines may end with a comma
_START = re.compile(r'[{\[]\s*["{\[\]}]')
_WRAPPED = 4  # levels of an answer around its records
_OF_ORDERS = re.compile(
    r'(?:id|no|number|name|sn|tid|oid|sid)|.*(?:order|trade|deal)_?(?:id|no|sn|number|code)|(?:so|o)_?id|external_id|.*(?:单号|编号)'
)


class JsonReader(Reader):
    kind = 'json'

    def identify(self, sample):
        return bool(_START.match(plain_start(sample)[:4000]))

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        text = decoded(stream.read(), encoding, is_sample)
        if text.count(',') + text.count('[') + text.count('{') > MAX_CELLS:
            raise Unreadable('too_large', 'more than %d values' % MAX_CELLS)
        places = _places(text, is_sample)
        shape = Shape('.')
        for record in _records(text, places, is_sample):
            shape.take(record)
        names = [name for name in shape.columns if sheet is None or fold(name) == fold(sheet)]
        if not names:
            raise Unreadable('sheet_missing', ', '.join(filter(None, shape.columns))[:500])
        for name in names:
            yield shape.sheet(name, _records(text, places, is_sample))


READER = JsonReader()


def _decode(text, at):
    """Return (value, its end) of what begins at `at` of `text`.

    :raises Unreadable: 'damaged', 'too_large'
    """
    try:
        return _DECODER.raw_decode(text, at)
    except RecursionError:
        raise Unreadable('too_large', 'nested deeper than %d' % MAX_DEPTH) from None
    except ValueError as error:
        raise Unreadable('damaged', 'line %d' % getattr(error, 'lineno', 0)) from None


def _number(digits):
    return int(digits) if len(digits) < 16 else digits


def _fraction(text):
    """Return a number with a fraction as it is written, so that no cent is lost; 1e2 is 100."""
    if 'e' not in text and 'E' not in text:
        return text
    mantissa, _mark, exponent = text.lower().partition('e')
    is_short = len(mantissa) < 60 and len(exponent.lstrip('+-0')) < 3
    return format(Decimal(text), 'f') if is_short and abs(Decimal(text).adjusted()) < 30 else text


_DECODER = json.JSONDecoder(parse_int=_number, parse_float=_fraction, parse_constant=lambda _word: None)


def _places(text, is_sample):
    """Return [(where records follow each other, whether they are the items of a list)]."""
    at = _SPACE.match(text, 0).end()
    if text[at : at + 1] == '[':
        return [(at + 1, True)]
    found = _wrapped(text, at, is_sample, 0)
    return found or [(at, False)]


def _wrapped(text, at, is_sample, level):
    """Return the places of the lists in the object at `at`, [] where it is a record itself."""
    lists, inner = [], []
    for name, start in _members(text, at, is_sample):
        mark = text[start : start + 1]
        if mark == '[':
            if text[_SPACE.match(text, start + 1).end()] == '{':
                lists.append((start + 1, True))
        elif mark == '{':
            inner.append(start)
        elif _OF_ORDERS.fullmatch(name.casefold()):
            return []
    if lists or level >= _WRAPPED:
        return lists
    for start in inner:
        lists += _wrapped(text, start, is_sample, level + 1)
    return lists


def _members(text, at, is_sample):
    """Yield (name, place of the value) of the object at `at`; of a sample those that are there."""
    try:
        at = _SPACE.match(text, at + 1).end()
        while text[at] != '}':
            if text[at] != '"':
                raise Unreadable('damaged', 'character %d' % at)
            name, at = json.decoder.scanstring(text, at + 1, True)
            at = _SPACE.match(text, at).end()
            if text[at] != ':':
                raise Unreadable('damaged', 'character %d' % at)
            at = _SPACE.match(text, at + 1).end()
            yield name, at
            at = _SPACE.match(text, _end(text, at)).end()
            at = _SPACE.match(text, at + (text[at] == ',')).end()
    except (IndexError, ValueError, Unreadable):
        if not is_sample:
            raise Unreadable('truncated', 'json') from None


def _end(text, at):
    """Return the end of the value at `at`; of a list item by item, so that a long one is not held."""
    if text[at] != '[':
        return _decode(text, at)[1]
    at = _SPACE.match(text, at + 1).end()
    while text[at] != ']':
        at = _SPACE.match(text, _decode(text, at)[1]).end()
        at = _SPACE.match(text, at + (text[at] == ',')).end()
    return at + 1


def _records(text, places, is_sample):
    """Yield the records (dicts) at `places`; a file that ends too early is truncated, a sample is not."""
    for at, is_list in places:
        at = _BETWEEN.match(text, at).end()
        while at < len(text) and not (is_list and text[at] == ']'):
            try:
                value, at = _decode(text, at)
            except Unreadable:
                if is_sample:
                    return
                raise
            if type(value) is dict:
                yield value
            elif type(value) is list:
                yield from (item for item in value if type(item) is dict)
            at = _BETWEEN.match(text, at).end()
        if at >= len(text) and is_list and not is_sample:
            raise Unreadable('truncated', 'json')
