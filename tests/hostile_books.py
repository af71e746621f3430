# Part of store_group. License LGPL-3.
"""Hostile workbooks, zipped (.xlsx) and binary (.xls): parts, records, archives that lie. See ``hostile_texts``."""

import io
import pathlib
import struct
import zipfile
from html import escape

from .hostile_markup import _FORBIDDEN
from .hostile_texts import HOSTILE, cell, chance, damaged, table

SAMPLE = pathlib.Path(__file__).parent / 'samples' / 'superstore_small.xls'
_MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
_LINKS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
_PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
_KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
_DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
PLACES = (
    'A1',
    'XFD1048576',
    'XFE1',
    'AAAA1',
    'A0',
    'A1048577',
    'A99999999999',
    '1A',
    'a1',
    '',
    'A',
    '1',
    '$A$1',
    '\u00c01',
    'ZZ9:A1',
)
FORMATS = (
    'yyyy' * 300, 'yyyy-mm-dd', '[h]:mm:ss', '[$-F800]dddd', '[' * 900, '0' * 900, '000000', '[$-804]0000;@', '"' * 99,
    '\\' * 99, ';;;;', '', 'd' * 3000,
    '[$' * 500, '[Red]' * 200 + 'm', '_' * 400, '0;0;0;0;0', '@', 'General\x7f', '[m]' * 99, "yyyy'" * 99,
)  # fmt: skip
NUMBERS = (
    '1', '20.5', '-1', '1e308', '1E999', '-1E999', 'nan', 'inf', '', ' 5 ', '0x10', '1_000', '9' * 400, '9' * 5000, '2958466',
    '1e10', '-0.0', '.5', '5.', '60', '0',
    '1e-320', 'abc', '43831.999999999', '0.99999999', '123456789012345678', '1,5',
)  # fmt: skip


class Wide(str):
    """A part that is written in UTF-16."""


def xlsx(dice):
    """Return (content, notes) of a zipped workbook."""
    parts, notes = _parts(dice)
    for _time in range(dice.choice((0, 0, 1, 1, 2, 3))):
        change = dice.choice(PART_CHANGES)
        change(dice, parts)
        notes.append(change.__name__)
    content, how = _zipped(dice, parts)
    content, damage = damaged(dice, content)
    return content, [*notes, *how, *damage]


def _parts(dice):
    """Return ({name: text of a part}, notes) of a book of one to three sheets."""
    texts, sheets, notes, rare = [], [], [], dice.choice((10**9, 10**9, 600, 40))
    for _sheet in range(dice.choice((1, 1, 1, 2, 3))):
        rows, more = table(dice)
        notes += more
        sheets.append(_sheet_of(dice, rows[:60], texts, rare))
    names = [dice.choice(('Orders', 'Returns', 'a + b (c)', *HOSTILE[:4])) + str(at) for at in range(len(sheets))]
    listed = ''.join(f'<sheet name="{escape(name[:31])}" sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    links = ''.join(
        f'<Relationship Id="rId{at}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="s1" Type="{_LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="s2" Type="{_LINKS}/styles" Target="styles.xml"/>'
    forms = [dice.choice(FORMATS) if chance(dice, 3) else '0.00' for _form in range(3)]
    kinds = ''.join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (
            ('workbook', 'sheet.main'),
            ('sharedStrings', 'sharedStrings'),
            ('styles', 'styles'),
            *((f'worksheets/sheet{at}', 'worksheet') for at in range(1, len(sheets) + 1)),
        )
    )
    parts = {
        '[Content_Types].xml': f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/>{kinds}</Types>',
        '_rels/.rels': f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_LINKS}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        'xl/workbook.xml': f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><workbookPr/><sheets>{listed}</sheets></workbook>',
        'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
        'xl/sharedStrings.xml': f'<sst xmlns="{_MAIN}" count="1" uniqueCount="1">{"".join(texts)}</sst>',
        'xl/styles.xml': f'<styleSheet xmlns="{_MAIN}"><numFmts count="3">'
        + ''.join(f'<numFmt numFmtId="{164 + at}" formatCode="{escape(form)}"/>' for at, form in enumerate(forms))
        + '</numFmts><fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5">'
        + ''.join(f'<xf numFmtId="{form}" fontId="0" fillId="0" borderId="0"/>' for form in (0, 14, 164, 165, 166))
        + '</cellXfs></styleSheet>',
    }
    for at, sheet in enumerate(sheets, 1):
        parts[f'xl/worksheets/sheet{at}.xml'] = sheet
    return {name: _DECLARED + text for name, text in parts.items()}, notes


def _sheet_of(dice, rows, texts, rare):
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for at, text in enumerate(row[:2500]):
            place = f'{_letters(at)}{number}' if not chance(dice, rare) else dice.choice(PLACES)
            said = f' r="{place}"' if not chance(dice, rare) else ''
            cells.append(f'<c{said}{_cell(dice, text, texts, rare)}</c>')
        said = (
            f' r="{number}"'
            if not chance(dice, rare)
            else dice.choice(('', ' r="0"', ' r="-1"', ' r="1048577"', ' r="1"', ' r="x"', ' r="999999999999"'))
        )
        lines.append(f'<row{said}>{"".join(cells)}</row>')
    size = dice.choice(('', '', '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>', '<dimension ref="x"/>'))
    merged = ''
    if chance(dice, 5):
        merged = '<mergeCells>' + f'<mergeCell ref="{dice.choice(PLACES)}:{dice.choice(PLACES)}"/>' * 3 + '</mergeCells>'
    return f'<worksheet xmlns="{_MAIN}">{size}<sheetData>{"".join(lines)}</sheetData>{merged}</worksheet>'


def _cell(dice, text, texts, rare):
    """Return the end of the first tag of a cell, and what is in it."""
    style = f' s="{dice.choice(("0", "2", "3", "4"))}"' if chance(dice, 5) else ''
    if chance(dice, rare):
        style = f' s="{dice.choice(("1", "99", "-1", "x", "99999999999"))}"'
    kind = dice.choice(('number', 'formula', 'other')) if chance(dice, rare) else dice.choice(('shared', 'shared', 'inline'))
    shown = escape(text.translate(_FORBIDDEN))
    if kind == 'number' or (kind == 'shared' and text.replace('.', '', 1).isdigit() and text.isascii()):
        said = text if text.isdigit() and text.isascii() else '20.5'
        return f'{style}><v>{said if not chance(dice, rare) else dice.choice(NUMBERS)}</v>'
    if kind == 'shared':
        texts.append(
            f'<si><t>{shown}</t></si>'
            if not chance(dice, 9)
            else f'<si><r><t>{shown}</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
        )
        at = len(texts) - 1 if not chance(dice, rare) else dice.choice((99_999, -1, 2**40, 'x', '', '1.5'))
        return f'{style} t="s"><v>{at}</v>'
    if kind == 'inline':
        return f'{style} t="inlineStr"><is><t>{shown}</t></is>'
    if kind == 'formula':
        said = dice.choice(
            ('', ' t="shared" si="0"', ' t="shared" si="9" ref="A1:B2"', ' t="array" ref="x"', ' t="dataTable" r1="A1"')
        )
        return f'{style} t="str"><f{said}>{escape(dice.choice(HOSTILE[:5]))}</f><v>{shown}</v>'
    kind = dice.choice(('b', 'd', 'e', 'n', 'str', 'x', ''))
    return (
        f'{style} t="{kind}"><v>{dice.choice((shown, "1", "2026-03-05", "2026-13-45T99:00:00", "#N/A", "#REF!", "TRUE", ""))}</v>'
    )


def _letters(at):
    name, at = '', at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


# === PARTS ===


def _any(dice, parts):
    return dice.choice(sorted(parts))


def lost_part(dice, parts):
    parts.pop(_any(dice, parts)) if len(parts) > 1 else None


def empty_part(dice, parts):
    parts[_any(dice, parts)] = dice.choice(('', ' ', _DECLARED, '<a/>', '\x00'))


def cut_part(dice, parts):
    name = _any(dice, parts)
    parts[name] = parts[name][: dice.randrange(len(parts[name]) + 1)]


def strange_text(dice, parts):
    """Put something between two tags, or into an attribute."""
    name = _any(dice, parts)
    marks = [at for at, mark in enumerate(parts[name]) if mark in '">']
    if marks:
        at = dice.choice(marks)
        new = escape(cell(dice).translate(_FORBIDDEN)) if not chance(dice, 8) else cell(dice)
        parts[name] = parts[name][:at] + new + parts[name][at:]


def lost_element(dice, parts):
    name = _any(dice, parts)
    tags = parts[name].split('<')
    at = dice.randrange(len(tags))
    tags[at : at + 1] = dice.choice(([], [tags[at]] * 2, [tags[dice.randrange(len(tags))]]))
    parts[name] = '<'.join(tags)


def lost_attribute(dice, parts):
    name = _any(dice, parts)
    pieces = parts[name].split(' ')
    del pieces[dice.randrange(len(pieces))]
    parts[name] = ' '.join(pieces)


def circle(dice, parts):
    name = 'xl/_rels/workbook.xml.rels'
    target = dice.choice(
        (
            'workbook.xml',
            'worksheets/sheet1.xml',
            '/xl/workbook.xml',
            '../xl/styles.xml',
            '../../../etc/passwd',
            'http://127.0.0.1:9/x',
            '',
            '..',
        )
    )
    if name in parts:
        old = dice.choice(('worksheets/sheet1.xml', 'styles.xml', 'sharedStrings.xml'))
        parts[name] = parts[name].replace(old, target)


def other_kind(dice, parts):
    name = dice.choice(('xl/_rels/workbook.xml.rels', '_rels/.rels', '[Content_Types].xml'))
    if name in parts:
        old, new = (
            dice.choice(('worksheet', 'styles', 'sharedStrings', 'officeDocument', 'chartsheet', 'theme', 'x')) for _word in 'ab'
        )
        parts[name] = parts[name].replace(old, new, dice.choice((1, 2, -1)))


def entities(dice, parts):
    name = _any(dice, parts)
    bomb = ''.join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip('abcdefghw', 'bcdefghwx', strict=True))
    pad = f'<!-- {"x" * 2000} -->' if chance(dice, 2) else ''
    root = parts[name].removeprefix(_DECLARED)
    text = f'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa">{bomb}]>{root}'.replace('<t>', '<t>&x;').replace('<v>', '<v>&x;')
    text = f'<?xml version="1.0"?>{pad}{text}'
    parts[name] = Wide(text) if chance(dice, 3) else text


def wide_part(dice, parts):
    name = _any(dice, parts)
    parts[name] = Wide(parts[name].replace('UTF-8', 'UTF-16') if chance(dice, 2) else parts[name])


def more_of_book(dice, parts):
    """Add to the book what few files have."""
    name = 'xl/workbook.xml'
    extra = dice.choice(
        (
            '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">%s</definedName></definedNames>'
            % dice.choice(('x', '#REF!', '$A:$B', "'")),
            '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="99">x</definedName></definedNames>',
            '<externalReferences><externalReference r:id="rId9"/></externalReferences>',
            '<pivotCaches><pivotCache cacheId="x" r:id="rId9"/></pivotCaches>',
            '<calcPr calcId="x"/>',
            '<bookViews><workbookView activeTab="77"/></bookViews>',
            '<workbookProtection workbookPassword="x"/>',
        )
    )
    if name in parts:
        parts[name] = parts[name].replace('</sheets>', f'</sheets>{extra}')
        if chance(dice, 3):
            parts[name] = parts[name].replace('<workbookPr/>', '<workbookPr date1904="%s"/>' % dice.choice(('1', 'true', 'x')))


def properties(dice, parts):
    parts['docProps/core.xml'] = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:created>{escape(cell(dice).translate(_FORBIDDEN))}</dcterms:created></cp:coreProperties>'
    )


def many_sheets(dice, parts):
    name = 'xl/workbook.xml'
    if name in parts:
        start, mark, rest = parts[name].partition('</sheets>')
        copies = ''.join(f'<sheet name="n{at}" sheetId="{at}" r:id="rId1"/>' for at in range(dice.choice((3, 30, 300))))
        parts[name] = start + copies + mark + rest


def deep_part(dice, parts):
    name, depth = _any(dice, parts), dice.choice((50, 300, 5000))
    parts[name] = parts[name].replace('</', f'{"<a>" * depth}{"</a>" * depth}</', 1)


def pasted(dice, parts):
    """One part in the place of another."""
    parts[_any(dice, parts)] = parts[_any(dice, parts)]


PART_CHANGES = (
    lost_part, empty_part, cut_part, strange_text, strange_text, strange_text, lost_element, lost_element, lost_attribute, circle,
    other_kind, entities, wide_part, more_of_book, properties, many_sheets, deep_part, pasted,
)  # fmt: skip


def _zipped(dice, parts):
    """Return (archive, notes), seldom one that lies."""
    out, notes = io.BytesIO(), []
    packed = zipfile.ZIP_STORED if chance(dice, 4) else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(out, 'w', packed) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode('utf-16' if isinstance(text, Wide) else 'utf-8', 'replace'))
        if chance(dice, 20):
            archive.comment = b'PK\x05\x06' * 9
            notes.append('comment')
    content = out.getvalue()
    if not chance(dice, 12):
        return content, notes
    # fields of the local headers and of the directory: flags, method, checksum, sizes, offsets
    content = bytearray(content)
    for _time in range(dice.randrange(1, 4)):
        mark = dice.choice((b'PK\x01\x02', b'PK\x03\x04', b'PK\x05\x06'))
        places = [at for at in range(len(content) - 4) if content[at : at + 4] == mark]
        if places:
            at = dice.choice(places) + dice.randrange(4, 46 if mark == b'PK\x01\x02' else 22)
            new = dice.choice(
                (b'\xff\xff\xff\xff', b'\x00\x00', b'\xff\x7f', b'\x01\x00', b'\x63\x00', b'\x0e\x00', b'\xff\xff\xff\x7f')
            )
            content[at : at + len(new)] = new
    return bytes(content), [*notes, 'lies']


# === BINARY ===


def xls(dice):
    """Return (content, notes) of a binary workbook: the records of a sample disturbed, or the records of a sheet alone."""
    if chance(dice, 2):
        rows, notes = table(dice)
        content = _records(dice, rows[:60])
    else:
        content, notes = _workbook_stream() if chance(dice, 2) else SAMPLE.read_bytes(), ['sample']
    if content[:4] != b'\xd0\xcf\x11\xe0':
        records = list(_split(content))
        for _time in range(dice.choice((0, 1, 1, 2, 4))):
            change = dice.choice(RECORD_CHANGES)
            notes.append(change.__name__)
            at = dice.randrange(len(records)) if records else 0
            records[at : at + 1] = change(dice, records, at) if records else []
        content = b''.join(struct.pack('<HH', code, length & 0xFFFF) + body for code, length, body in records)
    else:
        content = bytearray(content)
        for _time in range(dice.choice((0, 1, 1, 2, 4))):
            at = dice.choice((dice.randrange(512), dice.randrange(512), dice.randrange(len(content))))
            new = dice.choice(
                (
                    b'\xff\xff\xff\xff',
                    b'\xfe\xff\xff\xff',
                    b'\x00\x00\x00\x00',
                    b'\x01',
                    b'\xff\xff\xff\x7f',
                    bytes([dice.randrange(256)]),
                )
            )
            content[at : at + len(new)] = new
        content, notes = bytes(content), [*notes, 'container']
    content, damage = damaged(dice, content)
    return content, [*notes, *damage]


def _workbook_stream():
    """Return the records of the sample, without its container: from the first record to the end."""
    content = SAMPLE.read_bytes()
    at = content.find(b'\x09\x08\x10\x00\x00\x06\x05\x00')
    return content[at:]


def _split(content):
    at = 0
    while at + 4 <= len(content):
        code, length = struct.unpack('<HH', content[at : at + 4])
        yield code, length, content[at + 4 : at + 4 + length]
        at += 4 + length
        if code == 0x0A and content[at : at + 2] == b'\0\0':
            return


def _records(dice, rows):
    """Return a sheet of the fourth version, which needs no container."""
    out = [struct.pack('<HHHHH', 0x0409, 6, 0, 0x10, 0)]
    out.append(struct.pack('<HHB', 0x041E, 1 + 9, 9)[:4] + bytes([9]) + b'000000000')
    for number, row in enumerate(rows):
        for at, text in enumerate(row[:256]):
            place = struct.pack(
                '<HHH', number, at if not chance(dice, 200) else 0xFFFF, 0 if not chance(dice, 300) else dice.choice((1, 0x0FFF))
            )
            if text.replace('.', '', 1).isdigit() and text.isascii() and len(text) < 300:
                double = float(text) if not chance(dice, 9) else dice.choice((float('nan'), float('inf'), 1e300, -1.0, 5e-324))
                out.append(struct.pack('<HH', 0x0203, 14) + place + struct.pack('<d', double))
            elif chance(dice, 150):
                out.append(struct.pack('<HH', 0x0406, 18) + place + dice.choice((bytes(6) + b'\xff\xff', bytes(8))) + bytes(4))
            elif chance(dice, 80):
                out.append(struct.pack('<HH', 0x0205, 8) + place + bytes([dice.randrange(256), dice.randrange(3)]))
            else:
                body = text.encode('cp1252', 'replace')[:200]
                out.append(struct.pack('<HH', 0x0204, 8 + len(body)) + place + struct.pack('<H', len(body)) + body)
    out.append(struct.pack('<HH', 0x000A, 0))
    return b''.join(out)


def lost_record(_dice, _records, _at):
    return []


def repeated_record(dice, records, at):
    return [records[at]] * dice.choice((2, 5, 300))


def other_record(dice, records, _at):
    return [records[dice.randrange(len(records))]]


def wrong_length(dice, records, at):
    code, length, body = records[at]
    return [(code, dice.choice((0, 1, length + 1, max(0, length - 1), 0xFFFF, 8224)), body)]


def wrong_code(dice, records, at):
    code, length, body = records[at]
    known = (
        0x00FC,
        0x00FD,
        0x003C,
        0x0085,
        0x00E0,
        0x041E,
        0x0203,
        0x0204,
        0x0208,
        0x00BD,
        0x00BE,
        0x0018,
        0x0017,
        0x002F,
        0x0031,
        0x0809,
        0x0022,
        0x0042,
        0x00E5,
    )
    return [(dice.choice((*known, dice.randrange(0x10000))), length, body)]


def wrong_body(dice, records, at):
    code, length, body = records[at]
    body = bytearray(body)
    for _time in range(dice.randrange(1, 5)):
        if body:
            place = dice.randrange(len(body))
            new = dice.choice((b'\xff\xff', b'\x00\x00', b'\xff\x7f', b'\xff\xff\xff\xff', bytes([dice.randrange(256)])))
            body[place : place + len(new)] = new
    return [(code, length, bytes(body[:length]))]


def number_format(dice, _records, _at):
    form = dice.choice(FORMATS).encode('latin-1', 'replace')[:250]
    return [(0x041E, 5 + len(form), struct.pack('<HHB', dice.choice((0, 164, 0xFFFF)), len(form), 0) + form)]


RECORD_CHANGES = (
    lost_record,
    repeated_record,
    other_record,
    wrong_length,
    wrong_code,
    wrong_body,
    wrong_body,
    wrong_body,
    number_format,
)
