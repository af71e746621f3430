# Part of store_group. License LGPL-3.
from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_security_stock_work import StockWorkCommon


@tagged('post_install', '-at_install')
class TestAvailabilityElsewhere(StockWorkCommon):
    """A clerk with a customer before them opens the product and taps once: which store has it?"""

    def _answer(self, user, product):
        action = self._as(user, product).action_store_elsewhere()
        self.assertEqual((action['type'], action['target']), ('ir.actions.act_window', 'new'))
        answer = self._as(user, self.env[action['res_model']]).browse(action['res_id'])
        return [(line.store_id.code, line.quantity, line.is_mine) for line in answer.line_ids]

    def test_own_stores_first_then_the_fullest_and_empty_ones_not_at_all(self):
        goods = self._product()
        self._sell(self.free, goods, 4, store=self.store_3, warehouse=self.warehouse_3)
        # The online store shares the shelves of T2: one row, not the same goods twice.
        self.assertEqual(self._answer(self.bound, goods), [('T3', 10, True), ('T1', 10, True), ('T33', 6, False)])
        self.assertEqual(self._answer(self.bound, goods.product_tmpl_id), self._answer(self.bound, goods))
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', goods.id)])
        quants.filtered(lambda quant: quant.location_id == self.warehouse_2.lot_stock_id).quantity = 0
        self.assertEqual([row[0] for row in self._answer(self.bound, goods)], ['T1', 'T33'])

    def test_who_may_not_ask_is_told_his_own_or_refused(self):
        goods = self._product()
        (self.head | self.west | self.east).shares_stock = False
        self.assertEqual(self._answer(self.bound, goods), [('T3', 10, True), ('T1', 10, True)])
        self.bound.sudo().store_member_ids.with_env(self.env).unlink()
        with self.assertRaises(AccessError):
            self._as(self.bound, goods).action_store_elsewhere()

    def test_nobody_reads_the_answer_of_another(self):
        goods = self._product()
        action = self._as(self.bound, goods).action_store_elsewhere()
        with self.assertRaises(AccessError):
            self._as(self.free, self.env['store.elsewhere']).browse(action['res_id']).read(['name'])

    def test_the_button_stands_on_both_forms_and_the_answer_opens(self):
        goods = self._product()
        for record in (goods, goods.product_tmpl_id):
            view = False if record._name == 'product.template' else self.env.ref('product.product_normal_form_view').id
            arch = etree.fromstring(self._as(self.bound, record).get_view(view, 'form')['arch'])
            self.assertTrue(arch.xpath("//button[@name='action_store_elsewhere']"), record._name)
        action = self._as(self.bound, goods).action_store_elsewhere()
        form = Form(self._as(self.bound, self.env['store.elsewhere']).browse(action['res_id']))
        self.assertFalse(form.is_empty)
