# Part of store_group. License LGPL-3.
"""Hostile order files of the formats with elements: HTML, XML, XML Spreadsheet 2003. See ``hostile_texts``."""

from html import escape

from .hostile_texts import DECLARED, HOSTILE, KNOWN, _finished, cell, chance, fitting, table

SPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
_FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
PLACES = ('0', '1', '2', '7', '-1', '20001', '99999', '999999999999', '1e3', 'x', '', '\u00b2', '\u0663', ' 3 ')


def plain(dice, text):
    """Return a text for an element: escaped, seldom as it is."""
    return text if chance(dice, 200) else escape(text.translate(_FORBIDDEN))


def html(dice):
    """Return (content, notes) of a page with tables."""
    rows, notes = table(dice)
    parts = []
    for row in rows[:60]:
        cells = []
        for text in row[:2500]:
            tag, said = dice.choice(('td', 'td', 'td', 'th')), ''
            if chance(dice, 25):
                said = f' {dice.choice(("colspan", "rowspan"))}={dice.choice(PLACES)!r}'
            end = '' if chance(dice, 40) else f'</{tag}>'
            inner = plain(dice, text)
            if chance(dice, 900):
                inner = f'<table><tr><td>{inner}</td></tr></table>'
            cells.append(f'<{tag}{said}>{inner}{end}')
        parts.append(f'<tr>{"".join(cells)}' + ('' if chance(dice, 30) else '</tr>'))
    text = f'<table>{"".join(parts)}</table>'
    for name, change in (
        ('charset', lambda text: f'<html><head><meta charset="{dice.choice(DECLARED)}"></head><body>{text}'),
        ('doctype', lambda text: f'<!DOCTYPE html [<!ENTITY x "{"y" * 99}">]><html>{text}'),
        ('names', lambda text: f'<html><x:Name>{plain(dice, cell(dice))}</x:Name>{text * 2}</html>'),
        (
            'deep',
            lambda text: dice.choice(('<div>', '<table><tr><td>', '<b>', '<tr>')) * dice.choice((50, 190, 300, 3000)) + text,
        ),
        ('script', lambda text: f'<script>{plain(dice, cell(dice))}</script><style>a</style>{text}'),
        ('comment', lambda text: f'<!-- {cell(dice)} -->{text}<!-- open'),
        ('many', lambda text: text[:300] * dice.randrange(2, 400)),
        ('attributes', lambda text: f'<table {" ".join(f"a{at}=1" for at in range(dice.randrange(3000)))}>{text}'),
    ):
        if chance(dice, 16):
            text = change(text)
            notes.append(name)
    return _finished(dice, text, notes)


def xml(dice):
    """Return (content, notes) of XML with orders, of a document of another kind, or of what only looks like one."""
    notes = []
    if chance(dice, 4):
        text = (KNOWN / 'ubl_order.xml').read_text(encoding='utf-8').partition('?>')[2]
        notes.append('ubl')
        for _time in range(dice.randrange(4)):
            parts = text.split('<')
            at = dice.randrange(len(parts))
            parts[at : at + 1] = dice.choice(([], [parts[at]] * 3, [parts[dice.randrange(len(parts))]], [parts[at] + cell(dice)]))
            text = '<'.join(parts)
    else:
        names = ['order', 'item', dice.choice(('lines', 'a', 'x:order', 'Order-1', '\u8ba2\u5355'))]
        text = ''.join(_order(dice, names) for _order_number in range(dice.randrange(6)))
        text = dice.choice(('<orders>%s</orders>', '<orders xmlns="urn:x">%s</orders>', '<r><a><b>%s</b></a></r>', '%s')) % text
    for name, change in (
        ('deep', lambda text: text.replace('<item>', '<a>' * dice.choice((40, 300, 9000)) + '<item>')),
        ('cdata', lambda text: text.replace('<sku>', f'<sku><![CDATA[{cell(dice)}]]>')),
        ('entity', lambda text: text.replace('<sku>', '<sku>&x;')),
        (
            'wide',
            lambda text: f'<orders>{"".join(f"<k{at}line a={at!r}/>" for at in range(dice.randrange(4000)))}{text}</orders>',
        ),
        ('pi', lambda text: f'<?xml-stylesheet href="{cell(dice)}"?>{text}'),
        (
            'attributes',
            lambda text: text.replace('<item>', f'<item {" ".join(f"a{at}={at!r}" for at in range(dice.randrange(2100)))}>'),
        ),
        ('comment', lambda text: f'<!-- {"x" * dice.choice((10, 70_000))} -->{text}'),
    ):
        if chance(dice, 14):
            text = change(text)
            notes.append(name)
    return _finished(dice, prologue(dice, notes) + text, notes)


def _order(dice, names):
    values = ''.join(
        f'<{name}>{plain(dice, fitting(dice, name))}</{name}>'
        for name in ('order_no', 'created_at', 'total', 'status')
        if not chance(dice, 6)
    )
    goods = ('sku', 'name', 'qty', 'price')
    items = ''.join(
        f'<item>{"".join(f"<{name}>{plain(dice, fitting(dice, name))}</{name}>" for name in goods)}</item>'
        for _item in range(dice.randrange(4))
    )
    name = dice.choice(names)
    return f'<{name} id="{plain(dice, cell(dice))}">{values}<items>{items}</items></{name}>'


def prologue(dice, notes):
    """Return the declaration of an XML, often one with a document type."""
    kind = dice.choice(
        ('none', 'plain', 'plain', 'plain', 'plain', 'plain', 'encoding', 'encoding', 'doctype', 'bomb', 'outside', 'padded')
    )
    notes.append(kind)
    bomb = ''.join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip('abcdefghw', 'bcdefghwx', strict=True))
    return {
        'none': '',
        'plain': '<?xml version="1.0"?>',
        'encoding': f'<?xml version="1.0" encoding="{dice.choice(DECLARED)}"?>',
        'doctype': '<?xml version="1.0"?><!DOCTYPE orders SYSTEM "http://127.0.0.1:9/o.dtd">',
        'bomb': f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">{bomb}]>',
        'outside': '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        'padded': f'<?xml version="1.0"?><!-- {"x" * 70_000} --><!DOCTYPE o [<!ENTITY x "y">]>',
    }[kind]


def xml_book(dice):
    """Return (content, notes) of an XML Spreadsheet 2003."""
    sheets, notes = [], []
    for _sheet in range(dice.randrange(1, 3)):
        rows, more = table(dice)
        notes += more
        lines = []
        for row in rows[:60]:
            cells = ''.join(_book_cell(dice, text) for text in row[:2500])
            lines.append(f'<Row{_said(dice, "Index", 12)}>{cells}</Row>')
        name = plain(dice, dice.choice(('Orders', 'Orders', '', *HOSTILE[:9])))
        sheets.append(f'<Worksheet s:Name="{name}"><Table s:ExpandedColumnCount="1">{"".join(lines)}</Table></Worksheet>')
    start = prologue(dice, notes) if chance(dice, 4) else '<?xml version="1.0"?>'
    return _finished(dice, f'{start}<Workbook xmlns="{SPACE}" xmlns:s="{SPACE}">{"".join(sheets)}</Workbook>', notes)


def _said(dice, name, times):
    return f' s:{name}="{dice.choice(PLACES)}"' if chance(dice, times) else ''


def _book_cell(dice, text):
    kind = dice.choice(('String', 'String', 'Number', 'DateTime', 'Boolean', 'Error', 'x', ''))
    if chance(dice, 12):
        text = dice.choice(
            ('9999-99-99T00:00:00', '0001-01-01T00:00:00', '1' * 400, '1e308', 'nan', '-inf', '1.', '1E', '9' * 4000)
        )
    said = _said(dice, 'Index', 150) + _said(dice, 'MergeAcross', 150) + _said(dice, 'MergeDown', 150)
    formula = f' s:Formula="{plain(dice, dice.choice(HOSTILE[:6]))}"' if chance(dice, 20) else ''
    return f'<Cell{said}{formula}><Data s:Type="{kind}">{plain(dice, text)}</Data></Cell>'
