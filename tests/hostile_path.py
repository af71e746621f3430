# Part of store_group. License LGPL-3.
"""A hostile file through all the engine does with an order file: recognise, propose, preview, read, check.

``tried`` raises what the engine raises, and AssertionError where its answer is none that the rest of the add-on can take. The
only other answer is a refusal: ``Unreadable`` with a code of the vocabulary.
"""

import json
from contextlib import ExitStack
from datetime import date
from unittest.mock import patch

from ..engine.intake import extent, gather, identify, submitted, table
from ..engine.intake.canonical import check_order
from ..engine.intake.fingerprint import content_hash, sells_the_same
from ..engine.intake.layout import problems
from ..engine.intake.parts import summary
from ..engine.intake.payload import changed_at, status_of, store_name_of
from ..engine.intake.proposing.propose import preview, propose
from ..engine.intake.returns import is_return, with_returns
from ..engine.intake.vocabulary import ERROR, UNREADABLE_CODES
from ..engine.table import cells, head, sheet, sheet_read, xlsx_fast
from .hostile_books import xls, xlsx
from .hostile_edifact import edifact
from .hostile_markup import html, xml, xml_book
from .hostile_texts import canonical, delimited, json_text, written

NOWHERE = 'UTC'
KINDS = sheet.SheetSpec(
    tuple(
        sheet.Column(name, header, kind, is_key=name == 'code', choices=(('a', 'A'), ('b', 'B')) if kind == 'choice' else ())
        for name, header, kind in (
            ('code', 'Order No', 'code'),
            ('text', 'Customer', 'text'),
            ('codes', 'SKU', 'codes'),
            ('number', 'Qty', 'number'),
            ('date', 'Order Date', 'date'),
            ('bool', 'Status', 'bool'),
            ('choice', 'Store', 'choice'),
        )
    )
)


def orders_text(dice):
    """Return (content, notes) of what a program submits: a JSON list of canonical orders."""
    return written(dice, [canonical(dice) for _order in range(dice.randrange(5))]).encode('utf-8', 'surrogatepass'), ['submitted']


MAKERS = {
    'delimited': delimited,
    'json': json_text,
    'html': html,
    'xml': xml,
    'xml_book': xml_book,
    'edifact': edifact,
    'xlsx': xlsx,
    'xls': xls,
    'orders': orders_text,
}


def ways(dice):
    """Return how a file is read, {name: value} for ``tried``: with small limits a small file is cut and packed as a large one."""
    return {
        'cut': dice.choice((None, None, 600, 3000)),
        'held': dice.choice((None, None, 0)),
        'is_fast': dice.randrange(2) == 0,
        'filename': dice.choice(('orders', 'a/b\\c.csv', '', '\u8ba2\u5355.xls', 'x' * 300, '=1.csv')),
    }


def tried(maker, content, *, cut=None, held=None, is_fast=True, filename=''):
    """Take `content` through the engine. Return the word of what became of it: 'orders', 'empty', or the code of a refusal.

    :param str maker: key of MAKERS
    :param cut: bytes of a text that are looked at first, None for the usual number
    :param held: orders kept as objects, None for the usual number
    """
    with ExitStack() as stack:
        if cut is not None:
            stack.enter_context(patch.object(head, 'MAX_BYTES', cut))
        if held is not None:
            stack.enter_context(patch.object(gather, 'HELD', held))
        if not is_fast:
            stack.enter_context(patch.object(xlsx_fast, 'calamine', None))
        try:
            return _submitted(content) if maker == 'orders' else _file(content, filename)
        except cells.Unreadable as problem:
            assert problem.code in {*UNREADABLE_CODES, 'not_json'}, problem.code
            storable(problem.detail)
            return problem.code


def _file(content, filename):
    extent.is_long(content)
    found = identify.identify(content, filename)
    storable(found.head.detail, found.head.words, found.document, [one.reasons for one in found.candidates])
    proposal = propose(found.head)
    storable([(one.header, one.samples, one.becomes) for one in proposal.columns])
    layouts = [one.layout for one in found.candidates if one.is_readable][:2]
    if proposal.is_usable:
        layouts.append(proposal.layout)
        looked_at = next(one for one in found.head.sheets if one.name == proposal.sheet)
        for order in preview(looked_at, proposal.header_row, proposal.layout, 'CNY')[1]:
            _order(order)
    read = 0
    for layout in layouts:
        assert not problems(layout), problems(layout)
        result = table.read_orders(content, filename, layout, 'CNY')
        storable(result.sheet, [(one.code, one.field, one.found, one.proposed, one.sheet) for one in result.issues])
        numbers = [(order.rows[0][0], order.external_id) for order in result.orders]
        assert len(set(numbers)) == len(numbers), 'an order twice in a sheet'
        for order in result.orders:
            _order(order)
            read += 1
    _cells(content, filename)
    return 'orders' if read else 'empty'


def _cells(content, filename):
    """Read every sheet whole, and as a set-up list."""
    for one in cells.read_sheets(content, filename):
        storable(one.name)
        rows = _checked(one.rows)
        try:
            for row in sheet_read.read(KINDS, rows).rows:
                storable([problem.found for problem in row.problems])
        except sheet_read.NoHeader:
            for _row in rows:
                pass


def _checked(rows):
    last = 0
    for number, row in rows:
        assert number > last, 'rows in their order'
        last = number
        for value in row:
            assert value is None or isinstance(value, (str, int, float, date, cells.CellError)), type(value)
        yield number, row


def _submitted(content):
    entries, _issues, _count = submitted.read(content)
    for entry in entries:
        storable(entry.external_id)
        _content(entry.payload, entry.issues)
    return 'orders' if entries else 'empty'


def _order(order):
    assert order.external_id and len(order.external_id) <= 2000, order.external_id
    storable([(one.code, one.field, one.found, one.proposed, one.sheet) for one in order.issues])
    json.dumps(order.payload, allow_nan=False)
    _content(order.payload, order.issues)


def _content(payload, issues):
    before = json.dumps(payload)
    draft, found = check_order(payload, tz=NOWHERE, default_currency='CNY')
    storable(payload, [(one.code, one.field, one.found, one.proposed) for one in (*found, *issues)])
    assert (draft is None) == any(issue.severity == ERROR for issue in found), 'a draft or an error'
    if draft is not None:
        for amount in (draft.total, draft.shipping_amount, *(line.amount for line in draft.lines)):
            assert amount is None or amount.is_finite(), amount
    content_hash(payload), sells_the_same(payload, payload), summary(payload, store_name_of(payload))
    status_of(payload), changed_at(payload, NOWHERE), is_return(payload), with_returns(payload)
    assert json.dumps(payload) == before, 'the content is never changed'


def storable(*values):
    """Fail where the database could not keep the texts in `values`, nested as they are."""
    text = json.dumps(values, ensure_ascii=False, default=str)
    text.encode('utf-8')
    assert '\\u0000' not in text.replace('\\\\', ''), 'NUL'
