# Part of store_group. License LGPL-3.
"""Is the day or the month first in the dates of a file? Where its dates speak against the layout, the file is asked about."""

import re
from dataclasses import replace
from datetime import date, timedelta

from ..cleaning.dates import parse
from ..cleaning.text import compact
from ..cleaning.uncleanable import Uncleanable
from ..table.cell import cell_text, letter
from .issue import Issue
from .vocabulary import TABLE_FIELDS

ORDERS = ('day', 'month')
DATE_ORDER, TURNED = 'date_order', 'dates_turned'
_TWO_WAYS = re.compile(r'(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)')
_HALVES = re.compile(r'[ap]\.?m\b', re.IGNORECASE)
_DAY_OF_NAME = re.compile(
    r'(?<!\d)(20\d{2})(?:[-_.](\d{1,2})[-_.](\d{1,2})|\u5e74(\d{1,2})\u6708(\d{1,2})|(\d{2})(\d{2})(?:\d{4}|\d{6})?)(?!\d)'
)
_MOST_DAYS, _MOST_COLUMNS = 2000, 12
_MONTH, _LATE = timedelta(days=31), timedelta(days=1)
_NEAR, _FAR = timedelta(days=12), timedelta(days=28)  # days of one month against the same day of several


def written(layout, order):
    """Return `layout` with the numbers of day and month in its date formats in the `order` ('day' or 'month') first.

    >>> from .layout import Layout
    >>> written(Layout((), date_formats=('%d/%m/%Y', '%d %b %Y')), 'month').date_formats
    ('%m/%d/%Y', '%d %b %Y')
    """
    first, second = ('%d', '%m') if order == 'day' else ('%m', '%d')
    formats = []
    for form in layout.date_formats:
        at, other = form.find(first), form.find(second)
        if 0 <= other < at:
            form = form[:other] + first + form[other + 2 : at] + second + form[at + 2 :]
        formats.append(form)
    return replace(layout, date_formats=tuple(formats))


def day_of_name(filename):
    """Return the last date in the name of a file, None without one.

    >>> day_of_name('orders_20261106.csv'), day_of_name('2026-11-01 2026-11-06.csv'), day_of_name('20261106235959.csv')
    (datetime.date(2026, 11, 6), datetime.date(2026, 11, 6), datetime.date(2026, 11, 6))
    >>> day_of_name('20269999.csv'), day_of_name('202611.csv')
    (None, None)
    """
    found = []
    for parts in _DAY_OF_NAME.findall(filename or ''):
        try:
            found.append(date(*(int(part) for part in parts if part)))
        except ValueError:
            continue
    return max(found, default=None)


class DatesSeen:
    """Looks at the cells of date columns while the rows of a sheet go by; `doubt` says at the end what speaks against the layout.

    Memory does not grow with the file.
    """

    def __init__(self, header, layout, sheet):
        self._sheet, self._formats = sheet, layout.date_formats
        self._ways = {}  # {whether the clock has halves: _Way}
        self._text_over, self._made, self._made_over = None, 0, False
        at = [index for column, index in header.places if index is not None and TABLE_FIELDS.get(column.target) == 'date']
        self._last = dict.fromkeys(at[:_MOST_COLUMNS])

    def see(self, number, cells):
        """Look at the cells of the row `number`."""
        for index, last in self._last.items():
            cell = cells[index] if index < len(cells) else None
            if cell is None or cell == last:
                continue
            self._last[index] = cell
            if isinstance(cell, str):
                self._see_text(cell, number, index)
            elif isinstance(cell, date):
                self._made += 1
                self._made_over |= cell.day > 12

    def _see_text(self, cell, number, index):
        if cell[:4].isdigit():
            return  # the year is first: most files
        text = cell if cell.isascii() else compact(cell)
        found = _TWO_WAYS.match(text.lstrip())
        if not found:
            return
        is_halved = bool(self._formats and _HALVES.search(text))
        way = self._ways.setdefault(is_halved, _Way())
        if way.knows(found[0]):
            return
        first, second = int(found[1]), int(found[3])
        place = (text, number, letter(index))
        if max(first, second) > 12 and self._text_over is None:
            self._text_over = place
        if self._formats:
            way.see(found[0], first, second, self._read(text), place)

    def _read(self, text):
        try:
            return parse(compact(text), self._formats)
        except (Uncleanable, OverflowError):
            return None

    def doubt(self, filename='', today=None):
        """Return the Issue of a file whose dates may be written the other way round than the layout says, None without doubt.

        `found` is a date of it, `proposed` what may be first: 'day' or 'month', '' for dates a spreadsheet may have turned.

        :param date today: the day on which the file came, None where it does not matter
        """
        if self._text_over and self._made and not self._made_over:
            return self._issue(TURNED, self._text_over, '')
        latest = day_of_name(filename) or today
        for way in self._ways.values():
            place = way.against(latest)
            if place:
                return self._issue(DATE_ORDER, place, way.other)
        return None

    def _issue(self, code, place, proposed):
        text, row, column = place
        return Issue(code, found=cell_text(text), proposed=proposed, sheet=self._sheet.name, row=row, column=column)


class _Way:
    """The dates of one way of writing."""

    def __init__(self):
        self.orders, self.only_other, self.is_proven = set(), None, False
        self.days = {}  # {text: (day as read, the other way round, its place), () for what is no such day}
        self.last, self.is_falling, self.is_rising = None, [True, True], [True, True]

    @property
    def other(self):
        return 'month' if self.orders == {'day'} or not self.orders else 'day'

    def knows(self, text):
        """Whether the day `text` was seen before; if so, take it as the next one."""
        day = self.days.get(text)
        if day:
            self._follow(*day[:2])
        return day is not None

    def see(self, text, first, second, read, place):
        """Take a new day: its two numbers, what the layout reads (None: nothing), its place."""
        if len(self.days) < _MOST_DAYS:
            self.days[text] = ()
        if read is None:
            if first != second and self.only_other is None and _is_day(first, second):
                self.only_other = place
            return
        if not ((read.day, read.month) == (first, second) or (read.month, read.day) == (first, second)) or first == second:
            return
        self.orders.add('day' if read.day == first else 'month')
        if max(first, second) > 12:
            self.is_proven = True
            return
        own = date(read.year, read.month, read.day)
        turned = date(read.year, read.day, read.month)
        self._follow(own, turned)
        if len(self.days) < _MOST_DAYS:
            self.days[text] = own, turned, place

    def _follow(self, own, turned):
        if self.last:
            for at, (before, day) in enumerate(zip(self.last, (own, turned), strict=True)):
                self.is_rising[at] &= day >= before
                self.is_falling[at] &= day <= before
        self.last = own, turned

    def against(self, latest):
        """Return the place of a date that speaks against the order of the layout, None where none does."""
        if self.only_other and self.orders:
            return self.only_other
        days = [day for day in self.days.values() if day]
        if len(self.orders) > 1:
            return days[0][2] if days else None
        if self.is_proven or not days:
            return None
        own, turned = ([day[at] for day in days] for at in (0, 1))
        if latest and max(turned) > latest + _LATE:
            return None
        return days[0][2] if self._is_turned(own, turned, latest) else None

    def _is_turned(self, own, turned, latest):
        """Whether the days make more sense the other way round: none is to come, they follow each other, they are near."""
        if latest and max(own) > latest + _LATE:
            return True
        if len(own) > 2:
            follow = [self.is_rising[at] or self.is_falling[at] for at in (0, 1)]
            if follow[0] != follow[1]:
                return follow[1]
        if len(own) > 1:
            return max(turned) - min(turned) < _NEAR and max(own) - min(own) >= _FAR
        return bool(latest) and latest - max(turned) <= _MONTH < latest - max(own)


def _is_day(first, second):
    return min(first, second) > 0 and min(first, second) <= 12 < max(first, second) <= 31
