# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingMaker(IntakeCommon):
    def test_a_collective_channel_makes_one_contact(self):
        before = self.env['res.partner'].search_count([])
        self._submit(*(self._payload(str(n), customer={'name': f'Buyer {n}', 'phone': str(n)}) for n in range(4)))
        self.assertEqual(self.env['res.partner'].search_count([]), before + 1)
        self.assertEqual(self.shop.collective_partner_id.name, 'Shop')

    def test_a_buyer_is_one_contact_for_ever(self):
        for rows in (
            ['T1,A1,2024-03-05,B1,Li,S1,Cap,1,1,', 'T1,A2,2024-03-05,B1,Li,S1,Cap,1,1,'],
            ['T1,A3,2024-03-05,B1,Li Renamed,S1,Cap,1,1,'],
        ):
            self._take_over(self._upload(*rows))
        sales = self.env['sale.order'].search([('store_channel_id', '=', self.files.id)])
        self.assertEqual((len(sales), len(sales.partner_id)), (3, 1))

    def test_products_get_categories_and_the_companys_taxes(self):
        self.shop.create_missing = True
        line = {'sku': 'NEW', 'name': 'Desk', 'quantity': 1, 'unit_price': 80, 'category': 'Office', 'subcategory': 'Desks'}
        self._submit(self._payload(lines=[line]), self._payload('2', lines=[dict(line, sku='NEW2')]))
        products = self.env['product.product'].search([('default_code', 'in', ('NEW', 'NEW2'))])
        self.assertEqual(len(products), 2)
        self.assertEqual(products.categ_id.mapped('complete_name'), ['Office / Desks'])
        self.assertFalse(products.taxes_id._filter_taxes_by_company(self.company), "the company has no sales tax")
        self.assertTrue(all(products.mapped('is_storable')))
        self.assertEqual(self._sale('1').amount_total, 80.0)

    def test_a_product_number_unique_only_with_its_name(self):
        self.template.column_ids.filtered(lambda column: column.header == 'Title').write({'target': 'line.sku', 'is_part': True})
        self.template.column_ids.filtered(lambda column: column.header == 'Sku').is_part = True
        self._take_over(self._upload('T1,A1,2024-03-05,B1,Li,S1,Cap,1,1,', 'T1,A2,2024-03-05,B1,Li,S1,Hat,1,2,'))
        products = self.env['sale.order'].search([('store_channel_id', '=', self.files.id)]).order_line.product_id
        self.assertEqual(set(products.mapped('default_code')), {'S1', 'S1-2'})
        self.assertEqual(set(products.mapped('name')), {'Cap', 'Hat'})

    def test_one_order_that_cannot_be_made_stops_no_other(self):
        Sale = type(self.env['sale.order'])
        original = Sale.create

        def fails(this, vals_list):
            if any(vals.get('client_order_ref') == '2' for vals in vals_list):
                raise UserError('not this one')  # pylint: disable=translation-required
            return original(this, vals_list)

        with patch.object(Sale, 'create', fails):
            results = self._submit(self._payload('1'), self._payload('2'), self._payload('3'))
        self.assertEqual([result['state'] for result in results], ['done', 'question', 'done'])
        self.assertIn('not this one', results[1]['issues'][0]['message'])

    def test_prices_with_tax_are_taken_out(self):
        country = self.company.account_fiscal_country_id or self.env.ref('base.us')
        group = (
            self.env['account.tax.group'].sudo().create({'name': 'Tax', 'company_id': self.company.id, 'country_id': country.id})
        )
        tax = (
            self.env['account.tax']
            .sudo()
            .create(
                {
                    'name': '10%',
                    'amount': 10.0,
                    'type_tax_use': 'sale',
                    'company_id': self.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                }
            )
        )
        self.product.sudo().taxes_id = tax
        line = {'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': 11, 'tax_included': True}
        self._submit(self._payload(lines=[line]))
        sale = self._sale('1')
        self.assertEqual((sale.amount_untaxed, sale.amount_total), (20.0, 22.0))

    def test_line_discounts(self):
        lines = [
            {'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': 10, 'discount_rate': '0.25'},
            {'sku': 'T-SHIRT', 'quantity': 3, 'unit_price': 10, 'discount_amount': '0.01'},
        ]
        self._submit(self._payload(lines=lines))
        self.assertEqual(self._sale('1').order_line.mapped('price_subtotal'), [22.5, 29.99])

    def test_confirming_by_hand_keeps_the_date_of_the_channel_only(self):
        self._submit(self._payload())
        ours, other = self._sale('1'), self._order()
        other.date_order = '2020-01-01 00:00:00'
        (ours | other).action_confirm()
        self.assertEqual(str(ours.date_order), '2024-03-05 02:00:00')
        self.assertGreater(str(other.date_order), '2024')

    def test_the_store_decides_company_warehouse_and_team(self):
        self.Document.submit_orders('T-SHOP', [self._payload('1', store='T2'), self._payload('2', store='T1')])
        self.assertEqual(self._sale('1').warehouse_id, self.warehouse_2)
        self.assertEqual(self._sale('2').warehouse_id, self.warehouse_1)
