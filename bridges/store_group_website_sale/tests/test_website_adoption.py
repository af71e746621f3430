# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.tests.adoption_common import AdoptionCommon
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestWebsiteAdoption(AdoptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.site = cls.env['website'].sudo().create({'name': 'Lakeside', 'company_id': cls.company.id}).with_env(cls.env)

    def test_a_website_is_proposed_as_a_store(self):
        wizard = self.env['store.adopt.wizard'].create({'company_ids': [Command.set(self.company.ids)]})
        adoption = self.env['store.adoption'].browse(wizard.action_propose()['res_id'])
        line = adoption.line_ids.filtered(lambda line: line.name == 'Lakeside')
        self.assertEqual((line.kind, line.rule_ids.value_ref), ('online', self.site))

    def test_what_was_ordered_on_a_website_goes_with_it_and_comes_back(self):
        """The website decides before the team; amounts, dates and who wrote stay; invoices follow their orders."""
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        env['account.chart.template'].try_loading('generic_coa', company=self.company, install_demo=False)
        self.product.sudo().invoice_policy = 'order'
        team = {'team_id': self.team_a.id, 'warehouse_id': self.warehouse_a.id}
        web = self._past('2025-03-01', website_id=self.site.id, **team).sudo()
        other = self._past('2025-03-01', **team).sudo()
        mine = self._past('2025-03-02', website_id=self.site.id, store_id=self.store_1.id).sudo()
        web.action_confirm()
        invoice = web.with_env(env)._create_invoices()
        self.assertEqual((web.store_id | other.store_id, invoice.website_id), (self.env['store.store'].sudo(), self.site))
        before = self._columns()
        adoption = self._adoption({'code': 'WEB', 'rules': [self.site]}, {'code': 'LAKE', 'rules': [self.team_a]})
        self._apply(adoption)
        by_code = {line.code: line.store_id for line in adoption.line_ids}
        self.assertEqual((web.store_id, other.store_id, mine.store_id), (by_code['WEB'], by_code['LAKE'], self.store_1))
        self.assertEqual((invoice.store_id, web.picking_ids.store_id), (by_code['WEB'], by_code['WEB']))
        self.assertEqual(self.site.store_id, by_code['WEB'])
        self.assertEqual(self._order(website_id=self.site.id, **team).store_id, by_code['WEB'])
        adoption.action_revert()
        self._work(adoption)
        self.assertFalse(self.site.store_id)
        kept = self._columns()
        for table in ('sale_order_line', 'account_move', 'stock_picking'):
            known = {row[0] for row in before[table]}
            self.assertEqual([row for row in kept[table] if row[0] in known], before[table], table)
