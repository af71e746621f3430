# Part of store_group. License LGPL-3.
"""XML: one record (a UBL order) or records that follow each other, read by path.

The header of a column is its XPath from the record, without name spaces: 'OrderLine/LineItem/Quantity', and
'OrderLine/LineItem/Quantity/@unitCode' for an attribute.
"""

import re

from ..cleaning.text import fold
from .cell import Unreadable
from .markup import drop, elements, name_of
from .reader import Reader, plain_start
from .trees import Shape
from .ubl import refuse_others, told

_HTML = ('html', 'head', 'body', 'table', 'meta', 'style', 'script', 'div', 'svg')
_MAX_RECORD = 1_000_000  # elements of one record: all of them are held at once
_OUTLINE = 3000  # elements after which it is known what a record is
_MAX_LISTS = 2000
_LEVELS = 4
_OF_ORDERS = re.compile(r'@?(?:id|no|number|name|sn|tid|.*(?:order|trade|deal)_?(?:id|no|sn|number|code)|.*(?:单号|编号))')
_LISTED = re.compile(r'.*(?:line|item|product|detail|row|sku|goods)', re.IGNORECASE)  # a list also where it has one item


class XmlReader(Reader):
    kind = 'xml'

    def identify(self, sample):
        start = plain_start(sample)
        root = root_of(start).lower()
        is_markup = start[:2] in ('<?', '<!') or bool(root)  # the first element may stand behind a long comment
        return start[:1] == '<' and is_markup and root not in _HTML and start[:14].lower() != '<!doctype html'

    def read(self, stream, filename='', *, sheet=None, encoding=None, is_sample=False):
        content = stream.read()
        way = _record_way(content, encoding)
        lists = set()
        for record in _elements_at(content, encoding, way, is_sample):
            _find_lists(record, '', lists, 0)
        shape = Shape('/')
        for record in _elements_at(content, encoding, way, is_sample):
            shape.take(told(record.tag, _mapping(record, '', lists)))
        names = [name for name in shape.columns if sheet is None or fold(name) == fold(sheet)]
        if not names:
            raise Unreadable('sheet_missing', ', '.join(filter(None, shape.columns))[:500])
        for name in names:
            records = (told(one.tag, _mapping(one, '', lists)) for one in _elements_at(content, encoding, way, is_sample))
            yield shape.sheet(name, records)


READER = XmlReader()


def root_of(start):
    """Return the name of the first element of a text, without its name space.

    >>> root_of('<?xml version="1.0"?><!-- a --><c:Order xmlns:c="x">'), root_of('<!DOCTYPE html><html>'), root_of('a')
    ('Order', 'html', '')
    """
    text = re.sub(r'<!--.*?(?:-->|$)', '', start, flags=re.DOTALL)
    found = re.search(r'<(?![?!/])(?:[\w.-]+:)?([^\s/>:]+)', text)
    return found[1] if found else ''


def spaces_of(start):
    """Return the name spaces that a text declares, each once, in order; of very many the first.

    >>> spaces_of('<c:Order xmlns:c="urn:a" xmlns = "urn:b"/>')
    ('urn:a', 'urn:b')
    """
    found = re.findall(r'\bxmlns(?::[\w.-]{1,40})?\s{0,9}=\s{0,9}["\']([^"\'<]{1,200})["\']', start)
    return tuple(dict.fromkeys(found))[:20]


def _record_way(content, encoding):
    """Return the names of the elements from the root to a record.

    It is the first element that names itself: by a number or id beside it or in it. Else the first that is not alone.
    """
    seen, counts, root, open_names = {}, {}, None, []
    for number, (event, element, depth) in enumerate(elements(content, encoding, is_sample=True)):
        if event == 'end':
            if len(element) == 0 and depth > 1 and _OF_ORDERS.fullmatch(name_of(element).casefold()):
                seen.setdefault(depth - 1, tuple(open_names[: depth - 1]))
            continue
        open_names[depth - 1 :] = [name_of(element)]
        root = root or tuple(open_names)
        if any(_OF_ORDERS.fullmatch(f'@{name}'.casefold()) for name in element.attrib):
            seen.setdefault(depth, tuple(open_names))
        if depth > 1:
            counts[tuple(open_names)] = counts.get(tuple(open_names), 0) + 1
        if number > _OUTLINE:
            break
    named = [way for depth, way in sorted(seen.items()) if depth <= _LEVELS]
    return (named or [way for way, count in counts.items() if count > 1] or [root or ()])[0]


def _elements_at(content, encoding, way, is_sample):
    """Yield each record, whole, and free it when the next one is asked for."""
    count, depth_of_record, names = 0, len(way), []
    for event, element, depth in elements(content, encoding, is_sample):
        if event == 'start':
            refuse_others(element.tag, depth)
            names[depth - 1 :] = [name_of(element)]
            count += 1
            if count > _MAX_RECORD:
                raise Unreadable('too_large', 'a record of more than %d elements' % _MAX_RECORD)
        elif depth == depth_of_record and tuple(names[:depth]) == way:
            yield element
            drop(element)
            count = 0
        elif depth <= depth_of_record:
            drop(element)


def _find_lists(element, prefix, lists, level):
    """Add to `lists` the paths of elements that occur several times in their parent, or by their name may."""
    seen = set()
    for child in element:
        name = name_of(child)
        path = prefix + name
        is_listed = path in lists
        if name in seen or (level < 2 and (len(child) or child.attrib) and _LISTED.fullmatch(name)):
            is_listed = True
            lists.add(path)
            if len(lists) > _MAX_LISTS:
                raise Unreadable('too_large', 'more than %d lists' % _MAX_LISTS)
        seen.add(name)
        if len(child):
            _find_lists(child, path + '/', lists, 9 if is_listed else level + 1)


def _mapping(element, prefix, lists):
    """Return an element as a record: {name: text, mapping or list}, attributes as '@name'."""
    found = {f"@{name.rpartition('}')[2]}": value for name, value in element.attrib.items()}
    if len(element) and (text := _text(element)):
        found['text()'] = text
    for child in element:
        name = name_of(child)
        path = prefix + name
        if len(child) or (child.attrib and not _text(child)):
            value = _mapping(child, path + '/', lists)
        else:
            value = _text(child)
            if path not in lists:
                found.update((f"{name}/@{key.rpartition('}')[2]}", word) for key, word in child.attrib.items())
        if path in lists:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def _text(element):
    return (element.text or '').strip()
