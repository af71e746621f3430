# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, tagged

from .intake_common import IntakeCommon

SCREEN = '/odoo/action-store_group.store_intake_question_action'


@tagged('post_install', '-at_install')
class TestIntakeAnsweringTour(IntakeCommon, HttpCase):
    """The screen of questions as a person works it off, at the desk and on the phone."""

    def setUp(self):
        super().setUp()
        self.admin.sudo().password = 'store_admin'
        self.env['store.intake.issue'].search([]).sudo().unlink()
        for code, name in (('AB-1', 'Shirt One'), ('AB-2', 'Shirt Two')):
            self.env['product.product'].sudo().create({'name': name, 'default_code': code, 'taxes_id': [(5,)]})
        lines = [('ab-1', 'Shirt One')] * 3 + [('ab2', '')] * 2 + [('nothing', '')]
        self._submit(
            *(
                self._payload(str(at), lines=[{'sku': sku, 'name': name, 'quantity': 1, 'unit_price': 10}])
                for at, (sku, name) in enumerate(lines)
            )
        )

    def test_questions_are_worked_off_at_the_desk(self):
        self.start_tour(SCREEN, 'store_questions', login='store_admin', timeout=180)
        answers = self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)])
        self.assertEqual(sorted(answers.mapped('outcome')), ['answered', 'answered', 'left_out'])
        self.assertEqual(answers.filtered('undone_on').outcome, 'left_out')

    def test_questions_are_worked_off_on_the_phone(self):
        self.browser_size, self.touch_enabled = '390x844', True
        self.start_tour(SCREEN, 'store_questions_phone', login='store_admin', timeout=180)
