# Part of store_group. License LGPL-3.
"""The same reports from a streaming standby: a real Odoo server with `db_replica_host`, asked over HTTP, judged by statistics.

A primary and a standby of this run alone; one Odoo reads from the standby, a second one only from the primary, for the expected
answers. The statements of each database server are counted by `pg_stat_statements` of both.
"""

import datetime
import json
import pathlib
import re
import subprocess
import time
from contextlib import contextmanager

from . import paths, results, say
from .databases import Databases
from .pair import Pair
from .server import Server, free_port, wait_for
from .site import Site, Trouble

INSIDE = pathlib.Path(__file__).resolve().parents[1] / 'standby' / 'inside.py'
TITLE = '## Reports on a standby'
WRITES = 10  # with synchronous_commit = remote_apply, each followed by the report at once
LONG = 20  # seconds a long report takes
MOMENT = re.compile(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d')
YEAR = [['date', '>=', '2026-01-01'], ['date', '<=', '2026-12-31']]


def grouped(model, *groupby, measures=('amount:sum', '__count'), domain=YEAR, **context):
    return model, 'formatted_read_group', {'domain': domain, 'groupby': [*groupby], 'aggregates': [*measures]}, context


SALES = [
    grouped('store.sale.report', 'store_id', 'date:month'),
    grouped('store.sale.report', 'product_id'),
    grouped('store.sale.report', 'partner_id', measures=['customer_count:sum', 'new_customer_count:sum']),
    grouped('store.sale.report', 'hour', 'weekday'),
    grouped('store.sale.report', 'group_then_id'),
    ('store.sale.report', 'web_read_group', {'domain': YEAR, 'groupby': ['store_id'], 'aggregates': ['amount:sum']}, {}),
    ('store.sale.report', 'web_search_read', {'domain': YEAR, 'specification': {'order_id': {}, 'amount': {}}, 'limit': 40}, {}),
    grouped('store.sale.moment', 'store_id', domain=[['moment', '>=', '2026-03-01'], ['moment', '<', '2026-04-01']]),
    grouped(
        'store.sale.difference',
        'reason',
        measures=['__count'],
        domain=[],
        store_left='ordered',
        store_right='booked',
        store_from='2026-03-01',
        store_to='2026-03-31',
    ),
    *(('store.cockpit', 'figures', {'period': period}, {}) for period in ('today', 'month', 'year')),
    ('store.sale.comparison', 'compare', {'date_from': '2026-03-01', 'date_to': '2026-03-31', 'how': 'previous'}, {}),
    grouped('store.profit.report', 'line', 'store_id'),
    ('store.profit.statement', 'statement', {'date_from': '2026-01-01', 'date_to': '2026-12-31'}, {}),
]
MINE = ('store.my.store', 'overview', {}, {})
GOODS = [
    grouped('store.stock.report', 'store_id', 'product_id', measures=['on_hand_quantity:sum', 'transit_quantity:sum'], domain=[]),
    grouped(
        'store.stock.ledger',
        'store_id',
        'product_id',
        measures=['__count'],
        domain=[],
        store_from='2020-01-01',
        store_to='2100-01-01',
    ),
    grouped('store.transfer.report', 'store_id', 'dest_store_id', measures=['shipped_quantity:sum'], domain=[]),
    ('store.store', 'available', {'stores': ['RV1', 'RV2'], 'products': ['RV-average-none']}, {}),
]
QUESTIONS = {'headquarters': SALES, 'headquarters of goods': GOODS, 'manager': [*SALES, MINE], 'goods': [*GOODS, MINE]}


class Standby:
    """All checks on one pair of servers; each is a line of the outcome, and what was measured stands on the page."""

    def __init__(self, test_run):
        self.run, self.outcome, self.found, self.logs = test_run, results.Outcome(), {}, []

    def check(self):
        with paths.lock(f'standby-{paths.key()}'), Pair() as self.pair:
            self.database = f'store_group_standby_{paths.key()}'
            self.server = Server(self.run.server.odoo, self.run.server.python, self.pair.primary, name='standby')
            self.databases = Databases(self.run.server)
            try:
                self._prepare()
                with self._served(replica=True) as port, self._served(replica=False) as other:
                    self._sites(port, other)
                    for scene in (self._reads, self._doors, self._write, self._paused, self._long, self._at_once, self._down):
                        with say.step(scene.__doc__):
                            self._judged(scene)
                with self._served(replica=True) as port, self._served(replica=False) as other:
                    self._sites(port, other)
                    self._judged(self._again)
                self._judged(self._marked)
            finally:
                self.databases.remove_files(self.database)
        self.run.outcome.add(self.outcome)
        last_file().write_text(
            json.dumps(
                {
                    'date': datetime.date.today().isoformat(),
                    'commit': paths.commit(),
                    'found': self.found,
                    'passed': sorted(self.outcome.passed),
                    'failed': sorted(self.outcome.failed),
                    'version': self.pair.primary.version,
                }
            )
        )

    def _prepare(self):
        """Fill the primary as a single server; the standby is added afterwards, as in production."""
        template, log = self.databases.template(), paths.logs() / 'standby_install.log'
        with say.step('A primary with sales, stock and transfers'):
            self.pair.bring(self.run.server.cluster, template, self.database)
            self.databases.copy_files(template, self.database)
            if self.server.once(self.database, '-i', paths.NAME, log=log):
                raise say.Missing(f'The add-on cannot be installed.\nNext step: read {log}.')
            made = self._inside('make')
            text = made.communicate()[0]
            if made.returncode:
                raise say.Missing('The database cannot be filled; the traceback is above.')
            self.made = json.loads(text.splitlines()[-1])
        with say.step('A streaming standby'):
            self.pair.primary.query(self.database, 'VACUUM ANALYZE')
            self.pair.primary.query('postgres', 'CREATE ROLE plain LOGIN')
            self.pair.follow()

    def _inside(self, task, *options, **more):
        asked = {'conf': str(self.server.conf), 'database': self.database, 'task': task, 'options': options, **more}
        return subprocess.Popen(
            [str(self.server.python), str(INSIDE), json.dumps(asked)],
            cwd=paths.own(),
            env=self.server.environment(),
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )

    @contextmanager
    def _served(self, replica):
        """An Odoo server; `replica`: one that uses the standby."""
        port, log = free_port(), paths.logs() / f'standby_server_{len(self.logs) + 1}.log'
        self.logs.append(log)
        server = self.server.serve(self.database, port, log, *(self._replica() if replica else ()))
        try:
            wait_for(port, log)
            yield port
        finally:
            server.terminate()
            server.wait(60)

    def _replica(self):
        return ['--db_replica_host', self.pair.standby.host]

    def _sites(self, port, other):
        """The users' sessions at the server that reads from the standby, and at the one that does not."""
        self.port = port
        self.mine, self.right = (
            {
                name: Site(number, self.database, login, f'password of {login}', companies)
                for name, (login, companies) in self.made['people'].items()
            }
            for number in (port, other)
        )
        self.pair.wait()
        for sites in (self.mine, self.right):
            for site in sites.values():  # let sessions and servers do their initial writes and reads first
                site.call('store.sale.report', 'search_count', {'domain': []})

    def _judged(self, scene):
        try:
            scene()
        except (AssertionError, Trouble) as error:
            self.outcome.fail(f'standby: {scene.__doc__}', str(error))
        else:
            self.outcome.passed.add(f'standby: {scene.__doc__}')

    def _counted(self, act):
        """Return (answer, statements of the primary, statements of the standby) of an act."""
        before = self.pair.statements(self.database)
        answer = act()
        after = self.pair.statements(self.database)
        return answer, *(now - then for now, then in zip(after, before, strict=True))

    def _sold(self, sites, domain=YEAR):
        found = sites['headquarters'].call(
            'store.sale.report', 'formatted_read_group', {'domain': domain, 'groupby': [], 'aggregates': ['amount:sum']}
        )
        return round(found[0]['amount:sum'] or 0, 2)

    def _age(self, sites):
        return sites['headquarters'].call('store.cockpit', 'figures', {'period': 'today'})['standby']

    def _sell(self, price):
        """Confirm an order over HTTP, as headquarters; reports then show it."""
        site = self.mine['headquarters']
        order = site.call(
            'sale.order',
            'create',
            {},
            args=[
                {
                    'partner_id': self.made['partner'],
                    'store_id': self.made['store'],
                    'order_line': [[0, 0, {'product_id': self.made['product'], 'product_uom_qty': 1, 'price_unit': price}]],
                }
            ],
        )
        site.call('sale.order', 'action_confirm', {}, args=[[order]])

    # === SCENES ===

    def _reads(self):
        """reports run on the standby, none on the primary, and say the same"""
        self.found['reads'] = {}
        for name, questions in QUESTIONS.items():
            self.pair.forget()
            asked, primary, standby = self._counted(
                lambda name=name, questions=questions: [self.mine[name].call(*question) for question in questions]
            )
            facts = self.pair.statements(self.database, 'store_')
            assert primary == 0, f'{name}: the primary ran {primary} statements:\n{self.pair.told(self.database)}'
            assert standby > len(questions) and facts[1] > len(questions), f'{name}: the standby ran {standby} statements'
            for question, mine in zip(questions, asked, strict=True):
                right = self.right[name].call(*question)
                assert plain(mine) == plain(right), f'{name}, {question[:2]}:\n{mine}\n{right}'
                assert mine, f'{name}, {question[:2]}: nothing was answered'
            self.found['reads'][name] = [len(questions), standby, primary]
        told = self._age(self.mine)
        assert told and told['seconds'] == 0, f'The cockpit does not say how old it is: {told}'
        assert self._age(self.right) is False, 'The cockpit of the primary speaks of a standby.'

    def _doors(self):
        """JSON-2 reads from the standby, XML-RPC from the primary"""
        for name, ask in (('json2', 'json2'), ('xmlrpc', 'xmlrpc')):
            site = self.mine['manager']
            getattr(site, ask)(self.made['keys']['manager'], 'store.cockpit', 'figures', {'period': 'month'})
            answer, primary, standby = self._counted(
                lambda ask=ask, site=site: getattr(site, ask)(
                    self.made['keys']['manager'], 'store.cockpit', 'figures', {'period': 'month'}
                )
            )
            assert (primary == 0) == (name == 'json2') and bool(answer['standby']) == (
                name == 'json2'
            ), f'{name}: primary {primary}, standby {standby}, {answer["standby"]}'
            self.found[name] = [primary, standby]

    def _write(self):
        """a sale is written to the primary and counted live from the standby"""
        before = self._sold(self.mine)
        _none, primary, _standby = self._counted(lambda: self._sell(123.45))
        assert primary > 0, 'Nothing was written to the primary.'
        self.found['replayed'] = round(self.pair.wait(), 2)
        stale = int(self.pair.standby.query(self.database, 'SELECT COUNT(*) FROM store_sale_invalidation'))
        assert stale > 0, 'The sale is not invalidated in the standby.'
        mine, primary, _standby = self._counted(lambda: self._sold(self.mine))
        assert primary == 0 and round(mine - before, 2) == 123.45 and mine == self._sold(self.right), (before, mine, primary)
        for question in SALES:
            assert plain(self.mine['manager'].call(*question)) == plain(self.right['manager'].call(*question)), question[:2]

    def _paused(self):
        """a standby that falls behind shows how far, one without new changes does not"""
        self.pair.standby.query('postgres', 'SELECT pg_wal_replay_pause()')
        before = self._sold(self.mine)
        self._sell(1.5)
        time.sleep(5)
        assert self._sold(self.mine) == before, 'A paused standby tells of a new sale.'
        told = self._age(self.mine)
        assert told['seconds'] >= 5, told
        self.found['paused'] = told['text']
        self.pair.standby.query('postgres', 'SELECT pg_wal_replay_resume()')
        self.pair.wait()
        assert round(self._sold(self.mine) - before, 2) == 1.5
        time.sleep(5)  # nothing is written meanwhile
        last = float(self.pair.standby.query('postgres', "SELECT EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())"))
        told = self._age(self.mine)
        assert told['seconds'] == 0 and last > 4, (told, last)
        known = self.pair.standby.query(
            'postgres', 'SELECT EXISTS (SELECT FROM pg_stat_wal_receiver), pg_last_wal_receive_lsn() IS NOT NULL', user='plain'
        )
        assert known == 't\tt', f'A role without rights on statistics reads {known}'
        self.found['quiet'] = f'{told["text"]}, {last:.0f} s after the last change'

    def _long(self):
        """a long report outlives what the primary vacuums, thanks to hot_standby_feedback"""
        for feedback, delay in (('on', '5min'), ('off', '1s')):
            self._set(self.pair.standby, hot_standby_feedback=feedback, max_standby_streaming_delay=delay)
            reader = self._inside('hold', *self._replica(), seconds=LONG)
            kind, text = json.loads(reader.stdout.readline())
            assert (kind, text) == ('reads', 'True'), text
            time.sleep(2)  # the standby has sent its feedback to the primary
            for statement in ('UPDATE sale_order_line SET price_subtotal = price_subtotal + 1', 'VACUUM sale_order_line'):
                self.pair.primary.query(self.database, statement)
            _kind, text = json.loads(reader.stdout.readline())
            reader.wait()
            self.found[f'long_{feedback}'] = text
            assert (text == 'the same') == (feedback == 'on'), f'hot_standby_feedback = {feedback}: {text}'
        self._set(self.pair.standby, hot_standby_feedback='on', max_standby_streaming_delay='5min')
        self.pair.wait()
        assert self._sold(self.mine) == self._sold(self.right)

    def _at_once(self):
        """with synchronous_commit = remote_apply every report knows the sale before it"""
        self._set(self.pair.primary, synchronous_standby_names='*', synchronous_commit='remote_apply')
        time.sleep(1)
        try:
            known = self._sold(self.mine)
            for number in range(WRITES):
                self._sell(1)
                now = self._sold(self.mine)
                assert round(now - known, 2) == 1, f'sale {number + 1}: {known}, then {now}'
                known = now
        finally:
            self._set(self.pair.primary, synchronous_standby_names='', synchronous_commit='on')

    def _down(self):
        """without its standby Odoo reads from the primary"""
        expected = self._sold(self.right)
        self.pair.standby.stop()
        begun = time.monotonic()
        answer = self._sold(self.mine)
        self.found['down'] = round(time.monotonic() - begun, 2)
        assert answer == expected and self._age(self.mine) is False
        self.pair.standby.start()
        self.pair.wait()
        _answer, primary, standby = self._counted(lambda: self._sold(self.mine))
        self.found['back'] = [primary, standby]
        assert primary > 0 and standby == 0, (primary, standby)

    def _again(self):
        """a server started again reads from the standby"""
        _answer, primary, standby = self._counted(lambda: self._sold(self.mine))
        assert primary == 0 and standby > 0, (primary, standby)

    def _marked(self):
        """no method marked as reading tried to write"""
        for log in self.logs:
            text = log.read_text(errors='replace')
            assert 'retrying with a read/write cursor' not in text, f'Something marked as reading writes, see {log}.'

    def _set(self, cluster, **settings):
        for name, value in settings.items():
            cluster.query('postgres', f"ALTER SYSTEM SET {name} = '{value}'", user='postgres')
        cluster.reload()


def plain(answer):
    """An answer as text, without its age and time."""
    if isinstance(answer, dict):
        answer = {key: value for key, value in answer.items() if key != 'standby'}
    return MOMENT.sub('a moment', json.dumps(answer, sort_keys=True))


def last_file():
    return paths.own() / 'standby.json'


def page(known=''):
    """The last run of this checkout, as Markdown; where there is none, what the page says already."""
    if not last_file().is_file():
        _above, title, section = known.partition(f'{TITLE}\n')
        return title + section.partition('\n## ')[0]
    last = json.loads(last_file().read_text())
    found = last['found']
    lines = [
        TITLE,
        '',
        f"PostgreSQL {last['version']}, primary and streaming standby on one machine, a server of Odoo with `db_replica_host`, "
        'asked over HTTP; what is right is said by a second one that knows only the primary '
        f"({last['date']}, commit {last['commit']}). Statements are those `pg_stat_statements` of each server counted in the "
        'database of Odoo.',
        '',
        '| reader | reports | statements of the standby | of the primary |',
        '| --- | --- | --- | --- |',
        *(f'| {name} | {count} | {standby} | {primary} |' for name, (count, standby, primary) in found.get('reads', {}).items()),
        '',
        *(f'- {name.removeprefix("standby: ")}{seen(name, found)}' for name in last['passed']),
        *(f'- failed: {name}' for name in last['failed']),
    ]
    return '\n'.join(lines) + '\n'


def seen(name, found):
    """The measurements of a check that passed."""
    told = {
        'JSON-2': lambda: ': the cockpit took {} statements of the primary and {} of the standby, then {} and {}'.format(
            *found['json2'], *found['xmlrpc']
        ),
        'a sale': lambda: f"; replayed {found['replayed']} s after it was written",
        'a standby that': lambda: f": \"{found['paused']}\" while replay was paused, \"{found['quiet']}\"",
        'a long': lambda: f": {found['long_on']}; without it and with max_standby_streaming_delay = 1s: {found['long_off']}",
        'with sync': lambda: f', {WRITES} times',
        'without its': lambda: (
            f": the next report came after {found['down']} s; once the standby is back, still from the primary"
        ),
    }
    return next((tell() for start, tell in told.items() if name.removeprefix('standby: ').startswith(start)), '')
