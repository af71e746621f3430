# Part of store_group. License LGPL-3.
from freezegun import freeze_time

from odoo import Command, fields
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import format_decimalized_amount

from .returns_common import ReturnsCommon
from .test_reporting_sale import ReportingCommon
from .transfer_common import TransferCommon

NOW = '2026-03-18 06:30:00'  # a Wednesday, 14:30 in Shanghai, 2:30 in New York
KPIS = ('kpi_store_net', 'kpi_store_orders', 'kpi_store_to_receive', 'kpi_store_open_differences')


class DigestCommon:
    """A digest of Odoo with the figures of stores, as core works it out for one recipient after another."""

    @classmethod
    def _digest(cls, **vals):
        return (
            cls.env['digest.digest']
            .sudo()
            .create({'name': "Figures", 'company_id': False, **dict.fromkeys((*KPIS, 'kpi_mail_message_total'), True), **vals})
        )

    def _mail(self, digest, user):
        """Return {figure: what stands in its three columns}: the last day, the last seven and the last thirty."""
        self.env.flush_all()
        core = digest.with_env(self.env(su=True, context={}))  # as the cron asks
        return {
            kpi['kpi_name']: [kpi[f'kpi_col{number}'].get('value') for number in (1, 2, 3)]
            for kpi in core._compute_kpis(user.company_id, user)
        }

    def _margins(self, digest, user):
        core = digest.with_env(self.env(su=True, context={}))
        return {
            kpi['kpi_name']: [kpi[f'kpi_col{number}'].get('margin') for number in (1, 2, 3)]
            for kpi in core._compute_kpis(user.company_id, user)
        }


@tagged('post_install', '-at_install')
class TestReportingDigest(DigestCommon, ReturnsCommon, ReportingCommon):
    """Figures of the stores in Odoo's own periodic mail: each recipient's own, on whole days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(NOW):
            (cls.shop | cls.online | cls.foreign).action_open()
            cls.manager = cls._person('digest_shop', store_id=cls.shop.id)
            cls.other = cls._person('digest_online', store_id=cls.online.id)
            cls.far = cls._person('digest_far', cls.abroad, store_id=cls.foreign.id)
        cls.nobody = new_test_user(
            cls.env, 'digest_nobody', 'base.group_user', company_id=cls.home.id, company_ids=[Command.set(cls.home.ids)]
        )
        cls._sell(cls.shop, '2026-03-18 04:00:00', [(cls.boot, 1, 9999, 0)])  # today is not over
        order = cls._sell(cls.shop, '2026-03-17 04:00:00', [(cls.boot, 5, 100, 0)])
        cls._sell(cls.shop, '2026-03-16 15:30:00', [(cls.cap, 1, 250, 0)])  # 23:30 in Shanghai
        cls._sell(cls.shop, '2026-02-20 04:00:00', [(cls.cap, 1, 50, 0)])
        cls._sell(cls.online, '2026-03-12 04:00:00', [(cls.cap, 2, 15, 0)])
        cls._sell(cls.foreign, '2026-03-17 02:00:00', [(cls.cap, 1, 70, 0)])  # 16 March in New York
        cls._sell(cls.env['store.store'], '2026-03-17 05:00:00', [(cls.cap, 1, 8, 0)], company=cls.home)
        cls._bring_back(order, 1, '2026-03-17 09:00:00')
        cls.digest = cls._digest()

    @classmethod
    def _person(cls, login, company=None, role='store_manager', **place):
        company = company or cls.home
        user = new_test_user(cls.env, login, 'base.group_user', company_id=company.id, company_ids=[Command.set(company.ids)])
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'date_from': '2020-01-01', **place})
        return user

    def _money(self, *amounts, company=None):
        currency = (company or self.home).currency_id
        return [self.digest._format_currency_amount(format_decimalized_amount(amount), currency) for amount in amounts]

    def _at_now(self, user, digest=None):
        with freeze_time(NOW):
            return self._mail(digest or self.digest, user)

    def test_each_manager_reads_his_own_stores_in_one_run(self):
        for user, net, orders in (
            (self.manager, (400, 650, 700), [1, 2, 3]),
            (self.other, (0, 30, 30), [0, 1, 1]),
            (self.manager, (400, 650, 700), [1, 2, 3]),
            (self.admin, (408, 688, 738), [2, 4, 5]),
        ):
            figures = self._at_now(user)
            self.assertEqual(figures['kpi_store_net'], self._money(*map(float, net)), user.login)
            self.assertEqual(figures['kpi_store_orders'], orders, user.login)

    def test_a_figure_equals_the_documents(self):
        lines = self.env['sale.order.line'].search(
            [
                ('store_id', '=', self.shop.id),
                ('order_id.date_order', '>=', '2026-03-10 16:00:00'),
                ('order_id.date_order', '<', '2026-03-17 16:00:00'),
                ('state', '=', 'sale'),
            ]
        )
        back = self.env['stock.move'].search(
            [('sale_line_id', 'in', lines.ids), ('location_id.usage', '=', 'customer'), ('state', '=', 'done')]
        )
        expected = sum(lines.mapped('price_subtotal')) - sum(move.quantity * move.sale_line_id.price_unit for move in back)
        self.assertEqual(len(back), 1)
        self.assertEqual(self._at_now(self.manager)['kpi_store_net'][1], self._money(expected)[0])

    def test_each_company_has_its_own_figures_and_currency(self):
        figures = self._at_now(self.far)
        self.assertEqual(figures['kpi_store_net'], self._money(0.0, 70.0, 70.0, company=self.abroad))
        self.assertEqual(figures['kpi_store_orders'], [0, 1, 1])
        self.admin.company_id = self.abroad
        self.assertEqual(self._at_now(self.admin)['kpi_store_net'], figures['kpi_store_net'])
        home = self._digest(company_id=self.home.id)
        self.assertEqual(self._at_now(self.far, home)['kpi_store_net'], self._money(0.0, 0.0, 0.0, company=self.abroad))

    def test_a_period_is_laid_beside_the_one_before(self):
        with freeze_time(NOW):
            margins = self._margins(self.digest, self.manager)
        self.assertEqual(margins['kpi_store_net'][0], 60)  # 400 after 250
        self.assertEqual(margins['kpi_store_orders'][0], 0)

    def test_days_without_sales_and_no_days_at_all(self):
        with freeze_time('2024-06-01 06:30:00'):
            figures = self._mail(self.digest, self.manager)
        self.assertEqual(figures['kpi_store_net'], self._money(0.0, 0.0, 0.0))
        self.assertEqual((figures['kpi_store_orders'], figures['kpi_store_to_receive']), ([0, 0, 0], [0, 0, 0]))
        mine = self.digest.with_user(self.manager).with_context(allowed_company_ids=self.home.ids)
        self.assertEqual((mine.kpi_store_net_value, mine.kpi_store_orders_value), (0, 0))

    def test_nothing_for_who_reads_no_report_and_the_mail_goes_out(self):
        figures = self._at_now(self.nobody)
        self.assertFalse(figures.keys() & set(KPIS))
        self.assertIn('kpi_mail_message_total', figures)
        former = new_test_user(
            self.env,
            'digest_former',
            'store_group.group_store_manager',
            company_id=self.home.id,
            company_ids=[Command.set(self.home.ids)],
        )  # a role, and no store any more
        self.assertEqual(self._at_now(former)['kpi_store_net'], self._money(0.0, 0.0, 0.0))
        people = self.nobody | former | self.manager | self.other
        self.digest.user_ids = people
        known = self.env['mail.mail'].search([])
        with freeze_time(NOW):
            self.digest.with_env(self.env(su=True, context={})).action_send()
        mails = {mail.email_to: str(mail.body_html) for mail in self.env['mail.mail'].search([]) - known}
        self.assertEqual(mails.keys(), set(people.mapped('email_formatted')))
        said = {user: "Net Sales of Stores" in mails[user.email_formatted] for user in people}
        self.assertEqual(said, dict.fromkeys(people, True) | {self.nobody: False})
        self.assertIn(self._money(650.0)[0], mails[self.manager.email_formatted])
        self.assertNotIn(self._money(650.0)[0], mails[self.other.email_formatted])

    def test_no_figure_is_kept_for_the_next_reader(self):
        moment = fields.Datetime.to_datetime
        days = {
            'start_datetime': moment('2026-03-11 06:30:00'),
            'end_datetime': moment(NOW),
            'allowed_company_ids': self.home.ids,
        }
        self.env.flush_all()
        with freeze_time(NOW):
            found = [
                self.digest.with_user(user).with_context(**days).kpi_store_net_value
                for user in (self.manager, self.other, self.admin, self.manager)
            ]
            shorter = (
                self.digest.with_user(self.manager)
                .with_context(**days | {'start_datetime': moment('2026-03-17 06:30:00')})
                .kpi_store_net_value
            )
        self.assertEqual((found, shorter), ([650, 30, 688, 650], 400))

    def test_each_figure_opens_a_list_its_reader_may_open(self):
        actions = self.digest._compute_kpis_actions(self.home, self.manager)
        for name in KPIS:
            action, _question, menu = actions[name].partition('?menu_id=')
            model = self.env.ref(action).sudo().res_model
            model = self.env[model].with_user(self.manager).with_context(allowed_company_ids=self.manager.company_ids.ids)
            model.check_access('read')
            self.assertEqual(int(menu), self.env.ref('store_group.store_group_menu_root').id)


@tagged('post_install', '-at_install')
class TestDigestTransfers(DigestCommon, TransferCommon):
    def test_what_is_on_the_way_to_the_recipient_and_what_is_open(self):
        digest = self._digest()
        elsewhere = self._member('elsewhere', 'store_manager', store_id=self.store_2.id)
        transfer, _products = self._shipped(5)
        people = (self.taker, self.giver, elsewhere, self.judge)

        def column(name):
            return [self._mail(digest, user)[name] for user in people]

        self.assertEqual(column('kpi_store_to_receive'), [[1] * 3, [0] * 3, [0] * 3, [1] * 3])
        self.assertEqual(column('kpi_store_open_differences'), [[0] * 3] * 4)
        self._set(self.taker, transfer, 'damaged', 1)
        self._set(self.taker, transfer, 'received', 4)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(column('kpi_store_to_receive'), [[0] * 3] * 4)
        self.assertEqual(column('kpi_store_open_differences'), [[1] * 3, [1] * 3, [0] * 3, [1] * 3])
