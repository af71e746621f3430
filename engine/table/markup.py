# Part of store_group. License LGPL-3.
"""XML read element by element: no document type, no entity, no other file, no address, no depth without end."""

import codecs
import io
import re

from lxml import etree

from .cell import MAX_CELLS, Unreadable
from .encodings import is_of_text
from .reader import plain_start

MAX_DEPTH = 60
MAX_ATTRIBUTES = 2000  # of one element; libxml2 compares each with all before it
_DECLARED = re.compile(r'<\?xml[^>]{0,200}?encoding\s*=\s*["\']([\w.:-]+)')
_DECLARATION = re.compile(r'\s*<\?xml[^>]*\?>')
_OLDER = {'gb2312': 'gb18030', 'gbk': 'gb18030', 'gb_2312-80': 'gb18030'}  # what writes this name writes characters beyond it
_OWN = ('', 'utf-8', 'us-ascii', 'ascii')  # the parser reads these itself
_TAG = re.compile(rb"""<[A-Za-z_:\x80-\xff](?:[^<>"']+|"[^"]*"|'[^']*'|["'])*""")
_BETWEEN = re.compile(rb'\s+|=')


def elements(content, encoding=None, is_sample=False):
    """Yield (event 'start' or 'end', element, depth from 1) of an XML document.

    The caller clears what it has read. Of a sample the events before its end are given.

    :param bytes content: the document; its declaration says its encoding unless `encoding` does
    :raises Unreadable: 'doctype', 'damaged', 'truncated', 'too_large'
    """
    start = plain_start(content[: 1 << 16])
    if has_doctype(start):
        raise Unreadable('doctype')
    content = _in_utf8(content, start, encoding, is_sample)
    limit_attributes(content)
    depth = count = 0
    try:
        events = etree.iterparse(
            io.BytesIO(content),
            events=('start', 'end'),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            dtd_validation=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            if event == 'start':
                depth, count = depth + 1, count + 1 + len(element.attrib)
                if depth == count == 1 and element.getroottree().docinfo.doctype:
                    raise Unreadable('doctype')
                if depth > MAX_DEPTH:
                    raise Unreadable('too_large', 'nested deeper than %d' % MAX_DEPTH)
                if count > MAX_CELLS:
                    raise Unreadable('too_large', 'more than %d elements' % MAX_CELLS)
            yield event, element, depth
            depth -= event == 'end'
    except etree.XMLSyntaxError as error:
        if not is_sample:
            raise _damage(error, content) from None


def has_doctype(start):
    """Return whether the beginning of an XML (str, see ``plain_start``) declares a document type or entities.

    >>> has_doctype('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'), has_doctype('<a><![CDATA[<!DOCTYPE]]></a>')
    (True, False)
    """
    prolog = start[: _root_at(start)]
    return '<!DOCTYPE' in prolog or '<!ENTITY' in prolog


def limit_attributes(content):
    """Refuse a page or document (bytes in UTF-8) in which an element has very many attributes, before it is parsed.

    :raises Unreadable: 'too_large'
    """
    for tag in _TAG.finditer(content):
        if tag.end() - tag.start() > 2 * MAX_ATTRIBUTES and len(_BETWEEN.findall(tag[0])) > 2 * MAX_ATTRIBUTES:
            raise Unreadable('too_large', 'more than %d attributes' % MAX_ATTRIBUTES)


def drop(element):
    """Free an element that was read, and what stands before it beside it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def name_of(element):
    """Return the name of an element without its name space."""
    return element.tag.rpartition('}')[2] if type(element.tag) is str else ''


def _in_utf8(content, start, encoding, is_sample):
    """Return `content` in UTF-8 where its encoding is one that parsers differ about.

    The declared gb2312 means gb18030, whose further characters a strict reading ends at without a word.
    """
    declared = _DECLARED.match(start)
    encoding = (encoding or _wide(content[:4]) or (declared[1] if declared else '')).lower()
    if encoding.replace('_', '-') in _OWN:
        return content
    encoding = _OLDER.get(encoding, encoding)
    if not is_of_text(encoding):
        raise Unreadable('encoding', encoding[:40])
    try:
        text = content.decode(encoding, 'ignore' if is_sample else 'strict')
    except UnicodeError:
        raise Unreadable('encoding', encoding) from None
    return _DECLARATION.sub('', text.lstrip('\ufeff'), count=1).encode('utf-8', 'replace')


def _wide(first):
    """Return the encoding of a document whose `first` four bytes say that its characters are of two or four, else ''."""
    zeros = first.count(0)
    if first in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return 'utf-32'
    if first[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return 'utf-16'
    ends = 'be' if first[:1] == b'\0' else 'le'
    return f'utf-32-{ends}' if zeros > 2 else f'utf-16-{ends}' if zeros else ''


def _root_at(start):
    """Return the place of the first element."""
    found = re.search(r'<[A-Za-z_\u0080-\uffff]', start)
    return found.start() if found else len(start)


def _damage(error, content):
    text = str(error).lower()
    if 'excessive depth' in text or 'huge' in text:
        return Unreadable('too_large', 'nested deeper than %d' % MAX_DEPTH)
    if error.code == etree.ErrorTypes.ERR_DOCUMENT_END or not content.rstrip(b' \t\r\n\0').endswith(b'>'):
        return Unreadable('truncated', 'xml')
    return Unreadable('damaged', 'line %d' % (error.lineno or 0))
