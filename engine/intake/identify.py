# Part of store_group. License LGPL-3.
"""Which export is this? From the first rows of a file of any kind, never by its name alone. Never raises on what is in it."""

import difflib
import re
from dataclasses import dataclass, replace

from ..cleaning.text import compact, fold
from ..table.beside import MARK
from ..table.cell import CellError
from ..table.edifact import ORDERS
from ..table.head import FileHead, SheetHead, beside_heads, read_head
from .header import SEARCHED_ROWS
from .layouts import KNOWN, header_key
from .layouts.known import Known
from .pairs import pairs_of
from .proposing.sheet_words import kind_of_name

SURE, POSSIBLE, CLOSE = 0.75, 0.45, 0.12
_ALIKE = 0.84  # of two spellings of a header
_SHORTEST = 4  # letters of a header that may be spelled differently
_TRIED = 4  # known exports whose headers are compared letter by letter
_REFUND = {'refunded_by', 'reason'}
_UBL = 'ubl '  # how the reader of XML begins the name of a document that is no order
# Documents that hold no orders: the root of an XML.
_DOCUMENTS = {
    'OrderChange': 'ubl_change',
    'OrderCancellation': 'ubl_cancellation',
    'OrderResponse': 'ubl_response',
    'OrderResponseSimple': 'ubl_response',
    'Quotation': 'ubl_quotation',
    'RequestForQuotation': 'ubl_quotation',
    'Catalogue': 'ubl_catalogue',
    'DespatchAdvice': 'ubl_despatch',
    'Invoice': 'ubl_invoice',
}


@dataclass(frozen=True)
class Candidate:
    """One export the file may be. `layout` is that of the export, with the file's own spellings of its headers.

    `reasons` are pairs (code, detail): 'headers' (how many of them), 'marks' (headers only this platform has), 'name' (of the
    file), 'renamed' (the file's spelling), 'missing' (a column that must be there), 'extra' (how many headers nobody reads).
    """

    code: str
    platform: str
    holds: str
    score: float
    layout: object = None
    sheet: str = ''
    header_row: int = 0
    reasons: tuple = ()
    missing: tuple = ()

    @property
    def is_readable(self):
        """Whether the file can be read into orders by its layout."""
        return self.layout is not None and not self.missing


@dataclass(frozen=True)
class Found:
    """What a file is: its FileHead, and the Candidates, best first. `document` names what holds no orders: 'ubl_invoice'."""

    head: FileHead
    candidates: tuple = ()
    document: str = ''

    @property
    def best(self):
        """The Candidate that is sure, or None: none is, or two are as likely."""
        first = self.candidates[0] if self.candidates else None
        if first is None or first.score < SURE:
            return None
        near = [other for other in self.candidates[1:] if first.score - other.score < CLOSE and other.layout is not None]
        return None if first.is_readable and any(other.is_readable for other in near) else first


def identify(content, filename='', others=()):
    """Return the Found of a file.

    :param bytes content: the file
    :param str filename: a hint only
    :param others: Knowns beside those that ship: the layouts of channels
    """
    head = read_head(content, filename)
    pairs = pairs_of(head)
    if pairs:
        head = beside_heads(content, head, pairs)
    found = [
        candidate
        for sheet in head.sheets
        for rows in [_labelled(sheet)]
        for known in (*others, *KNOWN)
        if (not known.kinds or (head.kind in known.kinds and known.space in ('', *head.words)))
        and (candidate := _best_row(known, sheet, rows, filename)) is not None
    ]
    found.sort(key=_place_of)
    unique = {}
    for candidate in found:
        unique.setdefault(candidate.code, candidate)
    likely = [candidate for candidate in unique.values() if candidate.score >= POSSIBLE]
    return Found(head, tuple(likely[:5]), _document(head))


def _place_of(candidate):
    """Return what the Candidates are sorted by; of sheets alike, those whose names say that they hold no sales come last."""
    return -candidate.score, candidate.layout is None, MARK in candidate.sheet, bool(kind_of_name(candidate.sheet))


def _document(head):
    """Return the code of a document that holds no orders, or in a form nobody reads."""
    if head.kind == 'json':
        return 'woocommerce_refunds' if set(head.words) >= _REFUND and 'order_key' not in head.words else ''
    if head.kind == 'xml':
        named = head.detail.removeprefix(_UBL) if head.problem and head.detail.startswith(_UBL) else ''
        return _DOCUMENTS.get(named or (head.words or ('',))[0], 'ubl' if named else '')
    return 'edifact' if head.kind == 'edifact' and head.words != (ORDERS,) else ''


def labels_of(cells):
    """Return {index: header} of one row; compact texts, without what is empty or an error."""
    return {
        index: text
        for index, cell in enumerate(cells)
        if cell is not None and not isinstance(cell, CellError) and (text := compact(str(cell))[:200])
    }


def _labelled(sheet: SheetHead):
    """Return [(row number, {index: header}, {index: key of the header})] of the rows that may be a header."""
    rows = [(number, labels_of(cells)) for number, cells in sheet.rows[:SEARCHED_ROWS]]
    return [
        (number, labels, {index: header_key(label) for index, label in labels.items()})
        for number, labels in rows
        if len(labels) > 1
    ]


def _best_row(known, sheet: SheetHead, rows, filename):
    """Return the Candidate of the one of `rows` (``_labelled``) that looks most like the header of `known`, or None."""
    best = None
    if known.kinds and fold(known.layout.sheet or '') != fold(sheet.name):
        return None
    for number, labels, keys in rows:
        hits = sum(key in known.keys for key in keys.values())
        if hits > 1 and (best is None or hits > best[0]):
            best = hits, number, labels, keys
    if best is None:
        return None
    return _judged(known, *best[1:], sheet, filename)


def _judged(known: Known, row, labels, keys, sheet, filename):
    explained = sum(key in known.keys for key in keys.values())
    share = 1 if known.kinds else explained / len(labels)
    reasons = [('headers', f'{explained}/{len(labels)}')]
    marks = [mark for mark in known.marks if header_key(mark) in keys.values()]
    if marks:
        reasons.append(('marks', ', '.join(marks[:4])))
    layout, renamed, missing = known.layout, (), ()
    if layout is None:
        used = len({header_key(other) for other in known.others} & set(keys.values())) / (len(known.keys) or 1)
        score = 0.65 * share + 0.35 * used
    else:
        layout, renamed, missing, used = _fitted(known, labels, keys)
        score = 0.55 * share + 0.25 * used + 0.2
    reasons += [('renamed', name) for name in renamed] + [('missing', name) for name in missing]
    if known.marks and not marks:
        score *= 0.5
    elif len(marks) == len(known.marks) and marks:
        score += 0.1
    if missing:
        score *= 0.6
    if _is_named(known, filename):
        score += 0.1
        reasons.append(('name', filename[-80:]))
    if len(labels) > explained and not known.kinds:
        reasons.append(('extra', str(len(labels) - explained)))
    return Candidate(
        known.code, known.platform, known.holds, min(round(score, 3), 1.0), layout, sheet.name, row, tuple(reasons), missing
    )


def _is_named(known, filename):
    return any(re.search(pattern, filename, re.IGNORECASE) for pattern in known.files)


def _fitted(known, labels, keys):
    """Return (the layout with the file's headers, renamed headers, headers that must be there and are not, share found)."""
    free = {index: key for index, key in keys.items() if key not in known.keys}
    columns, renamed, missing, sought, found = [], [], [], 0, 0
    exact = {compact(label).casefold() for label in labels.values()}
    for column in known.layout.columns:
        if not column.header or column.target == 'ignore':
            columns.append(column)
            continue
        sought += 1
        if any(name in exact for name in column.names()):
            found += 1
            columns.append(column)
            continue
        index = _alike(column, labels, keys, free)
        if index is not None:
            found += 1
            free.pop(index, None)
            renamed.append(labels[index])
            column = replace(column, aliases=(*column.aliases, labels[index]))
        elif column.must_exist and not _is_elsewhere(column, known.layout, exact):
            missing.append(column.header)
        columns.append(column)
    layout = replace(known.layout, columns=tuple(columns))
    return layout, tuple(dict.fromkeys(renamed)), tuple(missing), found / (sought or 1)


def _alike(column, labels, keys, free):
    """Return the index of the header that spells that of `column` differently, or None."""
    wanted = [header_key(name) for name in column.names()]
    for index, key in keys.items():
        if key in wanted:
            return index
    for want in wanted:
        if len(want) >= _SHORTEST:
            near = difflib.get_close_matches(want, [key for key in free.values() if len(key) >= _SHORTEST], 1, _ALIKE)
            if near and _digits(near[0]) == _digits(want):
                return next(index for index, key in free.items() if key == near[0])
    return None


def _digits(text):
    return [mark for mark in text if mark.isdigit()]


def _is_elsewhere(column, layout, exact):
    """Whether another column of the layout can say what this one does not."""
    return any(
        other is not column and other.target == column.target and any(name in exact for name in other.names())
        for other in layout.columns
    )
