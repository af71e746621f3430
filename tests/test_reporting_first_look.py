# Part of store_group. License LGPL-3.
from datetime import date

from freezegun import freeze_time
from lxml import etree, html

from odoo.tests import Form, HttpCase, tagged
from odoo.tools.date_utils import parse_date
from odoo.tools.safe_eval import safe_eval

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestReportingFirstLook(StoreGroupCommon):
    """What a screen shows before anybody touches it."""

    def _actions(self):
        data = self.env['ir.model.data'].sudo().search([('module', '=', 'store_group'), ('model', '=', 'ir.actions.act_window')])
        return self.env['ir.actions.act_window'].sudo().browse(data.mapped('res_id'))

    def test_every_empty_screen_says_what_comes_next(self):
        """A title and a sentence that leads on, for every list, board and report of ours; dialogs are never empty."""
        silent = {
            action.xml_id
            for action in self._actions()
            if set(action.view_mode.split(',')) - {'form'}
            and len([part for part in html.fragments_fromstring(action.help or '<p/>') if part.text_content().strip()]) < 2
        }
        self.assertFalse(silent)

    def test_sales_by_store_opens_on_what_was_ordered_this_month(self):
        action = self.env.ref('store_group.store_sale_report_action').sudo()
        self.assertEqual(safe_eval(action.context), {'search_default_ordered': 1, 'search_default_this_month': 1})
        views = self.env['store.sale.report'].get_views([(False, 'search'), (False, 'pivot')])['views']
        filters = {node.get('name'): node for node in etree.fromstring(views['search']['arch']).iter('filter')}
        self.assertLessEqual({'today', 'this_week', 'this_month', 'ordered'}, set(filters))
        for name in ('today', 'this_week', 'this_month'):
            self.env['store.sale.report'].search(safe_eval(filters[name].get('domain')), limit=1)
        self.assertEqual(filters['group_by_group'].get('string'), 'Group Now')
        pivot = etree.fromstring(views['pivot']['arch'])
        self.assertFalse(pivot.xpath("field[@type='col']"), "columns of years beside those of measures are wider than a screen")
        self.assertLessEqual(len(pivot.xpath("field[@type='measure']")), 5)

    @freeze_time('2026-11-30 14:00:00')  # ten at night in Shanghai, the last day of the month
    def test_this_month_has_its_last_day_and_no_other(self):
        """A relative date without "today" is a moment: midnight in Shanghai is the day before, by the clock of the server."""
        env = self.env(context={'tz': 'Asia/Shanghai', 'lang': 'en_US'})
        for model, names in (('store.sale.report', ('this_week', 'this_month')), ('store.profit.report', ('this_month',))):
            arch = env[model].sudo().get_view(view_type='search')['arch']
            filters = {node.get('name'): node.get('domain') for node in etree.fromstring(arch).iter('filter')}
            for name in names:
                (_field, _from, first), (_field, _until, after) = safe_eval(filters[name])
                found = [parse_date(text, env) for text in (first, after)]
                expected = {
                    'this_month': (date(2026, 11, 1), date(2026, 12, 1)),
                    'this_week': (date(2026, 11, 29), date(2026, 12, 6)),
                }
                self.assertEqual(found, [*expected[name]], (model, name))

    def test_no_row_of_zero(self):
        self._order(store_id=self.store_1.id).action_confirm()
        self._order(store_id=self.store_2.id)  # a quotation sells nothing
        self.env.flush_all()
        Report = self.env['store.sale.report']
        groups = Report._read_group([('basis', '=', 'ordered'), ('date', '>=', 'today =1d')], ['store_id'], ['amount:sum'])
        self.assertEqual([(store, amount) for store, amount in groups if store], [(self.store_1, 100)])

    def test_a_month_is_checked_when_it_is_made(self):
        close = Form(self.env['store.month.close']).save()
        self.assertTrue(close.check_ids)


@tagged('post_install', '-at_install')
class TestReportingFirstLookTour(StoreGroupCommon, HttpCase):
    def test_a_month_looks_by_itself(self):
        """What was found earlier is replaced as soon as the month is opened."""
        close = self.env['store.month.close'].create({'company_id': self.company.id})
        found = close.sudo().check_ids
        found.count = 4711
        self.admin.sudo().password = self.admin.login
        self.env.flush_all()
        self.start_tour(f'/odoo/store-months/{close.id}', 'store_month_looks', login=self.admin.login, timeout=120)
        self.assertFalse(found.exists())
