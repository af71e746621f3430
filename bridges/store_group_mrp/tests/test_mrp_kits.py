# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.exceptions import TransferRefused
from odoo.addons.store_group.tests.transfer_common import TransferCommon
from odoo.exceptions import ValidationError
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestMrpKits(TransferCommon):
    """A set of two cups and a pot, which stores ask each other for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Product = cls.env['product.product'].sudo()
        cls.kit, cls.cup, cls.pot = Product.create(
            [{'name': name, 'default_code': f'MRP-{name}', 'is_storable': True} for name in ('Set', 'Cup', 'Pot')]
        )
        cls.env['mrp.bom'].sudo().create(
            {
                'product_tmpl_id': cls.kit.product_tmpl_id.id,
                'type': 'phantom',
                'product_qty': 1,
                'bom_line_ids': [
                    Command.create({'product_id': cls.cup.id, 'product_qty': 2}),
                    Command.create({'product_id': cls.pot.id, 'product_qty': 1}),
                ],
            }
        )
        for product, quantity in ((cls.cup, 20), (cls.pot, 10)):
            cls.env['stock.quant'].sudo().with_company(cls.company)._update_available_quantity(
                product, cls.warehouse_1.lot_stock_id, quantity
            )

    def test_a_kit_is_refused_with_its_components(self):
        with self.assertRaisesRegex(TransferRefused, r'Set is a kit.*6 .*Cup, 3 .*Pot'):
            self._ask(3, products=[self.kit])

    def test_a_kit_not_kept_in_stock_is_told_as_a_kit(self):
        self.kit.sudo().is_storable = False
        with self.assertRaisesRegex(TransferRefused, r'Set is a kit.*6 .*Cup, 3 .*Pot'):
            self._ask(3, products=[self.kit])

    def test_the_components_go(self):
        transfer, _goods = self._shipped(6, 3, products=[self.cup, self.pot])
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(6, 6, 0, 0, 0, 0), (3, 3, 0, 0, 0, 0)])

    def _make_a_kit_of_the_pot(self, company=None):
        self.env['mrp.bom'].sudo().create(
            {
                **({'company_id': company.id} if company else {}),
                'product_tmpl_id': self.pot.product_tmpl_id.id,
                'type': 'phantom',
                'product_qty': 1,
                'bom_line_ids': [Command.create({'product_id': self.cup.id, 'product_qty': 1})],
            }
        )

    def test_what_became_a_kit_is_not_shipped_as_one(self):
        transfer, _goods = self._approved(2, products=[self.pot])
        self._make_a_kit_of_the_pot()
        with self.assertRaisesRegex(TransferRefused, 'Pot is a kit'):
            self._as(self.giver, transfer).action_ship()
        picking = transfer.sudo().line_ids.move_ids.filtered(lambda move: move.state == 'assigned').picking_id
        with self.assertRaisesRegex(TransferRefused, 'Pot is a kit'), self.cr.savepoint():
            picking.with_context(allowed_company_ids=self.company.ids).button_validate()
        self._as(self.giver_boss, transfer).action_cancel()

    def test_nothing_becomes_a_kit_while_it_waits_for_a_decision(self):
        transfer, _goods = self._shipped(2, products=[self.pot])
        self._set(self.taker, transfer, 'lost', 2)
        self._as(self.taker, transfer).action_receive()
        with self.assertRaisesRegex(ValidationError, transfer.name), self.cr.savepoint():
            self._make_a_kit_of_the_pot()

    def test_nothing_becomes_a_kit_on_the_way(self):
        transfer, _goods = self._shipped(2, products=[self.pot])
        with self.assertRaisesRegex(ValidationError, transfer.name), self.cr.savepoint():
            self._make_a_kit_of_the_pot()
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])
        self._make_a_kit_of_the_pot()

    def test_nothing_archived_becomes_a_kit_on_the_way(self):
        transfer, _goods = self._shipped(2, products=[self.pot])
        self.pot.sudo().active = False
        with self.assertRaisesRegex(ValidationError, transfer.name), self.cr.savepoint():
            self._make_a_kit_of_the_pot()
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])

    def test_a_kit_of_another_company_does_not_become_ones_own_on_the_way(self):
        self._make_a_kit_of_the_pot(self.other_company)
        transfer, _goods = self._shipped(2, products=[self.pot])
        kit = self.env['mrp.bom'].sudo().search([('product_tmpl_id', '=', self.pot.product_tmpl_id.id)])
        for company in (self.company, self.env['res.company']):
            with self.assertRaisesRegex(ValidationError, transfer.name), self.cr.savepoint():
                kit.company_id = company
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(2, 2, 0, 0, 0, 0)])

    # === WHAT THERE IS ===

    def test_a_kit_is_free_as_often_as_its_components_make_it_up(self):
        Store = self.env['store.store'].with_user(self.taker).with_context(allowed_company_ids=self.company.ids)
        self.assertEqual(
            Store.available([self.store_1.code], ['MRP-Set', 'MRP-Cup'])[self.store_1.code], {'MRP-Set': 10, 'MRP-Cup': 20}
        )
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
            self.cup, self.warehouse_1.lot_stock_id, -5
        )
        self.assertEqual(Store.available([self.store_1.code], ['MRP-Set'])[self.store_1.code], {'MRP-Set': 7})

    def test_an_order_says_how_many_kits_it_lacks_and_who_has_them(self):
        for product, quantity in ((self.cup, 6), (self.pot, 4)):
            self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                product, self.store_3.sudo().warehouse_id.lot_stock_id, quantity
            )
        order = (
            self.env['sale.order']
            .with_user(self.taker)
            .with_context(allowed_company_ids=self.company.ids)
            .create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_3.id,
                    'order_line': [Command.create({'product_id': self.kit.id, 'product_uom_qty': 8})],
                }
            )
        )
        order.action_confirm()
        found = order.find_in_stores()
        self.assertEqual([line['quantity'] for line in found['lacking']], [5])
        there = next(store for store in found['stores'] if store['store'] == self.store_1.code)
        self.assertEqual((there['complete'], [line['quantity'] for line in there['lines']]), (True, [5]))
        with self.assertRaisesRegex(TransferRefused, r'Set of order .* is a kit.*10 .*Cup, 5 .*Pot'):
            order.get_from_store(self.store_1.code)
