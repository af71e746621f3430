# Part of store_group. License LGPL-3.
"""Estimates from its bytes whether reading a file takes too long for an interactive request."""

import io
import zipfile

from ..table.xlsx_fast import DAMAGE

MAX_ROWS = 5000  # maximum for reading during a request
MAX_BYTES = 4 << 20  # compressed and uncompressed
_XLS_ROW = b'\x08\x02\x10\x00'  # start of a row's record
_ROW_ENDS = (b'\n', b'\r')


def is_long(content):
    """Return whether to read a file in the background; errs on the side of background.

    Counts raw row marks: line ends of a text, also inside cells and in wide encodings, braces of
    JSON, rows of a workbook.

    :param bytes content: the file, of any format

    >>> is_long(b'a,b\\n' * 5000), is_long(b'a,b\\r' * 5001), is_long('单\\n'.encode('utf-16') * 5001), is_long(b'{}, ' * 5001)
    (False, True, True, True)
    """
    if len(content) > MAX_BYTES:
        return True
    if content.startswith(b'PK'):
        return _is_long_workbook(content)
    return max(map(content.count, (*_ROW_ENDS, b'{', _XLS_ROW))) > MAX_ROWS


def _is_long_workbook(content):
    rows = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > MAX_BYTES * 4:
                return True
            for entry in entries:
                if '/worksheets/' in entry.filename:
                    rows += archive.read(entry).count(b'<row')
    except DAMAGE:
        return False  # the reader says what is wrong with it
    return rows > MAX_ROWS
