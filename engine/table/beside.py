# Part of store_group. License LGPL-3.
"""Two sheets of a workbook as one: the rows of the first, and beside each the row of the second with the same number.

Such a sheet is called '订单 + 退货 (订单 ID)': the first, the second, the header both have. Rows of the first that the second
does not know stay as they are; rows of the second that no row of the first names follow at the end, so that nothing is lost.
Where the second says different things of a number, the cell is an error, which becomes a question.
"""

from ..cleaning.text import fold
from .cell import CellError, Sheet, cell_text, limited

MARK = ' + '
SEARCHED_ROWS = 40
MAX_WIDTH = 300
_ERROR = 'cell_error'


def name_of(first, second, label):
    """Return the name of two sheets as one."""
    return f'{first}{MARK}{second} ({label})'


def parsed(name, names):
    """Return (first, second, label), folded, of the name of two sheets as one, None where `names` do not make it up.

    :param names: of the sheets that are there; the first may be two of them as one itself

    >>> parsed('a + b (No)', ['b', 'a']), parsed('a + c (No)', ['b', 'a']), parsed('a + b (x (1))', ['a', 'b'])
    (('a', 'b', 'no'), None, ('a', 'b', 'x (1)'))
    >>> parsed('a + b (No) + c (No)', ['a', 'b', 'c'])
    ('a + b (no)', 'c', 'no')
    """
    wanted, there = fold(name), {fold(one) for one in names}
    # the last of the marks first: what stands before it may be two sheets as well
    for at, second in sorted(((wanted.rfind(f'{MARK}{one} ('), one) for one in there), reverse=True):
        first = wanted[: max(at, 0)]
        if at > 0 and wanted.endswith(')') and first != second and (first in there or parsed(first, there)):
            return first, second, wanted[at + len(MARK) + len(second) + 2 : -1]
    return None


def joined(first, second, label, most=None):
    """Return the Sheet of two Sheets as one; the `second` is read whole, or up to `most` rows.

    :param str label: the header of the number in both
    :param int most: the two are only looked at, and the `first` is the beginning of its sheet
    """
    header, rows_of = _looked_up(second, label, most)
    rows = _rows(first, label, second.name, header, rows_of, most is None)
    return Sheet(name_of(first.name, second.name, label), limited(rows), first.is_text, first.datemode)


def _looked_up(sheet, label, most):
    """Return (labels of the other columns, {number: (its cell, other cells)}) of the second sheet."""
    key, others, found = None, [], {}
    for number, cells in limited(sheet.rows):
        if key is None:
            key = _place(cells, label)
            others = [at for at, cell in enumerate(cells[:MAX_WIDTH]) if at != key and _is_header(cell)]
            labels = [cell_text(cells[at]) for at in others]
            if key is None and number > SEARCHED_ROWS:
                break
            continue
        name = _number(cells, key)
        if name:
            row = [cells[at] if at < len(cells) else None for at in others]
            found[name] = cells[key], _both(found[name][1], row) if name in found else row
        if most and len(found) >= most:
            break
    return ([], {}) if key is None else (labels, found)


def _rows(sheet, label, name, labels, rows_of, is_all):
    key, width, nothing, named, number = None, 0, [None] * len(labels), set(), 0
    for number, cells in sheet.rows:
        if key is None:
            key = _place(cells, label)
            if key is not None:
                width = len(cells)
                own = {fold(cell_text(cell)) for cell in cells if cell is not None}
                cells = [*cells, *(other if fold(other) not in own else f'{other} ({name})' for other in labels)]
            yield number, cells
            continue
        cells = cells[:width]
        one = _number(cells, key)
        row = rows_of[one][1] if one in rows_of else nothing
        named.add(one)
        yield number, [*cells, *[None] * (width - len(cells)), *row] if any(cell is not None for cell in cells) else cells
    if is_all and key is not None:
        for one, (cell, row) in rows_of.items():
            if one not in named:
                number += 1
                yield number, [*[None] * key, cell, *[None] * (width - key - 1), *row]


def _place(cells, label):
    wanted = fold(label)
    return next((at for at, cell in enumerate(cells) if _is_header(cell) and fold(cell_text(cell)) == wanted), None)


def _is_header(cell):
    return cell is not None and not isinstance(cell, CellError)


def _number(cells, key):
    cell = cells[key] if key < len(cells) else None
    return fold(cell_text(cell)) if _is_header(cell) else ''


def _both(one, other):
    """Return the cells of two rows of one number: what only one says, or both alike; else an error."""
    return [
        mine if theirs is None or mine == theirs else theirs if mine is None else CellError(_ERROR, _shown(mine, theirs))
        for mine, theirs in zip(one, other, strict=True)
    ]


def _shown(mine, theirs):
    return f'{cell_text(mine)} | {cell_text(theirs)}'[:200]
