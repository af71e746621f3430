# Part of store_group. License LGPL-3.
"""How much of the time one cron worker is at work while a large file lands on a real server with worker processes.

Called with what is asked as JSON it makes a shop and hands in the file, inside Odoo's Python.
"""

import csv
import io
import json
import logging
import re
import subprocess
import sys
import time
from datetime import datetime, timezone

ROWS = 50_000
WANTED = 0.9  # of the time between the first job that starts and the last that ends
SERVER = ('--workers', 2, '--max-cron-threads', 1, '--limit-time-real-cron', 600)  # as docs/deploy.md has it
LOGS = ('--log-handler', 'odoo.addons.base.models.ir_cron:INFO')
WAIT = 3600
HEADER = ('Order No', 'Order Date', 'Buyer', 'SKU', 'Product', 'Qty', 'Price')
TARGETS = ('external_id', 'ordered_at', 'customer.name', 'line.sku', 'line.name', 'line.quantity', 'line.unit_price')
_MOMENT = r'^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) '
_LOGGED = re.compile(_MOMENT + r".*(?:Job '.*' \(\d+\) .*(starting|duration)|WorkerCron .*(timeout))", re.MULTILINE)


def measure(server, database, port, log, wait_for, rows):
    """Let a file of `rows` land on a server of its own. Return (share of the time at work, Markdown lines).

    :param Server server: of dev/ground; :param str database: with the add-on, nothing else is done in it
    :param wait_for: a function of (port, log) that returns when the server answers
    """
    asked = json.dumps({'conf': str(server.conf), 'database': database, 'rows': rows})
    subprocess.run([str(server.python), __file__, asked], env=server.environment(), check=True)
    process = server.serve(database, port, log, *SERVER, *LOGS)
    try:
        wait_for(port, log)
        ends, landed = time.monotonic() + WAIT, ('0', '', '')
        while landed[0] != landed[1] and time.monotonic() < ends:
            time.sleep(1)
            text = server.cluster.query(database, 'SELECT landed_count, total_count, row_count FROM store_intake_document')
            landed = tuple(text.split()) if text.strip() else landed
        ended = datetime.now(timezone.utc).replace(tzinfo=None)  # as Odoo writes its times
    finally:
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()  # a job makes orders of what landed
    return told(log.read_text(encoding='utf-8', errors='replace'), landed, ended)


def told(logged, landed, ended):
    """Return (share of the time at work, Markdown lines).

    :param str logged: what the server wrote of its jobs; :param landed: orders landed, orders, rows, as texts
    :param datetime ended: when all had landed, in UTC; a run that was not over then was at work until then
    """
    spans, begun = [], None
    for moment, what, _killed in _LOGGED.findall(logged):
        at = datetime.strptime(moment, '%Y-%m-%d %H:%M:%S,%f')
        if what == 'starting':
            begun = at
        elif begun:
            spans.append((begun, at))
            begun = None
    spans = [(start, min(end, ended)) for start, end in spans if start < ended] + ([(begun, ended)] if begun else [])
    if not spans:
        raise SystemExit('The server told of no job.')
    whole = (spans[-1][1] - spans[0][0]).total_seconds()
    gaps = [(later[0] - earlier[1]).total_seconds() for earlier, later in zip(spans, spans[1:], strict=False)]
    share = 1 - sum(gaps) / whole if whole else 1.0
    missed = '' if share >= WANTED else ': MISSED'
    return share, [
        f'- {int(landed[2] or 0):,} rows, {int(landed[1] or 0):,} orders landed in {whole:,.0f} s by the clock, in {len(spans)} '
        f'runs of the job: at work **{share:.1%}** of it ({WANTED:.0%} wanted{missed}); the longest '
        f'pause between two runs {max(gaps, default=0):.2f} s.'
    ]


def _rows(count):
    for at in range(count):
        number = at // 2
        yield (
            f'DUTY{number:08d}', f'2026-{1 + number % 12:02d}-{1 + number % 28:02d} 10:00:00', f'Buyer {number}',
            f'SKU-{(number * 7 + at) % 300:04d}', f'Product {(number * 7 + at) % 300}', 1 + at % 4, 9.9 + at % 90,
        )  # fmt: skip


def _inside(asked):
    import base64

    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error'])
    logging.getLogger().setLevel(logging.ERROR)
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *_rows(asked['rows'])])
    with Registry(asked['database']).cursor() as cursor:
        env = odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {})
        own = env.ref('store_group.ir_cron_intake')
        env['ir.cron'].search([('id', '!=', own.id)]).active = False  # no other job stands in its way
        warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        store = env['store.store'].create(
            {'name': 'Duty', 'code': 'DUTY', 'tz': 'Asia/Shanghai', 'state': 'open', 'warehouse_id': warehouse.id}
        )
        columns = [
            (0, 0, {'target': target, 'header': header, 'sequence': number, 'is_key': target == 'external_id'})
            for number, (target, header) in enumerate(zip(TARGETS, HEADER, strict=True))
        ]
        layout = env['store.intake.template'].create({'name': 'Duty', 'line_amount': 'price', 'column_ids': columns})
        env['store.channel'].create(
            {
                'name': 'Duty',
                'code': 'DUTY',
                'template_id': layout.id,
                'company_id': store.company_id.id,
                'store_id': store.id,
                'create_missing': True,
                'tz': 'Asia/Shanghai',
            }
        )
        content = base64.b64encode(text.getvalue().encode()).decode()
        env['store.intake.document'].submit_file('DUTY', 'duty.csv', content)


if __name__ == '__main__':
    sys.dont_write_bytecode = True
    sys.path.pop(0)  # this folder has modules of other names
    _inside(json.loads(sys.argv[1]))
