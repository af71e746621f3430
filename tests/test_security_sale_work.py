# Part of store_group. License LGPL-3.
import os
from itertools import count

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common_accounting import AccountingCommon

NUMBER = count(1)
WORK = 'sales_team.group_sale_salesman_all_leads,stock.group_stock_user,account.group_account_invoice'
METHODS = (('standard', 'none'), ('average', 'none'), ('fifo', 'none'), ('average', 'lot'), ('fifo', 'lot'))
# The long run plays every script under every method.
SOME = METHODS if os.environ.get('STORE_GROUP_LONG') else (('average', 'none'), ('fifo', 'lot'))


class SaleWorkCommon(AccountingCommon):
    """The same sale by two people: `bound` works for store 1, the online shop and the other company's shop, `free` is
    not bound. The online shop is served from store 2's warehouse and a branch, theirs too, from a third store's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_3 = cls._warehouse('Street Three', 'TS3')
        cls.store_3 = cls._store('T33', 'Street Three', group_id=cls.west.id, warehouse_id=cls.warehouse_3.id)
        cls.branch = cls._store('T34', 'Branch', group_id=cls.west.id, warehouse_id=cls.warehouse_3.id)
        cls.warehouse_4 = cls._warehouse('Foreign', 'TS4', company=cls.other_company)
        cls.foreign.warehouse_id = cls.warehouse_4
        cls.bound = cls._worker('bound', WORK, cls.store_1, cls.online, cls.branch, cls.foreign)
        cls.free = cls._worker('free', WORK)
        cls.keepers = {
            cls.warehouse_1: cls.bound,
            cls.warehouse_2: cls._worker('keeper_2', 'base.group_user', cls.store_2),
            cls.warehouse_3: cls._worker('keeper_3', 'base.group_user', cls.store_3),
        }

    @classmethod
    def _worker(cls, name, groups, *stores):
        companies = cls.company | cls.other_company
        user = new_test_user(
            cls.env(su=True),
            f'sell_{name}',
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, companies.ids)],
        )
        for store in stores:
            cls._member(user, store)
        return user

    def _at(self, user, records, companies=None):
        """Return the records as this user has them with these companies ticked; default: their own."""
        companies = companies or self.company
        return records.with_env(records.env(user=user, su=False, context={'allowed_company_ids': companies.ids}))

    def _goods(self, method, tracking, abroad):
        """Return a fresh product: 10 at 10, then 10 at 16 in each warehouse of the company, 10 at 10 in the other company."""
        number = next(NUMBER)
        category = self.env['product.category'].sudo().create({'name': f'{method} {number}'})
        product = (
            self.env['product.product']
            .sudo()
            .create(
                {
                    'name': f'Ware {number}',
                    'default_code': f'WARE-{number}',
                    'is_storable': True,
                    'tracking': tracking,
                    'lot_valuated': tracking != 'none' and method != 'standard',
                    'categ_id': category.id,
                    'list_price': 100,
                    'taxes_id': [Command.clear()],
                    'invoice_policy': 'delivery',
                }
            )
        )
        for company in (self.company, self.other_company):
            category.with_company(company).write({'property_cost_method': method, 'property_valuation': 'real_time'})
            product.with_company(company).standard_price = 10
        for cost in (10, 16):
            for warehouse in (self.warehouse_1, self.warehouse_2, self.warehouse_3):
                self._receive(product, warehouse, cost)
        if abroad:
            self._receive(product, self.warehouse_4, 10)
        self.env.invalidate_all()
        return product

    def _receive(self, product, warehouse, cost, quantity=10):
        env = self.env(su=True, context={'allowed_company_ids': warehouse.company_id.ids})
        places = {'location_id': env.ref('stock.stock_location_suppliers').id, 'location_dest_id': warehouse.lot_stock_id.id}
        picking = env['stock.picking'].create(
            {
                'picking_type_id': warehouse.in_type_id.id,
                **places,
                'move_ids': [
                    Command.create(
                        {'product_id': product.id, 'product_uom_qty': quantity, 'product_uom': product.uom_id.id, **places}
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = quantity
        if product.tracking != 'none':
            picking.move_ids.move_line_ids.lot_name = picking.name
        picking.move_ids.value_manual = quantity * cost
        picking.move_ids.picked = True
        picking.button_validate()

    def _deliver(self, user, pickings, quantity=None):
        """Validate what is open as this user; a given quantity leaves a rest."""
        self.env.invalidate_all()
        for picking in self._at(user, pickings.sudo().filtered(lambda picking: picking.state not in ('done', 'cancel'))):
            if quantity is not None:
                picking.move_ids.quantity = quantity
            picking.move_ids.picked = True
            self.assertIn(picking.with_context(skip_backorder=True).button_validate(), (True, None))
            self.env.invalidate_all()

    def _return(self, user, picking, quantity):
        self.env.invalidate_all()
        picking = self._at(user, picking)
        wizard = (
            picking.env['stock.return.picking']
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.write({'quantity': quantity, 'to_refund': True})
        action = wizard.action_create_returns()
        self._deliver(user, picking.browse(action['res_id']))

    def _invoice_it(self, order):
        """Return the posted invoice or credit note of what is to be invoiced."""
        invoice = order._create_invoices(final=True)
        invoice.invoice_date = fields.Date.today()
        invoice.action_post()
        self.env.invalidate_all()
        return invoice

    def _snapshot(self, order, product):
        """What the work left behind, in numbers, seen by the superuser."""
        self.env.flush_all()
        self.env.invalidate_all()
        order, product = order.sudo(), product.sudo().with_company(order.company_id)
        moves = order.order_line.move_ids
        quants = (
            self.env['stock.quant']
            .sudo()
            .search(
                [
                    ('product_id', '=', product.id),
                    ('location_id.usage', '=', 'internal'),
                    ('company_id', '=', order.company_id.id),
                ]
            )
        )
        entries = order.invoice_ids | moves.account_move_id
        return {
            'order': (order.state, order.delivery_status, order.invoice_status, order.store_id.code),
            'lines': [
                (line.product_uom_qty, line.qty_delivered, line.qty_invoiced, line.qty_to_invoice) for line in order.order_line
            ],
            'moves': sorted(
                (
                    move.state,
                    move.product_uom_qty,
                    move.quantity,
                    move.location_id.complete_name,
                    move.location_dest_id.complete_name,
                    move.store_id.code or '',
                )
                for move in moves
            ),
            'values': sorted(round(move.value, 2) for move in moves),
            'quants': sorted((quant.location_id.complete_name, quant.quantity, quant.reserved_quantity) for quant in quants),
            'cost': round(product.standard_price, 4),
            'lots': sorted(round(lot.standard_price, 4) for lot in quants.lot_id.with_company(order.company_id)),
            'entries': sorted(
                (line.account_id.code, line.debit, line.credit, line.store_id.code or '', line.parent_state)
                for line in entries.line_ids
            ),
        }

    def _places(self):
        yield self.store_1, self.warehouse_1
        yield self.online, self.warehouse_2
        yield self.branch, self.warehouse_3

    def _same(self, script, store, warehouse, methods=SOME):
        """Play the script as both users; everything it leaves behind is the same.

        For FIFO core itself counts the goods of all companies (superuser, or several ticked): what the bound user does
        beside another company's goods is compared with what is right, the work where there are none.
        """
        self.maxDiff = None
        both = self.company | self.other_company
        for method, tracking in methods:
            results = []
            for user, companies in ((self.free, self.company), (self.bound, both)):
                goods = self._goods(method, tracking, abroad=user == self.bound or method != 'fifo')
                order = self._at(user, self.env['sale.order'], companies).create(
                    {
                        'partner_id': self.customer.id,
                        'store_id': store.id,
                        'warehouse_id': warehouse.id,
                        'order_line': [Command.create({'product_id': goods.id, 'product_uom_qty': 5})],
                    }
                )
                script(order, goods)
                results.append(self._snapshot(order, goods))
            with self.subTest(method=method, tracking=tracking, warehouse=warehouse.name):
                self.assertEqual(*results)
        return results[0]


@tagged('post_install', '-at_install')
class TestSecuritySaleWork(SaleWorkCommon):
    def test_raised_lowered_partly_delivered_returned_invoiced_credited(self):
        for store, warehouse in self._places():

            def script(order, _goods, keeper=self.keepers[warehouse]):
                order.action_confirm()
                order.order_line.product_uom_qty = 7
                self._deliver(keeper, order.picking_ids, 2)
                order.order_line.product_uom_qty = 6
                self._invoice_it(order)
                self._deliver(keeper, order.picking_ids)
                self._invoice_it(order)
                self._return(keeper, order.sudo().picking_ids.filtered(lambda picking: picking.state == 'done')[:1], 1)
                credit = self._invoice_it(order)
                self.assertEqual(credit.move_type, 'out_refund')

            result = self._same(script, store, warehouse)
            self.assertEqual(result['lines'], [(6, 5, 5, 0)])
            self.assertEqual({entry[3] for entry in result['entries']}, {store.code})

    def test_cancelled_after_a_part_was_delivered(self):
        for store, warehouse in self._places():

            def script(order, _goods, keeper=self.keepers[warehouse]):
                order.action_confirm()
                self._deliver(keeper, order.picking_ids, 2)
                order.with_context(disable_cancel_warning=True).action_cancel()

            result = self._same(script, store, warehouse)
            self.assertEqual({move[0] for move in result['moves']}, {'done', 'cancel'})

    def test_an_invoice_credited_as_a_whole_and_made_again(self):
        store, warehouse = self.branch, self.warehouse_3

        def script(order, _goods):
            order.action_confirm()
            self._deliver(self.keepers[warehouse], order.picking_ids)
            invoice = self._invoice_it(order)
            wizard = (
                order.env['account.move.reversal']
                .with_context(active_model='account.move', active_ids=invoice.ids)
                .create({'journal_id': invoice.journal_id.id, 'reason': 'again', 'date': fields.Date.today()})
            )
            wizard.modify_moves()

        result = self._same(script, store, warehouse)
        self.assertEqual(result['lines'][0][:2], (5, 5))

    def test_only_the_people_there_take_goods_back(self):
        order = self._at(self.bound, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.branch.id,
                'warehouse_id': self.warehouse_3.id,
                'order_line': [Command.create({'product_id': self._goods('average', 'none', False).id, 'product_uom_qty': 5})],
            }
        )
        order.action_confirm()
        self._deliver(self.keepers[self.warehouse_3], order.picking_ids)
        with self.assertRaisesRegex(AccessError, 'its users validate it'):
            self._return(self.bound, order.picking_ids, 1)

    def test_people_of_a_serving_warehouse_find_their_way_without_the_order(self):
        """Forms and pages of stock name what the goods are for; they do not fail where it belongs to another store."""
        order = self._at(self.bound, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.branch.id,
                'warehouse_id': self.warehouse_3.id,
                'order_line': [Command.create({'product_id': self._goods('average', 'lot', False).id, 'product_uom_qty': 5})],
            }
        )
        order.action_confirm()
        keeper = self.keepers[self.warehouse_3]
        self.env.invalidate_all()
        picking = self._at(keeper, order.sudo().picking_ids)
        self.assertTrue(
            picking.web_read(
                {
                    'name': {},
                    'origin': {},
                    'sale_id': {'fields': {'display_name': {}}},
                    'move_ids': {'fields': {'product_id': {}, 'quantity': {}, 'reference': {}, 'description_picking': {}}},
                }
            )
        )
        report = (
            picking.env['stock.forecasted_product_product']
            .with_context(warehouse_id=self.warehouse_3.id)
            .get_report_values(picking.product_id.ids)
        )
        self.assertTrue(report['docs']['lines'])
        lots = picking.move_ids.lot_ids
        self.env.invalidate_all()
        self.assertTrue(lots.read(['sale_order_count', 'sale_order_ids']))
        self._deliver(keeper, order.picking_ids)
        self.env.invalidate_all()
        self.assertTrue(lots.read(['sale_order_count', 'sale_order_ids', 'delivery_ids']))
        self.assertTrue(picking.move_line_ids.read(['reference', 'product_id', 'state']))
        with self.assertRaises(AccessError):
            self._at(keeper, order).read(['name'])
