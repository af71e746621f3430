# Part of store_group. License LGPL-3.
"""Codes in a sheet: matching typed codes to records, and suggestions."""

from difflib import get_close_matches

from .sheet import Problem
from .sheet_cell import fold


class CodeIndex:
    """The codes of one list. Spreadsheets drop zeros in front, add `.0` and people mix capitals.

    >>> index = CodeIndex(['001', 'SH-01', 'A', 'a'])
    >>> index.match('1.0'), index.match('sh-01'), index.match('a'), index.match('ZZ')
    ('001', 'SH-01', 'a', None)
    """

    def __init__(self, codes):
        self.codes = set(codes)
        self.loose = {}
        for code in self.codes:
            self.loose.setdefault(self._loosen(code), []).append(code)

    @staticmethod
    def _loosen(code):
        return fold(code).removesuffix('.0').lstrip('0') or '0'

    def match(self, code):
        """Return the matching code, else None."""
        if code in self.codes:
            return code
        meant = self.loose.get(self._loosen(code), ())
        return meant[0] if len(meant) == 1 else None

    def propose(self, code):
        """Return the likeliest code, or ''."""
        close = get_close_matches(self._loosen(code), self.loose, 1, 0.75)
        return min(self.loose[close[0]]) if close else ''


def codes_in(rows, column):
    """Return the set of codes in a column of kind code or codes."""
    values = [row.values.get(column.name) for row in rows]
    if column.kind == 'codes':
        return {code for value in values if value for code in value}
    return {value for value in values if value is not None}


def settle(spec, rows, known, own=()):
    """Replace every code by the spelling of its record, and mark unknown ones. Modifies the rows.

    :param known: {column name: iterable of codes}, for the columns that name other records
    :param own: the codes of the list's own records, if its only key is a code: a new code that differs
        from one of them only in zeros or capitals is marked, as it is probably the same record
    """
    for name, codes in known.items():
        column, index = spec.by_name[name], CodeIndex(codes)
        for row in rows:
            value = row.values.get(name)
            if value is None:
                continue
            meant = [(code, index.match(code)) for code in (value if column.kind == 'codes' else [value])]
            for code, match in meant:
                if match is None:
                    row.problems.append(Problem('unknown_code', name, str(code), index.propose(code)))
            settled = tuple(sorted(match or code for code, match in meant))
            row.values[name] = settled if column.kind == 'codes' else settled[0]
    if len(spec.keys) == 1 and spec.keys[0].kind == 'code':
        name, index = spec.keys[0].name, CodeIndex(own)
        for row in rows:
            value = row.values.get(name)
            if value and value not in index.codes and index._loosen(value) in index.loose:
                row.problems.append(Problem('looks_like', name, value, index.propose(value)))
