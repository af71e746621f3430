# Part of store_group. License LGPL-3.
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import TransferRefused
from .transfer_common import TransferCommon

PIXEL = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'


@tagged('post_install', '-at_install')
class TestTransferBoard(TransferCommon):
    """What two people in two shops see and do on their boards."""

    def _board(self, user):
        return self._as(user, self.env['store.transfer.board'])

    def _cards(self, user, name):
        return [card['id'] for card in self._board(user).overview()['lists'][name]]

    def test_each_side_finds_its_own_work_and_nothing_else(self):
        transfer, _goods = self._ask(3)
        self.assertEqual(self._cards(self.giver_boss, 'approve'), transfer.ids)
        self.assertEqual(self._cards(self.giver, 'approve'), [])
        self._board(self.giver_boss).approve(transfer.id)
        self.assertEqual(self._cards(self.giver, 'ship'), transfer.ids)
        self.assertEqual(self._cards(self.taker, 'receive'), [])
        self._board(self.giver).finish(transfer.id, 'ship', [])
        self.assertEqual(self._cards(self.taker, 'receive'), transfer.ids)
        self.assertEqual(self._cards(self.giver, 'ship'), [])
        overview = self._board(self.taker).overview()
        self.assertEqual([store['name'] for store in overview['stores']], [self.store_3.name])
        card = overview['lists']['receive'][0]
        self.assertEqual((card['title'], card['pieces']), (self.store_1.name, 3))

    def test_the_count_sheet_and_the_lines_show_the_goods(self):
        transfer, (goods, more) = self._shipped(3, 2)
        goods.sudo().image_1920 = PIXEL
        lines = {line['product']: line['has_image'] for line in self._board(self.taker).sheet(transfer.id, 'receive')['lines']}
        self.assertEqual(lines, {goods.id: True, more.id: False})
        mine = transfer.with_user(self.taker).line_ids
        self.assertEqual([bool(line.product_image) for line in mine], [True, False])

    def test_everything_arrived(self):
        transfer, (goods, _more) = self._shipped(3, 2)
        answer = self._board(self.taker).finish(transfer.id, 'receive', [])
        self.assertFalse(answer['warning'])
        self.assertEqual(self._booked(transfer), [(3, 3, 0, 0, 0, 0), (2, 2, 0, 0, 0, 0)])
        self.assertEqual(self._on_hand(goods, self.warehouse_3), 13)

    def test_what_was_counted_comes_on_top_of_what_is_booked(self):
        transfer, _goods = self._shipped(5)
        line = transfer.sudo().line_ids
        count = {'line_id': line.id, 'counted': 2, 'damaged': 0, 'refused': 0, 'lost': 0}
        self._board(self.taker).finish(transfer.id, 'receive', [count])
        sheet = self._board(self.taker).sheet(transfer.id, 'receive')
        self.assertEqual([item['expected'] for item in sheet['lines']], [3])
        answer = self._board(self.taker).finish(transfer.id, 'receive', [{**count, 'damaged': 1}])
        self.assertTrue(answer['warning'])
        self.assertEqual(self._booked(transfer), [(5, 4, 1, 0, 0, 0)])
        self.assertEqual([card['pieces'] for card in self._board(self.taker).overview()['lists']['differences']], [1])

    def test_a_surplus_nobody_decided_about_takes_nothing_from_the_next_shipment(self):
        transfer, _goods = self._approved(5)
        line = transfer.sudo().line_ids
        self._board(self.giver).finish(transfer.id, 'ship', [{'line_id': line.id, 'counted': 2}])
        self._board(self.taker).finish(transfer.id, 'receive', [{'line_id': line.id, 'counted': 3}])
        self._board(self.giver).finish(transfer.id, 'ship', [])
        self._board(self.taker).finish(transfer.id, 'receive', [{'line_id': line.id, 'counted': 3}])
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])

    def test_shipping_in_parts_then_the_rest(self):
        transfer, _goods = self._approved(4, 2)
        first, _second = transfer.sudo().line_ids
        self._board(self.giver).finish(transfer.id, 'ship', [{'line_id': first.id, 'counted': 1}])
        self.assertEqual([row[0] for row in self._booked(transfer)], [1, 0])
        self._board(self.giver).finish(transfer.id, 'ship', [])
        self.assertEqual([row[0] for row in self._booked(transfer)], [4, 2])

    def test_a_sheet_without_a_count_books_nothing(self):
        transfer, _goods = self._shipped(2)
        line = transfer.sudo().line_ids
        with self.assertRaisesRegex(UserError, 'Nothing was counted'):
            self._board(self.taker).finish(transfer.id, 'receive', [{'line_id': line.id, 'counted': 0}])

    def test_the_other_side_can_look_but_not_count(self):
        transfer, _goods = self._shipped(2)
        self.assertFalse(self._board(self.giver).sheet(transfer.id, 'receive')['can'])
        with self.assertRaises(AccessError):
            self._board(self.giver).finish(transfer.id, 'receive', [])
        with self.assertRaises(AccessError):
            self._board(self.bound_elsewhere()).sheet(transfer.id, 'receive')

    def bound_elsewhere(self):
        return self._member('elsewhere', 'staff', store_id=self.store_2.id)

    def test_something_else_came_is_recorded_from_the_sheet(self):
        transfer, _goods = self._shipped(2)
        other = self._product()
        line = transfer.sudo().line_ids
        for _time in range(2):
            answer = self._board(self.taker).wrong_product(transfer.id, line.id, other.default_code)
        self.assertTrue(answer['warning'])
        items = transfer.sudo().discrepancy_ids
        self.assertEqual(
            (set(items.mapped('kind')), items.product_id, sum(items.mapped('quantity'))), ({'wrong_product'}, other, 2)
        )

    def test_what_waits_for_a_manager_stands_in_one_list(self):
        goods = self._product()
        order = self._sell(self.taker, goods, 13, store=self.store_3, warehouse=self.warehouse_3)
        serving = self._as(self.taker, order).send_from_store('T1')['id']
        quant = (
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', goods.id), ('location_id', '=', self.warehouse_1.lot_stock_id.id)])
        )
        mine = self._as(self.giver, quant).with_context(inventory_mode=True, store_reason={'reason': 'theft'})
        mine.inventory_quantity = 9
        mine.action_apply_inventory()
        cards = self._board(self.giver_boss).overview()['lists']['approve']
        self.assertEqual([card['model'] for card in cards], ['store.serving', 'store.stock.correction'])
        for card in cards:
            self._board(self.giver_boss).approve(card['id'], version=card['version'], model=card['model'])
        self.assertEqual(self._board(self.giver_boss).overview()['lists']['approve'], [])
        self.assertEqual(self._cards(self.giver, 'ship'), [serving])
        self.assertEqual(quant.quantity, 9)

    def test_nothing_else_is_approved_here(self):
        for model in ('sale.order', 'res.users', 'nothing.at.all'):
            with self.assertRaisesRegex(TransferRefused, 'cannot be approved here'):
                self._board(self.giver_boss).approve(1, model=model)

    def test_where_else_and_ask(self):
        goods = self._product(barcode='4006381333948')
        found = self._board(self.taker).look_up('4006381333948', self.store_3.id)['products']
        self.assertEqual([item['id'] for item in found], goods.ids)
        rows = {row['code']: row for row in found[0]['stores']}
        self.assertTrue(found[0]['stores'][0]['own'])
        self.assertEqual((rows['T1']['free'], rows['T1']['can_ask']), (10, True))
        self.assertFalse(rows[self.store_3.code]['can_ask'])
        answer = self._board(self.taker).ask(
            self.store_3.id,
            [{'product': goods.id, 'source': 'T1', 'quantity': 2}, {'product': goods.id, 'source': 'T2', 'quantity': 1}],
        )
        self.assertEqual(len(answer['transfers']), 2)
        self.assertEqual(self._board(self.taker).look_up('nothing like it', self.store_3.id), {'products': [], 'alone': False})

    def test_the_lists_cost_the_same_queries_whatever_their_length(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._board(self.giver).overview()
            return self.cr.sql_log_count - before

        self._approved(1)
        queries()
        one = queries()
        for _number in range(4):
            self._approved(1)
        queries()
        self.assertLessEqual(queries(), one + 1)

    # === DELIVERIES AND REQUESTS ===

    def _due(self, quantity=1, hours=1, goods=None):
        """Return the delivery of a customer's order at store 1, due in so many hours."""
        order = self._sell(self.giver, goods or self._product(), quantity)
        picking = order.sudo().picking_ids
        picking.move_ids.date_deadline = fields.Datetime.now() + timedelta(hours=hours)
        return picking

    def _shown(self, user):
        return [
            (card['id'], card['standing'])
            for card in self._board(user).overview()['lists']['ship']
            if card['model'] == 'stock.picking'
        ]

    def test_to_ship_means_customers_too(self):
        late, short = self._due(hours=-1), self._due(quantity=99, hours=48)
        self._due(hours=24 * 9)
        self.assertEqual(self._shown(self.giver), [(late.id, 'late'), (short.id, 'short')])
        card = next(item for item in self._board(self.giver).overview()['lists']['ship'] if item['id'] == short.id)
        self.assertEqual((card['pieces'], card['missing']), (99, 89))
        self.assertIn('99 × ', card['goods'])
        self.assertEqual(card['order'], short.sale_id.id, "it leads on to the stores that have the goods")
        self.assertEqual(self._as(self.giver, short.sale_id).action_find_in_stores()['res_model'], 'store.fetch')
        self.assertEqual(self._as(self.giver, short).action_find_in_stores()['res_model'], 'store.fetch')
        leads = {delivery: self._as(self.giver, delivery).can_find_in_stores for delivery in (late, short)}
        self.assertEqual(leads, {late: False, short: True}, "the delivery's form leads on where its card does")
        shown = self._as(self.giver, short).get_view(view_type='form')['arch']
        self.assertIn('action_find_in_stores', shown)
        with self.assertRaises(AccessError):
            self._as(self.taker, short).action_find_in_stores()
        self.assertEqual(self._shown(self.taker), [])
        self._as(self.giver, late).button_validate()
        self.assertEqual(self._shown(self.giver), [(short.id, 'short')])

    def test_requests_are_seen_until_they_end(self):
        transfer, _goods = self._ask(3)
        card = self._board(self.taker).overview()['lists']['asked'][0]
        self.assertEqual((card['id'], card['state'], card['pieces']), (transfer.id, 'Submitted', 3))
        self.assertEqual(self._cards(self.giver, 'asked'), [])
        self._board(self.giver_boss).approve(transfer.id)
        self._board(self.giver).finish(transfer.id, 'ship', [])
        self.assertEqual(self._cards(self.taker, 'asked'), transfer.ids)
        self._board(self.taker).finish(transfer.id, 'receive', [])
        self._as(self.taker, transfer).action_close()
        self.assertEqual(self._cards(self.taker, 'asked'), [])

    def test_the_approver_sees_goods_stock_sales_and_cover_of_both_sides(self):
        goods = self._product()
        for user, store, warehouse, sold in (
            (self.giver, self.store_1, self.warehouse_1, 2),
            (self.taker, self.store_3, self.warehouse_3, 4),
        ):
            self._sell(user, goods, sold, store=store, warehouse=warehouse)
        self.env.flush_all()
        transfer, _goods = self._ask(3, products=[goods], reason='Sold out')
        line = self._as(self.giver_boss, transfer).line_ids
        self.assertEqual((line.source_free, line.source_sold, line.source_cover), (8, 2, 16))
        self.assertEqual((line.dest_free, line.dest_sold, line.dest_cover), (6, 4, 6))
        self.assertEqual((line.source_figures, line.dest_figures), ('8 / 2 / 16', '6 / 4 / 6'))
        card = self._board(self.giver_boss).overview()['lists']['approve'][0]
        self.assertEqual((card['goods'], card['note']), (f'3 × {goods.name}', 'taker: Sold out'))
        self.assertEqual((self._as(self.giver_boss, transfer).goods, transfer.sudo().pieces), (card['goods'], 3))

    # === COUNTING ON THE FORM ===

    def test_the_form_shows_what_ship_does_and_zero_ships_nothing(self):
        transfer, _goods = self._approved(4, 2)
        first, second = self._as(self.giver, transfer).line_ids
        self.assertEqual((first.to_ship, second.to_ship), (4, 2))
        first.to_ship = 0
        self.assertEqual((first.to_ship, second.to_ship), (0, 2))
        self._as(self.giver, transfer).action_ship()
        self.assertEqual([row[0] for row in self._booked(transfer)], [0, 2])
        again = self._as(self.giver, transfer).with_context(store_on_form=True).action_ship()
        self.assertIn('Nothing was shipped', again['params']['message'])

    def test_a_receipt_of_less_says_what_is_missing_and_asks(self):
        transfer, (goods,) = self._shipped(5)
        self._set(self.taker, transfer, 'received', 3)
        action = self._as(self.taker, transfer).with_context(store_on_form=True).action_receive()
        rest = self._as(self.taker, self.env['store.transfer.rest']).browse(action['res_id'])
        self.assertEqual(rest.missing, f'2 × {goods.display_name}')
        rest.action_missing()
        self.assertEqual(self._booked(transfer), [(5, 3, 0, 0, 2, 0)])
