# Part of store_group. License LGPL-3.
import random
from decimal import ROUND_HALF_UP, Decimal

from odoo import Command
from odoo.tests import tagged

from .intake_common import IntakeCommon

CENT = Decimal('0.01')


@tagged('post_install', '-at_install')
class TestOrderingTax(IntakeCommon):
    """What the buyer paid is what the order and its invoice come to, whatever the tax of the product says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.country = cls.company.account_fiscal_country_id or cls.env.ref('base.cn')
        cls.tax_group = (
            cls.env['account.tax.group']
            .sudo()
            .create({'name': 'VAT', 'company_id': cls.company.id, 'country_id': cls.country.id})
        )
        cls.vat = cls._tax(13.0)
        cls.product.sudo().taxes_id = cls.vat
        cls.shop.price_tax = 'inside'

    @classmethod
    def _tax(cls, amount, included=False, **values):
        return (
            cls.env['account.tax']
            .sudo()
            .create(
                {
                    'name': f'{amount:g}% {included} {values.get("amount_type", "")}',
                    'amount': amount,
                    'type_tax_use': 'sale',
                    'company_id': cls.company.id,
                    'country_id': cls.country.id,
                    'tax_group_id': cls.tax_group.id,
                    'price_include_override': 'tax_included' if included else 'tax_excluded',
                    **values,
                }
            )
        )

    def _one(self, number='1', confirm=False, **values):
        (result,) = self._submit(self._payload(number, **values), confirm=confirm)
        self.assertEqual(result['state'], 'done', result)
        return self._sale(number), result['issues']

    def _line(self, price, quantity=1, **values):
        return {'sku': 'T-SHIRT', 'quantity': quantity, 'unit_price': price, **values}

    # === THE PRICE HOLDS THE TAX ===

    def test_169_stay_169(self):
        sale, issues = self._one(lines=[self._line('169.00')], total='169.00', confirm=True)
        self.assertEqual((sale.amount_untaxed, sale.amount_tax, sale.amount_total), (149.56, 19.44, 169.0))
        self.assertFalse(issues)

    def test_an_order_that_falls_into_the_past_while_it_waits_stays_what_it_is(self):
        lines = [self._line('113.00', 2)]
        sale, _issues = self._one(lines=lines, status='unpaid')
        other, _issues = self._one('2', lines=lines, status='paid', confirm=True)
        self.shop.sudo().write({'history_until': '2024-12-31', 'shipped_by': 'we'})
        self._one(lines=lines, status='paid', confirm=True)
        self.assertEqual((sale.state, sale.is_history, sale.amount_untaxed, sale.amount_tax), ('sale', False, 200.0, 26.0))
        self._submit(self._payload('2', lines=lines, status='shipped'))
        asked = self.env['store.intake.order'].search([('sale_order_id', '=', other.id)]).issue_ids
        self.assertEqual(asked.mapped('code'), ['shipped_there'], 'its goods still leave from here')
        history, _issues = self._one('3', lines=lines, status='paid')
        self.shop.sudo().history_until = False
        self._submit(self._payload('3', lines=lines, status='shipped', buyer_note='x'))
        self.assertEqual((history.is_history, history.amount_total, history.picking_ids.ids), (True, 226.0, []))

    def test_known_cents(self):
        known = ((13.0, '9.90', 5), (21.0, '19.95', 2), (20.0, '9.99', 12), (13.0, '0.01', 7))
        for number, (rate, price, quantity) in enumerate(known):
            self.product.sudo().taxes_id = self._tax(rate, name=f'Rate {number}')
            total = Decimal(price) * quantity
            sale, issues = self._one(str(number), lines=[self._line(price, quantity)], total=str(total))
            self.assertEqual((sale.amount_total, issues), (float(total), []))
            self.assertEqual(sale.order_line.price_unit, float(price), "the price the buyer was shown")

    def test_random_orders_come_to_their_total(self):
        rnd = random.Random(7)
        products = self.product
        for number, rate in enumerate((3.0, 6.0, 9.0, 13.0, 19.6, 20.0)):
            tax = self._tax(rate, name=f'Random {number}')
            products |= self.product.sudo().copy({'default_code': f'RND{number}', 'taxes_id': [Command.set(tax.ids)]})
        products |= self.product.sudo().copy({'default_code': 'RND-NONE', 'taxes_id': [Command.clear()]})
        inside = self._tax(10.0, included=True)
        products |= self.product.sudo().copy({'default_code': 'RND-IN', 'taxes_id': [Command.set(inside.ids)]})
        orders = []
        for number in range(120):
            lines, owed = [], Decimal(0)
            for _line in range(rnd.randint(1, 5)):
                price, quantity = Decimal(rnd.randint(1, 30000)) / 100, rnd.randint(1, 13)
                line = {'sku': rnd.choice(products).default_code, 'quantity': quantity, 'unit_price': str(price)}
                due = price * quantity
                kind = rnd.randint(0, 3)
                if kind == 1:
                    rate = Decimal(rnd.randint(1, 60)) / 100
                    line['discount_rate'], due = str(rate), due * (1 - rate)
                elif kind == 2:
                    off = (due * rnd.randint(1, 50) / 100).quantize(CENT)
                    line['discount_amount'], due = str(off), due - off
                owed += due.quantize(CENT, ROUND_HALF_UP)
                lines.append(line)
            shipping = Decimal(rnd.choice((0, 0, 650, 999))) / 100
            discount = (owed * rnd.choice((0, 0, 3, 11)) / 100).quantize(CENT)
            orders.append(
                self._payload(
                    f'R{number}',
                    lines=lines,
                    shipping_amount=str(shipping),
                    discount_amount=str(discount),
                    total=str(owed + shipping - discount),
                )
            )
        for method in ('round_per_line', 'round_globally'):
            self.company.sudo().tax_calculation_rounding_method = method
            results = self._submit(*({**order, 'external_id': f"{order['external_id']}-{method}"} for order in orders))
            for order, result in zip(orders, results, strict=True):
                self.assertEqual((result['state'], result['issues']), ('done', []), order)
                sale = self.env['sale.order'].sudo().browse(result['order_id'])
                self.assertEqual(sale.currency_id.compare_amounts(sale.amount_total, float(order['total'])), 0, order)

    def test_the_invoice_says_the_same(self):
        self.env['account.chart.template'].sudo().try_loading('generic_coa', company=self.company, install_demo=False)
        self.product.sudo().invoice_policy = 'order'
        for method in ('round_per_line', 'round_globally'):
            self.company.sudo().tax_calculation_rounding_method = method
            sale, _issues = self._one(
                method,
                lines=[self._line('9.99', 12), self._line('9.90', 5, discount_amount='0.07')],
                shipping_amount='6.50',
                discount_amount='3.33',
                total='172.48',
                confirm=True,
            )
            invoice = sale.sudo()._create_invoices()
            self.assertEqual((sale.amount_total, invoice.amount_total), (172.48, 172.48))
            self.assertEqual(invoice.amount_tax, sale.amount_tax)

    def test_one_twin_for_each_tax_and_the_existing_one_first(self):
        for number in range(3):
            self._one(str(number))
        twin = self._sale('0').order_line.tax_ids
        thirteens = [('amount', '=', 13.0), ('company_id', '=', self.company.id), ('type_tax_use', '=', 'sale')]
        self.assertEqual(self.env['account.tax'].sudo().search_count(thirteens), 2)
        self.assertTrue(twin.price_include)
        self.assertEqual((twin.amount, twin.tax_group_id, twin.original_tax_ids.ids), (13.0, self.tax_group, []))
        other = self._tax(6.0)
        own = self._tax(6.0, included=True)
        self.product.sudo().taxes_id = other
        self._one('9')
        self.assertEqual(self._sale('9').order_line.tax_ids, own)

    def test_groups_and_two_taxes(self):
        child = self._tax(5.0)
        group = self._tax(0.0, amount_type='group', children_tax_ids=[Command.set(child.ids)], name='Group')
        self.product.sudo().taxes_id = group | self.vat
        sale, issues = self._one(lines=[self._line('118.00', 3)], total='354')
        self.assertEqual((sale.amount_total, sale.amount_untaxed, issues), (354.0, 300.0, []))

    # === THE TAX COMES ON TOP ===

    def test_on_top_of_the_price(self):
        self.shop.price_tax = 'outside'
        sale, issues = self._one(lines=[self._line('100')], total='113')
        self.assertEqual((sale.amount_untaxed, sale.amount_total, issues), (100.0, 113.0, []))
        self.product.sudo().taxes_id = self._tax(13.0, included=True)
        sale, issues = self._one('2', lines=[self._line('100')], total='113')
        self.assertEqual((sale.amount_untaxed, sale.amount_total, issues), (100.0, 113.0, []))

    def test_the_line_says_it_best(self):
        lines = [self._line('100', tax_included=False), self._line('113', tax_included=True)]
        sale, issues = self._one(lines=lines, total='226')
        self.assertEqual((sale.amount_untaxed, sale.amount_total, issues), (200.0, 226.0, []))

    def test_another_total_is_said(self):
        self.shop.price_tax = 'product'
        _sale, issues = self._one(lines=[self._line('169')], total='169')
        self.assertEqual([issue['code'] for issue in issues], ['total_mismatch'])
        self.assertIn('190.97', issues[0]['message'])

    def test_cents_of_the_channels_own_rounding_lie_on_the_largest_line(self):
        sale, issues = self._one(lines=[self._line('3.33', 1), self._line('6.66', 1)], total='10.00')
        self.assertEqual((sale.amount_total, issues), (10.0, []))
        self.assertEqual(sale.order_line.mapped('price_total'), [3.33, 6.67])
        sale, issues = self._one('2', lines=[self._line('3.33', 1), self._line('6.66', 1)], total='10.05')
        self.assertEqual((sale.amount_total, issues[0]['code']), (9.99, 'total_mismatch'))

    def test_before_and_after_the_platforms_share(self):
        for number, total in (('1', '100'), ('2', '90')):
            sale, issues = self._one(number, lines=[self._line('100', platform_discount='10')], total=total)
            self.assertEqual((sale.amount_total, issues), (100.0, []))

    # === SHIPPING AND DISCOUNT ===

    def test_shipping_and_discount_carry_the_tax_of_the_goods(self):
        other = self.product.sudo().copy({'default_code': 'BOOK', 'taxes_id': [Command.set(self._tax(9.0).ids)]})
        sale, issues = self._one(
            lines=[self._line('300'), {'sku': 'BOOK', 'quantity': 1, 'unit_price': 100}],
            shipping_amount='10.01',
            discount_amount='40',
            total='370.01',
        )
        self.assertEqual((sale.amount_total, issues), (370.01, []))
        goods = {line.tax_ids: line.product_id for line in sale.order_line if line.product_id in self.product | other}
        extra = sale.order_line.filtered(lambda line: line.product_id not in self.product | other)
        self.assertEqual(sorted(extra.mapped('price_total')), [-30.0, -10.0, 2.5, 7.51])
        self.assertTrue(all(line.tax_ids in goods for line in extra))
        sale, _issues = self._one('2', lines=[self._line('113')], shipping_amount='11.30', total='124.30')
        self.assertEqual((sale.amount_untaxed, sale.amount_tax), (110.0, 14.3))

    # === AROUND ===

    def test_a_fiscal_position_still_maps(self):
        free = self._tax(0.0)
        position = self.env['account.fiscal.position'].sudo().create({'name': 'Abroad', 'company_id': self.company.id})
        free.write({'fiscal_position_ids': [Command.set(position.ids)], 'original_tax_ids': [Command.set(self.vat.ids)]})
        partner = self.shop._collective_partner()
        partner.with_company(self.company).sudo().property_account_position_id = position
        sale, issues = self._one(lines=[self._line('169')], total='169')
        self.assertEqual((sale.fiscal_position_id, sale.amount_tax, sale.amount_total, issues), (position, 0.0, 169.0, []))

    def test_history_keeps_what_the_file_says(self):
        self.shop.history_until = '2024-12-31'
        sale, _issues = self._one(lines=[self._line('169')], total='169')
        self.assertEqual((sale.is_history, sale.amount_untaxed, sale.amount_total), (True, 169.0, 169.0))

    def test_channels_of_chinese_companies_hold_the_tax_inside(self):
        for code, expected in (('cn', 'inside'), ('fr', 'inside'), ('us', 'product')):
            country = self.env.ref(f'base.{code}')
            company = self.env['res.company'].sudo().create({'name': f'Firm {code}', 'country_id': country.id})
            channel = self.env['store.channel'].create(
                {'name': code, 'code': f'T-{code}', 'reader': 'canonical', 'company_id': company.id}
            )
            self.assertEqual(channel.price_tax, expected)

    def test_products_that_are_made_get_the_companys_tax(self):
        self.company.sudo().account_sale_tax_id = self.vat
        self.shop.create_missing = True
        sale, issues = self._one(lines=[{'sku': 'FRESH', 'quantity': 1, 'unit_price': '169'}], total='169')
        product = sale.order_line.product_id
        self.assertIn(self.vat, product.taxes_id)
        self.assertEqual((product.list_price, sale.amount_tax, sale.amount_total, issues), (149.56, 19.44, 169.0, []))

    # === A CORRECTED QUANTITY ===

    def _sent_off(self, number='1', **values):
        sale, _issues = self._one(number, status='paid', confirm=True, **values)
        sale.picking_ids.move_ids.write({'quantity': 2, 'picked': True})
        sale.picking_ids._action_done()
        return sale.sudo()

    def test_a_refund_has_the_tax_its_order_was_sold_with(self):
        self.env['stock.quant'].sudo()._update_available_quantity(self.product, self.warehouse_1.lot_stock_id, 20)
        low = self._tax(6.0)
        for kind in ('outside', 'product'):
            self.product.sudo().taxes_id, self.shop.price_tax = low, kind
            values = {'lines': [self._line('50', 2, external_id='L1'), self._line('7', 2, external_id='L2')]}
            sale = self._sent_off(kind, **values)
            self.assertEqual(sale.amount_total, 120.84)
            self.product.sudo().taxes_id = self.vat
            given = [{'external_id': 'R1', 'line': 'L1', 'amount': 106}]
            self._submit(self._payload(kind, status='done', refunds=given, **values))
            refund = sale.store_refund_ids
            self.assertEqual((refund.quantity, refund.amount, refund.amount_untaxed, refund.kept_amount), (2, 106, 100, 0), kind)

    def test_a_refund_has_the_tax_of_where_its_parcel_goes(self):
        self.shop.price_tax = 'outside'
        free, abroad = self._tax(0.0), self.env.ref('base.de')
        position = (
            self.env['account.fiscal.position']
            .sudo()
            .create({'name': 'Abroad', 'company_id': self.company.id, 'auto_apply': True, 'country_id': abroad.id})
        )
        free.write({'fiscal_position_ids': [Command.set(position.ids)], 'original_tax_ids': [Command.set(self.vat.ids)]})
        self.shop._collective_partner().sudo().country_id = self.country
        lines = [self._line('50', 2, external_id='L1'), self._line('7', 2, external_id='L2')]
        for number, country, money, left in (('1', 'DE', 100, 14), ('2', '', 113, 15.82), ('3', '', 100, 128.82)):
            sale, _issues = self._one(
                number,
                status='paid',
                confirm=True,
                lines=lines,
                refunds=[{'line': 'L1', 'amount': money}],
                customer={'name': 'Ann', 'address': {'street': 'Road 1', 'city': 'Berlin', 'country': country}},
            )
            self.assertEqual((sale.fiscal_position_id, sale.amount_total), (position if country else position[:0], left), number)

    # === CHANGED AFTERWARDS ===

    def test_changed_content_keeps_the_tax_inside(self):
        self._one(status='unpaid', lines=[self._line('17.50', 2), self._line('10.00', discount_rate='0.1')], shipping_amount='5')
        for change in ({'buyer_note': 'x'}, {'shipping_amount': '7.00'}, {'status': 'paid', 'seller_note': 'y'}):
            sale, issues = self._one(
                **{
                    'status': 'unpaid',
                    'lines': [self._line('17.50', 2), self._line('10.00', discount_rate='0.1')],
                    'shipping_amount': '5',
                    **change,
                }
            )
            self.assertEqual(sale.amount_total, 44.0 + float(change.get('shipping_amount', 5)), change)
            self.assertEqual(sale.order_line.mapped('discount'), [0.0, 10.0, 0.0])
            self.assertTrue(all(sale.order_line.tax_ids.mapped('price_include')))
            self.assertFalse(issues)

    def test_a_line_on_top_of_the_price_stays_so_when_the_content_changes(self):
        for note in ('a', 'b'):
            sale, _issues = self._one(status='unpaid', lines=[self._line('100', tax_included=False)], buyer_note=note)
            self.assertEqual(sale.amount_total, 113.0)

    def test_another_store_on_the_quotation_changes_no_amount(self):
        sale, _issues = self._one(lines=[self._line('169.00')])
        sale.store_id = self.store_2
        self.env.flush_all()
        self.assertEqual((sale.amount_untaxed, sale.amount_total), (149.56, 169.0))

    def test_another_product_on_the_line_is_taxed_inside_as_well(self):
        sale, _issues = self._one(lines=[self._line('106.00')])
        sale.order_line.product_id = self.product.sudo().copy({'taxes_id': [Command.set(self._tax(6.0).ids)]})
        sale.order_line.price_unit = 106.0
        self.env.flush_all()
        self.assertEqual((sale.amount_untaxed, sale.amount_total), (100.0, 106.0))

    def test_prices_stay_when_a_quantity_is_corrected(self):
        self.product.sudo().list_price = 100
        lines = [self._line('12.50', 2, discount_rate='0.2'), self._line('0', 1, gift=True), self._line('1', 1)]
        sale, _issues = self._one(lines=lines, total='21', discount_amount='0')
        self.env['res.config.settings'].sudo().create({'group_discount_per_so_line': True}).execute()
        sale = sale.sudo()
        for line in sale.order_line:
            line.product_uom_qty += 3
        self.assertEqual(sale.order_line.mapped('price_unit'), [12.5, 0.0, 1.0])
        self.assertEqual(sale.order_line.mapped('discount'), [20.0, 0.0, 0.0])
        self.assertEqual(sale.amount_total, 54.0)
        added = self.env['sale.order.line'].sudo().create({'order_id': sale.id, 'product_id': self.product.id})
        self.assertEqual(added.price_unit, 100.0, "a line a person adds takes the list price")

    def test_what_was_said_of_the_total_survives_the_confirmation(self):
        self.shop.price_tax = 'product'
        sale, issues = self._one(lines=[self._line('169')], total='169', confirm=True)
        self.assertEqual((sale.state, [issue['code'] for issue in issues]), ('sale', ['total_mismatch']))

    def test_a_quotation_somebody_worked_on_is_not_compared_with_the_channels_total(self):
        sale, _issues = self._one(status='unpaid', lines=[self._line('169')], total='169')
        sale.sudo().order_line.price_unit = 150
        sale, issues = self._one(status='unpaid', lines=[self._line('169')], total='169', ship_by='2024-03-09 10:00:00')
        self.assertEqual((sale.amount_total, issues, sale.commitment_date.day), (150, [], 9))
        self.shop.price_tax = 'product'
        self._one('2', status='unpaid', lines=[self._line('169')], total='169')
        _sale, issues = self._one('2', status='paid', lines=[self._line('169')], total='169')
        self.assertEqual([issue['code'] for issue in issues], ['total_mismatch'], 'what was said of it as it came stays')

    # === GIVEN BACK ===

    def _two_rates(self):
        other = self.product.sudo().copy({'default_code': 'T-OTHER', 'is_storable': True})
        other.taxes_id = self._tax(6.0)
        for product in (self.product, other):
            self.env['stock.quant'].sudo()._update_available_quantity(product, self.warehouse_1.lot_stock_id, 20)
        return [self._line('113', 2, external_id='L1'), {'external_id': 'L2', 'sku': 'T-OTHER', 'quantity': 1, 'unit_price': 106}]

    def test_a_refund_says_its_money_with_the_tax_on_top(self):
        lines = self._two_rates()
        for number, (kind, refund, left) in enumerate(
            (
                ('channel', {'amount': '332'}, 367.74),
                ('line', {'amount': '332'}, 367.74),
                ('product', {'amount': '332'}, 367.74),
                ('channel', {'line': 'L1', 'amount': '226'}, 367.74),
                ('channel', {'line': 'L1', 'amount': '255.38'}, 112.36),
                ('channel', {'line': 'L2', 'quantity': 1, 'amount': '112.36'}, 255.38),
                ('channel', {'amount': '367.74'}, 0),
                ('line', {'amount': '367.74'}, 0),
            )
        ):
            self.shop.price_tax = {'channel': 'outside', 'product': 'product'}.get(kind, 'inside')
            said = [{**line, 'tax_included': False} if kind == 'line' else line for line in lines]
            (result,) = self._submit(
                self._payload(str(number), lines=said, status='paid', refunds=[{'external_id': 'R1', **refund}]), confirm=True
            )
            sale = self._sale(str(number))
            self.assertEqual(sale.amount_total, left, (kind, refund))
            self.assertNotIn('refund_too_large', [issue['code'] for issue in result['issues']])
            self.assertEqual(result['state'], 'done' if left else 'refused')
            self.assertEqual(sale.state, 'sale' if left else False)
        self.shop.price_tax = 'outside'
        shipping = self._payload('S', lines=lines, shipping_amount=10, status='paid', refunds=[{'amount': '378.82'}])
        self.assertEqual(self._submit(shipping)[0]['state'], 'refused', 'all of it, shipping with its tax, too')
        more = self._payload('M', lines=lines, status='paid', refunds=[{'line': 'L1', 'amount': 400}])
        self.assertIn('refund_too_large', [issue['code'] for issue in self._submit(more)[0]['issues']])
