# Part of store_group. License LGPL-3.
from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common_purchase import PurchaseCommon

MODELS = (
    'purchase.order',
    'purchase.order.line',
    'purchase.report',
    'purchase.bill.union',
    'purchase.bill.line.match',
    'vendor.delay.report',
)
BUY = ('rwcu', 'rwcu', 'r', 'r', 'r', 'r')
LOOK = ('r', 'r', 'r', '', '', 'r')
SHELF = ('r', 'r', '', '', '', '')  # core lets stock keepers read orders
NONE = ('', '', '', '', '', '')
TICKED = ('', '', '', '', 'r', 'r')  # core has no company rule on these two: their stores, whatever they have ticked
# who: what they may do with orders of their store, of another store, of headquarters, of the other company's store
MATRIX = {
    'staff': (SHELF, NONE, NONE, NONE),
    'auditor': (LOOK, NONE, NONE, NONE),
    'buyer': (BUY, NONE, NONE, NONE),
    'buyer_and_auditor': (BUY, tuple('r' for _model in MODELS), NONE, NONE),
    'regional': (BUY, BUY, NONE, TICKED),
    'nobody': (NONE, NONE, NONE, NONE),
    'free': (BUY, BUY, BUY, TICKED),
    'portal': (NONE, NONE, NONE, NONE),
}


class PurchaseSecurityCommon(PurchaseCommon):
    """A received, unbilled order of store 1, of store 3, of headquarters and of the other company's store."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        self = cls()
        goods = self._goods(stocked=0)
        cls.orders = []
        for store, warehouse in (
            (cls.store_1, cls.warehouse_1),
            (cls.store_3, cls.warehouse_3),
            (cls.env['store.store'], cls.warehouse_1),
            (cls.foreign, cls.warehouse_4),
        ):
            env = cls.env(su=True, context={'allowed_company_ids': warehouse.company_id.ids})
            order = self._order_of(
                env,
                goods,
                2,
                5,
                store_id=store.id,
                company_id=warehouse.company_id.id,
                picking_type_id=warehouse.in_type_id.id,
                date_planned=fields.Datetime.now(),
            )
            order.button_confirm()
            self._receive(order.picking_ids)
            cls.orders.append(order.with_env(cls.env))
        cls.env.flush_all()
        user, buys = cls._worker, 'purchase.group_purchase_user'
        cls.people = {
            'staff': user('staff', 'base.group_user', cls.store_1),
            'auditor': user('auditor', 'base.group_user'),
            'buyer': user('buyer', buys, cls.store_1),
            'buyer_and_auditor': user('both', buys, cls.store_1),
            'regional': user('regional', buys),
            'nobody': user('nobody', buys),
            'free': user('unbound', buys),
            'portal': user('portal', 'base.group_portal'),
        }
        cls._member(cls.people['auditor'], cls.store_1, 'auditor')
        cls._member(cls.people['buyer_and_auditor'], cls.store_3, 'auditor')
        cls.env['store.member'].create(
            {
                'user_id': cls.people['regional'].id,
                'role': 'group_manager',
                'group_id': cls.head.id,
                'date_from': cls.store_1._today(),
            }
        )
        cls.people['nobody'].sudo().store_access = 'member'

    def _docs(self, order):
        """Return one record per model that shows this order."""
        line = order.order_line.id
        ids = (order.id, line, line, -order.id, line, line)
        return [self.env[model].browse(key) for model, key in zip(MODELS, ids, strict=True)]

    def _may(self, user, record):
        """Return which of read, write, create, unlink the user may do with the record, as letters."""
        self.env.invalidate_all()
        record = self._at(user, record)
        return ''.join(operation[0] for operation in ('read', 'write', 'create', 'unlink') if record.has_access(operation))


@tagged('post_install', '-at_install')
class TestPurchaseSecurity(PurchaseSecurityCommon):
    """Who sees and changes which purchase orders, and what shows them."""

    def test_the_matrix(self):
        found = {
            name: tuple(tuple(self._may(self.people[name], record) for record in self._docs(order)) for order in self.orders)
            for name in MATRIX
        }
        self.maxDiff = None
        self.assertEqual(found, MATRIX)

    def test_lists_counts_groups_names_and_exports_tell_the_same(self):
        user = self.people['buyer']
        self.env.ref('store_group.profile_staff').export = True
        for index, model in enumerate(MODELS):
            own, *hidden = [self._docs(order)[index] for order in self.orders]
            domain = [('id', 'in', [own.id, *(record.id for record in hidden)])]
            Model = self._at(user, self.env[model])
            self.env.invalidate_all()
            with self.subTest(model=model):
                self.assertEqual(Model.search(domain).ids, own.ids)
                self.assertEqual(Model.search_count(domain), 1)
                self.assertEqual(
                    [(store.id, count) for store, count in Model._read_group(domain, ['store_id'], ['__count'])],
                    [(self.store_1.id, 1)],
                )
                for record in hidden:
                    with self.assertRaises(AccessError):
                        Model.browse(record.ids).read(['store_id'])
                    with self.assertRaises(AccessError):
                        Model.browse(record.ids).export_data(['id', 'store_id/name'])
        for model in ('purchase.order', 'purchase.bill.union'):
            names = {name for _id, name in self._at(user, self.env[model]).name_search('', limit=None)}
            for order in self.orders[1:]:
                self.assertFalse([name for name in names if order.name in name], model)

    def test_nobody_moves_an_order_or_a_line_out_of_his_stores(self):
        mine = self._order_of(
            self._at(self.people['buyer'], self.env['purchase.order']).env, self.product, 1, 5, store_id=self.store_1.id
        )
        for store in (self.store_3, self.env['store.store']):
            with self.assertRaises(AccessError):
                mine.store_id = store
        with self.assertRaises(AccessError):
            mine.order_line.store_id = self.store_3
        with self.assertRaises(AccessError):
            mine.order_line.order_id = self.orders[1].id
        with self.assertRaises(AccessError):
            mine.env['purchase.order'].create({'partner_id': self.vendor.id, 'store_id': self.store_3.id})
        with self.assertRaises(AccessError):
            mine.env['purchase.order.line'].create({'order_id': self.orders[1].id, 'product_id': self.product.id})

    def test_no_button_reaches_another_stores_order(self):
        theirs = self._at(self.people['buyer'], self.orders[1])
        for forbidden in ('button_cancel', 'button_confirm', 'button_approve', 'action_create_invoice', 'button_draft'):
            self.env.invalidate_all()
            with self.subTest(button=forbidden), self.assertRaises(AccessError):
                getattr(theirs, forbidden)()
        self.assertEqual(self.orders[1].sudo().state, 'purchase')
        for act in (lambda line: line.write({'product_qty': 5}), lambda line: line.unlink()):
            with self.assertRaises(AccessError):
                act(self._at(self.people['buyer'], self.orders[1].order_line))

    def test_an_auditor_presses_no_button(self):
        seen = self._at(self.people['auditor'], self.orders[0])
        self.assertEqual(seen.amount_total, 10)
        for forbidden in ('button_cancel', 'button_draft'):
            with self.assertRaises(AccessError):
                getattr(seen, forbidden)()

    def test_a_stock_keeper_cannot_cancel_what_he_may_read(self):
        seen = self._at(self.people['staff'], self.orders[0])
        self.assertTrue(seen.name)
        with self.assertRaises(AccessError):
            seen.button_cancel()
        with self.assertRaises(AccessError):
            seen.order_line.product_qty = 9

    def test_binding_a_buyer_warns_of_no_missing_bridge(self):
        self.assertEqual(self.env['store.coverage']._uncovered_apps(self.people['buyer']), {self.people['buyer']: []})

    def test_stock_keepers_read_orders_without_prices_and_buyers_with(self):
        line = ('price_unit', 'price_subtotal', 'price_total')
        staff, buyer = (self.people[name] for name in ('staff', 'buyer'))
        self.assertFalse(staff._store_can('see_cost') or buyer._store_can('see_cost'))
        self.env.invalidate_all()
        seen = self._at(staff, self.orders[0])
        self.assertEqual(seen.read(['name', 'partner_id', 'receipt_status'])[0]['name'], seen.name)
        self.assertEqual(seen.order_line.read(['product_qty', 'qty_received'])[0]['qty_received'], 2)
        for name in ('amount_total', 'amount_untaxed', 'tax_totals'):
            with self.assertRaises(AccessError):
                seen.read([name])
        for name in line:
            with self.assertRaises(AccessError):
                seen.order_line.read([name])
        self.assertEqual(seen.with_context(show_total_amount=True).display_name, seen.display_name)
        view = self.env['purchase.order'].with_env(seen.env).get_view(self.env.ref('purchase.purchase_order_form').id, 'form')
        self.assertNotIn('name="price_unit"', view['arch'])
        self.env.invalidate_all()
        mine = self._at(buyer, self.orders[0])
        self.assertEqual((mine.amount_total, mine.order_line.price_unit), (10, 5))
        self.assertIn('10', mine.with_context(show_total_amount=True).display_name)

    def test_duplicates_of_other_stores_are_not_shown(self):
        orders = [
            self._order_of(
                self.env(su=True, context={'allowed_company_ids': self.company.ids}),
                self.product,
                1,
                5,
                store_id=store.id,
                partner_ref='SAME',
                picking_type_id=self.warehouse_1.in_type_id.id,
            )
            for store in (self.store_1, self.store_1, self.store_3)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._at(self.people['buyer'], orders[0]).duplicated_order_ids.ids, orders[1].ids)
        self.env.invalidate_all()
        self.assertEqual(len(self._at(self.people['free'], orders[0]).duplicated_order_ids), 2)

    def test_people_receive_what_others_ordered_without_seeing_the_order(self):
        order = self._order_of(
            self.env(su=True, context={'allowed_company_ids': self.company.ids}),
            self._goods(tracking='lot', stocked=0),
            2,
            5,
            store_id=self.store_1.id,
            picking_type_id=self.warehouse_3.in_type_id.id,
        )
        order.button_confirm()
        picking = self._at(self.keeper_3, order.picking_ids)
        self.env.invalidate_all()
        self.assertTrue(
            picking.web_read(
                {
                    'name': {},
                    'delay_pass': {},
                    'purchase_id': {'fields': {'display_name': {}}},
                    'move_ids': {'fields': {'description_picking': {}, 'reference': {}, 'packaging_uom_id': {'fields': {}}}},
                }
            )
        )
        self._receive(picking)
        lot = self._at(self.keeper_3, order.sudo().order_line.move_ids.lot_ids)
        self.env.invalidate_all()
        self.assertEqual(lot.read(['purchase_order_count', 'purchase_order_ids'])[0]['purchase_order_ids'], [])
        with self.assertRaises(AccessError):
            self._at(self.keeper_3, order).read(['name'])


@tagged('post_install', '-at_install')
class TestPurchaseRpc(PurchaseSecurityCommon, HttpCase):
    def test_a_program_as_a_buyer_sees_and_does_the_same(self):
        user = self.people['buyer']
        user.sudo().password = user.login

        def call(model, method, *arguments, **named):
            return self.xmlrpc_object.execute_kw(self.env.cr.dbname, user.id, user.login, model, method, list(arguments), named)

        ids = [order.id for order in self.orders]
        self.assertEqual(call('purchase.order', 'search', [('id', 'in', ids)]), ids[:1])
        self.assertEqual(call('purchase.order', 'search_count', [('id', 'in', ids)]), 1)
        groups = call('purchase.report', 'formatted_read_group', [('order_id', 'in', ids)], ['store_id'], ['price_total:sum'])
        self.assertEqual([group['store_id'][0] for group in groups], self.store_1.ids)
        made = call(
            'purchase.order',
            'create',
            {
                'partner_id': self.vendor.id,
                'order_line': [(0, 0, {'product_id': self.product.id, 'product_qty': 1, 'price_unit': 3})],
            },
        )
        order = self.env['purchase.order'].sudo().browse(made)
        self.assertEqual((order.store_id, order.picking_type_id), (self.store_1, self.warehouse_1.in_type_id))
        self.assertTrue(call('purchase.order', 'button_confirm', [made]))
        self.assertEqual(order.picking_ids.state, 'assigned')
