# Part of store_group. License LGPL-3.
"""EDIFACT: order messages (ORDERS, any release). A record is a message, its list ``LIN`` the goods.

The header of a column is the tag of its segment and the qualifier that says what it is about, below the party or the goods it
belongs to: 'DTM+137' the day of the document, 'NAD+BY.name' the name of the buyer, 'LIN.QTY+21' the pieces ordered. Days and
numbers are written as in other files: 2026-03-05 10:00, 27.5. A price that is for several pieces is that of one.
"""

import codecs
import re

from ..cleaning.text import fold
from .cell import MAX_CELLS, Unreadable
from .decoding import decoded
from .edifact_message import Message
from .edifact_money import at, shown
from .reader import Reader, plain_start
from .trees import Shape

ORDERS = 'ORDERS'
_USUAL = ':+.? \''  # component, element, decimal mark, release, (repetition), end of a segment
_CHARSETS = {
    'UNOA': 'ascii', 'UNOB': 'ascii', 'UNOC': 'latin-1', 'UNOD': 'iso8859-2', 'UNOE': 'iso8859-5', 'UNOF': 'iso8859-7',
    'UNOG': 'iso8859-3', 'UNOH': 'iso8859-4', 'UNOI': 'iso8859-6', 'UNOJ': 'iso8859-8', 'UNOK': 'iso8859-9', 'UNOW': 'utf-8',
}  # fmt: skip
_MAX_ELEMENTS, _MAX_PARTS = 200, 200  # of a segment, of an element


class EdifactReader(Reader):
    kind = 'edifact'

    def identify(self, sample):
        start = plain_start(sample)
        return start[:4] == 'UNB+' or (start[:3] == 'UNA' and start[9:].lstrip('\r\n ')[:3] == 'UNB')

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        content = stream.read()
        if sum(content.count(mark) for mark in b'+:') > MAX_CELLS:
            raise Unreadable('too_large', 'more than %d values' % MAX_CELLS)
        text = _text(content, encoding, is_sample)
        shape = Shape('.')
        for record in _records(text, is_sample):
            shape.take(record)
        names = [name for name in shape.columns if sheet is None or fold(name) == fold(sheet)]
        if not names:
            raise Unreadable('sheet_missing', ', '.join(filter(None, shape.columns))[:500])
        for name in names:
            yield shape.sheet(name, _records(text, is_sample))


READER = EdifactReader()


def messages_of(start):
    """Return the kinds of the messages in the beginning of a file, each once.

    >>> messages_of(b"UNB+UNOA:2+5'UNH+1+ORDERS:D:96A:UN'BGM+220'UNH+2+INVOIC:D'")
    ('ORDERS', 'INVOIC')
    """
    return tuple(dict.fromkeys(re.findall(r'UNH.[^+]{0,40}\+([A-Z]{6})', plain_start(start))))


def _text(content, encoding, is_sample):
    declared = re.search(r'UNB.(UNO[A-Z])', plain_start(content[:200]))
    named = encoding or (_CHARSETS.get(declared[1]) if declared else None)
    try:
        codecs.lookup(named or 'utf-8')
        return decoded(content, named, is_sample)
    except (LookupError, Unreadable):
        if encoding:
            raise
        return decoded(content, None, is_sample)  # many are in another set than they say


def _segments(text):
    """Yield each segment as a list of elements, these as lists of components; without the service advice."""
    text = text.lstrip()
    marks, text = (text[3:9], text[9:]) if text.startswith('UNA') else (_USUAL, text)
    component, element, decimal_mark, release, _repeated, end = marks.ljust(6)
    if len({component, element, end}) < 3:
        raise Unreadable('damaged', 'UNA')
    cut = re.compile('|'.join(re.escape(mark) for mark in (component, element, end) if mark.strip()))
    segment, parts, place, word = [], [], 0, ''
    for found in cut.finditer(text):
        word += text[place : found.start()]
        place = found.end()
        if release.strip() and (len(word) - len(word.rstrip(release))) % 2:
            word += found[0]  # it is a letter here
            continue
        parts.append(_released(word, release))
        word = ''
        if found[0] == component and len(parts) < _MAX_PARTS:
            continue
        segment.append(parts)
        parts = []
        if len(segment) > _MAX_ELEMENTS:
            raise Unreadable('too_large', 'a segment of more than %d elements' % _MAX_ELEMENTS)
        if found[0] == end:
            segment[0][0] = segment[0][0].strip()
            yield segment, decimal_mark
            segment = []


def _released(word, release):
    word = word.replace('\r', '').replace('\n', '')
    return re.sub(re.escape(release) + '(.)', r'\1', word) if release.strip() and release in word else word


def _records(text, is_sample):
    """Yield the messages as dicts.

    :raises Unreadable: 'truncated', 'damaged' where a message is not as long as it says, 'not_spreadsheet' for other messages
    """
    message, count, is_over, test, is_first = None, 0, False, '', True
    for segment, decimal_mark in _segments(text):
        tag = segment[0][0]
        count += 1
        if tag == 'UNH':
            kind = at(segment, 2)
            if kind != ORDERS:
                raise Unreadable('not_spreadsheet', 'edifact %s' % kind[:6])
            message, count = Message(decimal_mark, test), 1
        elif tag == 'UNT' and message is not None:
            if at(segment, 1) != str(count) or not message.is_whole():
                raise Unreadable('damaged', 'UNT %s' % at(segment, 1)[:10])
            yield message.finished()
            message, is_first = None, False
        elif tag == 'UNB':
            test = shown(segment) if at(segment, 11) not in ('', '0') else ''  # nobody has ordered anything
        elif tag == 'UNZ':
            is_over = True
        elif message is not None:
            message.take(tag, segment)
    if is_sample and is_first and message is not None and message.goods:
        yield message.finished()  # it goes on for longer than is looked at
    if not is_sample and (message is not None or not is_over):
        raise Unreadable('truncated', 'edifact')
