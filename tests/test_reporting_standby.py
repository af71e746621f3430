# Part of store_group. License LGPL-3.
from datetime import datetime

from freezegun import freeze_time
from psycopg2.errors import ReadOnlySqlTransaction

from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .profit_common import ProfitCommon
from .standby_common import ReadOnlyCommon
from .test_reporting_cockpit import NOW, CockpitCommon
from .transfer_common import TransferCommon

READ = {
    'store.cockpit': ['figures'],
    'store.my.store': ['overview', 'look_up'],
    'store.transfer.board': ['overview', 'look_up'],
    'store.sale.comparison': ['compare'],
    'store.profit.statement': ['statement', 'entries'],
    'store.store': ['available'],
    'store.group.history': ['stores_of'],
    'store.sale.fact': ['check'],
    'store.stock.fact': ['check'],
    'store.profit.fact': ['check'],
    'store.sale.report': ['formatted_read_group', 'web_read_group', 'web_search_read'],
}
WRITE = {
    'store.my.store': ['overview_now', 'sheet', 'finish', 'ask'],
    'store.transfer': ['begin', 'request'],
    'store.sale.fact': ['rebuild'],
    'store.intake.document': ['submit_orders', 'get_results'],
}


@tagged('post_install', '-at_install')
class TestReportingStandby(ReadOnlyCommon, CockpitCommon):
    """Sales are read in transactions that may not write, and a screen says how old a standby's figures are."""

    def _sees(self, user, model, **context):
        return self.env[model].with_user(user).with_context(allowed_company_ids=self.home.ids, store_ticked_only=True, **context)

    def _refresh(self):
        while self.env['store.sale.fact']._refresh():
            pass

    def _standby(self, asked, changed, is_connected=True, is_replayed=False, later=False):
        """Let the database say what a standby would."""
        Standby = self.registry['store.standby']
        self.patch(Standby, '_replay', lambda _self: (asked, changed, is_connected, '0/0', is_replayed))
        self.patch(Standby, '_is_replayed', lambda _self, _received: later)

    # === NOTHING IS WRITTEN ===

    @mute_logger('odoo.sql_db')
    def test_writing_and_refreshing_are_refused_there(self):
        with self.assertRaises(ReadOnlySqlTransaction):
            self._read_only(lambda: self.env['store.sale.fact']._refresh())
        with self.assertRaises(ReadOnlySqlTransaction):
            self._read_only(lambda: self.shop.write({'name': "Other"}) and self.env.flush_all())
        self.shop.name = "Pudong"
        self.env.flush_all()  # after it, everything is as before

    def test_every_question_about_sales_stale_and_refreshed(self):
        for state in ('stale', 'refreshed', 'half'):
            for user in (self.admin, self.manager):
                for model in ('store.sale.report', 'store.sale.moment', 'store.sale.difference'):
                    with self.subTest(state=state, user=user.login, model=model):
                        found = self._ask_everything(self._sees(user, model, store_left='ordered', store_right='booked'))
                        self.assertEqual([name for name, count in found.items() if not count], [])
            self._refresh()
            if state == 'refreshed':
                self._sell(self.shop, '2026-03-18 05:00:00', [(self.boot, 1, 3, 0)])

    def test_the_group_of_that_day_and_every_route(self):
        self._refresh()
        self._sell(self.shop, '2026-03-18 05:00:00', [(self.boot, 1, 3, 0)])
        report = self._sees(self.admin, 'store.sale.report')
        for groupby, table in (
            (['store_id', 'date:month'], 'month'),
            (['group_then_id'], 'day'),
            (['hour', 'store_id'], 'hour'),
            (['product_id', 'store_id'], 'product'),
            (['partner_id', 'date:month'], 'customer'),
            (['order_id'], 'rows'),
        ):
            self.assertEqual(report._routed([], [groupby], ['amount:sum'])._route(), table)
            self.assertTrue(self._read_only(lambda groupby=groupby: report._read_group([], groupby, ['amount:sum'])))

    def test_the_cockpit_my_store_and_a_comparison(self):
        for user in (self.admin, self.head, self.manager):
            for period in ('today', 'yesterday', 'week', 'month', 'year'):
                figures = self._read_only(lambda user=user, period=period: self._figures(period, user=user))
                self.assertTrue(figures['tiles'], (user.login, period))
                self.assertFalse(figures['standby'])
            with freeze_time(NOW):
                overview = self._read_only(lambda user=user: self._sees(user, 'store.my.store').overview())
            self.assertFalse(overview['standby'])
            answer = self._read_only(
                lambda user=user: self._sees(user, 'store.sale.comparison').compare(
                    '2026-03-01', '2026-03-18', by='product_tmpl_id', measure='order_count'
                )
            )
            self.assertTrue(answer['rows'])
        checked = self._read_only(lambda: self.env['store.sale.fact'].with_user(self.admin).check())
        self.assertEqual(checked, [])

    def test_what_reads_goes_to_a_standby_and_what_writes_does_not(self):
        def is_readonly(model, method):  # as Odoo's controllers ask
            found = (getattr(cls, method, None) for cls in self.registry[model].mro())
            return next((each._readonly for each in found if hasattr(each, '_readonly')), False)

        for known, expected in ((READ, True), (WRITE, False)):
            for model, methods in known.items():
                for method in methods:
                    self.assertIs(is_readonly(model, method), expected, f'{model}.{method}')

    # === HOW OLD ===

    def test_a_primary_is_not_even_asked(self):
        with self.assertQueryCount(0):
            self.assertIs(self.env['store.standby']._age(), False)
        self.assertIs(self._read_only(lambda: self.env['store.standby']._age()), False)  # a read-only cursor of a primary

    def test_the_screens_say_how_old_a_standby_is(self):
        self._standby(datetime(2026, 3, 18, 6, 30), datetime(2026, 3, 18, 6, 29, 42))
        expected = {'at': '2026-03-18 06:29:42', 'seconds': 18, 'text': "as of 14:29:42 (18 s behind)"}
        self.assertEqual(self._read_only(lambda: self._figures(user=self.manager))['standby'], expected)
        with freeze_time(NOW):
            mine = self._read_only(lambda: self._sees(self.manager, 'store.my.store').overview())
        self.assertEqual(mine['standby'], expected)
        self.env['res.lang']._activate_lang('zh_CN')
        chinese = self._read_only(lambda: self._sees(self.manager, 'store.standby', lang='zh_CN')._age())
        self.assertEqual(chinese['text'], "截至 14:29:42（落后 18 秒）")

    def test_a_quiet_night_is_no_lag(self):
        standby = self._sees(self.manager, 'store.standby')
        night, evening = datetime(2026, 3, 18, 19, 0), datetime(2026, 3, 18, 13, 0)
        self._standby(night, evening, is_replayed=True)
        self.assertEqual(self._read_only(standby._age)['seconds'], 0)
        self._standby(night, evening, later=True)  # what the primary notes for itself arrives at this moment
        self.assertEqual(self._read_only(standby._age)['text'], "as of 03:00:00 (0 s behind)")

    def test_cut_off_or_paused_is_lag(self):
        standby = self._sees(self.manager, 'store.standby')
        now, then = datetime(2026, 3, 18, 19, 0), datetime(2026, 3, 17, 13, 0)
        for known in ({'is_connected': False, 'is_replayed': True, 'later': True}, {}):
            self._standby(now, then, **known)
            self.assertEqual(
                self._read_only(standby._age),
                {'at': '2026-03-17 13:00:00', 'seconds': 108000, 'text': "as of 2026-03-17 21:00:00 (108000 s behind)"},
            )
        self._standby(now, None)
        self.assertEqual({**self._read_only(standby._age), 'text': ''}, {'at': False, 'seconds': False, 'text': ''})


@tagged('post_install', '-at_install')
class TestReportingStandbyStock(ReadOnlyCommon, TransferCommon):
    """Stock and transfers are read in transactions that may not write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.transfer, cls.products = cls._shipped(cls(), 3)
        cls.env.flush_all()

    def test_every_question_about_stock_and_transfers(self):
        self.env['store.stock.fact']._refresh(1)
        for user in (self.admin, self.giver_boss):
            for model in ('store.stock.report', 'store.stock.ledger', 'store.transfer.report'):
                with self.subTest(user=user.login, model=model):
                    report = self._as(user, self.env[model]).with_context(store_from='2020-01-01', store_to='2100-01-01')
                    self.assertTrue(all(self._ask_everything(report).values()))
        self.assertEqual(self._read_only(lambda: self.env['store.stock.fact'].with_user(self.admin).check()), [])

    def test_the_board_and_stock_elsewhere(self):
        board = self._as(self.taker, self.env['store.transfer.board'])
        self.assertEqual([card['id'] for card in self._read_only(board.overview)['lists']['receive']], self.transfer.ids)
        good = self.products[0]
        self.assertTrue(self._read_only(lambda: board.look_up(good.default_code, self.store_3.id))['products'])
        free = self._read_only(
            lambda: self._as(self.taker, self.env['store.store']).available([self.store_3.code], [good.default_code])
        )
        self.assertIn(good.default_code, free[self.store_3.code])
        day = self.store_1._today()
        self.assertIn(self.store_1, self._read_only(lambda: self.env['store.group.history'].stores_of(self.head, day)))


@tagged('post_install', '-at_install')
class TestReportingStandbyProfit(ReadOnlyCommon, ProfitCommon):
    """Profit is read in transactions that may not write."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entry = cls._post([(cls.income, 1000, {cls.account_1: 100}), (cls.rent, -300, {cls.account_1: 100})])
        cls.close = cls.env['store.month.close'].create({'company_id': cls.company.id, 'month': '2026-03-01'})
        cls.close.action_close()
        cls._post([(cls.rent, -50, {cls.account_1: 100})])
        profile = cls.env['store.role.profile'].create({'name': "Sees margins", 'role': 'store_manager', 'see_margin': True})
        cls.manager = new_test_user(
            cls.env(su=True),
            'standby_profit',
            'base.group_user',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
            tz='Asia/Shanghai',
        )
        cls.env['store.member'].create(
            {
                'user_id': cls.manager.id,
                'role': 'store_manager',
                'profile_id': profile.id,
                'date_from': '2020-01-01',
                'store_id': cls.store_1.id,
            }
        )

    def test_every_question_about_profit_stale_and_refreshed(self):
        for _state in ('stale', 'refreshed'):
            for user in (self.admin, self.manager):
                sees = self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids})
                self.assertTrue(self._ask_everything(sees['store.profit.report'])['store_id'])
                for asked in ({}, {'columns': 'months', 'compare': 'year'}, {'view': 'group', 'compare': 'previous'}):
                    answer = self._read_only(
                        lambda sees=sees, asked=asked: sees['store.profit.statement'].statement(
                            '2026-01-01', '2026-03-31', **asked
                        )
                    )
                    self.assertTrue(answer['rows'])
                    self.assertFalse(answer['standby'])
                action = self._read_only(
                    lambda sees=sees: sees['store.profit.statement'].entries('revenue', '2026-03-01', '2026-03-31')
                )
                self.assertEqual(action['res_model'], 'store.profit.report')
            while self.env['store.profit.fact']._refresh():
                pass
        self.assertEqual(self._read_only(lambda: self.env['store.profit.fact'].with_user(self.admin).check()), [])

    def test_what_changed_after_closing(self):
        found = self._ask_everything(self.env['store.month.difference'].with_context(store_month_close=self.close.id))
        self.assertTrue(found['store_id'])
        self.assertEqual(self._read_only(self.close.action_view_after)['res_model'], 'store.month.difference')

    def test_the_statement_says_how_old_a_standby_is(self):
        self.patch(
            self.registry['store.standby'],
            '_replay',
            lambda _self: (datetime(2026, 3, 18, 6, 30), datetime(2026, 3, 18, 6, 29, 42), False, '0/0', False),
        )
        answer = self._read_only(
            lambda: self.env['store.profit.statement']
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.company.ids)
            .statement('2026-03-01', '2026-03-31')
        )
        self.assertEqual(answer['standby']['text'], "as of 14:29:42 (18 s behind)")
