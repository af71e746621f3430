# Part of store_group. License LGPL-3.
import io
from datetime import date

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .profit_common import ProfitCommon


@tagged('post_install', '-at_install')
class TestProfitStatement(ProfitCommon):
    """The statement adds up what its reader may see, and each figure opens what it is made of."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post(
            [
                (cls.income, 1000, {cls.account_1: 100}),
                (cls.rent, -300, {cls.account_1: 100}),
                (cls.income, 500, {cls.account_2: 100}),
                (cls.rent, -80, None),
            ]
        )
        cls._post([(cls.income, 400, {cls.account_1: 100})], day='2026-02-10')
        cls._post([(cls.income, 100, {cls.account_1: 100})], day='2025-03-10')
        cls.people = {}
        for name, role, profile, place in (
            ('manager', 'store_manager', True, {'store_id': cls.store_1.id}),
            ('blind', 'store_manager', False, {'store_id': cls.store_1.id}),
            ('head', 'group_manager', False, {'group_id': cls.east.id}),
            ('staff', 'staff', True, {'store_id': cls.store_1.id}),
        ):
            user = new_test_user(
                cls.env(su=True),
                f'profit_{name}',
                'base.group_user',
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
                tz='Asia/Shanghai',
            )
            if profile:
                profile = cls.env['store.role.profile'].create({'name': f'Sees {name}', 'role': role, 'see_margin': True})
            cls.env['store.member'].create(
                {'user_id': user.id, 'role': role, 'profile_id': profile and profile.id, 'date_from': '2020-01-01', **place}
            )
            cls.people[name] = user
        # they run store 1 and only help out in store 2
        cls.env['store.member'].create(
            {'user_id': cls.people['manager'].id, 'role': 'staff', 'store_id': cls.store_2.id, 'date_from': '2020-01-01'}
        )

    def _statement(self, user=None, **asked):
        self.env.flush_all()
        self.env.invalidate_all()
        model = (
            self.env['store.profit.statement']
            .with_user(user or self.admin)
            .with_context(allowed_company_ids=(user or self.admin).company_ids.ids)
        )
        return model.statement(**{'date_from': '2026-03-01', 'date_to': '2026-03-31', **asked})

    def _mine(self, name, model):
        user = self.people[name]
        return self.env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def _cells(self, answer, row):
        found = next((line for line in answer['rows'] if line['code'] == row), None)
        return {column['title']: cell['amount'] for column, cell in zip(answer['columns'], found['cells'], strict=True)}

    def test_stores_side_by_side(self):
        answer = self._statement()
        self.assertEqual(
            self._cells(answer, 'revenue'), {'Street One': 1000, 'Street Two': 500, 'Headquarters': 0, 'Total': 1500}
        )
        self.assertEqual(
            self._cells(answer, 'result'), {'Street One': 700, 'Street Two': 500, 'Headquarters': -80, 'Total': 1120}
        )
        expense = next(row for row in answer['rows'] if row['code'] == 'expense')
        self.assertEqual([cell['percent'] for cell in expense['cells']], [-30, 0, False, -25.3])
        self.assertEqual(
            [row['code'] for row in answer['rows']], ['revenue', 'cost', 'gross_margin', 'expense', 'contribution', 'result']
        )

    def _workbook(self, user, *dimensions):
        self.env.flush_all()
        self.env.invalidate_all()
        book = self.env['store.report.book'].with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        span = Span(date(2026, 3, 1), date(2026, 3, 31))
        _name, content = book._workbook(Asked(span, report='profit', dimensions=dimensions))
        return load_workbook(io.BytesIO(content)).worksheets[1:]

    def test_the_workbook_says_what_the_screen_says(self):
        sheets = self._workbook(self.admin, 'store', 'month')
        for sheet, columns, view in zip(sheets, ('stores', 'stores', 'months', 'months'), ('store', 'group') * 2, strict=True):
            answer = self._statement(columns=columns, view=view)
            self.assertEqual([cell.value for cell in sheet[4]][1::2], [column['title'] for column in answer['columns']])
            rows = list(sheet.iter_rows(min_row=5))
            for row, said in zip(rows, answer['rows'], strict=True):
                self.assertTrue(row[0].value.startswith(said['label']))
                self.assertEqual('not in the ledger' in row[0].value, not said['in_ledger'])
                self.assertEqual([cell.value for cell in row[1::2]], [cell['amount'] for cell in said['cells']])
        self.assertEqual([sheets[0].cell(5, column).value for column in (2, 4, 6, 8)], [1000, 500, 0, 1500])
        self.assertEqual(sheets[0].cell(5, 3).number_format, '0.0%')

    def test_the_workbook_is_for_who_may_export_and_of_his_stores(self):
        for name in ('staff', 'manager'):
            with self.assertRaises(AccessError):
                self._workbook(self.people[name], 'store')
        self.env['store.role.profile'].search([('name', '=', 'Sees manager')]).export = True
        self.env['store.role.profile'].search([('role', '=', 'staff'), ('is_standard', '=', True)]).export = True
        titles = [cell.value for cell in self._workbook(self.people['manager'], 'store')[0][4]][1::2]
        self.assertNotIn('Street Two', titles)

    def test_months_side_by_side_and_chosen_stores(self):
        answer = self._statement(columns='months', date_from='2026-02-01', stores=['T1'])
        self.assertEqual(self._cells(answer, 'revenue'), {'2026-02': 400, '2026-03': 1000, 'Total': 1400})
        answer = self._statement(columns='total', group='T-WEST')
        self.assertEqual(self._cells(answer, 'revenue'), {'Total': 500})

    def test_the_period_before_and_the_year_before(self):
        for compare, before, change in (('previous', 400, 150), ('year', 100, 900)):
            answer = self._statement(columns='total', stores=['T1'], compare=compare)
            cell = answer['rows'][0]['cells'][0]
            self.assertEqual((cell['amount'], cell['before'], cell['change']), (1000, before, change))
            by_month = self._statement(columns='months', stores=['T1'], compare=compare)['rows'][0]['cells'][0]
            self.assertEqual((by_month['before'], by_month['change']), (before, change))

    def test_each_figure_opens_what_it_is_made_of(self):
        answer = self._statement()
        for row in answer['rows']:
            for column, cell in zip(answer['columns'], row['cells'], strict=True):
                action = (
                    self.env['store.profit.statement']
                    .with_user(self.admin)
                    .entries(
                        row['code'],
                        column['date_from'],
                        column['date_to'],
                        store_id=column['store_id'],
                        headquarters=column['key'] == 'headquarters',
                    )
                )
                rows = self._report.search(action['domain'])
                with self.subTest(row=row['code'], column=column['title']):
                    self.assertEqual(round(sum(rows.mapped('amount')), 2), cell['amount'])
        opened = self._report.search([('line', '=', 'expense'), ('store_id', '=', self.store_1.id)]).action_open_document()
        self.assertEqual(opened['res_model'], 'account.move')

    def test_a_bound_reader_sees_the_stores_he_runs_and_nothing_of_the_others(self):
        for name, expected in (
            ('manager', {'Street One': 700, 'Total': 700}),
            ('head', {'Street One': 700, 'Total': 700}),
            ('blind', {'Total': 0}),
        ):
            with self.subTest(name):
                answer = self._statement(self.people[name])
                self.assertEqual(self._cells(answer, 'result'), expected)
                report = self._mine(name, 'store.profit.report')
                self.assertLessEqual(set(report.search([]).mapped('store_id')), set(self.store_1))
                self.assertFalse(report._read_group([('store_id', '!=', self.store_1.id)], ['store_id'], ['amount:sum']))
        self.assertEqual([notice['code'] for notice in self._statement(self.people['blind'])['notices']], ['no_right'])
        elsewhere = self._statement(self.people['manager'], stores=['T2'])
        self.assertEqual(self._cells(elsewhere, 'result'), {'Total': 0})
        for name in ('staff', 'books'):
            user = self.people.get(name) or self.books
            with self.subTest(name), self.assertRaises(AccessError):
                self._statement(user)

    def test_a_share_tells_nothing_of_other_stores(self):
        self.env['store.cost.key'].create(
            {'name': 'Office', 'company_id': self.company.id, 'date_from': '2026-01-01', 'account_ids': [(6, 0, self.rent.ids)]}
        )
        answer = self._statement(self.people['manager'])
        self.assertEqual(self._cells(answer, 'allocation'), {'Street One': -53.33, 'Total': -53.33})
        mine = self._mine('manager', 'store.profit.report').search([('section', '=', 'allocation')])
        self.assertEqual(mine.store_id, self.store_1)
        for model in ('store.cost.key', 'store.cost.key.share', 'store.month.close.figure', 'store.month.difference'):
            with self.subTest(model), self.assertRaises(AccessError):
                self._mine('manager', model).search([])

    def test_a_store_without_account_is_named_and_gets_one_by_a_button(self):
        notices = self._statement()['notices']
        self.assertEqual([notice['store_ids'] for notice in notices], [self.online.ids])
        self.assertTrue(notices[0]['button'])
        self.online.action_make_analytic_account()
        self.assertEqual(self.online.analytic_account_id.root_plan_id, self.env['account.analytic.plan']._store_plan())
        self.assertEqual(self._statement()['notices'], [])
        with self.assertRaises(AccessError):
            self.store_1.with_user(self.people['manager']).action_make_analytic_account()

    def test_a_period_without_anything_says_so(self):
        answer = self._statement(date_from='2019-01-01', date_to='2019-12-31')
        self.assertEqual(answer['notices'][0]['code'], 'empty')
        self.assertEqual(self._cells(answer, 'result'), {'Total': 0})

    def test_what_is_asked_wrongly_is_refused_with_a_sentence(self):
        for asked in (
            {'date_from': 'March'},
            {'date_to': '2026-02-01'},
            {'columns': 'x'},
            {'stores': ['NO']},
            {'group': 'NO'},
            {'compare': 'x'},
            {'view': 'x'},
        ):
            with self.subTest(asked), self.assertRaises(UserError):
                self._statement(**asked)

    def test_a_currency_without_a_rate_is_named(self):
        other = self.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        self.other_company.sudo().currency_id = other
        self._post([(self._account('income', self.other_company), 5, {self.account_4: 100})], company=self.other_company)
        answer = self._statement()
        self.assertIn('TST', next(notice['message'] for notice in answer['notices'] if notice['code'] == 'no_rate'))
        self.assertIs(self._cells(answer, 'result')["Total"], False)

    def test_ten_years_take_no_more_questions_than_a_month(self):
        for years in range(10):
            self._post([(self.income, 10, {self.account_1: 100})], day=f'20{16 + years}-06-01')
        while self.env['store.profit.fact']._refresh():
            pass
        self._statement(), self._statement(columns='months', date_from='2016-01-01')
        counts = []
        for asked in ({}, {'date_from': '2016-01-01'}):
            before = self.cr.sql_log_count
            self._statement(**asked)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 1)
