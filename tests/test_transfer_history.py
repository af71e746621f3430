# Part of store_group. License LGPL-3.
import os
import random
from contextlib import suppress
from itertools import combinations, product

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .history_common import LONG
from .test_transfer_companies import TwoCompanies
from .transfer_history_common import TransferHistory

# of each combination: '130' for so many, '65:130' for the second half of them
HISTORIES = range(*map(int, (os.environ.get('STORE_GROUP_HISTORIES') or ('60' if LONG else '1')).split(':')))
LENGTH = (5, 12) if LONG else (3, 6)
FACTORS = {
    'way': ('within the company', 'owned by the sender', 'owned by the receiver', 'another currency'),
    'method': ('standard', 'average', 'fifo'),
    'tracking': ('none', 'lot', 'value by lot', 'serial'),
    'unit': ('piece', 'dozen'),
    'valuation': ('periodic', 'real_time'),
}
STEPS = (
    ('ship', 4),
    ('ship all', 3),
    ('received', 4),
    ('receive all', 2),
    ('damaged', 1),
    ('refused', 1),
    ('lost', 1),
    ('wrong', 1),
    ('missing', 1),
    ('validate', 1),
    ('cancel', 1),
    ('close', 1),
    ('return', 2),
    ('write_off source', 1),
    ('write_off dest', 1),
    ('write_off unknown', 1),
    ('to_source', 1),
    ('to_dest', 1),
    ('ship_rest', 2),
    ('dismiss', 1),
    ('pack HIST-A', 1),
    ('pack HIST-B', 1),
    ('ship boxes', 1),
    ('box HIST-A', 1),
    ('box HIST-B', 1),
)
RATE = 2.0
# what long runs found: (way, method, tracking, unit, valuation), what is asked for, steps
FOUND = (
    (('owned by the sender', 'fifo', 'value by lot', 'piece', 'real_time'), (4, 2), ('ship all',)),
    (('within the company', 'average', 'value by lot', 'piece', 'periodic'), (4, 2), ('ship all', 'receive all')),
    (('owned by the receiver', 'average', 'value by lot', 'dozen', 'periodic'), (2, 2), ('ship all', ('received', (1, 2)))),
    (('owned by the sender', 'standard', 'lot', 'dozen', 'periodic'), (2, 3), ('ship all', ('received', (1, 0)), 'receive all')),
    (
        ('another currency', 'fifo', 'none', 'dozen', 'periodic'),
        (3, 3),
        (('ship', (2, 1)), ('received', (1, 1)), 'return', 'ship all', 'receive all'),
    ),
    (
        ('another currency', 'standard', 'serial', 'piece', 'periodic'),
        (5, 5),
        ('ship all', 'receive all', 'return', 'ship all', 'receive all'),
    ),
)


def combinations_of_all_pairs(factors, lawful):
    """Return rows {factor: level} in which every lawful pair of levels of two factors stands at least once."""
    rows = [row for levels in product(*factors.values()) if lawful(row := dict(zip(factors, levels, strict=True)))]
    pairs_of = [set(combinations(row.items(), 2)) for row in rows]
    missing, chosen = set().union(*pairs_of), []
    while missing:
        best = max(range(len(rows)), key=lambda number: len(pairs_of[number] & missing))
        missing -= pairs_of[best]
        chosen.append(rows[best])
    return chosen


def is_lawful(row):
    """A serial is a piece; only lots have a value of their own, and a standard cost is nobody's own."""
    return (row['tracking'], row['unit']) != ('serial', 'dozen') and (
        (row['tracking'], row['method']) != ('value by lot', 'standard')
    )


@tagged('post_install', '-at_install')
class TestTransferHistory(TransferHistory, TwoCompanies):
    """Whatever happens in whatever order: nothing appears, nothing vanishes, in goods and in money."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref('uom.product_uom_dozen')
        cls.coin = cls.env['res.currency'].sudo().create({'name': 'TST', 'symbol': 'T'})
        own_rate = cls.company.currency_id.with_company(cls.other_company).rate
        cls.env['res.currency.rate'].sudo().create(
            {'currency_id': cls.coin.id, 'name': '2020-01-01', 'rate': RATE * own_rate, 'company_id': False}
        )

    def test_random_histories_keep_goods_and_value(self):
        for row in combinations_of_all_pairs(FACTORS, is_lawful):
            for turn in HISTORIES:
                with self.subTest(**row, turn=turn), self.cr.savepoint() as point:
                    self._play(row, random.Random(f'{row} {turn}'))
                    point.rollback()
                self.env.invalidate_all()

    def test_histories_that_once_lost_something(self):
        for levels, asked, steps in FOUND:
            row = dict(zip(FACTORS, levels, strict=True))
            with self.subTest(**row), self.cr.savepoint() as point:
                self._play_steps(row, asked, [step if isinstance(step, tuple) else (step, (0, 0)) for step in steps])
                point.rollback()
            self.env.invalidate_all()

    # === THE GROUND ===

    def _prepare(self, row):
        """The goods of one history and another product, at the sender."""
        self.far = row['way'] != 'within the company'
        self.rate = 1.0
        if row['way'] == 'another currency':
            self.rate = RATE
            self.other_company.sudo().currency_id = self.coin
        if row['way'] == 'owned by the receiver':
            self._at_ship()
        self.goods, self.other = self._made(row, 'goods'), self._made({**row, 'tracking': 'none'}, 'other')
        self.products = self.goods | self.other

    def _made(self, row, name):
        """Return a product of which the sender has enough for any history, the goods themselves at two costs."""
        category = self.env['product.category'].sudo().create({'name': name})
        for company in self.company | self.other_company:
            category.with_company(company).property_cost_method = row['method']
            category.with_company(company).property_valuation = row['valuation']
        goods = (
            self.env['product.product']
            .sudo()
            .with_company(self.company)
            .create(
                {
                    'name': name,
                    'default_code': f'HISTORY-{name}',
                    'is_storable': True,
                    'categ_id': category.id,
                    'tracking': {'value by lot': 'lot'}.get(row['tracking'], row['tracking']),
                    'lot_valuated': row['tracking'] == 'value by lot',
                    'uom_ids': [Command.link(self.dozen.id)],
                }
            )
        )
        if row['method'] == 'standard':
            for company, rate in ((self.company, 1.0), (self.other_company, self.rate)):
                goods.with_company(company).standard_price = 10 * rate
        quantity = 100 if row['unit'] == 'dozen' else 15 if row['tracking'] == 'serial' else 30
        for cost in (10,) if name == 'other' else (10, 10 if row['method'] == 'standard' else 16):
            self._take_in(goods, quantity, cost)
        return goods

    def _take_in(self, goods, quantity, cost):
        """Receive pieces at a cost, of a lot of their own or as many serials."""
        move = self.env(su=True, context={'allowed_company_ids': self.company.ids})['stock.move'].create(
            {
                'product_id': goods.id,
                'product_uom_qty': quantity,
                'company_id': self.company.id,
                'location_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse_1.lot_stock_id.id,
            }
        )
        move._action_confirm()
        each = {'none': 0, 'lot': quantity, 'serial': 1}[goods.tracking]
        known = self.env['stock.lot'].sudo().search_count([('product_id', '=', goods.id)])
        names = [f'{goods.default_code}-{known + number}' for number in range(quantity // each)] if each else [False]
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    **move._prepare_move_line_vals(),
                    'quantity': each or quantity,
                    'lot_id': name and self.env['stock.lot'].sudo().create({'name': name, 'product_id': goods.id}).id,
                }
            )
            for name in names
        ]
        move.value_manual = quantity * cost
        move.picked = True
        move._action_done()

    # === PLAYING ===

    def _play(self, row, dice):
        most = 3 if row['unit'] == 'dozen' else 6
        asked = [dice.randint(1, most), dice.randint(1, most)]
        names, weights = zip(*STEPS, strict=True)
        steps = [
            (step, (dice.randint(0, most), dice.randint(0, most)))
            for step in dice.choices(names, weights, k=dice.randint(*LENGTH))
        ]
        self._play_steps(row, asked, steps)

    def _play_steps(self, row, asked, steps):
        self._prepare(row)
        self.start = self._totals()
        transfer = self._as(self.far_taker if self.far else self.taker, self.env['store.transfer']).create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': (self.foreign if self.far else self.store_3).id,
                'line_ids': [
                    Command.create(
                        {
                            'product_id': self.goods.id,
                            'qty_requested': quantity,
                            'uom_id': self.dozen.id if row['unit'] == 'dozen' and not number else self.goods.uom_id.id,
                        }
                    )
                    for number, quantity in enumerate(asked)
                ],
            }
        )
        transfer.action_submit()
        self._as(self.giver_boss, transfer).action_approve()
        told = []
        for step, quantities in steps:
            told.append((step, quantities))
            with suppress(UserError), self.cr.savepoint():
                self._step(transfer, step, quantities)
            self._check(told, delta=0.05 * len(told))
