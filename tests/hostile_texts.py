# Part of store_group. License LGPL-3.
"""Hostile order files of the text formats: plausible tables, written in a format, and broken by its own rules.

Each function draws from `dice`, a ``random.Random`` or hypothesis' own, and nothing else: the same dice give the same file. A
maker returns (content, notes), the notes being the names of what was done to it.
"""

import csv
import functools
import io
import json
import pathlib

KNOWN = pathlib.Path(__file__).parent / 'samples' / 'known'
HEADERS = (
    'Order No', 'Order Date', 'Paid At', 'Customer', 'Phone', 'SKU', 'Product', 'Qty', 'Unit Price', 'Subtotal', 'Discount',
    'Discount %', 'Shipping', 'Tax', 'Total', 'Refunded', 'Status', 'Return Status', 'Store', 'Currency', 'Note', 'Barcode', 'id',
    '\u8ba2\u5355\u7f16\u53f7', '\u4e0b\u5355\u65f6\u95f4', '\u5546\u54c1\u540d\u79f0', '\u6570\u91cf', '\u5355\u4ef7',
    '\u5b9e\u4ed8\u91d1\u989d', '\u8fd0\u8d39', '\u8ba2\u5355\u72b6\u6001', '\u6298\u6263', '\u9000\u6b3e\u91d1\u989d',
)  # fmt: skip
ORDINARY = (
    'A-1001', 'A-1002', '2026-03-05', '2026-03-05 10:00:00', '3/5/2026', '25.3.2026', 'Mei Li', '13800138000', 'SH-01', 'Shirt',
    '1', '2', '10.00', '1,250.50', '20', '0.1', '15%', 'paid', 'refunded', 'cancelled', 'CNY', 'USD', '', '', '-1', '-10.00',
    'Total', '\u5408\u8ba1', '\u4ea4\u6613\u6210\u529f', '2\u4ef6', '8.5\u6298',
)  # fmt: skip
HOSTILE = (
    '=1+1', "=cmd|'/c calc'!A1", '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '="00123"', '="', '"', '""', '"a', "'", "'1", 'NaN',
    'inf', '-Infinity', '1e999', '1E+400', '1E-400', '1e99999999999999999999', '-1e-99999999999999999999', '0x10', '1_000',
    '9' * 400, '1' * 5000, '-0', '00', '.', '-', '+', '%', '(', '()', '(-1)', '1,2,3', '1.2.3', '1.000', "1'000", '\uff11\uff12',
    '\u0663', '\u00b2', '\u00bd', '\u5341\u4e8c', '999999999999', '1000000000000', '0.0000000000000000001', '1e11', '1e-11',
    '1e12%',
    '2026-02-30', '0000-00-00', '0001-01-01', '9999-12-31', '1899-12-31', '2026-11-30T25:61:61Z', '2026-11-30 10:00:00+99:99',
    '2026-11-30T10:00:00-24:00', '20260230', '2100-12-31 23:59:59-23:59', '1980-01-01 00:00:00+23:59', '24/24/24', '01/02/03',
    '1.23457E+17', '1.23457E+11', '#REF!', '#N/A', '123456789012345678', '{}', '{0.__class__}', '%s', '%(x)s', '%d', 'null',
    'true', '<b>', '&lt;', '&x;', ']]>', '\\', '\\u0000', '\x00', '\x0b\x0c', '\x1b[0m', '\u202e\u200b', '\ufeff', '\ufffe',
    '\u0130',
    '\u1e9e', 'e\u0301' * 50, '\U0001f600', '\u3000', 'a' * 300, '\u5546' * 600, 'x' * 40_000, 'a;b,c|d\te', 'a\nb', 'a\r\nb\rc',
    '%50', '50%%', '\uffe51', '1\u5143\u5143', '--', 'n/a', '1-2', '*' * 20, '138****0001', ' + ', 'a + b (c)', ';', '=',
    'a=b;c=d',
)  # fmt: skip
FITTING = {
    'Order No': ('A-1001', 'A-1002', '10003', ''),
    'order_no': ('A-1001', 'A-1002', '10003'),
    'Order Date': ('2026-03-05', '2026-03-06 10:00:00'),
    'created_at': ('2026-03-05', '2026-03-06 10:00:00'),
    'SKU': ('SH-01', 'SH-02', '00123'),
    'sku': ('SH-01', 'SH-02', '00123'),
    'Product': ('Shirt', 'Socks'),
    'Qty': ('1', '2', '3', '-1'),
    'qty': ('1', '2'),
    'Unit Price': ('10.00', '12.50'),
    'price': ('10.00', '12.50'),
    'Status': ('paid', 'shipped', 'refunded', 'cancelled'),
    'Customer': ('Mei Li', 'Jo Wang'),
    'Total': ('10.00', '20.00', '25.00'),
}
ENCODINGS = ('utf-8',) * 14 + (
    'utf-8-sig', 'gb18030', 'cp950', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'cp1252', 'shift_jis', 'utf-7'
)  # fmt: skip
DECLARED = (
    'utf-8', 'gb2312', 'gbk', 'big5', 'utf-16', 'iso-8859-1', 'unicode', 'hex', 'base64', 'zip', 'bz2', 'rot13', 'idna',
    'punycode',
    'unicode_escape', 'raw_unicode_escape', 'undefined', 'utf-7', 'utf-32', 'ucs-4', 'ebcdic-cp-us', 'cp037', 'x' * 300, '-',
    'mbcs', 'oem'
)  # fmt: skip


def chance(dice, times):
    """Return whether one of `times` rolls of the dice."""
    return dice.randrange(times) == 0


@functools.cache
def known_tables():
    """Return the rows of the samples of known exports that are text."""
    found = []
    for path in sorted(KNOWN.iterdir()):
        if path.suffix in ('.csv', '.txt'):
            text = path.read_bytes().decode('utf-8-sig', 'replace')
            delimiter = '\t' if '\t' in text.partition('\n')[0] else ','
            found.append([row for row in csv.reader(io.StringIO(text), delimiter=delimiter)][:12])
    return found


def cell(dice):
    """Return the text of a cell: mostly an ordinary one."""
    return dice.choice(HOSTILE) if chance(dice, 4) else dice.choice(ORDINARY)


def fitting(dice, header):
    """Return the text of a cell under a header: mostly what belongs there."""
    return cell(dice) if chance(dice, 25) else dice.choice(FITTING.get(header, ORDINARY))


def table(dice):
    """Return (rows, notes): a header and rows of cells, of a known export or of nobody, disturbed."""
    if chance(dice, 2):
        rows = [list(row) for row in dice.choice(known_tables())]
        notes = ['known']
    else:
        header = ['Order No', 'Order Date', 'SKU', 'Qty', 'Unit Price'] if not chance(dice, 4) else []
        header += [dice.choice(HEADERS) for _column in range(dice.randrange(0 if header else 1, 9))]
        rows = [header] + [[fitting(dice, name) for name in header] for _row in range(dice.randrange(0, 9))]
        notes = ['made']
    for _time in range(dice.choice((0, 1, 1, 2, 3, 5))):
        change = dice.choice(TABLE_CHANGES)
        rows = change(dice, rows) or rows
        notes.append(change.__name__)
    return rows, notes


def hostile_cells(dice, rows):
    for _time in range(dice.randrange(1, 12)):
        row = dice.choice(rows) if rows else None
        if row:
            row[dice.randrange(len(row))] = dice.choice(HOSTILE)


def hostile_column(dice, rows):
    at = dice.randrange(12)
    for row in rows[1:]:
        if at < len(row):
            row[at] = cell(dice)


def same_column(dice, rows):
    at, text = dice.randrange(12), cell(dice)
    for row in rows[1:]:
        if at < len(row):
            row[at] = text


def ragged(dice, rows):
    for row in rows:
        if chance(dice, 3):
            del row[dice.randrange(len(row) + 1) :]
        elif chance(dice, 3):
            row.extend(cell(dice) for _cell in range(dice.randrange(1, 20)))


def doubled_header(dice, rows):
    if rows and rows[0]:
        rows[0] = [dice.choice(rows[0]) for _cell in rows[0]]


def repeated_rows(dice, rows):
    return [row[:] for row in rows for _time in range(dice.randrange(0, 3))] + [row[:] for row in rows[:1]]


def shuffled(dice, rows):
    dice.shuffle(rows)


def blank_rows(dice, rows):
    rows.insert(dice.randrange(len(rows) + 1), [''] * dice.randrange(4))
    rows.insert(0, ['Report', cell(dice)])


def moved_header(dice, rows):
    return [[cell(dice)] for _row in range(dice.choice((1, 2, 5, 38, 45)))] + rows


def blank_keys(dice, rows):
    for row in rows[1:]:
        if row and chance(dice, 2):
            row[0] = ''


def many_rows(dice, rows):
    return rows[:1] + rows[1:3] * dice.choice((5, 20, 150))


def wide(dice, rows):
    number = dice.choice((40, 300, 300, 2100)) if not chance(dice, 20) else 17_000
    for row in rows[:3]:
        row.extend(['x'] * number)


def no_rows(_dice, _rows):
    return [[]]


TABLE_CHANGES = (
    hostile_cells, hostile_cells, hostile_cells, hostile_cells, hostile_column, hostile_column, hostile_column, same_column,
    ragged, doubled_header,
    repeated_rows, shuffled, blank_rows, moved_header, blank_keys, many_rows, wide, no_rows,
)  # fmt: skip


# === BYTES ===


def encoded(dice, text):
    """Return (bytes of `text`, notes) in some encoding; what it cannot write is replaced."""
    name = dice.choice(ENCODINGS)
    content = text.encode(name, 'surrogatepass' if name.startswith('utf') and name != 'utf-7' else 'replace')
    if chance(dice, 30):
        other = dice.choice(ENCODINGS)
        return content + text.encode(other, 'replace'), [name, 'and ' + other]
    return content, [name]


def damaged(dice, content):
    """Return (content, notes), one time in five with bytes that are changed, cut off, doubled or moved."""
    notes = []
    while content and chance(dice, 8):
        at, kind = dice.randrange(len(content)), dice.choice(('cut', 'flip', 'flip', 'insert', 'double', 'drop', 'zeros', 'swap'))
        notes.append(kind)
        end = min(len(content), at + dice.randrange(1, 200))
        if kind == 'cut':
            content = content[:at]
        elif kind == 'flip':
            content = content[:at] + bytes([dice.randrange(256)]) + content[at + 1 :]
        elif kind == 'insert':
            content = content[:at] + bytes(dice.randrange(256) for _byte in range(dice.randrange(1, 9))) + content[at:]
        elif kind == 'double':
            content = content[:end] + content[at:end] * dice.randrange(1, 30) + content[end:]
        elif kind == 'zeros':
            content = content[:at] + bytes(end - at) + content[end:]
        elif kind == 'swap':
            content = content[at:] + content[:at]
        else:
            content = content[:at] + content[end:]
    return content, notes


def _finished(dice, text, notes):
    content, more = encoded(dice, text)
    content, damage = damaged(dice, content)
    return content, [*notes, *more, *damage]


# === DELIMITED ===


def delimited(dice):
    """Return (content, notes) of a text with a delimiter."""
    rows, notes = table(dice)
    delimiter = dice.choice(',,,;\t|')
    end = dice.choice(('\n', '\n', '\r\n', '\r', '\n\r'))
    if chance(dice, 3):
        text = end.join(delimiter.join(row) for row in rows)  # quotes and delimiters as they come
        notes.append('raw')
    else:
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
        text = out.getvalue()
    for change in (_stray_quotes, _separator_line, _mixed_ends, _open_quotes):
        if chance(dice, 8):
            text = change(dice, text)
            notes.append(change.__name__)
    return _finished(dice, text, notes)


def _stray_quotes(dice, text):
    for _time in range(dice.randrange(1, 20)):
        at = dice.randrange(len(text) + 1)
        text = text[:at] + dice.choice(('"', '""', "'", '"\n', ',"', '",')) + text[at:]
    return text


def _separator_line(dice, text):
    return dice.choice(('sep=;\n', '"sep=,"\n', 'SEP=\t\n', 'sep=a\n', 'sep=\n')) + text


def _mixed_ends(dice, text):
    return ''.join(dice.choice(('\n', '\r', '\r\n', '\u2028', '\x1c')) if mark == '\n' else mark for mark in text)


def _open_quotes(dice, text):
    return '\n'.join(f'x,"{line}' for line in text.split('\n')) * dice.randrange(1, 30)


# === JSON ===


def json_text(dice):
    """Return (content, notes) of JSON: orders as a program answers them, canonical orders, or any tree."""
    kind = dice.choice(('records', 'records', 'lines', 'answer', 'tree', 'deep', 'sample', 'canonical'))
    if kind == 'sample':
        data = json.loads((KNOWN / 'woocommerce_json.json').read_text())
        text = written(dice, disturbed(dice, data if chance(dice, 3) else data[:3] if isinstance(data, list) else data))
    elif kind == 'tree':
        text = written(dice, tree(dice, 5))
    elif kind == 'canonical':
        text = written(dice, [canonical(dice) for _order in range(dice.randrange(4))])
    elif kind == 'deep':
        depth, (first, last) = dice.choice((30, 45, 900, 20_000)), dice.choice((('[', ']'), ('{"a":', '}'), ('[{"a":', '}]')))
        text = first * depth + '1' + (last * depth if chance(dice, 2) else '')
    else:
        records = [nested(dice) for _record in range(dice.randrange(6))]
        if kind == 'lines':
            text = dice.choice(('\n', '\n\n', ',\n', '\r\n', ' ')).join(written(dice, one) for one in records)
        else:
            text = written(dice, {'code': 0, 'data': {'list': records, 'total': '9'}} if kind == 'answer' else records)
    return _finished(dice, text, [kind])


def nested(dice):
    """Return an order with goods in it."""
    return disturbed(
        dice,
        {
            **{name: fitting(dice, name) for name in ('order_no', 'created_at', 'pay_amount', 'status')},
            'buyer': {'name': cell(dice), 'phone': cell(dice)},
            'items': [
                {name: fitting(dice, name) for name in ('sku', 'name', 'qty', 'price')} for _item in range(dice.randrange(4))
            ],
        },
    )


def canonical(dice):
    """Return an order as programs send it."""
    line = {'sku': 'A', 'name': 'Shirt', 'quantity': 1, 'unit_price': '10.00', 'external_id': '1'}
    order = {
        'external_id': 'N-1',
        'ordered_at': '2026-03-05 10:00:00',
        'store': 'S1',
        'status': 'paid',
        'currency': 'CNY',
        'total': '10.00',
        'customer': {'name': 'Mei', 'address': {'city': 'X'}},
        'lines': [dict(line) for _line in range(dice.randrange(1, 4))],
        'refunds': [{'external_id': 'R', 'line': '1', 'quantity': 1, 'amount': '5', 'at': '2026-03-06'}],
        'shipments': [{'carrier': 'SF', 'tracking': '1', 'lines': ['1']}],
        'tags': ['vip'],
    }
    return disturbed(dice, order)


def value(dice):
    """Return a plain value of JSON, seldom one of Python that only becomes one by luck."""
    return dice.choice(
        (None, True, False, 0, -1, 1, 10**15, 10**16, 10**30, -(10**400), 1.5, 0.1 + 0.2, 1e308, float('nan'), float('inf'), [],
        {}, '', [[]],
         [None], [1, 'a'], {'key': 'a', 'value': 1}, [{'key': 'a', 'value': []}], [{'a': 1}, 2], cell(dice), cell(dice),
         cell(dice))
    )  # fmt: skip


def tree(dice, depth):
    """Return any JSON value."""
    kind = dice.randrange(4) if depth else 0
    if kind < 2:
        return value(dice)
    if kind == 2:
        return [tree(dice, depth - 1) for _item in range(dice.randrange(5))]
    return {dice.choice((*HEADERS, *HOSTILE, 'key', 'value', 'id')): tree(dice, depth - 1) for _item in range(dice.randrange(6))}


def disturbed(dice, data):
    """Return a copy of a JSON value in which some values are others."""
    if chance(dice, 60):
        return tree(dice, 2)
    if isinstance(data, dict):
        found = {name: disturbed(dice, one) for name, one in data.items() if not chance(dice, 60)}
        if chance(dice, 15):
            found[dice.choice((*HEADERS, *HOSTILE))] = tree(dice, 2)
        return found
    return [disturbed(dice, one) for one in data] if isinstance(data, list) else data


def written(dice, data):
    """Return a JSON text, seldom with what the rules of JSON forbid."""
    text = json.dumps(data, ensure_ascii=chance(dice, 2), indent=dice.choice((None, None, 1)))
    for _time in range(dice.randrange(3) if chance(dice, 4) else 0):
        old, new = dice.choice(
            (('"', '"\\ud800'), ('"', '"\\u0000'), (': 1', ': 1e99999999999999999999'), (': 1', ': -1E-9999999999999999999'),
            (': "', ': NaN, "x": "'),
             (': 1', f': {"9" * 6000}'), ('}', ',}'), (']', ',]'), ('{', '{"id": 1, "id": 2,'), (',', ',,'), (':', ''), ('"',
             "'"), (': ', ': 01'), ('[', '[/* x */'))
        )  # fmt: skip
        text = text.replace(old, new, dice.choice((1, 3, -1)))
    return text
