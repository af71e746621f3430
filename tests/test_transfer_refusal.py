# Part of store_group. License LGPL-3.
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferRefusal(TransferCommon):
    """What cannot be is refused at once, with every reason and what to do."""

    def _refused(self, reason, *args, **more):
        count = self.env['store.transfer'].sudo().search_count([])
        with self.assertRaisesRegex(UserError, reason):
            self._ask(*args, **more)
        self.assertEqual(self.env['store.transfer'].sudo().search_count([]), count)

    def test_products_that_cannot_be_sent(self):
        service, gone = self._product(), self._product()
        service.is_storable = False
        foreign = service.create(
            {'name': 'Foreign', 'default_code': 'T-FOREIGN', 'is_storable': True, 'company_id': self.other_company.id}
        )
        self._refused('is not kept in stock', 1, products=[service])
        self._refused('Unknown: T-FOREIGN', 1, products=[foreign])
        gone.active = False
        self._refused('Unknown: WORK', 1, products=[gone])

    def test_another_unit_than_the_products(self):
        transfer, (goods,) = self._ask(1)
        draft = self._as(self.taker, self.env['store.transfer']).create(
            {'source_store_id': self.store_1.id, 'dest_store_id': self.store_3.id}
        )
        litre, dozen = self.env.ref('uom.product_uom_litre'), self.env.ref('uom.product_uom_dozen')
        Line = self._as(self.taker, self.env['store.transfer.line'])
        with self.assertRaisesRegex(UserError, 'is not counted in'):
            Line.create({'transfer_id': draft.id, 'product_id': goods.id, 'uom_id': litre.id, 'qty_requested': 1})
        Line.create({'transfer_id': draft.id, 'product_id': goods.id, 'uom_id': dozen.id, 'qty_requested': 1})
        self._as(self.taker, draft).action_submit()
        with self.assertRaisesRegex(UserError, '12 wanted, 10 free'):
            self._as(self.giver_boss, draft).action_approve()

    def test_what_became_impossible_after_it_was_asked_for(self):
        transfer, (goods,) = self._ask(1)
        for undo, do, reason in (
            (lambda: goods.write({'active': True}), lambda: goods.write({'active': False}), 'is archived'),
            (lambda: self.store_3.action_open(), lambda: self.store_3.action_pause(), 'Street Three is Paused'),
        ):
            do()
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, reason):
                self._as(self.giver_boss, transfer).action_approve()
            undo()
        self._as(self.giver_boss, transfer).action_approve()
        goods.active = False
        with self.assertRaisesRegex(UserError, 'is archived'):
            self._as(self.giver, transfer).action_ship()

    def test_a_closed_store(self):
        self.store_3.sudo().state = 'closed'
        self._refused('Store Street Three is Closed', 1, user=self.judge)

    def test_outside_the_range_of_the_destination(self):
        goods = self._product()
        self.store_3.range_policy = 'listed'
        self._refused('is not in the range of Street Three', 1, products=[goods])
        self.env['store.range'].create({'store_id': self.store_3.id, 'product_id': goods.id})
        self._ask(1, products=[goods])

    def test_a_store_that_is_not_open(self):
        self.store_1.action_pause()
        self._refused('Store Street One is Paused', 1)

    def test_two_stores_on_one_warehouse(self):
        boss = self._member('west', 'group_manager', group_id=self.west.id)
        self._refused('served by warehouse Street Two', 1, user=boss, source=self.store_2, dest=self.online)

    def test_a_lane_that_forbids_or_limits(self):
        lane = self.env['store.lane'].create(
            {'source_store_id': self.store_1.id, 'is_forbidden': True, 'forbidden_reason': 'Other brand'}
        )
        self._refused('is closed: Other brand', 1)
        lane.write({'is_forbidden': False, 'min_quantity': 3, 'max_quantity': 5})
        self._refused('at least 3', 2)
        self._refused('at most 5', 6)
        self._ask(4)
        with self.assertRaises(ValidationError):
            lane.max_quantity = 1

    def test_the_nearest_lane_wins(self):
        self.env['store.lane'].create({'is_forbidden': True})
        self._refused('Anywhere', 1)
        self.env['store.lane'].create({'source_group_id': self.head.id, 'dest_group_id': self.west.id})
        self._ask(1)

    def test_more_than_there_is(self):
        transfer, (goods,) = self._ask(11)
        with self.assertRaisesRegex(UserError, '11 wanted, 10 free'):
            self._as(self.giver_boss, transfer).action_approve()
        self._set(self.giver_boss, transfer, 'approved', 10)
        self._as(self.giver_boss, transfer).action_approve()
        shelf = self.warehouse_1.lot_stock_id
        self._pickings(transfer).do_unreserve()
        self.env['stock.quant'].sudo()._update_available_quantity(goods, shelf, -4)
        with self.assertRaisesRegex(UserError, '10 wanted, 6 reserved'):
            self._as(self.giver, transfer).action_ship()

    def test_more_than_is_on_the_way(self):
        transfer, (_goods,) = self._shipped(3)
        self._set(self.taker, transfer, 'lost', 4)
        with self.assertRaisesRegex(UserError, 'only 3 of it is on the way'):
            self._as(self.taker, transfer).action_receive()
        receipt = self._pickings(transfer).filtered(lambda picking: picking.picking_type_id.code == 'incoming')
        receipt.move_ids.quantity = 5
        with self.assertRaisesRegex(UserError, 'Count the surplus in the transfer'):
            self._as(self.taker, receipt).button_validate()

    def test_bad_calls_name_what_is_wrong(self):
        Transfer = self._as(self.taker, self.env['store.transfer'])
        goods = self._product()
        for reason, args in (
            ('No store has the code NO', ('NO', 'T33', [{'product': goods.id, 'quantity': 1}])),
            ('Unknown: NIX', ('T1', 'T33', [{'product': 'NIX', 'quantity': 1}])),
            ('must be a number greater than 0', ('T1', 'T33', [{'product': goods.id, 'quantity': 0}])),
            ('must be a number greater than 0', ('T1', 'T33', [{'product': goods.id, 'quantity': True}])),
            ('at least one line', ('T1', 'T33', [])),
        ):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, reason):
                Transfer.request(*args)

    def test_out_of_turn(self):
        transfer, _products = self._ask(1)
        for user, act in ((self.giver, 'action_ship'), (self.taker, 'action_receive'), (self.taker, 'action_close')):
            with self.subTest(act=act), self.assertRaisesRegex(UserError, 'is Submitted and cannot'):
                getattr(self._as(user, transfer), act)()
