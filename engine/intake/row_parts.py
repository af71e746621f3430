# Part of store_group. License LGPL-3.
"""What a row asks of its places, and values that stand in several of them."""

from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import as_json, clean
from .issue import Issue
from .vocabulary import ERROR


def moment(row, place, found, sheet):
    """Return the moment, in JSON form, of the texts `found`: a day and what stands in the columns behind it, its time.

    What is none becomes an issue of the `row`, and stays as it is.
    """
    text = ' '.join((found[0][:10], *found[1:]))
    try:
        return as_json(clean('date', text))
    except Uncleanable as problem:
        row.issues.append(Issue(problem.code, ERROR, place.column.target, text, '', sheet, row.number, place.letter))
        return text


def looked_up(places):
    """Return the Places with what is asked of each for every row."""
    return [
        (place, place.at, place.known, place.name, place.column.part, place.number, _is_plain(place.column)) for place in places
    ]


def moments_in_parts(places):
    """Return {name: its last Place} of the days that have their times in columns behind them, which are read as text."""
    found = {}
    for place in places:
        if place.column.part and place.kind == 'date':
            if place.name in found:
                place.kind, place.number = 'text', ''
            found[place.name] = place
    return found


def _is_plain(column):
    """Whether the value of a column is what stands in it, whatever other columns say."""
    return not (column.part or column.summed or column.otherwise)
