# Part of store_group. License LGPL-3.
import io
import shutil
import subprocess
import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from ..engine.reporting.calendar_span import Span
from ..models.reporting.store_report_book import Asked
from .test_reporting_cockpit import NOW, CockpitCommon

MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))


@tagged('post_install', '-at_install')
class TestReportingOut(CockpitCommon):
    """What leaves the house says what the report says, and no more than its reader may see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boot.name = "=1+1"  # a name that would be a formula

    def _book(self, user=None, companies=None, **asked):
        book = self._cockpit(user, companies).env['store.report.book']
        name, content = book._workbook(Asked(MARCH, **asked))
        self.assertTrue(name.endswith('2026-03-01 2026-03-31.xlsx'))
        return load_workbook(io.BytesIO(content))

    def _paper(self, user=None, span=MARCH, companies=None, **asked):
        with freeze_time(NOW):
            return self._cockpit(user, companies).env['store.report.paper']._pages(Asked(span, **asked))

    # === WORKBOOK ===

    def test_a_workbook_has_real_numbers_days_and_totals(self):
        book = self._book(dimensions=('store', 'day', 'product'))
        cover, stores, days, products = book.worksheets
        facts = {row[0].value: row[1].value for row in cover.iter_rows(min_row=3) if row[0].value}
        self.assertIn("Ordered", facts["Basis"])
        self.assertEqual((facts["Currency"], facts["Made for"]), ('CNY', self.admin.name))
        self.assertIn("Asia/Shanghai", facts["Time Zone"])
        self.assertIn('headquarters', facts["Stores"])
        rows = list(stores.iter_rows(min_row=4))
        heads = [cell.value for cell in rows[0]]
        place, orders, ticket = (heads.index(name) for name in ("Ordered Amount", "Orders", "Average Ticket"))
        self.assertEqual(
            {row[0].value: row[place].value for row in rows[1:-1]}, {"Shanghai": 640, "Web Shop": 30, "Headquarters": 10}
        )
        total = rows[-1]
        self.assertEqual((total[place].value[:14], total[orders].value), ('=SUBTOTAL(109,', 5))
        self.assertAlmostEqual(total[ticket].value, 136)
        self.assertEqual((rows[1][place].number_format, stores.freeze_panes), ('#,##0.00', 'B5'))
        self.assertEqual(days.cell(5, 1).value, datetime(2026, 3, 11))
        self.assertEqual(days.cell(5, 1).number_format, 'yyyy-mm-dd')
        names = [products.cell(row, 1) for row in range(5, products.max_row)]
        self.assertIn(("=1+1", 's'), [(cell.value, cell.data_type) for cell in names])

    def test_several_currencies_stand_beside_each_other(self):
        self._sell(self.foreign, '2026-03-18 04:30:00', [(self.boot, 1, 10, 0)])
        for company in (self.home, self.abroad):
            self.env['res.currency.rate'].create(
                [
                    {'currency_id': self.usd.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 1},
                    {'currency_id': self.cny.id, 'company_id': company.id, 'name': '2025-01-01', 'rate': 8},
                ]
            )
        sheet = self._book(companies=self.home | self.abroad, dimensions=('store',)).worksheets[1]
        heads = [cell.value for cell in sheet[4]]
        one, own = heads.index("Ordered Amount (One Currency)"), heads.index("Ordered Amount")
        rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
        self.assertEqual([rows["New York"][place].value for place in (1, one, own)], ['USD', 80, 10])
        self.assertTrue(rows["Total"][one].value.startswith('=SUBTOTAL'))
        self.assertIsNone(rows["Total"][own].value)

    def test_a_workbook_is_for_who_may_export(self):
        with self.assertRaises(AccessError):
            self._book(self._person('book_staff', role='staff', store_id=self.shop.id), dimensions=('store',))
        profile = self.env['store.role.profile'].search([('role', '=', 'store_manager'), ('is_standard', '=', True)])
        profile.write({'export': True, 'see_cost': False, 'see_margin': False})
        sheet = self._book(self.manager, dimensions=('store',)).worksheets[1]
        self.assertEqual([row[0].value for row in sheet.iter_rows(min_row=5)], ["Shanghai", "Total"])
        self.assertFalse([cell.value for cell in sheet[4] if "Cost" in cell.value or "Margin" in cell.value])
        profile.export = False
        with self.assertRaises(AccessError):
            self._book(self.manager, dimensions=('store',))
        with self.assertRaises(AccessError):
            self._book(self.manager, dimensions=('store',), store=self.online.id)

    def test_stock_and_its_ledger_as_workbooks(self):
        shelf = (
            self.env['stock.warehouse']
            .with_company(self.home)
            .create({'name': "Shelf", 'code': 'SHLF', 'company_id': self.home.id, 'store_id': self.shop.id})
        )
        self.boot.is_storable = True
        self.env['stock.quant']._update_available_quantity(self.boot, shelf.lot_stock_id, 7)
        for report, head in (('stock', "On Hand"), ('ledger', "Opening")):
            sheet = self._book(report=report, dimensions=('store', 'product')).worksheets[1]
            heads = [cell.value for cell in sheet[4]]
            self.assertIn(head, ' '.join(heads))
            rows = {row[0].value: row for row in sheet.iter_rows(min_row=5)}
            if report == 'stock':
                self.assertEqual(rows["Shanghai"][heads.index(head)].value, 7)
                self.assertTrue(rows["Total"][heads.index(head)].value.startswith('=SUBTOTAL'))
                self.assertFalse(str(rows["Total"][heads.index("Sell Through")].value).startswith('='))

    def test_what_cannot_be_taken_out_is_said(self):
        for asked in ({'report': 'nothing'}, {'dimensions': ('moon',)}, {'dimensions': ()}):
            with self.assertRaises(UserError):
                self._book(**asked)

    def test_the_wizard_hands_over_a_workbook(self):
        wizard = (
            self._cockpit()
            .env['store.report.out']
            .create({'date_from': '2026-03-01', 'date_to': '2026-03-31', 'store_id': self.shop.id})
        )
        self.assertIn(f'/store.report.out/{wizard.id}/download', wizard.action_excel()['url'])
        self.assertTrue(wizard.download_name.startswith("Sales by Store 2026-03-01"))
        wizard.date_to = '2026-02-01'
        with self.assertRaises(UserError):
            wizard.action_excel()

    # === PAPER ===

    def test_the_paper_has_the_group_and_a_page_for_each_store(self):
        self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-01', 'amount': 1280})
        paper = self._paper()
        self.assertEqual([page['name'] for page in paper['pages']], ["Shanghai", "Web Shop"])
        whole, shop = paper['whole'], paper['pages'][0]
        self.assertIn('680.00', whole['tiles'][0]['value'])
        self.assertEqual([item['change'] for item in whole['tiles'][0]['against']], ['+2,620.0 %', '+385.7 %'])
        self.assertEqual(shop['target']['part'], '50.0 %')
        self.assertEqual((len(shop['chart']['bars']), len(shop['chart']['lines'])), (31, 2))
        self.assertEqual([row['name'] for row in whole['categories']], ["Shoes", "Hats"])
        self.assertEqual(len(self._paper(span=Span(date(2025, 4, 1), date(2026, 3, 31)))['whole']['chart']['bars']), 12)

    def test_the_paper_of_a_manager_is_of_his_store(self):
        paper = self._paper(self.manager)
        self.assertEqual((paper['title'], paper['whole']['group'], paper['pages']), ("Shanghai", "Country / East", []))
        self.assertNotIn("Web Shop", str(paper))
        self.assertFalse([tile['label'] for tile in paper['whole']['tiles'] if "Margin" in tile['label']])
        labels = [tile['label'] for tile in self._paper()['whole']['tiles']]  # what counts other goods than were ordered says so
        self.assertEqual(labels[-2:], ["Margin of Goods Shipped", "Margin Rate of Goods Shipped"])
        with self.assertRaises(AccessError):
            self._paper(self.manager, store=self.online.id)

    def test_the_same_figures_are_printed_once(self):
        self.env['store.target'].create({'store_id': self.shop.id, 'month': '2026-03-01', 'amount': 1280})
        for user, asked, title in (
            (self.manager, {}, "Shanghai"),
            (self.admin, {'store': self.shop.id}, "Shanghai"),
            (self.head, {'group': self.east.id}, "Country / East · Shanghai"),
        ):
            paper = self._paper(user, **asked)
            self.assertEqual((paper['title'], paper['whole']['name'], paper['pages']), (title, "Shanghai", []))
            self.assertIn('640.00', paper['whole']['tiles'][0]['value'])

    def test_a_page_is_kept_where_headquarters_sold_too(self):
        self.online.action_pause()
        paper = self._paper(span=Span(date(2026, 3, 18), date(2026, 3, 18)))
        self.assertEqual((paper['title'], [page['name'] for page in paper['pages']]), ("All Stores", ["Shanghai"]))
        self.assertIn('110.00', paper['whole']['tiles'][0]['value'])

    def _wizard(self, user=None):
        return self._cockpit(user).env['store.report.out'].create({'date_from': '2026-03-01', 'date_to': '2026-03-31'})

    def test_the_page_draws_its_charts_itself(self):
        wizard = self._wizard()
        text, kind = wizard.env['ir.actions.report']._render_qweb_html('store_group.report_store_paper', wizard.ids)
        page = html.fromstring(text)
        self.assertEqual((kind, len(page.xpath('//*[local-name()="svg"]'))), ('html', 3))
        self.assertFalse(page.xpath('//script | //link | //img'))

    def test_the_paper_as_pdf(self):
        if not shutil.which('wkhtmltopdf') or not shutil.which('pdfinfo'):
            self.skipTest("wkhtmltopdf or pdfinfo is not on this machine")
        name, content = self._cockpit(self.manager).env['store.report.out']._print(Asked(MARCH))
        self.assertEqual((name[-4:], content[:4]), ('.pdf', b'%PDF'))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'paper.pdf'
            path.write_bytes(content)
            told = subprocess.run(['pdfinfo', path], capture_output=True, text=True, check=True).stdout
        self.assertRegex(told, r'Pages:\s+1\n')
        self.assertIn('A4', told)


@tagged('post_install', '-at_install')
class TestReportingMail(CockpitCommon):
    """Figures by mail: computed as the recipient, once for each period, and one that fails stops no other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin.write({'company_ids': [Command.set(cls.home.ids)], 'tz': 'Asia/Shanghai'})
        for user in cls.manager | cls.head | cls.admin:
            user.email = f'{user.login}@example.com'

    def _subscribe(self, user, **vals):
        with freeze_time('2026-03-17 20:00:00'):  # the 18th in Shanghai, 4 in the morning
            return self.env['store.report.mail'].create({'user_id': user.id, 'with_pdf': False, **vals})

    def _run(self, moment=NOW):
        before = self.env['mail.mail'].search([])
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref('store_group.ir_cron_store_report_mail').method_direct_trigger()
        self.env.invalidate_all()
        return self.env['mail.mail'].search([]) - before

    def test_a_manager_gets_his_stores_and_no_other(self):
        self._subscribe(self.manager)
        self._subscribe(self.admin)
        mine, whole = self._run().sorted(lambda mail: 'admin' in mail.email_to)
        self.assertIn('540.00', mine.body_html)
        self.assertNotIn("Web Shop", mine.body_html + mine.subject)
        self.assertIn("Web Shop", whole.body_html)
        self.assertIn('cockpit_manager@example.com', mine.email_to)

    def test_each_period_goes_out_once_at_the_recipients_hour(self):
        mail = self._subscribe(self.manager, hour=9)
        self.assertEqual(mail.next_call, datetime(2026, 3, 18, 1))
        self.assertFalse(self._run('2026-03-18 00:45:00'))
        self.assertEqual(len(self._run('2026-03-18 01:05:00')), 1)
        self.assertEqual((mail.last_days, mail.next_call), ('daily 2026-03-17 2026-03-17', datetime(2026, 3, 19, 1)))
        mail.next_call = datetime(2026, 3, 18, 1)  # as after a restored backup
        self.assertFalse(self._run())
        self.assertEqual(len(self._run('2026-03-21 08:00:00')), 1)  # after days without a server: the last one
        self.assertEqual(mail.last_days, 'daily 2026-03-20 2026-03-20')

    def test_weeks_and_months_begin_where_they_should(self):
        weekly = self._subscribe(self.manager, frequency='weekly')
        monthly = self._subscribe(self.manager, frequency='monthly')
        self.assertEqual((weekly.next_call, monthly.next_call), (datetime(2026, 3, 23), datetime(2026, 4, 1)))
        with freeze_time(weekly.next_call):
            self.assertEqual(weekly._days_of(), Span(date(2026, 3, 16), date(2026, 3, 22)))

    def test_nothing_for_who_left(self):
        self._subscribe(self.manager)
        self._subscribe(self.head)
        self.env['store.member'].search([('user_id', '=', self.manager.id)]).date_to = '2026-03-01'
        self.head.active = False
        self.assertFalse(self._run())
        with freeze_time(NOW), self.assertRaises(UserError):
            self.env['store.report.mail'].search([('user_id', '=', self.manager.id)]).action_send_now()

    @mute_logger('odoo.addons.store_group.models.reporting.store_report_mail')
    def test_one_that_fails_is_noted_and_stops_no_other(self):
        bad, good = self._subscribe(self.head), self._subscribe(self.manager)
        self.head.email = False
        self.assertEqual(self._run().mapped('email_to'), [self.manager.email_formatted])
        self.assertIn("mail address", bad.failure)
        self.assertFalse(good.failure)
        self.assertEqual(bad.next_call, datetime.fromisoformat(NOW) + timedelta(hours=1))
        self.head.email = 'head@example.com'
        self.assertEqual(len(self._run('2026-03-18 08:00:00')), 1)
        self.assertFalse(bad.failure)

    def test_a_workbook_goes_to_who_may_export(self):
        self._subscribe(self.manager, with_excel=True)
        self._subscribe(self.admin, with_excel=True)
        profile = self.env['store.role.profile'].search([('role', '=', 'store_manager'), ('is_standard', '=', True)])
        profile.export = False
        mine, whole = self._run().sorted(lambda mail: 'admin' in mail.email_to)
        self.assertFalse(mine.attachment_ids)
        self.assertIn("does not export", mine.body_html)
        self.assertTrue(whole.attachment_ids.name.endswith('.xlsx'))

    def test_a_pdf_is_attached(self):
        self._subscribe(self.manager, with_pdf=True)
        Printer = type(self.env['ir.actions.report'])
        with (
            patch.object(Printer, 'get_wkhtmltopdf_state', lambda self: 'ok'),
            patch.object(Printer, '_run_wkhtmltopdf', lambda self, pages, **options: b'%PDF'),
        ):
            self.assertEqual(self._run().attachment_ids.mapped('name'), ['Figures 2026-03-17 2026-03-17.pdf'])

    def test_without_a_program_for_pdfs_it_says_so(self):
        with patch.object(type(self.env['ir.actions.report']), 'get_wkhtmltopdf_state', lambda self: 'install'):
            with self.assertRaisesRegex(UserError, 'wkhtmltopdf'):
                self._cockpit().env['store.report.out']._print(Asked(MARCH))

    def test_everybody_arranges_his_own_mails(self):
        other = self._subscribe(self.head)
        mails = self._cockpit(self.manager).env['store.report.mail']
        own = mails.create({'frequency': 'weekly'})
        self.assertEqual((own.user_id, mails.search([])), (self.manager.with_env(own.env), own))
        for act in (
            lambda: mails.create({'user_id': self.head.id}),
            lambda: own.write({'user_id': self.head.id}),
            lambda: mails.browse(other.id).read(['hour']),
            lambda: mails.browse(other.id).unlink(),
        ):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                act()

    def test_a_restored_copy_mails_nothing(self):
        mail = self._subscribe(self.manager)
        self.env.flush_all()
        with file_open('store_group/data/neutralize.sql') as file:
            self.env.cr.execute(file.read())  # pylint: disable=sql-injection  # our own file
        self.env.invalidate_all()
        self.assertFalse(mail.active)
        self.assertFalse(self._run())
