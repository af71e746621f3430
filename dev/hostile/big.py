# Part of store_group. License LGPL-3.
"""The large hostile inputs: each is small to send and large to read, or simply large. {name: (maker, function that makes it)}"""

import io
import json
import zipfile
from functools import partial

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
SPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
SHEET, STRINGS = 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'
HEADER = ('Order No', 'Order Date', 'SKU', 'Qty', 'Unit Price', 'Customer', 'Note')
MEGABYTE = 1 << 20


def parts(sheet):
    """Return {name: text} of a workbook with one sheet, the XML `sheet`."""
    return {
        '[Content_Types].xml': f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        + ''.join(
            f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            f'{kind}+xml"/>'
            for part, kind in (
                ('workbook', 'sheet.main'),
                ('styles', 'styles'),
                ('sharedStrings', 'sharedStrings'),
                ('worksheets/sheet1', 'worksheet'),
            )
        )
        + '</Types>',
        '_rels/.rels': f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        'xl/workbook.xml': f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        '</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="r3" Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        STRINGS: f'<sst xmlns="{MAIN}"/>',
        'xl/styles.xml': f'<styleSheet xmlns="{MAIN}"/>',
        SHEET: sheet,
    }


def book(
    name='', start=b'', repeated=b'', times=0, end=b'', sheet='<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'
):
    """Return a workbook of which the part `name` is `start`, `times` x `repeated`, and `end`, written piece by piece."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for part, text in parts(f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>').items():
            if part != name:
                archive.writestr(part, text)
        if name:
            many = max(1, min(times, MEGABYTE // max(1, len(repeated))))
            with archive.open(name, 'w', force_zip64=True) as part:
                part.write(start)
                for _time in range(times // many if repeated else 0):
                    part.write(repeated * many)
                part.write(end)
    return out.getvalue()


def _sheet(row, times):
    return book(
        'xl/worksheets/sheet1.xml', f'<worksheet xmlns="{MAIN}"><sheetData>'.encode(), row, times, b'</sheetData></worksheet>'
    )


def _strings(text, times):
    return book('xl/sharedStrings.xml', f'<sst xmlns="{MAIN}">'.encode(), b'<si><t>%s</t></si>' % text, times, b'</sst>')


def _rows(number, cell=b'x'):
    return ','.join(HEADER).encode() + b'\n' + b''.join(b'N%d,2026-03-05,A,1,10.00,Mei,%s\n' % (at, cell) for at in range(number))


def _json(number):
    record = {'order_no': 'N', 'created_at': '2026-03-05', 'items': [{'sku': 'A', 'qty': 1, 'price': '10.00'}] * 3}
    return b'[' + b','.join([json.dumps(record).encode()] * number) + b']'


def _page(inside):
    return b'<html><body><table>' + inside + b'</table></body></html>'


def _book_2003(inside):
    start = f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:s="{SPACE}"><Worksheet s:Name="a"><Table>'
    return start.encode() + inside + b'</Table></Worksheet></Workbook>'


MADE = {
    'csv_100_000_columns': ('delimited',
    lambda: b','.join(b'c%d' % at for at in range(100_000)) + b'\n' + b'1,' * 100_000 + b'\n'),
    'csv_cell_of_50_mb': ('delimited', lambda: _rows(3) + b'N9,2026-03-05,A,1,1,Mei,"' + b'x' * (50 * MEGABYTE) + b'"\n'),
    'csv_line_of_50_mb': ('delimited', lambda: b'a,b\n1,' + b'x' * (50 * MEGABYTE)),
    'csv_open_quotes': ('delimited', lambda: b'a,b\n' + b'1,"open\n' * 500_000),
    'csv_open_quote_and_pairs': ('delimited', lambda: b'a,b,c,d\n' + (b'1,"x' + b'""\n' * 40_000) * 20),
    'csv_commas': ('delimited', lambda: b',' * 9_000_000),
    'csv_newlines': ('delimited', lambda: b'a,b\n' + b'\n' * 5_000_000),
    'csv_one_order': ('delimited', lambda: _rows(1) + b'N0,2026-03-05,A,1,10.00,Mei,x\n' * 200_000),
    'csv_one_order_differs': (
        'delimited',
        lambda: _rows(1) + b''.join(b'N0,2026-03-05,A,1,10.00,Mei%d,x\n' % at for at in range(30_000)),
    ),
    'csv_orders_in_turn': (
        'delimited',
        lambda: _rows(6100) + b'N1,2026-03-05,A,1,10.00,Mei,x\nN2,2026-03-05,A,1,10.00,Mei,x\n' * 15_000,
    ),
    'csv_no_numbers': ('delimited', lambda: _rows(2) + b',2026-03-05,A,1,10.00,Mei,x\n' * 100_000),
    'csv_nul': ('delimited', lambda: b'a\0,b\n' * 300_000),
    'csv_gb18030_punycode': ('html', lambda: b'<meta charset="punycode"><table><tr><td>a<td>b</table>' + b'a-' * 400_000),
    'xml_punycode': ('xml', lambda: b'<?xml version="1.0" encoding="punycode"?><a/>' + b'-' + b'a' * 1_000_000),
    'json_orders': ('json', lambda: _json(15_000)),
    'json_one_list': ('json', lambda: b'{"order_no": "1", "items": [' + b'{"sku": "A"},' * 400_000 + b'{"sku": "B"}]}'),
    'json_cell_of_50_mb': ('json', lambda: b'[{"id": 1, "note": "' + b'x' * (50 * MEGABYTE) + b'"}]'),
    'json_long_number': ('json', lambda: b'[{"id": ' + b'9' * (5 * MEGABYTE) + b', "e": 1e' + b'9' * MEGABYTE + b'}]'),
    'json_open': ('json', lambda: b'[{"a":' * 500_000),
    'json_many_keys': ('json', lambda: b'[' + b','.join(b'{"k%d": 1}' % at for at in range(300_000)) + b']'),
    'json_many_lists': ('json', lambda: b'[' + b','.join(b'{"k%d": [{"a": 1}]}' % at for at in range(30_000)) + b']'),
    'json_escapes': ('json', lambda: b'{"id": "' + b'\\ud800' * 2_000_000 + b'"}'),
    'orders_deep': ('orders', lambda: b'[{"external_id": ' + b'[' * 100_000),
    'orders_one_with_many_lines': (
        'orders',
        lambda: b'[{"external_id": "1", "lines": [' + b'{"sku": "A", "quantity": 1},' * 200_000 + b'{}]}]',
    ),
    'html_orders': ('html', lambda: _page(b'<tr><td>a</td><td>b</td></tr>' * 300_000)),
    'html_cells': ('html', lambda: _page(b'<tr>' + b'<td>a' * 2_000_000)),
    'html_cell_of_50_mb': ('html', lambda: _page(b'<tr><td>' + b'x' * (50 * MEGABYTE) + b'<td>b')),
    'html_spans': ('html', lambda: _page(b'<tr><td rowspan=1000 colspan=1000>a</td><td>b</td></tr>' * 3000)),
    'html_deep': ('html', lambda: b'<div>' * 1_000_000),
    'html_breaks': ('html', lambda: _page(b'<tr><td>' + b'<br>' * 1_000_000)),
    'html_entities': ('html', lambda: _page(b'<tr><td>' + b'&amp;' * 3_000_000 + b'<td>b')),
    'xml_orders': ('xml',
    lambda: b'<o>' + b'<order id="1"><item><sku>A</sku></item><item><sku>B</sku></item></order>' * 20_000 + b'</o>'),
    'xml_one_record': ('xml', lambda: b'<order><id>1</id>' + b'<item><sku>A</sku></item>' * 600_000 + b'</order>'),
    'xml_text_of_50_mb': ('xml', lambda: b'<o><order id="1">' + b'x' * (50 * MEGABYTE) + b'</order></o>'),
    'xml_attributes': ('xml', lambda: b'<o ' + b' '.join(b'a%d="1"' % at for at in range(300_000)) + b'/>'),
    'xml_comment': ('xml', lambda: b'<!--' + b'x' * (30 * MEGABYTE) + b'--><!DOCTYPE o [<!ENTITY a "b">]><o><id>&a;</id></o>'),
    'xml_book_far': ('xml_book',
    lambda: _book_2003(b'<Row s:Index="20000"><Cell s:Index="20000"><Data>a</Data></Cell></Row>' * 3000)),
    'xml_book_rows': ('xml_book', lambda: _book_2003(b'<Row><Cell><Data s:Type="Number">1</Data></Cell></Row>' * 400_000)),
    'xlsx_strings': ('xlsx', lambda: _strings(b'abcdefgh', 30_000_000)),
    'xlsx_no_strings': ('xlsx', lambda: _strings(b'', 45_000_000)),
    'xlsx_string_of_900_mb': ('xlsx', lambda: _strings(b'x' * (900 * MEGABYTE), 1)),
    'xlsx_styles': (
        'xlsx',
        lambda: book('xl/styles.xml', f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode(), b'<xf numFmtId="0"/>', 40_000_000,
        b'</cellXfs></styleSheet>'),
    ),
    'xlsx_formats': (
        'xlsx',
        lambda: book(
            'xl/styles.xml',
            f'<styleSheet xmlns="{MAIN}"><numFmts>'.encode(),
            b'<numFmt numFmtId="164" formatCode="yyyy"/>',
            8_000_000,
            b'</numFmts></styleSheet>',
        ),
    ),
    'xlsx_book': (
        'xlsx',
        lambda: book('xl/workbook.xml', f'<workbook xmlns="{MAIN}"><definedNames>'.encode(),
        b'<definedName name="a">A1</definedName>', 15_000_000, b'</definedNames></workbook>'),
    ),
    'xlsx_relations': (
        'xlsx',
        lambda: book(
            'xl/_rels/workbook.xml.rels',
            f'<Relationships xmlns="{PACKAGE}/relationships">'.encode(),
            f'<Relationship Id="r1" Type="{LINKS}/worksheet" Target="worksheets/sheet1.xml"/>'.encode(),
            5_000_000,
            b'</Relationships>',
        ),
    ),
    'xlsx_types': (
        'xlsx',
        lambda: book('[Content_Types].xml', f'<Types xmlns="{PACKAGE}/content-types">'.encode(),
        b'<Default Extension="a" ContentType="b"/>', 15_000_000, b'</Types>'),
    ),
    'xlsx_rows': ('xlsx', partial(_sheet, b'<row><c t="inlineStr"><is><t>abcdefgh</t></is></c></row>', 12_000_000)),
    'xlsx_empty_rows': ('xlsx', partial(_sheet, b'<row/>', 100_000_000)),
    'xlsx_cells': ('xlsx', lambda: _sheet(b'<row>' + b'<c><v>1</v></c>' * 3_000_000 + b'</row>', 1)),
    'xlsx_far_row': ('xlsx',
    lambda: _sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1)),
    'xlsx_farther_row': ('xlsx',
    lambda: _sheet(b'<row r="1"><c r="A1"><v>1</v></c></row><row r="999999999"><c r="A999999999"><v>1</v></c></row>', 1)),
    'xlsx_merged': (
        'xlsx',
        lambda: book('xl/worksheets/sheet1.xml', f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>'.encode(),
        b'<mergeCell ref="A1:XFD1048576"/>', 15_000_000, b'</mergeCells></worksheet>'),
    ),
    'xlsx_deep': ('xlsx', partial(_sheet, b'<row><c><is>', 5_000_000)),
    'xlsx_not_a_part': ('xlsx', lambda: book('xl/media/image1.png', b'', b'\0', 900 * MEGABYTE)),
    'xlsx_vml': ('xlsx', lambda: book('xl/comments1.xml', b'<a>', b'<b/>', 200_000_000, b'</a>')),
}  # fmt: skip
