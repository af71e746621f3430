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

    def test_addresses_have_what_core_gives_contacts(self):
        """Every column of delivery contacts made together, beside core's of the same values."""
        root = self.env(user=1)
        root['ir.default'].set('res.partner', 'user_id', self.env.user.id)
        root['ir.default'].set('res.partner', 'function', 'Recipient')
        country = root.ref('base.cn')
        state = root['res.country.state'].search([('country_id', '=', country.id)], limit=1)
        vals_list = [
            {
                **{name: f'{name} {number}' for name in ('name', 'phone', 'street', 'street2', 'city', 'zip')},
                'country_id': country.id,
                'state_id': state.id,
            }
            for number in range(2)
        ]
        ours = root['store.order.details']._make_addresses(vals_list)
        Partner = root['res.partner'].with_context(tracking_disable=True, no_vat_validation=True)
        core = Partner.create([{**vals, 'type': 'other', 'active': False, 'company_id': False} for vals in vals_list])
        self.assertEqual(self._contacts(ours), self._contacts(core))
        self.assertEqual(self._contacts(ours)[0]['function'], 'Recipient')
        self.assertEqual(ours.user_id, self.env.user)
        self.assertFalse(root['store.order.details']._make_addresses([]))

    def _contacts(self, partners):
        self.env.flush_all()
        self.env.cr.execute('SELECT * FROM res_partner WHERE id IN %s ORDER BY id', (tuple(partners.ids),))
        rows = self.env.cr.dictfetchall()
        self.assertEqual([row['commercial_partner_id'] for row in rows], partners.ids)
        linked = [
            {name: partner[name].ids for name, field in partner._fields.items() if field.type == 'many2many' and field.store}
            for partner in partners
        ]
        left_out = ('id', 'commercial_partner_id')
        return [
            {**{name: value for name, value in row.items() if name not in left_out}, **more}
            for row, more in zip(rows, linked, strict=True)
        ]

    def test_contacts_with_links_of_another_company_are_refused(self):
        root = self.env(user=1)
        Partner = root['res.partner'].with_company(self.company)
        Position = root['account.fiscal.position']
        own, foreign = (Position.create({'name': 'Own', 'company_id': of.id}) for of in (self.company, self.other_company))
        fitting = {'name': 'Fits', 'property_account_position_id': own.id}
        Partner.create([fitting, {'name': 'Plain'}])
        with self.assertRaises(UserError):
            Partner.create([fitting, {'name': 'Does not', 'property_account_position_id': foreign.id}])
