# Part of store_group. License LGPL-3.
"""Runs inside Odoo's Python: opens the database, runs the cases, writes {'cases': [...], 'notes': [...]}."""

import json
import logging
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))


def main(asked):
    import odoo
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(['-c', asked['conf'], '-d', asked['database'], '--no-http', '--log-level=error'])
    logging.getLogger().setLevel(logging.ERROR)
    from bench.orders import KINDS, OrderCases
    from bench.report import ReportCase

    wanted, cases, notes = asked['case'], [], []

    def session(database=asked['database']):
        cursor = Registry(database).cursor()
        return cursor, odoo.api.Environment(cursor, odoo.SUPERUSER_ID, {'lang': 'en_US', 'tz': 'Asia/Shanghai'})

    def core_session():
        return session(asked['core_database'])

    if wanted in (None, 'land', 'orders', 'history', 'drafts'):
        orders = OrderCases(session, core_session, asked)
        if wanted in (None, 'land'):
            orders.large()  # first: what a process took before it may use again
            cases.append(orders.land())
        if wanted != 'land':
            cases += orders.make([wanted] if wanted in KINDS else list(KINDS))
        notes += orders.notes
        notes.append(
            'Core reads nothing: its rows are ready in memory and name records by database id. '
            'Ours read the file, or the payload that landed, and look everything up.'
        )
    if wanted in (None, 'report'):
        report = ReportCase(session, asked)
        cases += report.run()
        notes += report.notes
    if wanted == 'parallel':
        from bench.parallel import ParallelCase

        parallel = ParallelCase(session, asked)
        cases, notes = parallel.run(), parallel.notes
    elif wanted == 'stock':
        from bench.stock import StockCase

        stock = StockCase(session, asked)
        cases, notes = stock.run(), stock.notes
    elif wanted == 'rights':
        from bench.rights import RightsCases

        rights = RightsCases(session, asked)
        cases, notes = rights.run(), rights.notes
        notes.insert(
            0,
            'Rows: '
            + ', '.join(f'{name} {rows:,}' for name, rows in rights.size.items())
            + f"; {asked['stores']} stores, every 19th document without one.",
        )
    elif wanted == 'confirm':
        from bench.confirm import ConfirmCases

        cases = ConfirmCases(session, core_session, asked).run()
    elif wanted == 'bulk':
        from bench.bulk import BulkCases

        bulk = BulkCases(session, core_session, asked)
        cases, notes = bulk.run(), bulk.notes
    elif wanted == 'depths':
        from bench.depths import DepthCase

        depths = DepthCase(session, asked)
        cases, notes = depths.run(), depths.notes
    elif wanted == 'transfer':
        from bench.transfer import TransferCases

        transfers = TransferCases(session, core_session, asked)
        cases, notes = transfers.run(), transfers.notes
    elif wanted == 'cost':
        from bench.cost import CostCases

        costs = CostCases(session, asked)
        cases, notes = costs.run(), costs.notes
    elif not cases and not notes:
        raise SystemExit(
            f'No case is called {wanted}. There are: land, orders, history, drafts, report, stock, parallel, rights, '
            'confirm, bulk, depths, transfer, cost.'
        )
    pathlib.Path(asked['answer']).write_text(json.dumps({'cases': cases, 'notes': notes}), encoding='utf-8')


main(json.loads(sys.argv[1]))
