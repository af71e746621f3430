# Part of store_group. License LGPL-3.
"""The lines of a canonical order."""

from collections import Counter
from decimal import Decimal

from ..cleaning.text import fold
from ..cleaning.values import TRUE_WORDS
from .draft import LineDraft
from .fields import LINE
from .price import unit_price
from .vocabulary import MAX_LINES, WARNING


def check_lines(check, payload, step):
    """Return the LineDrafts of `payload`; problems become issues of `check`.

    :param Decimal step: of the currency
    """
    if not check.few(payload, 'lines', MAX_LINES, 'too_many_lines'):
        return ()
    built = [_line(check, path, item, step) for path, item in check.mappings(payload, 'lines')]
    if not built and not any(issue.field.startswith('lines') for issue in check.issues):
        check.refuse('no_lines', 'lines')
    lines = tuple(line for line in built if line is not None)
    names = [line.external_id for line in lines if line.external_id]
    if len(set(names)) < len(names):
        for name, count in Counter(names).items():
            if count > 1:
                check.refuse('duplicate_line', 'lines', name, severity=WARNING)
    return lines


def _line(check, path, item, step):
    row = item.get('row')
    row = row if isinstance(row, int) and not isinstance(row, bool) and row > 0 else 0
    before = len(check.issues)
    prefix = path + '.'
    values = check.fields(LINE, item, prefix, row)
    check.parts['lines'].append(check.said)
    check.require(values, 'quantity', prefix, row)
    if item.get('is_return') and fold(str(item['is_return'])) in TRUE_WORDS:  # as a person said of a word nobody knew
        check.refuse('negative_quantity', prefix + 'quantity', '-' + str(values.get('quantity', '')), row=row)
    if not ('sku' in values or 'barcode' in values or 'name' in values) and len(check.issues) == before:
        check.refuse('missing_product', path, row=row)
    if (
        not ('unit_price' in values or 'subtotal' in values)
        and not values.get('gift')
        and not (check.refused(prefix + 'unit_price') or check.refused(prefix + 'subtotal'))
    ):
        goods = values.get('sku') or values.get('barcode') or values.get('name') or ''  # each has a price of its own
        check.refuse('missing_price', prefix + 'unit_price', goods, row=row)
    if len(check.issues) > before and any(issue.severity != WARNING for issue in check.issues[before:]):
        return None
    values['unit_price'] = _price(values)
    values['row'], values['step'] = row, step
    line = LineDraft.of(values)
    if line.amount < 0:
        gross = line.amount + line.discount_amount
        check.refuse('discount_too_large', prefix + 'discount_amount', line.discount_amount, str(gross), row)
        return None
    if line.gift and line.amount:
        check.refuse('gift_with_price', prefix + 'gift', str(line.amount), row=row, severity=WARNING)
    if 'subtotal' in values and line.amount != values['subtotal'] and abs(line.amount - values['subtotal']) > step:
        check.refuse('subtotal_mismatch', prefix + 'subtotal', values['subtotal'], str(line.amount), row, WARNING)
    return line


def _price(values):
    if 'unit_price' in values:
        return values['unit_price']
    if 'subtotal' not in values:
        return Decimal(0)  # a gift
    gross = values['subtotal'] + values.get('discount_amount', 0)
    return Decimal(repr(unit_price(gross, values['quantity'], values.get('discount_rate', Decimal(0)))))


def amount(line):
    """Return the Decimal net amount of a LineDraft, computed from its price."""
    return line.amount
