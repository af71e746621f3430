# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingNumbers(IntakeCommon):
    """What is done once for many orders of a channel comes out as core does it for each."""

    def _sequence(self, **vals):
        root = self.env(user=1)
        return root['ir.sequence'].create({'name': 'Own', 'code': 'sale.order', 'company_id': self.company.id, **vals})

    def _names(self, *numbers):
        self._submit(*map(self._payload, numbers))
        return [self._sale(number).name for number in numbers]

    def test_numbers_follow_each_other(self):
        sequence = self._sequence(prefix='Q%(y)s-', suffix='/X', padding=4, number_increment=3)
        first = sequence.next_by_id()
        prefix, suffix = sequence._get_prefix_suffix()
        self.assertEqual(first, f'{prefix}0001{suffix}')
        self.assertEqual(self._names('1', '2', '3'), [f'{prefix}{number}{suffix}' for number in ('0004', '0007', '0010')])
        self.assertEqual(sequence.next_by_id(), f'{prefix}0013{suffix}')

    def test_core_numbers_without_gaps(self):
        sequence = self._sequence(prefix='G', implementation='no_gap', padding=3)
        self.assertEqual(sequence._store_next(2), [])
        self.assertEqual(self._names('1', '2'), ['G001', 'G002'])

    def test_core_numbers_each_period(self):
        self._sequence(prefix='P%(range_year)s-', use_date_range=True, padding=2)
        self.assertEqual(self._names('1', '2'), ['P2024-01', 'P2024-02'])

    def test_rules_of_analytic_accounts_apply_from_the_first_on(self):
        root = self.env(user=1)
        Rule = root['account.analytic.distribution.model'].with_company(self.company)
        self.assertFalse(Rule._get_distribution({'company_id': self.company.id}))
        plan = root['account.analytic.plan'].create({'name': 'Own'})
        account = root['account.analytic.account'].create({'name': 'Own', 'plan_id': plan.id})
        vals = {'company_id': self.company.id, 'analytic_distribution': {str(account.id): 100}}
        rule = Rule.create(vals)
        self.assertTrue(Rule._get_distribution({'company_id': self.company.id}))
        self._submit(self._payload('1'))
        self.assertIn(str(account.id), self._sale('1').order_line.analytic_distribution)
        rule.unlink()
        self.assertFalse(Rule._get_distribution({'company_id': self.company.id}))

    def test_links_of_another_company_are_refused_as_by_core(self):
        self._submit(self._payload('1'), self._payload('2'))
        sales = (self._sale('1') | self._sale('2')).sudo()
        sales._check_company()
        foreign = self.env(user=1)['res.partner'].create({'name': 'Foreign', 'company_id': self.other_company.id})
        self.env.cr.execute('UPDATE sale_order SET partner_shipping_id = %s WHERE id = %s', (foreign.id, sales[1].id))
        sales.invalidate_recordset()
        with self.assertRaises(UserError) as many:
            sales._check_company()
        with self.assertRaises(UserError) as one:
            sales[1]._check_company()
        self.assertEqual(str(many.exception), str(one.exception))
        sales._check_company(['partner_id'])
