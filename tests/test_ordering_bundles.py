# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .intake_common import IntakeCommon


@tagged('post_install', '-at_install')
class TestOrderingBundles(IntakeCommon):
    """A channel's number stands for several products: they are sold, given back and answered as what they are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.socks = (
            cls.env['product.product']
            .sudo()
            .create({'name': 'Socks', 'default_code': 'SOCKS', 'type': 'consu', 'is_storable': True, 'list_price': 5.0})
            .with_env(cls.env)
        )
        cls.socks.sudo().taxes_id = False
        cls.product.sudo().write({'list_price': 30.0, 'taxes_id': False})
        cls.bundle = cls._bundle('SET-1', (cls.product, 1, 0), (cls.socks, 2, 0))
        for product, quantity in ((cls.product, 100), (cls.socks, 100)):
            cls.env['stock.quant'].sudo()._update_available_quantity(product, cls.warehouse_1.lot_stock_id, quantity)

    @classmethod
    def _bundle(cls, number, *parts, channel=None):
        return cls.env['store.listing'].create(
            {
                'channel_id': (channel or cls.shop).id,
                'external_sku': number,
                'component_ids': [
                    Command.create({'product_id': product.id, 'quantity': quantity, 'share': share})
                    for product, quantity, share in parts
                ],
            }
        )

    def _one(self, number='1', confirm=False, **values):
        (result,) = self._submit(self._payload(number, **values), confirm=confirm)
        self.assertEqual(result['state'], 'done', result)
        return self._sale(number).sudo()

    def _set(self, price='39.99', quantity=1, **values):
        return {'sku': 'SET-1', 'quantity': quantity, 'unit_price': price, **values}

    def _told(self, sale):
        lines = sale.order_line.filtered('product_uom_qty')
        return [(line.product_id.default_code, line.product_uom_qty, line.price_total) for line in lines]

    # === THE PRICE ===

    def test_a_line_for_each_product_and_the_price_to_the_cent(self):
        sale = self._one(lines=[self._set()], total='39.99')
        self.assertEqual(self._told(sale), [('T-SHIRT', 1.0, 29.99), ('SOCKS', 2.0, 10.0)])
        self.assertEqual(sale.amount_total, 39.99)
        self.assertIn('SET-1', sale.order_line[0].name)
        self.assertFalse(self.env['store.intake.order'].search([('external_id', '=', '1')]).issue_ids)

    def test_by_shares_costs_or_evenly(self):
        parts = self.bundle.component_ids
        parts[0].share = 40
        self.assertEqual(self._told(self._one('1', lines=[self._set('100')])), [('T-SHIRT', 1, 40), ('SOCKS', 2, 60)])
        parts[0].share = 100
        self.assertEqual(self._told(self._one('2', lines=[self._set('100')])), [('T-SHIRT', 1, 100), ('SOCKS', 2, 0)])
        parts[0].share = 0
        (self.product | self.socks).sudo().list_price = 0.0
        self.product.with_company(self.company).sudo().standard_price = 6.0
        self.socks.with_company(self.company).sudo().standard_price = 1.0
        self.assertEqual(self._told(self._one('3', lines=[self._set('100')])), [('T-SHIRT', 1, 75), ('SOCKS', 2, 25)])
        (self.product | self.socks).with_company(self.company).sudo().standard_price = 0.0
        self.assertEqual(self._told(self._one('4', lines=[self._set('100')])), [('T-SHIRT', 1, 50), ('SOCKS', 2, 50)])

    def test_tax_inside_and_outside(self):
        group = self.env['account.tax.group'].sudo()
        country = self.company.account_fiscal_country_id or self.env.ref('base.cn')
        group = group.create({'name': 'VAT', 'company_id': self.company.id, 'country_id': country.id})
        vat = (
            self.env['account.tax']
            .sudo()
            .create(
                {
                    'name': '13%',
                    'amount': 13.0,
                    'type_tax_use': 'sale',
                    'company_id': self.company.id,
                    'country_id': country.id,
                    'tax_group_id': group.id,
                    'price_include_override': 'tax_excluded',
                }
            )
        )
        caps = self.socks.sudo().copy({'default_code': 'CAPS'})
        (self.product | self.socks | caps).sudo().write({'taxes_id': [Command.set(vat.ids)], 'list_price': 10.0})
        self._bundle('SET-3', (self.product, 1, 0), (self.socks, 1, 0), (caps, 1, 0))
        number = 0
        for method in ('round_per_line', 'round_globally'):
            self.company.sudo().tax_calculation_rounding_method = method
            for price in ('100.00', '99.99', '7.77', '0.04', '12345.67'):
                for held, total in (('inside', float(price)), ('outside', round(float(price) * 1.13 + 1e-9, 2))):
                    self.shop.price_tax = held
                    number += 1
                    lines = [{'sku': 'SET-3', 'quantity': 1, 'unit_price': price}]
                    sale = self._one(f'T{number}', lines=lines, total=f'{total:.2f}')
                    self.assertEqual(sale.amount_total, total, (method, price, held))
                    if method == 'round_per_line':
                        self.assertAlmostEqual(sum(sale.order_line.mapped('price_total')), total, 2, (price, held))
                    issues = self.env['store.intake.order'].search([('external_id', '=', f'T{number}')]).issue_ids
                    self.assertFalse(issues, (method, price, held))

    # === SENT AGAIN ===

    def test_a_confirmed_order_keeps_its_products(self):
        sale = self._one(lines=[self._set(quantity=2)], confirm=True, status='paid')
        self.assertEqual(sale.state, 'sale')
        told = self._told(sale)
        self.product.sudo().list_price = 500.0
        self.bundle.component_ids[1].unlink()
        self.bundle.component_ids.quantity = 9
        refund = {'external_id': 'R1', 'line': 'SET-1', 'quantity': 1, 'amount': '39.99'}
        (result,) = self._submit(self._payload(lines=[self._set(quantity=2)], status='paid', refunds=[refund]))
        order = self.env['store.intake.order'].search([('external_id', '=', '1')])
        self.assertEqual(self._told(sale), told)
        self.assertEqual(order.state, 'conflict', result)
        order.action_take_other()
        self.assertEqual(self._told(sale), [('T-SHIRT', 1.0, 29.99), ('SOCKS', 2.0, 10.0)])

    def test_a_quotation_follows_the_channels_products(self):
        sale = self._one(lines=[self._set()])
        self.bundle.component_ids[1].quantity = 3
        self.product.sudo().list_price = 45.0
        self._one(lines=[self._set('60.00')])
        self.assertEqual(self._told(sale), [('T-SHIRT', 1.0, 45.0), ('SOCKS', 3.0, 15.0)])

    def test_a_product_that_becomes_a_bundle_stays_one_where_it_is_confirmed(self):
        lines = [{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '20'}]
        sale = self._one(lines=lines, confirm=True, status='paid')
        self._bundle('T-SHIRT', (self.product, 1, 0), (self.socks, 2, 0))
        refund = {'external_id': 'R1', 'line': 'T-SHIRT', 'amount': '5.00'}
        self._submit(self._payload(lines=lines, status='paid', refunds=[refund]))
        (known,) = sale.store_refund_ids
        self.assertEqual((known.line_id, known.amount, known.quantity), (sale.order_line, 5.0, 0.0))

    # === GIVEN BACK ===

    def test_refunds_reach_the_products_and_one_of_them_comes_back_alone(self):
        sale = self._one(lines=[self._set(quantity=2)], confirm=True, status='paid')
        for picking in sale.picking_ids:
            picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
        refund = {'external_id': 'R1', 'line': 'SET-1', 'quantity': 1, 'amount': '39.99', 'at': '2024-03-07T10:00:00+08:00'}
        self._submit(self._payload(lines=[self._set(quantity=2)], status='shipped', refunds=[refund]))
        refunds = sale.store_refund_ids.sorted('line_id')
        self.assertEqual(
            [(item.product_id.default_code, item.quantity, item.amount) for item in refunds],
            [('T-SHIRT', 1.0, 29.99), ('SOCKS', 2.0, 10.0)],
        )
        picking = sale.picking_ids.filtered(lambda item: item.state == 'done')
        wizard = self.env['stock.return.picking'].sudo().with_context(active_id=picking.id, active_model='stock.picking')
        wizard = wizard.create({'picking_id': picking.id})
        for line in wizard.product_return_moves:
            line.quantity = 2 if line.product_id == self.socks else 0
        back = wizard._create_return()
        back.move_ids.picked = True
        back._action_done()
        self.assertEqual(refunds.mapped('settled_quantity'), [0.0, 2.0], "the socks are back, the shirt is not")
        self.assertEqual(sale.order_line.mapped('qty_delivered'), [2.0, 2.0])

    def test_refunded_before_it_leaves(self):
        refund = {'external_id': 'R1', 'line': 'SET-1', 'quantity': 1, 'amount': '39.99'}
        sale = self._one(lines=[self._set(quantity=3)], status='paid', refunds=[refund])
        self.assertEqual([(line[0], line[1]) for line in self._told(sale)], [('T-SHIRT', 2.0), ('SOCKS', 4.0)])
        self.assertEqual(sale.amount_total, 79.98)

    def test_history_and_days(self):
        self.shop.history_until = '2024-12-31'
        lines = [self._set(quantity=2), {'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': '10'}]
        refund = {'external_id': 'R1', 'line': 'SET-1', 'quantity': 2, 'amount': '79.98'}
        sale = self._one(lines=lines, status='done', refunds=[refund])
        self.assertEqual(self._told(sale), [('T-SHIRT', 2.0, 59.98), ('SOCKS', 4.0, 20.0), ('T-SHIRT', 1.0, 10.0)])
        self.assertAlmostEqual(sum(sale.store_refund_ids.mapped('amount')), 79.98)

    def test_added_up_in_a_day(self):
        self.shop.write({'shipped_by': 'elsewhere', 'depth': 'day'})
        self._submit(*(self._payload(str(number), lines=[self._set()], status='paid') for number in range(3)))
        sale = self._sale('1').sudo()
        self.assertEqual(sale, self._sale('2'))
        self.assertEqual(self._told(sale), [('T-SHIRT', 3.0, 89.97), ('SOCKS', 6.0, 30.0)])
        self._submit(self._payload('1', lines=[self._set(quantity=2)], status='paid'))
        self.assertEqual((self._told(sale), sale.amount_total), ([('T-SHIRT', 4.0, 119.96), ('SOCKS', 8.0, 40.0)], 159.96))

    # === QUESTIONS AND LISTS ===

    def test_an_unknown_number_is_answered_with_a_bundle_and_undone(self):
        self.bundle.unlink()
        self._submit(self._payload(lines=[self._set()]))
        self.env['store.intake.question'].invalidate_model()
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id), ('found', '=', 'SET-1')])
        question.answer(
            question.ids,
            components=[{'product': self.product.id, 'quantity': 1}, {'product': self.socks.id, 'quantity': 2, 'share': 25}],
        )
        self._background()
        self.assertEqual(self._told(self._sale('1')), [('T-SHIRT', 1.0, 29.99), ('SOCKS', 2.0, 10.0)])
        answer = self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)], limit=1)
        self.assertEqual(answer.said, '1 × [T-SHIRT] Shirt, 2 × [SOCKS] Socks')
        answer.action_undo()
        self.assertFalse(self.env['store.listing'].search([('channel_id', '=', self.shop.id)]))
        self.assertFalse(self._sale('1'))

    def test_another_answer_to_a_number_that_was_a_bundle_is_undone_to_it(self):
        self.bundle.active = False
        self._submit(self._payload(lines=[self._set()]))
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id), ('found', '=', 'SET-1')])
        question.answer(question.ids, product=self.socks.id, factor=6)
        self.assertEqual((self.bundle.product_id, self.bundle.active, len(self.bundle.component_ids)), (self.socks, True, 0))
        self.env['store.intake.answer'].search([('channel_id', '=', self.shop.id)], limit=1).action_undo()
        self.assertEqual((self.bundle.active, self.bundle.component_ids.mapped('quantity')), (False, [1.0, 2.0]))
        self.assertFalse(self.bundle.product_id)

    def test_the_dialog_answers_with_a_bundle(self):
        self.bundle.unlink()
        self._submit(self._payload(lines=[self._set()]))
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id), ('found', '=', 'SET-1')])
        action = question.action_choose()
        wizard = self.env['store.intake.answering'].with_context(**action['context']).create({'is_bundle': True})
        wizard.component_ids = [Command.create({'product_id': self.product.id}), Command.create({'product_id': self.socks.id})]
        wizard.action_apply()
        listing = self.env['store.listing'].search([('channel_id', '=', self.shop.id), ('external_sku', '=', 'SET-1')])
        self.assertEqual(listing.component_ids.product_id, self.product | self.socks)

    def test_a_number_is_a_product_or_a_bundle(self):
        number = {'channel_id': self.shop.id, 'external_sku': 'NONE'}
        more = {'component_ids': [Command.create({'product_id': self.product.id, 'share': 50})]}
        for act, told in (
            (lambda: self.bundle.write({'product_id': self.product.id}), 'one of our products or a bundle'),
            (lambda: self.env['store.listing'].create(number), 'one of our products or a bundle'),
            (lambda: (self.bundle.component_ids[0].write({'share': 60}), self.bundle.write(more)), 'more than 100'),
        ):
            with self.assertRaises(ValidationError) as refused:
                act()
            self.assertIn(told, str(refused.exception))

    def test_a_product_of_another_company_is_asked_about(self):
        other = self.env['res.company'].sudo().create({'name': 'Other'})
        foreign = self.env['product.product'].sudo().create({'name': 'Theirs', 'type': 'consu', 'company_id': other.id})
        self._bundle('SET-9', (self.product, 1, 0), (foreign, 1, 0))
        (result,) = self._submit(self._payload(lines=[{'sku': 'SET-9', 'quantity': 1, 'unit_price': '9'}]))
        self.assertEqual([issue['code'] for issue in result['issues']], ['listed_elsewhere'])
