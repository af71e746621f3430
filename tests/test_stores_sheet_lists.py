# Part of store_group. License LGPL-3.
from datetime import date, datetime

from odoo import Command
from odoo.tests import new_test_user, tagged

from .sheet_common import SheetCommon


@tagged('post_install', '-at_install')
class TestStoresSheetLists(SheetCommon):
    """Each list goes out and comes back; what was changed is changed and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trousers = (
            cls.product.sudo().copy({'default_code': '0071', 'barcode': '6901234567892', 'list_price': 60.0}).with_env(cls.env)
        )

    def _channel(self):
        return self.env['store.channel'].create(
            {'code': 'T-TMALL', 'name': 'Tmall', 'store_id': self.online.id, 'reader': 'canonical'}
        )

    # === STORES ===

    def test_stores_go_round(self):
        self._round_trip('stores', 'T1', 'Group', 'T-WEST')
        self.assertEqual(self.store_1.group_id, self.west)
        self.assertEqual(self.store_1.warehouse_id, self.warehouse_1)

    def test_groups_of_other_trees_stay_when_the_managing_group_changes(self):
        brand = self.env['store.group'].create(
            {
                'name': 'Brand',
                'code': 'T-BRAND',
                'tree_id': self.env['store.group.tree'].create({'name': 'Brands', 'code': 'T-BRANDS'}).id,
            }
        )
        self.store_1.group_ids = [Command.link(brand.id)]
        self._upload('stores', self._typed(['Code', 'Name', 'Group'], ['T1', 'Street One', 'T-WEST'])).action_apply()
        self.assertEqual(self.store_1.group_ids, self.west | brand)
        self._upload('stores', self._typed(['Code', 'Name', 'Other Groups'], ['T1', 'Street One', ''])).action_apply()
        self.assertEqual(self.store_1.group_ids, self.west)

    def test_a_new_store_takes_what_its_row_says(self):
        self._upload(
            'stores',
            self._typed(
                ['Code', 'Name', 'Kind', 'Company', 'Group', 'Warehouse', 'Time Zone', 'Active'],
                ['T9', 'Nine', 'Online Store', 'Factory', 't-east', 'TS1', 'Asia/Shanghai', 1],
            ),
        ).action_apply()
        store = self.env['store.store']._by_code(['T9'])['T9']
        self.assertEqual(
            (store.kind, store.group_id, store.warehouse_id, store.company_id),
            ('online', self.east, self.warehouse_1, self.company),
        )

    # === MEMBERS ===

    def test_members_go_round(self):
        user = new_test_user(self.env(su=True), 'sheet_clerk', 'base.group_user', company_id=self.company.id)
        member = self.env['store.member'].create(
            {'user_id': user.id, 'role': 'staff', 'store_id': self.store_1.id, 'date_from': '2024-01-01'}
        )
        self._round_trip('members', 'sheet_clerk', 'Last Day', datetime(2024, 6, 30))
        self.assertEqual(member.date_to, date(2024, 6, 30))

    def test_a_membership_names_one_place(self):
        new_test_user(self.env(su=True), 'sheet_clerk', 'base.group_user', company_id=self.company.id)
        wizard = self._upload(
            'members',
            self._typed(
                ['User', 'Role', 'Store', 'Group', 'All Stores', 'From'],
                ['sheet_clerk', 'Staff', 'T1', '', 0, '2024-01-01'],
                ['sheet_clerk', 'Staff', 'T2', 'T-EAST', 0, '2024-01-01'],
                ['sheet_clerk', 'Staff', '', '', 0, '2024-01-01'],
                ['sheet_clerk', 'Group Manager', '', 'T-EAST', 0, '2024-01-01'],
            ),
        )
        self.assertEqual((wizard.new_count, wizard.error_count), (2, 2))
        wizard.action_apply()
        self.assertEqual(wizard.done_count, 2, wizard.line_ids.mapped('message'))
        members = self.env['store.member'].search([('user_id.login', '=', 'sheet_clerk')])
        self.assertEqual((members.store_id, members.group_id), (self.store_1, self.east))

    # === RANGE ===

    def test_ranges_go_round(self):
        self.env['store.range'].create(
            [{'store_id': self.store_1.id, 'product_id': product.id} for product in self.product | self.trousers]
        )
        self._round_trip('range', '0071', 'Last Day', '2024/6/30')
        line = self.env['store.range'].search([('product_id', '=', self.trousers.id)])
        self.assertEqual(line.date_to, date(2024, 6, 30))

    def test_a_product_is_known_by_its_reference_barcode_or_what_excel_left_of_them(self):
        wizard = self._upload(
            'range', self._typed(['Store', 'Product'], ['T1', 71], ['T2', 6901234567892], ['T3', 't-shirt'], ['T1', 'T-SHORT'])
        )
        self.assertEqual((wizard.new_count, wizard.error_count), (3, 1))
        wizard.action_apply()
        lines = self.env['store.range'].search([('store_id.code', '=like', 'T_')])
        found = {line.store_id.code: line.product_id for line in lines}
        self.assertEqual(found, {'T1': self.trousers, 'T2': self.trousers, 'T3': self.product})

    def test_a_code_of_two_products_is_refused_and_downloads_tell_them_apart(self):
        twin = self.product.sudo().copy({'default_code': 'T-SHIRT'}).with_env(self.env)
        wizard = self._upload('range', self._typed(['Store', 'Product'], ['T1', 'T-SHIRT']))
        self.assertIn('More than one product', wizard.line_ids.message)
        self.env['store.range'].create({'store_id': self.store_1.id, 'product_id': twin.id})
        self._round_trip('range', f'id:{twin.id}', 'Active', 'No')

    def test_a_product_leaves_the_range_by_its_active_column_and_comes_back(self):
        line = self.env['store.range'].create({'store_id': self.store_1.id, 'product_id': self.product.id})
        for word, active in (('否', False), (1, True)):
            self._upload('range', self._typed(['Store', 'Product', 'Active'], ['T1', 'T-SHIRT', word])).action_apply()
            self.assertEqual(line.active, active)

    # === PRICES ===

    def _order_price(self, store, quantity=1):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'store_id': store.id,
                'order_line': [(0, 0, {'product_id': self.product.id, 'product_uom_qty': quantity})],
            }
        )
        return order.order_line.price_unit

    def test_prices_go_round_and_reach_the_orders_of_the_store(self):
        wizard = self._upload(
            'prices',
            self._typed(
                ['Store', 'Group', 'Product', 'Minimum Quantity', 'From', 'To', 'Price'],
                ['', 'T-HEAD', 'T-SHIRT', '', '', '', 90],
                ['T1', '', 'T-SHIRT', '', '', '', '88.50'],
                ['T1', '', 'T-SHIRT', 10, '', '', 80],
            ),
        )
        self.assertEqual(self._counts(wizard), {'new': 3}, wizard.line_ids.mapped('message'))
        wizard.action_apply()
        self.assertEqual(wizard.done_count, 3, wizard.line_ids.mapped('message'))
        self.assertEqual([self._order_price(store) for store in (self.store_1, self.store_2)], [88.5, 90.0])
        self.assertEqual(self._order_price(self.store_1, 10), 80.0)
        self._round_trip('prices', 'T-HEAD', 'Price', 91.25)
        self.assertEqual(self._order_price(self.store_2), 91.25)

    def test_the_days_of_a_price_are_days_of_the_store(self):
        self._upload(
            'prices',
            self._typed(
                ['Store', 'Group', 'Product', 'Minimum Quantity', 'From', 'To', 'Price'],
                ['T1', '', 'T-SHIRT', '', '2024-03-01', '2024-03-31', 70],
            ),
        ).action_apply()
        item = self.store_1.pricelist_id.item_ids.filtered(lambda item: item.compute_price == 'fixed')
        self.assertEqual(item.date_start, datetime(2024, 2, 29, 16, 0))
        self.assertEqual(item.date_end, datetime(2024, 3, 31, 15, 59, 59))
        wizard = self._upload('prices', self._download('prices'))
        self.assertEqual(set(self._counts(wizard)), {'same'})

    def test_a_price_is_removed_by_its_column_and_names_one_place(self):
        self._upload(
            'prices',
            self._typed(['Store', 'Group', 'Product', 'Minimum Quantity', 'From', 'Price'], ['T1', '', 'T-SHIRT', '', '', 70]),
        ).action_apply()
        self.assertEqual(self._order_price(self.store_1), 70.0)
        wizard = self._upload(
            'prices',
            self._typed(
                ['Store', 'Group', 'Product', 'Minimum Quantity', 'From', 'Price', 'Remove'],
                ['T1', '', 'T-SHIRT', '', '', 70, 'yes'],
                ['T1', 'T-EAST', 'T-SHIRT', '', '', 70, ''],
            ),
        )
        self.assertEqual((wizard.change_count, wizard.error_count), (1, 1))
        wizard.action_apply()
        self.assertEqual(self._order_price(self.store_1), 100.0)

    # === CHANNELS ===

    def test_channels_go_round(self):
        channel = self._channel()
        self._round_trip('channels', 'T-TMALL', 'Store', 'T2')
        self.assertEqual(channel.store_id, self.store_2)

    def test_a_channel_that_reads_sheets_without_a_layout_is_reported(self):
        wizard = self._upload('channels', self._typed(['Code', 'Name'], ['T-NEW', 'New']))
        wizard.action_apply()
        self.assertIn('has no layout', wizard.line_ids.message)

    # === LISTINGS ===

    def test_listings_go_round_and_long_numbers_stay_whole(self):
        listing = self.env['store.listing'].create(
            {'channel_id': self._channel().id, 'external_sku': '123456789012345678', 'product_id': self.product.id}
        )
        wizard = self._round_trip('listings', '123456789012345678', 'Product', '0071')
        self.assertIn('T-SHIRT → 0071', wizard.line_ids.text)
        self.assertEqual((listing.product_id, listing.external_sku), (self.trousers, '123456789012345678'))

    def test_bundles_go_round(self):
        channel = self._channel()
        self.env['store.listing'].create(
            {
                'channel_id': channel.id,
                'external_sku': 'SET',
                'component_ids': [
                    (0, 0, {'product_id': self.product.id, 'quantity': 2, 'share': 60}),
                    (0, 0, {'product_id': self.trousers.id}),
                ],
            }
        )
        wizard = self._round_trip('listings', 'SET', 'Bundle of', 'T-SHIRT*3; 0071*1@25.5')
        self.assertIn('T-SHIRT*2@60; 0071*1 → T-SHIRT*3; 0071*1@25.5', wizard.line_ids.text)
        listing = self.env['store.listing'].search([('external_sku', '=', 'SET'), ('channel_id', '=', channel.id)])
        told = [(part.product_id, part.quantity, part.share) for part in listing.component_ids]
        self.assertEqual(told, [(self.product, 3.0, 0.0), (self.trousers, 1.0, 25.5)])
        wizard = self._upload(
            'listings',
            self._typed(
                ['Channel', 'Channel SKU', 'Product', 'Bundle of'],
                ['T-TMALL', 'SET', 'T-SHIRT', ''],
                ['T-TMALL', 'SET-2', '', 'NOBODY*2'],
                ['T-TMALL', 'SET-3', '', 'T-SHIRT*0'],
                ['T-TMALL', 'SET-4', '', ''],
            ),
        )
        wizard.action_apply()
        self.assertEqual((listing.product_id, listing.component_ids.ids), (self.product, []))
        told = ' '.join(wizard.line_ids.mapped('message'))
        for text in ('NOBODY matches 0 records', 'T-SHIRT*0 is not a product of a bundle', 'one of our products or a bundle'):
            self.assertIn(text, told)

    def test_a_long_number_that_lost_its_digits_is_refused(self):
        self._channel()
        wizard = self._upload(
            'listings',
            self._typed(
                ['Channel', 'Channel SKU', 'Product'],
                ['T-TMALL', 123456789012345678, 'T-SHIRT'],
                ['T-TMALL', '1.23457E+17', 'T-SHIRT'],
            ),
        )
        self.assertEqual(wizard.error_count, 2)
        self.assertIn('Format the column as text', wizard.line_ids[0].message)

    # === SIZE ===

    def test_many_rows_cost_no_query_each(self):
        products = (
            self.env['product.product']
            .sudo()
            .create([{'name': f'P{number}', 'default_code': f'T-P{number:03}'} for number in range(300)])
        )
        sheet = [['Store', 'Product']] + [['T1', product.default_code] for product in products]
        few = self._upload('range', self._typed(*sheet[:51]))
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        few.action_apply()
        self.env.flush_all()
        small = self.env.cr.sql_log_count - start
        many = self._upload('range', self._typed(*sheet))
        self.assertEqual((many.new_count, many.same_count), (250, 50))
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        many.action_apply()
        self.env.flush_all()
        self.assertEqual(many.done_count, 250)
        self.assertLess(self.env.cr.sql_log_count - start, small + 100)
