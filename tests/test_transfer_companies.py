# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..exceptions import TransferRefused
from .transfer_common import TransferCommon


class TwoCompanies(TransferCommon):
    """Store 1 of the factory sends to the foreign store of the other company; nobody belongs to both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse_b = cls._warehouse('Foreign', 'TSB', company=cls.other_company)
        cls.foreign.warehouse_id = cls.warehouse_b
        cls.other_company.sudo().currency_id = cls.company.currency_id
        cls.far_taker = cls._member('far_taker', 'staff', company=cls.other_company, store_id=cls.foreign.id)
        cls.far_boss = cls._member('far_boss', 'store_manager', company=cls.other_company, store_id=cls.foreign.id)
        cls.foreign.sudo().analytic_account_id = (
            cls.env['account.analytic.account']
            .sudo()
            .create(
                {
                    'name': 'Foreign',
                    'plan_id': cls.env['account.analytic.plan']._store_plan().id,
                    'company_id': cls.other_company.id,
                }
            )
        )

    def _goods(self, method='average', cost=10, **vals):
        """Return a product both companies keep by this method; the factory has 30 at three costs, the other none."""
        goods = self._product(method, **vals)
        goods.categ_id.with_company(self.other_company).property_cost_method = method
        if method == 'standard':
            goods.with_company(self.other_company).standard_price = cost
        return goods

    def _far(self, quantity, products=None, **more):
        """Return (transfer, product) shipped to the other company."""
        transfer, (goods,) = self._ask(
            quantity, products=products or [self._goods()], user=self.far_taker, dest=self.foreign, **more
        )
        self._as(self.giver_boss, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        return transfer, goods

    def _worth(self, product, company):
        """What the company's books say the product is worth."""
        self.env.flush_all()
        self.env.invalidate_all()
        return product.sudo().with_context(allowed_company_ids=company.ids).with_company(company).total_value

    def _at_ship(self):
        self.env['store.lane'].create({'dest_store_id': self.foreign.id, 'ownership_point': 'ship'})


@tagged('post_install', '-at_install')
class TestTransferCompanies(TwoCompanies):
    def test_from_request_to_close_by_people_of_one_company_each(self):
        transfer, goods = self._far(4)
        self.assertEqual(self._worth(goods, self.company), 300)
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(4, 4, 0, 0, 0, 0)])
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (260, 40))
        self.assertEqual(goods.sudo().with_company(self.other_company).standard_price, 10)
        self._as(self.far_taker, transfer).action_close()
        self.assertEqual((self._on_hand(goods, self.warehouse_b), self._in_transit(goods)), (4, 0))
        for move in self.env['stock.move'].sudo().search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids)]):
            place = move.location_id.company_id | move.location_dest_id.company_id
            self.assertLessEqual(place, move.company_id)

    def test_goods_owned_by_the_receiver_once_shipped(self):
        self._at_ship()
        transfer, goods = self._far(4)
        self.assertEqual(self._worth(goods, self.company), 260)
        self._set(self.far_taker, transfer, 'received', 1)
        self._as(self.far_taker, transfer).action_receive()
        self._set(self.far_taker, transfer, 'received', 4)
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual((self._worth(goods, self.other_company), self._booked(transfer)), (40, [(4, 4, 0, 0, 0, 0)]))

    def test_no_cent_is_lost_in_parts(self):
        self._at_ship()
        goods = self._goods(standard_price=10)
        goods.with_company(self.company).sudo().standard_price = 3.335
        transfer, _goods = self._far(3, products=[goods])
        for total in (1, 2, 3):
            self._set(self.far_taker, transfer, 'received', total)
            self._as(self.far_taker, transfer).action_receive()
        moves = self.env['stock.move'].sudo().search([('transfer_line_id', 'in', transfer.sudo().line_ids.ids)])
        out, into = moves.filtered('is_out'), moves.filtered('is_in')
        self.assertEqual(len(into), 3)
        self.assertAlmostEqual(sum(out.mapped('value')), sum(into.mapped('value')), 2)

    def test_value_by_each_cost_method(self):
        for method in ('standard', 'average', 'fifo'):
            for at_ship in (False, True):
                with self.subTest(method=method, at_ship=at_ship), self.cr.savepoint() as point:
                    if at_ship:
                        self._at_ship()
                    goods = self._goods(method)
                    self._receive(self.env(su=True), goods, self.warehouse_1, 10, 16 if method != 'standard' else 10)
                    before = self._worth(goods, self.company)
                    transfer, _goods = self._far(14, products=[goods])
                    self._as(self.far_taker, transfer).action_receive()
                    self.assertAlmostEqual(self._worth(goods, self.company) + self._worth(goods, self.other_company), before, 2)
                    point.rollback()

    def test_lots_cross_the_border_with_their_value(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                goods, lots = self._tracked()
                transfer, _goods = self._far(15, products=[goods])
                self._set(self.far_taker, transfer, 'received', 12)
                self._as(self.far_taker, transfer).action_receive()
                self._set(self.far_taker, transfer, 'received', 15)
                self._as(self.far_taker, transfer).action_receive()
                quants = (
                    self.env['stock.quant']
                    .sudo()
                    .search([('product_id', '=', goods.id), ('location_id', '=', self.warehouse_b.lot_stock_id.id)])
                )
                self.assertEqual({quant.lot_id: quant.quantity for quant in quants}, {lots[0]: 10, lots[1]: 5})
                self.assertFalse(self._in_transit(goods))
                point.rollback()

    def test_serials_cross_the_border(self):
        goods, lots = self._tracked('serial')
        transfer, _goods = self._far(2, products=[goods])
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(lots.sudo().mapped('location_id'), self.warehouse_b.lot_stock_id)

    def test_a_loss_leaves_the_books_of_whoever_pays(self):
        for at_ship, responsible, paying in (
            (False, 'source', 'company'),
            (False, 'dest', 'other_company'),
            (False, 'unknown', 'company'),
            (True, 'source', 'company'),
            (True, 'dest', 'other_company'),
            (True, 'carrier', 'other_company'),
        ):
            with self.subTest(at_ship=at_ship, responsible=responsible), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                transfer, goods = self._far(5)
                self._set(self.far_taker, transfer, 'received', 3)
                self._set(self.far_taker, transfer, 'lost', 2)
                self._as(self.far_taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self.assertEqual(self._as(self.judge, item).decide('write_off', responsible)['cost'], 20)
                worth = self._worth(goods, self.company), self._worth(goods, self.other_company)
                self.assertEqual(worth, (250, 30))
                loss = (
                    self.env['stock.move']
                    .sudo()
                    .search([('product_id', '=', goods.id), ('location_dest_id.usage', '=', 'inventory')])
                )
                self.assertEqual((loss.company_id, loss.value), (getattr(self, paying), 20))
                self.assertEqual(self._in_transit(goods), 0)
                store = {'source': self.store_1, 'dest': self.foreign}.get(responsible)
                self.assertEqual(item.sudo().cost_line_id.store_id, store or self.env['store.store'])
                self._as(self.far_taker, transfer).action_close()
                point.rollback()

    def test_refused_goods_go_home_at_the_value_they_left_with(self):
        for at_ship in (False, True):
            with self.subTest(at_ship=at_ship), self.cr.savepoint() as point:
                if at_ship:
                    self._at_ship()
                transfer, goods = self._far(5)
                self._set(self.far_taker, transfer, 'refused', 5)
                self._as(self.far_taker, transfer).action_receive()
                item = transfer.sudo().discrepancy_ids
                self._as(self.giver, item).action_agree()
                self._as(self.judge, item).decide('to_source')
                self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (300, 0))
                self.assertEqual(self._on_hand(goods, self.warehouse_1), 10)
                point.rollback()

    def test_a_surplus_crosses_the_border(self):
        transfer, goods = self._far(4)
        self._set(self.far_taker, transfer, 'received', 5)
        self._as(self.far_taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('ship_rest')
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (250, 50))

    def test_two_currencies(self):
        currency = self.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        own_rate = self.company.currency_id.with_company(self.other_company).rate
        self.env['res.currency.rate'].sudo().create(
            {'currency_id': currency.id, 'name': '2020-01-01', 'rate': 2.0 * own_rate, 'company_id': False}
        )
        self.other_company.sudo().currency_id = currency
        transfer, goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (260, 80))

    def test_a_currency_without_a_rate(self):
        self.env['res.currency.rate'].sudo().search([]).unlink()
        self.other_company.sudo().currency_id = self.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        with self.assertRaisesRegex(TransferRefused, 'knows no rate of TST'):
            self._far(4)

    def test_a_currency_without_a_rate_beside_one_that_has_one(self):
        Rate = self.env['res.currency.rate'].sudo()
        Rate.search([]).unlink()
        self.other_company.sudo().currency_id = self.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        rate = Rate.create({'currency_id': self.company.currency_id.id, 'name': '2020-01-01', 'rate': 1.0, 'company_id': False})
        with self.assertRaisesRegex(TransferRefused, 'knows no rate of TST'):
            self._far(4)
        main = self.env['res.company']._get_main_company()
        (main.currency_id - self.company.currency_id).rate_ids.unlink()
        rate.rate = 2.0
        if main.currency_id == self.company.currency_id:  # then all rates are relative to the other one
            self._far(4)

    def test_received_in_the_picking_by_the_other_companys_people(self):
        transfer, goods = self._far(4)
        receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company)
        self._deliver(self._as(self.far_taker, receipt), 3)
        self.assertEqual(self._booked(transfer), [(4, 3, 0, 0, 0, 1)])
        self.assertEqual(self._worth(goods, self.other_company), 30)
        self._as(self.far_taker, transfer).action_receive()
        self.assertEqual(self._worth(goods, self.other_company), 40)

    def test_whoever_is_not_bound_acts_in_his_companies_only(self):
        transfer, _goods = self._far(2)
        with self.assertRaisesRegex(AccessError, 'belongs to company Sales Company'):
            self._as(self.free, transfer).action_receive()
        stranger = self._user('far_stranger', 'stock.group_stock_user')
        third = self.env['res.company'].sudo().create({'name': 'Third'})
        stranger.sudo().write({'company_ids': [(6, 0, third.ids)], 'company_id': third.id})
        self.assertFalse(self._as(stranger, self.env['store.transfer']).search([('id', '=', transfer.id)]))

    def test_the_return_brings_value_back(self):
        transfer, goods = self._far(4)
        self._as(self.far_taker, transfer).action_receive()
        back = self.env['store.transfer'].browse(self._as(self.far_taker, transfer).action_return()['res_id'])
        self._as(self.far_taker, back).action_submit()
        self._as(self.far_boss, back).action_approve()
        self._as(self.far_taker, back).action_ship()
        self._as(self.giver, back).action_receive()
        self.assertEqual((self._worth(goods, self.company), self._worth(goods, self.other_company)), (300, 0))

    def test_more_than_the_picking_may_take_is_refused(self):
        transfer, _goods = self._far(2)
        receipt = self._pickings(transfer).filtered(lambda picking: picking.company_id == self.other_company)
        receipt.sudo().move_ids.quantity = 3
        with self.assertRaisesRegex(UserError, 'Count the surplus'):
            self._as(self.far_taker, receipt).button_validate()
