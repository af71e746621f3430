# Part of store_group. License LGPL-3.
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_reporting_sale import ReportingCommon

FIGURES = ['sales_today', 'orders_today', 'sales_month', 'stock_qty', 'is_stock_shared']


@tagged('post_install', '-at_install')
class TestReportingFigures(ReportingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stores = cls.shop | cls.online | cls.foreign
        cls.own = cls.env['stock.warehouse'].search([('company_id', '=', cls.home.id)], limit=1)
        cls.shop.warehouse_id = cls.own  # nobody's so far: the shop owns it now
        cls.online.warehouse_id = cls.own  # shared

    def _look(self, stores=None):
        """Return {store: (sales today, orders today, sales month, stock, shared)} as the administrator sees it."""
        stores = (stores or self.stores).with_user(self.admin)
        stores.invalidate_recordset(FIGURES)
        return {store.sudo(False): tuple(store[name] for name in FIGURES) for store in stores}

    def test_today_and_this_month_are_the_stores_own(self):
        self._sell(self.shop, '2026-04-01 04:00:00', [(self.boot, 1, 10, 0)])
        self._sell(self.shop, '2026-04-01 05:00:00', [(self.boot, 1, 20, 0), (self.cap, 1, 1, 0)])
        self._sell(self.foreign, '2026-03-31 16:00:00', [(self.boot, 1, 40, 0)])  # noon in New York
        self._sell(self.foreign, '2026-03-02 16:00:00', [(self.boot, 1, 80, 0)])
        with freeze_time('2026-04-01 02:30:00'):  # 1 April in Shanghai, still 31 March in New York
            looked = self._look()
        self.assertEqual(looked[self.shop][:3], (31, 2, 31))
        self.assertEqual(looked[self.foreign][:3], (40, 1, 120))
        self.assertEqual(looked[self.online][:3], (0, 0, 0))

    def test_company_not_ticked_is_shown_all_the_same(self):
        self._sell(self.foreign, '2026-03-31 16:00:00', [(self.boot, 1, 40, 0)])
        with freeze_time('2026-03-31 18:00:00'):
            looked = self._look(self.stores.with_context(allowed_company_ids=self.home.ids))
        self.assertEqual(looked[self.foreign][:3], (40, 1, 40))

    def test_stock_lies_with_the_owner_of_the_warehouse(self):
        self.boot.is_storable = True
        shelf = self.env['stock.location'].create(
            {'name': "Shelf", 'location_id': self.own.lot_stock_id.id, 'company_id': self.home.id}
        )
        Quant = self.env['stock.quant'].sudo().with_company(self.home)
        Quant._update_available_quantity(self.boot, self.own.lot_stock_id, 7)
        Quant._update_available_quantity(self.boot, shelf, 5)
        looked = self._look()
        self.assertEqual(looked[self.shop][3:], (12, False))
        self.assertEqual(looked[self.online][3:], (0, True))

    def test_as_many_queries_for_one_store_as_for_all(self):
        for store in self.stores:
            self._sell(store, '2026-03-31 16:00:00', [(self.boot, 1, 40, 0)])
        with freeze_time('2026-03-31 18:00:00'):
            for stores in (self.shop, self.stores):
                self.env.invalidate_all()
                self._look(stores)  # the rules of these companies are cached now
                self.env.invalidate_all()
                # three questions, two looks at what is stale; the others load the stores, user, companies, currencies
                # and warehouses
                with self.assertQueryCount(10):
                    self._look(stores)

    def test_figures_are_for_headquarters(self):
        clerk = new_test_user(self.env, 'report_clerk', 'base.group_user')
        with self.assertRaises(AccessError):
            self.shop.with_user(clerk).read(['sales_today'])
        self.assertEqual(self.shop.with_user(clerk).name, "Shanghai")
