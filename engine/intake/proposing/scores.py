# Part of store_group. License LGPL-3.
"""How likely a column means what, by its header and by what stands in it."""

from ...cleaning.currencies import code_of
from ...cleaning.text import fold
from ..vocabulary import IS_RETURN, TABLE_FIELDS
from . import discounts
from .came_back import is_of_returns, says_yes
from .returned_rows import is_said_of_rows
from .unread_words import is_back, is_yes_or_no
from .words import said_by

# What the cells of a target look like: (kind of ``Profile.share``, least share).
_LOOKS = {
    'date': ('date', 0.8),
    'price': ('number', 0.8),
    'money': ('number', 0.8),
    'quantity': ('number', 0.8),
    'rate': ('share', 0.8),
}
_BY_VALUES = {'customer.phone': 'phone', 'customer.email': 'email'}
_FEW_WORDS = 12


def scores_of(profile):
    """Return {target: how likely (0 to 1)} of a column, by its header and by what stands in it."""
    found = {}
    for target, clear in said_by(profile.label).items():
        kind, least = _LOOKS.get(TABLE_FIELDS[target], ('', 0))
        if target == discounts.RATE and profile.label.startswith('折'):
            kind = 'number'  # 8.5 is a way to write it
        if target == discounts.AMOUNT and profile.share('share') == 1 and profile.distinct > 1:
            continue
        if TABLE_FIELDS[target] in ('text', 'note') and not _may_be_text(profile, target, clear):
            continue
        if kind and profile.cells and profile.filled and profile.share(kind) < least:
            continue
        if target == 'currency' and profile.filled and profile.share('currency') < 0.8:
            continue
        if target == 'status' and is_of_returns(profile.label) and not says_yes(profile.cells):
            continue
        found[target] = clear * 0.85 + (0.15 if profile.filled else 0)
        if target == 'store' and max(profile.share('code'), profile.share('number')) >= 0.8:
            found[target] -= 0.05  # a name says the same more clearly
        if target == 'status':
            found[target] *= 0.6 + 0.4 * profile.share('status')
    for target, kind in _BY_VALUES.items():
        if profile.share(kind) >= 0.8:
            found[target] = max(found.get(target, 0), 0.6)
    if not found and profile.share('status') >= 0.8 and profile.distinct <= _FEW_WORDS:
        found['status'] = 0.5
    if is_said_of_rows(profile) and 'status' not in found:
        found[IS_RETURN] = 0.7
    if profile.share('date') >= 0.9 and profile.filled > 0.9 and profile.share('number') < 0.1:
        found.setdefault('ordered_at', 0.35)
    if not found and profile.filled > 0.5 and profile.distinct <= 3:
        if profile.share('currency') == 1 or all(code_of(cell) for cell in profile.cells if cell is not None):
            found['currency'] = 0.5
    return found


def _may_be_text(profile, target, clear):
    """Whether a column may hold names and the like: no numbers, days or yes and no, but codes below a header that says just that.

    What tells that goods came back is none either, whatever else its header says: Item Return Reason.
    """
    if clear < 1 and is_back(profile.label):
        return False
    if not profile.filled or TABLE_FIELDS[target] == 'note':
        return True
    if is_yes_or_no({fold(str(cell)) for cell in profile.cells if cell is not None}) or profile.share('date') >= 0.8:
        return False
    return profile.share('number') < 0.8 or (clear == 1 and profile.share('whole') == profile.share('number'))
