# Part of store_group. License LGPL-3.
"""The rows of a sheet of an .xlsx book, each dropped when the next is asked for, and the texts they name, most of them on disk.

openpyxl's own reader keeps the element of every row, what a row says of its height, and whatever stands behind the rows: some
100 bytes to some kilobytes for each row, and a small file can hold gigabytes of merged ranges.
"""

from xml.etree.ElementTree import iterparse

from openpyxl.cell.text import Text
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser

from .cell import Unreadable
from .spool import Texts

MAX_DEPTH = 60
MAX_NODES = 500_000  # elements of one row, or before the first: a sheet has 16,384 columns
_TEXT = ROW_TAG.rpartition('}')[0] + '}si'
_DATA = ROW_TAG.rpartition('}')[0] + '}sheetData'


def texts_of(part):
    """Return the texts of a book as ``spool.Texts``, read from the open `part` that holds them.

    :raises Unreadable: 'too_large'
    """
    texts, root, depth, nodes = Texts(), None, 0, 0
    for event, element in iterparse(part, ('start', 'end')):
        if event == 'start':
            root = element if root is None else root
            depth, nodes = depth + 1, nodes + 1
            if depth > MAX_DEPTH or nodes > MAX_NODES:
                raise Unreadable('too_large', 'a text of more than %d elements' % MAX_NODES)
            continue
        depth -= 1
        if element.tag == _TEXT:
            texts.append(Text.from_tree(element).content.replace('x005F_', ''))
            if depth == 1:
                root.clear()
                nodes = 0
    return texts


class RowParser(WorkSheetParser):
    """Reads rows, and nothing else a sheet says: what stands behind them is not even unpacked."""

    def parse(self):
        """Yield (number, cells as dicts) of each row.

        :raises Unreadable: 'too_large'
        """
        depth = nodes = 0
        data = None
        for event, element in iterparse(self.source, ('start', 'end')):
            if event == 'start':
                depth, nodes = depth + 1, nodes + 1
                if depth > MAX_DEPTH or nodes > MAX_NODES:
                    raise Unreadable('too_large', 'a row of more than %d elements' % MAX_NODES)
                if depth == 2 and element.tag == _DATA:
                    data = element
                continue
            depth -= 1
            if element.tag == ROW_TAG:
                row = self.parse_row(element)
                self.row_dimensions.clear()
                element.clear()
                if depth == 2 and data is not None:
                    data.clear()
                    nodes = 0
                yield row
            elif depth == 1:
                if element is data:
                    return
                element.clear()


class RowSheet(ReadOnlyWorksheet):
    """A sheet that is read once, row by row, and not measured: where no size is declared, openpyxl would read all rows for it."""

    def _get_size(self):
        self._max_row = self._max_column = None

    def _cells_by_row(self, min_col, min_row, max_col, max_row, values_only=False):
        book = self.parent
        with self._get_source() as source:
            parser = RowParser(
                source, self._shared_strings, data_only=book.data_only, epoch=book.epoch, date_formats=book._date_formats
            )
            due = min_row
            for number, row in parser.parse():
                for _missing in range(due, number):
                    due += 1
                    yield ()
                if due <= number:
                    due += 1
                    yield self._get_row(row, min_col, max_col, values_only)
