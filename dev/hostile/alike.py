# Part of store_group. License LGPL-3.
"""`dev/hostile/run --alike FOLDER`: each order file of a folder in other encodings, delimiters and formats says the same.

A file that no known export explains is read as it is proposed. A number without a format of dates is a date nowhere but in a
workbook: what differs is printed with the first order that does.
"""

import dataclasses
import html
import io
import json
import pathlib
import re
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPACE = 'urn:schemas-microsoft-com:office:spreadsheet'
SHOWN = 300
CHINESE = re.compile('[\u4e00-\u9fff]')


def load():
    """Return the modules of the engine that are asked, without Odoo."""
    sys.dont_write_bytecode = True
    sys.modules['store_group'] = types.ModuleType('store_group')
    sys.modules['store_group'].__path__ = [str(ROOT)]
    from store_group.engine.intake import identify, layout, table
    from store_group.engine.intake.proposing import propose
    from store_group.engine.table import cells

    return types.SimpleNamespace(identify=identify, layout=layout, table=table, propose=propose, cells=cells)


def shown(cell):
    """Return what a person sees in a cell."""
    return '' if cell is None else str(getattr(cell, 'found', cell))


def as_text(rows, delimiter, encoding):
    lines = [delimiter.join('"%s"' % shown(cell).replace('"', '""') for cell in row) for row in rows]
    return '\r\n'.join([*lines, '']).encode(encoding)


def as_page(rows):
    body = ''.join(f'<tr>{"".join(f"<td>{html.escape(shown(cell))}</td>" for cell in row)}</tr>' for row in rows)
    return f'<html><head><meta charset="gb2312"></head><body><table>{body}</table></body></html>'.encode('gb18030')


def as_xml_book(rows):
    cell = '<Cell><Data ss:Type="String">%s</Data></Cell>'
    body = ''.join(f'<Row>{"".join(cell % html.escape(shown(one)) for one in row)}</Row>' for row in rows)
    start = f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}"><Worksheet ss:Name="a"><Table>'
    return f'{start}{body}</Table></Worksheet></Workbook>'.encode()


def as_workbook(rows):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet('a')
    for row in rows:
        sheet.append([getattr(cell, 'found', cell) for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WAYS = {
    'semicolons': lambda rows: as_text(rows, ';', 'utf-8'),
    'tabs in utf-16': lambda rows: as_text(rows, '\t', 'utf-16'),
    'bars in gb18030': lambda rows: as_text(rows, '|', 'gb18030'),
    'commas with a mark': lambda rows: as_text(rows, ',', 'utf-8-sig'),
    'xlsx': as_workbook,
    'web page': as_page,
    'xml book': as_xml_book,
}


class File:
    """One file: the layout that reads it, and what it says."""

    def __init__(self, engine, path):
        self.engine, self.path, self.content = engine, path, path.read_bytes()
        found = engine.identify.identify(self.content, path.name)
        self.kind, best = found.head.kind, found.best
        self.code, self.layout = (best.code, best.layout) if best else ('', None)
        if best is None and found.head.sheets:
            proposed = engine.propose.propose(found.head).layout
            is_read = proposed is not None and not engine.layout.problems(proposed) and self.said(self.content, proposed)[0]
            self.layout = proposed if is_read else None

    def said(self, content, layout):
        """Return the orders of a content, each as text, and the issues of the file."""
        result = self.engine.table.read_orders(content, self.path.name, layout, 'CNY')
        orders = []
        for order in result.orders:
            lines = [
                {name: value for name, value in line.items() if name not in ('row', 'raw')} for line in order.payload['lines']
            ]
            told = json.dumps({**order.payload, 'lines': lines}, sort_keys=True, ensure_ascii=False)
            orders.append(f'{told} {sorted(issue.code for issue in order.issues)}')
        return orders, sorted(issue.code for issue in result.issues if issue.code != 'blank_rows')

    def differences(self):
        """Yield (name of a way, what differs) of each way of writing it that does not say the same."""
        expected = self.said(self.content, self.layout)
        sheet = next(self.engine.cells.read_sheets(self.content, self.path.name, sheet=self.layout.sheet))
        rows = [row for _number, row in sheet.rows]
        layout = dataclasses.replace(self.layout, sheet=None, encoding=None)
        for name, write in WAYS.items():
            content = write(rows)
            if name.endswith('gb18030') and not content.isascii() and not CHINESE.search(content.decode('gb18030')):
                continue  # nobody writes other letters so
            best = self.engine.identify.identify(content, self.path.name).best
            if self.code and (best is None or best.code != self.code):
                yield name, f'is taken for {best.code if best else "nothing known"}'
            try:
                found = self.said(content, layout)
            except self.engine.cells.Unreadable as problem:
                yield name, f'is not read: {problem}'
                continue
            if found != expected:
                pairs = zip(expected[0], found[0], strict=False)
                one = next((f'{a[:SHOWN]} / {b[:SHOWN]}' for a, b in pairs if a != b), '')
                yield name, f'{len(found[0])} orders of {len(expected[0])}, {found[1]} of {expected[1]}: {one}'


def main(folder):
    engine, differing = load(), 0
    for path in sorted(one for one in pathlib.Path(folder).rglob('*') if one.is_file()):
        file = File(engine, path)
        if file.layout is None or file.kind in ('json', 'xml', 'edifact'):
            continue
        found = list(file.differences())
        differing += bool(found)
        print(f'{path.relative_to(folder)} ({file.code or "proposed"}): {"DIFFERS" if found else "the same"}', flush=True)
        for name, what in found:
            print(f'    {name}: {what}', flush=True)
    return 1 if differing else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
