# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import TillCommon


@tagged('post_install', '-at_install')
class TestTillWork(TillCommon):
    """A bound cashier leaves the same pickings, moves, costs and entries behind as an unbound one."""

    def _left(self, session, goods):
        """What the day left behind, in words and numbers, seen by the superuser."""
        self.env.flush_all()
        self.env.invalidate_all()
        session, goods = session.sudo(), goods.sudo().with_company(self.company)
        orders = session.order_ids
        pickings = session.picking_ids | orders.picking_ids
        entries = session.with_user(self.env.ref('base.user_root')).sudo()._get_related_account_moves()
        quants = self.env['stock.quant'].sudo().search([('product_id', '=', goods.id), ('location_id.usage', '=', 'internal')])
        return {
            'state': (session.state, session.cash_register_difference),
            'orders': sorted(
                (order.state, order.amount_total, order.amount_paid, bool(order.account_move), order.margin) for order in orders
            ),
            'costs': sorted(orders.lines.mapped('total_cost')),
            'pickings': sorted((picking.state, picking.picking_type_id.name) for picking in pickings),
            'moves': sorted(
                (
                    move.state,
                    move.quantity,
                    move.location_id.complete_name,
                    move.location_dest_id.complete_name,
                    round(move.value, 2),
                )
                for move in pickings.move_ids
            ),
            'entries': sorted(
                (
                    entry.state,
                    entry.move_type,
                    entry.journal_id.type,
                    entry.payment_state or '',
                    tuple(
                        sorted(
                            (
                                line.account_id.code,
                                line.debit,
                                line.credit,
                                line.quantity,
                                line.reconciled,
                                line.display_type or '',
                            )
                            for line in entry.line_ids
                        )
                    ),
                )
                for entry in entries
            ),
            'quants': sorted(
                (quant.location_id.complete_name, quant.lot_id.name or '', quant.quantity, quant.reserved_quantity)
                for quant in quants
            ),
            'cost': round(goods.standard_price, 4),
            'stores': sorted(
                {
                    record.store_id.code or '-'
                    for records in (
                        session,
                        orders,
                        orders.lines,
                        orders.payment_ids,
                        pickings,
                        pickings.move_ids,
                        pickings.move_line_ids,
                        entries,
                        entries.line_ids,
                        session.bank_payment_ids,
                    )
                    for record in records
                }
            ),
        }

    def _same(self, script, goods, stores=('T1',), **costing):
        """Play the script at the till of store 1 as the free and as the bound cashier: nothing differs."""
        results = []
        for user in (self.free, self.cashier):
            product = self._goods(**costing, **goods)
            session = self._open(user, self.pos_1)
            script(session, product)
            self._close(session)
            results.append(self._left(session, product))
        self.maxDiff = None
        self.assertEqual(*results)
        self.assertEqual(results[0]['stores'], list(stores))
        return results[0]

    def _day(self, session, goods):
        """Two sales, one invoiced at once, one paid by bank; a refund; an invoice afterwards."""
        partner = self.customer.id
        self._sell(session, goods, 3)
        self._sell(session, goods, 9, partner_id=partner, to_invoice=True)
        by_bank = self._sell(session, goods, 2, method='bank')
        self._sell(session, goods, -1, refunded=by_bank.lines)
        later = self._sell(session, goods, 1, partner_id=partner)
        later.with_context(generate_pdf=False).action_pos_order_invoice()

    def _all_costings(self):
        for moment, valuation, methods in (
            ('closing', 'periodic', ('standard', 'average', 'fifo')),
            ('closing', 'real_time', ('fifo',)),
            ('real', 'real_time', ('standard', 'average', 'fifo')),
            ('real', 'periodic', ('average',)),
        ):
            self.company.sudo().write({'point_of_sale_update_stock_quantities': moment, 'inventory_valuation': valuation})
            for method in methods:
                with self.subTest(moment=moment, valuation=valuation, method=method):
                    yield {'method': method, 'valuation': valuation}

    def test_a_day_at_the_till(self):
        for costing in self._all_costings():
            result = self._same(self._day, {}, **costing)
            self.assertEqual(sum(quant[2] for quant in result['quants']), 26)
            self.assertEqual({picking[0] for picking in result['pickings']}, {'done'})

    def test_a_day_at_the_till_of_a_shared_warehouse(self):
        """The goods lie in another store's warehouse, hidden from the cashier."""
        self.pos_1.sudo().picking_type_id = self.warehouse_2.sudo().pos_type_id
        for moment in ('closing', 'real'):
            self.company.sudo().point_of_sale_update_stock_quantities = moment
            with self.subTest(moment=moment):
                result = self._same(self._day, {}, method='fifo', valuation='periodic')
                self.assertEqual(sum(quant[2] for quant in result['quants']), 26)

    def test_lots_of_a_shared_warehouse(self):
        """The lot is there, on a shelf the cashier does not see: it is taken, not invented."""
        self.pos_1.sudo().picking_type_id = self.warehouse_2.sudo().pos_type_id
        for moment in ('closing', 'real'):
            self.company.sudo().point_of_sale_update_stock_quantities = moment
            with self.subTest(moment=moment):
                result = self._same(
                    lambda session, goods: self._sell(session, goods, 3, lot='LOT'), {'tracking': 'lot'}, method='fifo'
                )
                self.assertEqual(sum(quant[2] for quant in result['quants']), 37)

    def test_a_lot_of_another_store_is_not_taken_by_a_ticket(self):
        """The customer has paid, so the ticket stays; the goods are not booked from where they are not, and that is told."""
        self.company.sudo().point_of_sale_update_stock_quantities = 'real'
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        session = self._open(self.cashier, self.pos_1)
        for tracking in ('lot', 'serial'):
            goods = env['product.product'].create(
                {
                    'name': f'Tracked by {tracking}',
                    'is_storable': True,
                    'available_in_pos': True,
                    'tracking': tracking,
                    'list_price': 100,
                    'taxes_id': [Command.clear()],
                }
            )
            lot = env['stock.lot'].create({'name': 'THEIRS', 'product_id': goods.id})
            shelves = self.warehouse_2.lot_stock_id, self.warehouse_1.lot_stock_id
            env['stock.quant']._update_available_quantity(goods, shelves[0], 1, lot_id=lot)
            for warehouse, stands in ((self.warehouse_2, False), (self.warehouse_1, True)):
                if stands:  # it was brought over
                    env['stock.quant']._update_available_quantity(goods, shelves[0], -1, lot_id=lot)
                    env['stock.quant']._update_available_quantity(goods, shelves[1], 1, lot_id=lot)
                order = self._sell(session, goods, 1, lot='THEIRS')
                picking = order.sudo().picking_ids
                with self.subTest(tracking=tracking, warehouse=warehouse.name):
                    self.assertEqual((order.state, picking.state == 'done'), ('paid', stands))
                    self.assertEqual(bool(picking.activity_ids), not stands)
                    there = lot.quant_ids.filtered(lambda quant: quant.quantity and quant.location_id.usage == 'internal')
                    self.assertEqual(there.location_id, warehouse.lot_stock_id if not stands else there.location_id.browse())
        self._close(session)

    def test_cash_that_does_not_agree(self):
        for journal in self.pos_1.sudo().payment_method_ids.journal_id:
            journal.write(
                {
                    'profit_account_id': self.company.sudo().default_cash_difference_income_account_id.id,
                    'loss_account_id': self.company.sudo().default_cash_difference_expense_account_id.id,
                }
            )
        results = []
        for user in (self.free, self.cashier):
            goods = self._goods()
            session = self._open(user, self.pos_1)
            self._sell(session, goods, 2)
            session.post_closing_cash_details(190)
            session.update_closing_control_state_session('ten missing')
            self.assertEqual(session.close_session_from_ui([]), {'successful': True})
            results.append(self._left(session, goods))
            till = self._as(user, self.pos_1)
            till.open_ui()
            self.env.invalidate_all()
            till.current_session_id.delete_opening_control_session()
        self.assertEqual(*results)
        self.assertEqual(results[0]['stores'], ['T1'])

    def test_what_a_shared_tills_type_of_returns_takes_back_is_booked(self):
        """The operation type of the till names another one for what comes back, and another place."""
        kind = self.warehouse_3_type()
        self.pos_1.sudo().picking_type_id = kind
        self.company.sudo().point_of_sale_update_stock_quantities = 'real'
        goods = self._goods()
        self._receive(self.env(su=True, context={'allowed_company_ids': self.company.ids}), goods, kind.warehouse_id, 5, 10)
        session = self._open(self.cashier, self.pos_1)
        sold = self._sell(session, goods, 2)
        back = self._sell(session, goods, -1, refunded=sold.lines)
        self.assertEqual(set((sold | back).sudo().picking_ids.mapped('state')), {'done'})
        self.assertEqual(back.sudo().picking_ids.location_dest_id, kind.return_picking_type_id.default_location_dest_id)

    def warehouse_3_type(self):
        """Return the till's operation type of a warehouse that a third store keeps for itself, with one for returns."""
        warehouse = self._warehouse('Street Three', 'TS3')
        self._store('T33', 'Street Three', group_id=self.west.id, warehouse_id=warehouse.id)
        env = self.env(su=True)
        shelf = env['stock.location'].create({'name': 'Returned', 'location_id': warehouse.sudo().lot_stock_id.id})
        kind = warehouse.sudo().pos_type_id
        kind.return_picking_type_id = warehouse.sudo().in_type_id.copy({'default_location_dest_id': shelf.id})
        return kind

    def test_a_backend_refund(self):
        results = []
        for user in (self.free, self.cashier):
            goods = self._goods()
            session = self._open(user, self.pos_1)
            order = self._sell(session, goods, 2)
            back = order._refund()
            back.add_payment(
                {
                    'pos_order_id': back.id,
                    'amount': back.amount_total,
                    'name': 'back',
                    'payment_method_id': order.payment_ids.payment_method_id.id,
                }
            )
            back._process_saved_order(False)
            self._close(session)
            results.append(self._left(session, goods))
        self.assertEqual(*results)
        self.assertEqual(results[0]['stores'], ['T1'])
        self.assertEqual(sum(quant[2] for quant in results[0]['quants']), 40)

    def test_an_order_invoiced_after_the_session_is_closed(self):
        """Core asks for the right to invoice: the closing entry is corrected. A bound user needs it as well."""
        results = []
        for user in (self.free, self.cashier):
            goods = self._goods()
            session = self._open(user, self.pos_1)
            order = self._sell(session, goods, 2, partner_id=self.customer.id)
            self._close(session)
            with self.assertRaises(AccessError):
                order.with_context(generate_pdf=False).action_pos_order_invoice()
            self.env.invalidate_all()
            user.sudo().group_ids += self.env.ref('account.group_account_invoice')
            order.with_context(generate_pdf=False).action_pos_order_invoice()
            reversal = self.env['account.move'].sudo().search([('reversed_pos_order_id', '=', order.id)])
            self.assertEqual(reversal.store_id, self.store_1)
            results.append(self._left(session, goods))
        self.assertEqual(*results)
        self.assertEqual(results[0]['stores'], ['T1'])

    def test_a_quotation_settled_at_the_till(self):
        """Served from headquarters' warehouse, confirmed and delivered by the ticket that pays it."""
        results, central = [], self._warehouse('Central', 'TS9')
        for user in (self.free, self.cashier):
            goods = self._goods()
            quotation = self._as(user, self.env['sale.order']).create(
                {
                    'partner_id': self.customer.id,
                    'store_id': self.store_1.id,
                    'warehouse_id': central.id,
                    'order_line': [Command.create({'product_id': goods.id, 'product_uom_qty': 3})],
                }
            )
            session = self._open(user, self.pos_1)
            loaded = quotation.load_sale_order_from_pos(self.pos_1.id)
            self.assertEqual(loaded['sale.order.line'][0]['product_uom_qty'], 3)
            ticket = self._ticket(session, goods, 3, partner_id=self.customer.id)
            ticket['lines'][0][2].update(sale_order_origin_id=quotation.id, sale_order_line_id=quotation.order_line.id)
            session.env['pos.order'].sync_from_ui([ticket])
            self._close(session)
            sold = quotation.sudo()
            results.append(
                {
                    'order': (sold.state, sold.store_id.code, sold.amount_unpaid),
                    'line': (sold.order_line.qty_delivered, sold.order_line.qty_invoiced),
                    'moves': sorted((move.state, move.product_uom_qty) for move in sold.order_line.move_ids),
                    **self._left(session, goods),
                }
            )
        self.assertEqual(*results)
        self.assertEqual(results[0]['line'], (3, 3))

    def test_a_quotation_on_another_stores_warehouse_is_not_settled(self):
        """Said when it is loaded: once the customer has paid it would be too late."""
        quotation = self._as(self.cashier, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'warehouse_id': self.warehouse_2.id,
                'order_line': [Command.create({'product_id': self._goods().id, 'product_uom_qty': 3})],
            }
        )
        with self.assertRaisesRegex(AccessError, 'cannot promise its goods'):
            quotation.load_sale_order_from_pos(self.pos_1.id)

    def test_goods_shipped_later(self):
        results = []
        for user in (self.free, self.cashier):
            goods = self._goods()
            self.customer.sudo().property_stock_customer = self.env.ref('stock.stock_location_customers')
            session = self._open(user, self.pos_1)
            order = self._sell(session, goods, 2, partner_id=self.customer.id, shipping_date=str(self.store_1._today()))
            self.assertEqual(order.sudo().picking_ids.store_id, self.store_1)
            self._close(session)
            results.append(self._left(session, goods))
        self.assertEqual(*results)

    def test_a_till_of_headquarters_stays_headquarters(self):
        self.pos_hq.sudo().picking_type_id = (
            self.env['stock.warehouse']
            .sudo()
            .search([('company_id', '=', self.company.id), ('store_id', '=', False)], limit=1)
            .pos_type_id
        )
        goods = self._goods()
        session = self._open(self.free, self.pos_hq)
        self._sell(session, goods, 2)
        self._close(session)
        self.assertEqual(self._left(session, goods)['stores'], ['-'])


@tagged('post_install', '-at_install')
class TestTillTransit(TillCommon):
    """Core keeps silent about what a till could not book: goods on the way are out of its reach, the rest is told."""

    def test_a_till_has_no_goods_that_are_on_the_way(self):
        transit = self.env['store.transfer.ground'].sudo()._transit_of(self.company)
        operation = self.pos_1.sudo().picking_type_id
        for name in ('default_location_src_id', 'return_picking_type_id'):
            with self.subTest(name=name), self.assertRaisesRegex(ValidationError, 'belong to transfers'), self.cr.savepoint():
                operation[name] = (
                    transit
                    if name == 'default_location_src_id'
                    else operation.copy({'default_location_dest_id': transit.id, 'sequence_code': 'BACK'})
                )

    def test_what_was_not_booked_is_told(self):
        goods, session = self._goods(), self._open(self.cashier, self.pos_1)

        def refuse(picking):
            raise UserError('no')  # pylint: disable=translation-required

        self.patch(self.env.registry['stock.picking'], '_action_done', refuse)
        order = self._sell(session, goods, 1)
        picking = order.sudo().picking_ids
        self.assertEqual((order.state, picking.state == 'done'), ('paid', False))
        self.assertIn('were not booked', picking.activity_ids.mapped('summary')[0])
