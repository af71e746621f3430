# Part of store_group. License LGPL-3.
"""What a canonical order says of its day and its sum, also while a question keeps it from becoming a sale order."""

from decimal import Decimal
from functools import lru_cache

from ..cleaning.moments import in_utc
from ..cleaning.uncleanable import Uncleanable
from ..cleaning.values import clean
from ..stores.day import day_of, zone_of
from .check import Check
from .currency import step_of
from .fingerprint import at
from .lines import amount, check_lines
from .payload import code_of


def told(payload, *, tz, default_currency, day_tz=None):
    """Return (day, total, currency) of a canonical order, each None where it cannot be read; never changes `payload`.

    The day is the calendar day in `day_tz`; the total (Decimal) is the declared one, else that of the lines with shipping and
    discount; the currency is its code in capitals.

    :param str tz: the zone of times without one, and of the day unless `day_tz` says another

    >>> order = {'ordered_at': '2026-11-11T17:00:00Z', 'lines': [{'sku': 'A', 'quantity': 2, 'unit_price': '1.5'}]}
    >>> told(order, tz='Asia/Shanghai', default_currency='CNY')
    (datetime.date(2026, 11, 12), Decimal('3.00'), 'CNY')
    >>> told({'ordered_at': 'soon', 'total': '9'}, tz='UTC', default_currency='CNY')
    (None, Decimal('9'), 'CNY')
    """
    moment = _value('date', at(payload, 'ordered_at'))
    try:
        moment = moment and in_utc(moment, tz).replace(tzinfo=None)
    except (OverflowError, ValueError):
        moment = None  # at the end of the calendar
    currency = (code_of(at(payload, 'currency')) or default_currency or '').upper()[:8]
    total = _value('price', at(payload, 'total'))
    total = _sum(payload, tz, step_of(currency)) if total is None else total
    return (day_of(moment, zone_of(day_tz or tz)) if moment else None), total, currency


def told_of(draft, day_tz):
    """Return what `told` says of the order a draft was made of, without reading it again; not of a cancelled one."""
    total = draft.total
    if total is None:
        total = sum(map(amount, draft.lines)) + draft.shipping_amount - draft.discount_amount
    return _known_day(draft.ordered_at, day_tz), total, draft.currency


@lru_cache(maxsize=2**11)  # many orders have the same day
def _known_day(moment, day_tz):
    return day_of(moment.replace(tzinfo=None), zone_of(day_tz))


def paid_by_platform(payload):
    """Return what the platform pays of an order that declares its total (Decimal): its sale order may be so much more.

    >>> paid_by_platform({'total': '9', 'platform_discount': '2', 'lines': [{'platform_discount': 1}, {}, None]})
    Decimal('3')
    >>> paid_by_platform({'platform_discount': '2'}), paid_by_platform(None)
    (Decimal('0'), Decimal('0'))
    """
    if _value('price', at(payload, 'total')) is None:
        return Decimal(0)
    lines = at(payload, 'lines')
    parts = (payload, *(lines if isinstance(lines, (list, tuple)) else ()))
    return sum((_value('price', at(part, 'platform_discount')) or Decimal(0) for part in parts), Decimal(0))


def _sum(payload, tz, step):
    if not hasattr(payload, 'get'):
        return None
    check = Check(tz)
    lines = check_lines(check, payload, step)
    if check.has_error or not lines:
        return None
    other = [_value('price', at(payload, name)) or 0 for name in ('shipping_amount', 'discount_amount')]
    return sum(map(amount, lines)) + other[0] - other[1]


def _value(kind, raw):
    try:
        return clean(kind, raw)
    except Uncleanable:
        return None
