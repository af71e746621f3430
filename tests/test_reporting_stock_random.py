# Part of store_group. License LGPL-3.
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import tagged

from .history_common import histories, rolled_back
from .test_reporting_stock import INS
from .test_reporting_stock_facts import KINDS, StockFactsCommon

STEPS = (
    'receive',
    'receive',
    'sell',
    'sell',
    'take_back',
    'send_back',
    'ship',
    'arrive',
    'to_headquarters',
    'scrap',
    'gain',
    'lose',
    'price',
    'back_date',
    'sql_place',
    'owner',
    'refresh',
    'refresh_some',
    'anew',
)


@tagged('post_install', '-at_install')
class TestReportingStockRandom(StockFactsCommon):
    """Whatever happens to goods, and whatever is refreshed when: ledger, moves, quants and valuation say the same."""

    @histories(4, 200)
    @given(st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 50), st.integers(1, 9)), min_size=6, max_size=12))
    def test_ledger_equals_moves_quants_and_valuation_after_every_step(self, steps):
        with rolled_back(self.env):
            for number, product in enumerate(self.everything):
                self._receive(product, 30, shop=number % 3, value=300)
            for kind, which, number in steps:
                getattr(self, f'_do_{kind}')(which, number)
                self.env.flush_all()
                self.env.invalidate_all()
                self._assert_exact([(None, None), ('2026-02-10', '2026-04-15')])
                self._assert_equals_odoo()

    def _assert_equals_odoo(self):
        names = [f'{kind}_quantity' for kind in KINDS]
        rows = self._sums(self._ledger(), ['store_id', 'place', 'product_id'], 'closing_quantity', 'closing_value', *names)
        quantities = {}
        for key, (closing, _value, *flows) in rows.items():
            quantities[key] = closing
            self.assertAlmostEqual(
                closing, sum(flow if kind in INS else -flow for kind, flow in zip(KINDS, flows, strict=True)), 4
            )
        self.assertEqual({key: quantity for key, quantity in quantities.items() if quantity}, self._quants())
        now = self._sums(self._stock(), ['store_id', 'place', 'product_id'], 'on_hand_quantity', 'transit_quantity', 'value')
        self.assertEqual(
            {key: figures[0] + figures[1] for key, figures in now.items() if figures[0] + figures[1]}, self._quants()
        )
        for product in self.everything:
            odoo = self._valuation(product)
            for rows_of in (now, rows):
                place = 2 if rows_of is now else 1
                self.assertAlmostEqual(
                    sum(figures[place] for key, figures in rows_of.items() if key[2] == product), odoo, 2, product.name
                )

    def _product(self, which):
        return self.everything[which % len(self.everything)]

    # === STEPS ===

    def _do_receive(self, which, number):
        self._receive(self._product(which), number, shop=which % 3, value=number * (8 + which % 5))

    def _do_sell(self, which, number):
        self._sell(self._product(which), number, shop=which % 3)

    def _do_take_back(self, which, number):
        self._move(self._product(which), number, self.customers, self.shelves[which % 3])

    def _do_send_back(self, which, number):
        self._move(self._product(which), number, self.shelves[which % 3], self.suppliers)

    def _do_ship(self, which, number):
        self._move(self._product(which), number, self.shelves[which % 3], self.transit)

    def _do_arrive(self, which, number):
        self._move(self._product(which), number, self.transit, self.shelves[which % 3])

    def _do_to_headquarters(self, which, number):
        self._move(self._product(which), number, self.shelves[which % 2], self.shelves[2])

    def _do_scrap(self, which, number):
        product = self._product(which)
        self.env['stock.scrap'].create(
            {
                'product_id': product.id,
                'scrap_qty': 1,
                'location_id': self.shelves[which % 3].id,
                'company_id': self.home.id,
                'lot_id': self.lots[0].id if product == self.lotted else False,
            }
        ).do_scrap()

    def _do_gain(self, which, number):
        self._move(self._product(which), number, self.losses, self.shelves[which % 3], is_inventory=True)

    def _do_lose(self, which, number):
        self._move(self._product(which), number, self.shelves[which % 3], self.losses, is_inventory=True)

    def _do_price(self, which, number):
        self.goods[0].with_company(self.home).standard_price = 5 + number

    def _do_back_date(self, which, number):
        """Goods at a standard price, for which the order of the moves does not matter to Odoo."""
        moves = self.goods[0].stock_move_ids.sorted('id')
        day = datetime(2026, 1, 20, 15, 30) + timedelta(days=9 * number)
        self._sql('UPDATE stock_move SET date = %s WHERE id = %s', day, moves[which % len(moves)].id)

    def _do_sql_place(self, which, number):
        """A warehouse changes hands behind the ORM's back."""
        store = (self.shops[0].id, self.shops[1].id, None)[number % 3]
        self._sql('UPDATE stock_location SET store_id = %s WHERE id = %s', store, self.shelves[which % 3].id)

    def _do_owner(self, which, number):
        self.warehouses[1].store_id = (self.shops[1], self.env['store.store'])[number % 2]

    def _do_refresh(self, which, number):
        self._refresh()

    def _do_refresh_some(self, which, number):
        self.env['store.stock.fact']._refresh(pairs=1 + number % 3)

    def _do_anew(self, which, number):
        self.env['store.stock.fact'].with_user(self.admin).rebuild()
