# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .adoption_common import AdoptionCommon
from .sheet_common import SheetCommon


@tagged('post_install', '-at_install')
class TestTakeoverWizard(AdoptionCommon, SheetCommon):
    def _proposed(self):
        wizard = self.env['store.adopt.wizard'].create({'company_ids': [Command.set(self.company.ids)], 'tz': 'Asia/Shanghai'})
        self.assertIn('Warehouse: ', wizard.source_text)
        return self.env['store.adoption'].browse(wizard.action_propose()['res_id'])

    def test_what_has_one_name_is_one_store_with_the_rules_that_recognise_it(self):
        adoption = self._proposed()
        lake = adoption.line_ids.filtered(lambda line: line.warehouse_id == self.warehouse_a)
        self.assertEqual((lake.code, lake.name, lake.team_id, lake.kind), ('LAKE', 'Lake', self.team_a, 'physical'))
        self.assertEqual({rule.value_ref for rule in lake.rule_ids}, {self.warehouse_a, self.team_a})
        self.assertNotIn(self.warehouse_1, adoption.line_ids.warehouse_id, 'what a store owns is not proposed again')
        self.assertEqual(len(set(adoption.line_ids.mapped('code'))), len(adoption.line_ids))

    def test_the_first_word_of_a_rule_is_the_most_specific(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.warehouse_a, self.team_a, self.tag, 'TB']})
        rules = adoption.rule_ids.sorted('sequence')
        self.assertEqual([rule._kind() for rule in rules], ['prefix', 'tag', 'team', 'warehouse'])

    def test_stores_come_from_a_sheet_and_go_into_one(self):
        adoption = self._adoption({'code': 'LAKE', 'name': 'Lake', 'rules': [self.team_a]})
        content = self._download('adoption', adoption_id=adoption.id)
        same = self._upload('adoption', content, adoption_id=adoption.id)
        self.assertEqual(self._counts(same), {'same': 1}, same.line_ids.mapped('message'))
        wizard = self._upload(
            'adoption',
            self._typed(
                [
                    'Code',
                    'Name',
                    'Company',
                    'Warehouse',
                    'Recognised by Warehouses',
                    'Recognised by Teams',
                    'Reference Begins With',
                    'Take Over From',
                ],
                ['LAKE', 'Lake', 'Factory', 'LAKE', 'LAKE', '', 'TB-, JD-', '2025-03-01'],
                ['HILL', 'Hill', 'Factory', '', '', 'Hill Team', '', ''],
            ),
            adoption_id=adoption.id,
        )
        self.assertEqual(self._counts(wizard), {'new': 1, 'change': 1}, wizard.line_ids.mapped('message'))
        wizard.action_apply()
        self.assertEqual(wizard.error_count, 0, wizard.line_ids.mapped('message'))
        lake, hill = (adoption.line_ids.filtered(lambda line, code=code: line.code == code) for code in ('LAKE', 'HILL'))
        self.assertEqual(lake.warehouse_id, self.warehouse_a)
        self.assertEqual({rule.value_ref or rule.prefix for rule in lake.rule_ids}, {self.warehouse_a, 'TB-', 'JD-'})
        self.assertEqual(hill.rule_ids.value_ref, self.team_b)
        self.assertEqual(str(lake.date_from), '2025-03-01')

    def test_an_unknown_code_in_the_sheet_is_named(self):
        adoption = self._adoption({'code': 'LAKE', 'rules': [self.team_a]})
        wizard = self._upload(
            'adoption',
            self._typed(['Code', 'Name', 'Recognised by Warehouses'], ['NEW', 'New', 'LAKKE']),
            adoption_id=adoption.id,
        )
        self.assertEqual(wizard.error_count, 1)
        self.assertIn('LAKE', wizard.line_ids.message)
