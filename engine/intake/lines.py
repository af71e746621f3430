# Part of store_group. License LGPL-3.
"""The lines of a canonical order."""
from collections import Counter
from decimal import Decimal

from .draft import LineDraft
from .price import subtotal, unit_price
from .vocabulary import LINE_FIELDS, MAX_LINES, WARNING

TOLERANCE = Decimal('0.01')


def check_lines(check, payload):
    """Return the LineDrafts of `payload` that can be built; what is wrong becomes issues of `check`."""
    items = check.listed(payload, 'lines')
    if len(items) > MAX_LINES:
        check.refuse('too_many_lines', 'lines', len(items), str(MAX_LINES))
        return ()
    built = [_line(check, path, item) for path, item in check.mappings(payload, 'lines')]
    if not built and not any(issue.field.startswith('lines') for issue in check.issues):
        check.refuse('no_lines', 'lines')
    lines = tuple(line for line in built if line is not None)
    for name, count in Counter(line.external_id for line in lines).items():
        if name and count > 1:
            check.refuse('duplicate_line', 'lines', name, severity=WARNING)
    return lines


def _line(check, path, item):
    row = item.get('row')
    row = row if isinstance(row, int) and not isinstance(row, bool) and row > 0 else 0
    before = len(check.issues)
    prefix = path + '.'
    values = check.fields(LINE_FIELDS, item, prefix, row)
    check.require(values, 'quantity', prefix, row)
    if not {'sku', 'barcode', 'name'} & set(values) and len(check.issues) == before:
        check.refuse('missing_product', path, row=row)
    if not {'unit_price', 'subtotal'} & set(values) and not values.get('gift') and not (
            check.refused(prefix + 'unit_price') or check.refused(prefix + 'subtotal')):
        check.refuse('missing_price', prefix + 'unit_price', row=row)
    if any(issue.severity != WARNING for issue in check.issues[before:]):
        return None
    line = LineDraft(row=row, **{**values, 'unit_price': _price(values)})
    if 'subtotal' in values and abs(amount(line) - values['subtotal']) > TOLERANCE:
        check.refuse(
            'subtotal_mismatch', prefix + 'subtotal', values['subtotal'], str(amount(line)), row, WARNING)
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
    return subtotal(line.unit_price, line.quantity, line.discount_rate) - line.discount_amount
