# Part of store_group. License LGPL-3.
from datetime import date, datetime, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..engine.stores import day
from ..models.stores.sql import store_day

ZONES = (
    '',
    'UTC',
    'Asia/Shanghai',
    'Asia/Kolkata',
    'Asia/Kathmandu',
    'Europe/Berlin',
    'Europe/London',
    'America/New_York',
    'America/Sao_Paulo',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Pacific/Auckland',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
)
QUESTIONS = st.lists(
    st.tuples(
        st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 30)).map(lambda moment: moment.replace(microsecond=0)),
        st.sampled_from(ZONES),
        st.integers(0, 24 * 60 - 1).map(lambda minutes: minutes / 60),
    ),
    min_size=50,
    max_size=200,
)
# the nights on which clocks were put forward or back, minute by minute around the change and around the ends of business days
NIGHTS = [
    (datetime.combine(night, time(), None) + timedelta(minutes=15 * step), zone, ends_at)
    for night, zone in (
        (date(2026, 3, 29), 'Europe/Berlin'),
        (date(2026, 10, 25), 'Europe/Berlin'),
        (date(2026, 3, 8), 'America/New_York'),
        (date(2026, 11, 1), 'America/New_York'),
        (date(2026, 4, 4), 'Australia/Lord_Howe'),
        (date(2026, 10, 3), 'Australia/Lord_Howe'),
    )
    for step in range(-16, 112)
    for ends_at in (0.0, 1.5, 2.0, 2.5, 3.0, 23.75)
]


@tagged('post_install', '-at_install')
class TestStoresDay(TransactionCase):
    def _in_the_database(self, questions):
        rows = SQL(', ').join(
            SQL('(%s, %s::timestamp, %s::varchar, %s::float8)', place, *question) for place, question in enumerate(questions)
        )
        return self.env.execute_query(
            SQL(
                'SELECT %s, %s, %s FROM (VALUES %s) q (place, moment, zone, ends_at) ORDER BY place',
                store_day.local_time(SQL('moment'), SQL('zone')),
                store_day.day_of(SQL('moment'), SQL('zone')),
                store_day.day_of(SQL('moment'), SQL('zone'), SQL('ends_at')),
                rows,
            )
        )

    @settings(max_examples=40, deadline=None)
    @given(questions=QUESTIONS)
    @example(questions=NIGHTS)
    def test_the_database_and_the_engine_know_the_same_day(self, questions):
        expected = [
            (
                day.local(moment, day.zone_of(zone)),
                day.day_of(moment, day.zone_of(zone)),
                day.day_of(moment, day.zone_of(zone), ends_at),
            )
            for moment, zone, ends_at in questions
        ]
        for question, found, wanted in zip(questions, self._in_the_database(questions), expected, strict=True):
            self.assertEqual(found, wanted, question)

    def test_nothing_has_no_day(self):
        self.assertEqual(self._in_the_database([(None, 'Europe/Berlin', 2.0)]), [(None, None, None)])

    def test_a_store_and_its_company_ask_the_rule(self):
        company = self.env['res.company'].create({'name': "Late", 'country_id': self.env.ref('base.de').id})
        company.partner_id.tz = 'Europe/Berlin'
        store = self.env['store.store'].create(
            {'name': "Bar", 'code': 'BAR', 'company_id': company.id, 'tz': 'Asia/Shanghai', 'day_ends_at': 2}
        )
        moment = datetime(2026, 3, 1, 17, 30)  # half past one in Shanghai, half past six in Berlin
        self.assertEqual(store._business_day(moment), date(2026, 3, 1))
        self.assertEqual(store._local_day(moment), date(2026, 3, 2))
        self.env.flush_all()
        self.assertEqual(
            self.env.execute_query(
                SQL(
                    'SELECT %s, store_company_day_of(%s, %s) FROM store_store WHERE id = %s',
                    store_day.day_of(SQL('%s::timestamp', moment), SQL('tz'), SQL('day_ends_at')),
                    moment,
                    company.id,
                    store.id,
                )
            ),
            [(date(2026, 3, 1), date(2026, 3, 1))],
        )

    def test_the_planner_writes_the_rule_into_the_question(self):
        """It costs what its text costs: no call for each of a million rows."""
        plan = '\n'.join(
            line
            for (line,) in self.env.execute_query(
                SQL(
                    'EXPLAIN (VERBOSE, COSTS OFF) SELECT %s FROM stock_move m JOIN res_partner p ON TRUE',
                    store_day.day_of(SQL('m.date'), SQL('p.tz')),
                )
            )
        )
        self.assertNotIn('store_day_of', plan)
        self.assertNotIn('store_local_time', plan)
