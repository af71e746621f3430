# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import SQL

METHODS = ('standard', 'average', 'fifo')


class StockReportCommon(TransactionCase):
    """Two shops with a warehouse each, one of headquarters, goods of every way of valuation, nothing moved yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env['res.company'].create({'name': "Stock Factory", 'currency_id': cls.env.ref('base.CNY').id})
        cls.home.partner_id.tz = 'Asia/Shanghai'
        cls.admin = new_test_user(
            cls.env,
            'stock_admin',
            'store_group.group_store_admin,stock.group_stock_manager',
            company_id=cls.home.id,
            company_ids=[Command.set(cls.home.ids)],
        )
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, allowed_company_ids=cls.home.ids))
        Group = cls.env['store.group']
        cls.east = Group.create({'name': "Stock East", 'code': 'SKE'})
        cls.west = Group.create({'name': "Stock West", 'code': 'SKW'})
        cls.warehouses = cls.env['stock.warehouse'].create(
            [{'name': f"Stock {number}", 'code': f'SK{number}', 'company_id': cls.home.id} for number in range(3)]
        )
        cls.shops = cls.env['store.store'].create(
            [
                {
                    'name': f"Stock Shop {number}",
                    'code': f'SKS{number}',
                    'company_id': cls.home.id,
                    'tz': 'Asia/Shanghai',
                    'group_id': group.id,
                    'warehouse_id': cls.warehouses[number].id,
                }
                for number, group in enumerate((cls.east, cls.west))
            ]
        )
        cls.shelves = cls.warehouses.mapped('lot_stock_id')
        Category = cls.env['product.category']
        cls.goods = cls.env['product.product'].create(
            [
                {
                    'name': f"Goods {method}",
                    'is_storable': True,
                    'standard_price': 10,
                    'taxes_id': False,
                    'categ_id': Category.create({'name': method, 'property_cost_method': method}).id,
                }
                for method in METHODS
            ]
        )
        cls.lotted = cls.env['product.product'].create(
            {
                'name': "Goods by lot",
                'is_storable': True,
                'tracking': 'lot',
                'lot_valuated': True,
                'standard_price': 10,
                'categ_id': cls.goods[1].categ_id.id,
                'taxes_id': False,
            }
        )
        cls.lots = cls.env['stock.lot'].create([{'name': f'SK-{number}', 'product_id': cls.lotted.id} for number in range(2)])
        cls.suppliers, cls.customers = (cls.env.ref(f'stock.stock_location_{name}') for name in ('suppliers', 'customers'))
        cls.home._create_transit_location() if not cls.home.internal_transit_location_id else None
        cls.transit = cls.home.internal_transit_location_id
        cls.transit.active = True
        cls.losses = cls.goods[0].with_company(cls.home).property_stock_inventory
        cls.everything = cls.goods | cls.lotted

    @classmethod
    def _move(cls, product, quantity, source, dest, lot=None, value=None, date=None, **values):
        """Do a move at once; `value` is what a receipt cost in total, `date` (naive UTC) back-dates it as SQL would."""
        if product.tracking == 'lot':
            lot = lot or cls.lots[0]
        move = cls.env['stock.move'].create(
            {
                'product_id': product.id,
                'product_uom': product.uom_id.id,
                'product_uom_qty': quantity,
                'company_id': cls.home.id,
                'location_id': source.id,
                'location_dest_id': dest.id,
                **values,
                'move_line_ids': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_id': product.uom_id.id,
                            'quantity': quantity,
                            'lot_id': lot.id if lot else False,
                            'location_id': source.id,
                            'location_dest_id': dest.id,
                            'company_id': cls.home.id,
                            'picked': True,
                        }
                    )
                ],
            }
        )
        move.picked = True
        move._action_done()
        if value is not None:
            move.value_manual = value
        if date:
            cls._sql('UPDATE stock_move SET date = %s WHERE id = %s', date, move.id)
        return move

    @classmethod
    def _receive(cls, product, quantity, shop=0, **values):
        return cls._move(product, quantity, cls.suppliers, cls.shelves[shop], **values)

    @classmethod
    def _sell(cls, product, quantity, shop=0, **values):
        return cls._move(product, quantity, cls.shelves[shop], cls.customers, **values)

    @classmethod
    def _sql(cls, query, *values):
        cls.env.flush_all()
        cls.env.cr.execute(SQL(query, *values))
        cls.env.invalidate_all()

    # === QUESTIONS ===

    def _ledger(self, first=None, last=None, user=None, **context):
        return (
            self.env['store.stock.ledger']
            .with_user(user or self.admin)
            .with_context(allowed_company_ids=self.home.ids, store_from=first, store_to=last, **context)
        )

    def _stock(self, user=None, **context):
        return (
            self.env['store.stock.report']
            .with_user(user or self.admin)
            .with_context(allowed_company_ids=self.home.ids, **context)
        )

    def _sums(self, report, groupby, *measures, domain=()):
        """{key: sums} of this company; what is nothing everywhere is left out. One group is its own key."""
        rows = report._read_group([('company_id', '=', self.home.id), *domain], groupby, [f'{name}:sum' for name in measures])
        found = {}
        for row in rows:
            figures = tuple(round(float(figure or 0), 4) for figure in row[len(groupby) :])
            if any(figures):
                key = row[0] if len(groupby) == 1 else row[: len(groupby)]
                found[key] = figures[0] if len(figures) == 1 else figures
        return found

    def _quants(self):
        """{(store, place, product): quantity} as Odoo's quants have it."""
        found = {}
        for quant in self.env['stock.quant'].search(
            [('location_id.company_id', '=', self.home.id), ('location_id.usage', 'in', ('internal', 'transit'))]
        ):
            place = quant.location_id
            store = place.store_id if place.usage == 'internal' else place.store_id.browse()
            key = (store, 'transit' if place.usage == 'transit' else 'store' if store else 'none', quant.product_id)
            found[key] = round(found.get(key, 0) + quant.quantity, 4)
        return {key: quantity for key, quantity in found.items() if quantity}

    def _valuation(self, product, day=None):
        """What Odoo says the company's goods are worth, now or at the end of a day (UTC)."""
        self.env.invalidate_all()
        moment = day and f'{day} 23:59:59'  # a day alone would be its beginning
        return product.with_company(self.home).with_context(to_date=moment).total_value

    def _refresh(self):
        Fact = self.env['store.stock.fact']
        while Fact._refresh(pairs=3):
            pass
        self.assertFalse(Fact._count_invalidations())
        self.assertEqual(Fact.with_user(self.admin).check(), [])
