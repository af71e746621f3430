# Part of store_group. License LGPL-3.
"""The memory that reading a file takes, in a process of its own for each file: no Odoo, no database.

Called with a file it reads it, takes all its orders in slices as landing does, and prints what it took as JSON.
"""

import csv
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import types
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS = (5_000, 50_000, 200_000, 500_000)
KINDS = ('csv', 'xlsx')
ALLOWED = 1.3  # times what the smallest file takes
SLICE = 2000  # orders landed at once
HEADER = ('Order No', 'Order Date', 'Shop', 'Buyer', 'SKU', 'Product', 'Qty', 'Price', 'Note')


def measure(python, say):
    """Return the results, a list of dicts, of each kind and size; `say` is told of each."""
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            for count in ROWS:
                path = pathlib.Path(folder) / f'{count}.{kind}'
                _write(path, kind, count)
                answer = subprocess.run(
                    [str(python), str(__file__), str(path)], capture_output=True, text=True, check=True
                ).stdout
                results.append({'kind': kind, 'rows': count, 'size': path.stat().st_size, **json.loads(answer)})
                say('{kind} of {rows:,} rows: {peak} MB, {seconds} s'.format(**results[-1]))
                path.unlink()
    return results


def table(results):
    """Return the Markdown table, and whether every file keeps to what is allowed."""
    lines = [
        '| file | rows | orders | size | peak | beside 5,000 rows | seconds |',
        '| --- | --- | --- | --- | --- | --- | --- |',
    ]
    holds = True
    for one in results:
        first = next(other['peak'] for other in results if other['kind'] == one['kind'])
        holds = holds and one['peak'] <= ALLOWED * first
        lines.append(
            '| {kind} | {rows:,} | {orders:,} | {0:.1f} MB | {peak} MB | {1:.2f} x | {seconds} |'.format(
                one['size'] / 2**20, one['peak'] / first, **one
            )
        )
    return '\n'.join(lines), holds


def _rows(count):
    """Yield rows: two to an order, every hundredth order's far apart, with unique numbers and buyers."""
    for at in range(count):
        number = at // 2 if at // 2 % 100 else (at * 7919 % count) // 2
        day = f'2026-{1 + number % 12:02d}-{1 + number % 28:02d} {number % 24:02d}:{number % 60:02d}:00'
        product = (number * 7 + at) % 3000
        yield (
            f'SO2026{number:09d}', day, f'Shop {number % 20}', f'Buyer {number}', f'SKU-{product:05d}',
            f'Product {product} of a long name', 1 + at % 4, round(9.9 + product % 300 * 1.1, 2), '' if at % 9 else 'with thanks',
        )  # fmt: skip


def _write(path, kind, count):
    if kind == 'csv':
        with path.open('w', newline='', encoding='utf-8') as file:
            csv.writer(file).writerows([HEADER])
            csv.writer(file).writerows(_rows(count))
        return
    from hostile import big  # the process that reads has another path

    texts, main = {}, 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    parts = big.parts(f'<worksheet xmlns="{main}"><sheetData/></worksheet>')
    with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            if name not in (big.SHEET, big.STRINGS):
                archive.writestr(name, text)
        with archive.open(big.SHEET, 'w') as part:
            part.write(f'<worksheet xmlns="{main}"><sheetData>'.encode())
            for number, row in enumerate(itertools.chain((HEADER,), _rows(count)), 1):
                part.write(f'<row r="{number}">{"".join(_cell(cell, texts) for cell in row)}</row>'.encode())
            part.write(b'</sheetData></worksheet>')
        strings = ''.join(f'<si><t>{text}</t></si>' for text in texts)
        archive.writestr(big.STRINGS, f'<sst xmlns="{main}">{strings}</sst>')


def _cell(cell, texts):
    if isinstance(cell, str):
        return f'<c t="s"><v>{texts.setdefault(cell, len(texts))}</v></c>' if cell else '<c/>'
    return f'<c><v>{cell}</v></c>'


def _inside(path):
    sys.dont_write_bytecode = True
    sys.path.pop(0)  # this folder has modules of other names
    sys.modules['store_group'] = types.ModuleType('store_group')
    sys.modules['store_group'].__path__ = [str(ROOT)]
    from store_group.engine.intake.entries import TableEntries, chunks
    from store_group.engine.intake.layout import Column, Layout
    from store_group.engine.intake.table import read_orders
    from store_group.engine.table import xlsx_fast

    xlsx_fast.calamine = None  # holds small books whole, for speed
    targets = ('external_id', 'ordered_at', 'store', 'customer.name', 'line.sku', 'line.name', 'line.quantity', 'line.unit_price')
    layout = Layout(columns=tuple(Column(target, header) for target, header in zip(targets, HEADER[:8], strict=True)))
    start, count = time.monotonic(), 0
    with open(path, 'rb') as file:
        result = read_orders(file, path, layout, 'CNY')
    for part in chunks(TableEntries(result.orders), SLICE):
        count += len(part)
    # what resource.getrusage says is that of the process which started this one, where that is more
    status = pathlib.Path('/proc/self/status').read_text(encoding='utf-8')
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith('VmHWM')) // 1024
    print(json.dumps({'orders': count, 'peak': peak, 'seconds': round(time.monotonic() - start, 1)}))


if __name__ == '__main__':
    _inside(sys.argv[1])
