# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_security_stock_work import NUMBER
from .transfer_common import TransferCommon


class LotsCommon(TransferCommon):
    """`giver` and `giver_boss` work for store 1, `taker` for store 3; lots lie at both, at headquarters and with a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.central = cls._warehouse('Central', 'TS9')
        cls.customers = cls.env.ref('stock.stock_location_customers')
        cls.shelf_1, cls.shelf_3 = cls.warehouse_1.lot_stock_id, cls.warehouse_3.lot_stock_id
        cls.env.ref('store_group.profile_staff').sudo().write({'correct_stock': True, 'count': True, 'approve_up_to': 10000})

    def _lot(self, *places, tracking='lot', quantity=5, product=None, **vals):
        """Return a lot of which `quantity` lies at each of the places; a serial number lies at one."""
        env = self.env(su=True, context={'allowed_company_ids': self.company.ids})
        product = product or env['product.product'].create(
            {
                'name': f'Lots {next(NUMBER)}',
                'default_code': f'LOTS-{next(NUMBER)}',
                'is_storable': True,
                'tracking': tracking,
                'standard_price': 10,
            }
        )
        lot = env['stock.lot'].create({'name': f'LOT-{next(NUMBER)}', 'product_id': product.id, **vals})
        for place in places:
            env['stock.quant']._update_available_quantity(
                product, place.with_env(env), 1 if product.tracking == 'serial' else quantity, lot_id=lot
            )
        self.env.flush_all()
        self.env.invalidate_all()
        return lot

    def _moved(self, lot, source, dest, user=None, quantity=1, kind='out_type_id', warehouse=None, **line):
        """Move a quantity of the lot as somebody at store 1 does, by a picking whose line they write themselves."""
        picking = self._as(user or self.giver, self.env['stock.picking']).create(
            {
                'picking_type_id': (warehouse or self.warehouse_1)[kind].id,
                'location_id': source.id,
                'location_dest_id': dest.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': lot.product_id.id,
                            'product_uom_qty': quantity,
                            'location_id': source.id,
                            'location_dest_id': dest.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.move_line_ids.unlink()
        picking.move_ids.write(
            {
                'move_line_ids': [
                    Command.create(
                        {
                            'product_id': lot.product_id.id,
                            'quantity': quantity,
                            'picked': True,
                            'location_id': source.id,
                            'location_dest_id': dest.id,
                            'picking_id': picking.id,
                            **(line or {'lot_id': lot.id}),
                        }
                    )
                ]
            }
        )
        picking.with_context(skip_backorder=True, store_reason={'reason': 'count_error'}).button_validate()
        return picking

    def _stands(self, lot):
        """Return {place: quantity} of a lot, of all that is not nothing."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {quant.location_id: quant.quantity for quant in lot.sudo().quant_ids if quant.quantity}

    def assert_refused(self, function, *args, text='', error=UserError, **kwargs):
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            function(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestSecurityLotsRead(LotsCommon):
    """Where a lot lies is told to whoever may see that place, by every door."""

    def setUp(self):
        super().setUp()
        self.own, self.foreign = self._lot(self.shelf_1), self._lot(self.shelf_3)
        self.mine = self._as(self.giver, self.own | self.foreign)
        self.Lot = self.mine.browse()
        self.both = [('id', 'in', self.mine.ids)]

    def test_a_place_of_another_store_is_blank_where_it_is_read(self):
        self.assertEqual((self.own.location_id, self.foreign.location_id), (self.shelf_1, self.shelf_3))
        self.assertEqual([row['location_id'] for row in self.mine.read(['location_id'], load=None)], [self.shelf_1.id, False])
        self.assertFalse(self.mine[1].read()[0]['location_id'])
        self.assertFalse(self.Lot.search_read(self.both, ['location_id'], order='id desc')[0]['location_id'])
        rows = self.mine.web_read({'location_id': {'fields': {'display_name': {}}}})
        self.assertEqual([bool(row['location_id']) for row in rows], [True, False])
        rows = self.Lot.web_search_read(self.both, {'location_id': {}, 'name': {}}, order='id')['records']
        self.assertEqual([row['location_id'] for row in rows], [self.shelf_1.id, False])
        self.assertFalse(self.mine[1].copy_data()[0].get('location_id'))
        self.assertEqual(self.mine[0].copy_data()[0]['location_id'], self.shelf_1.id)
        self.assertEqual(self._as(self.taker, self.foreign).read(['location_id'], load=None)[0]['location_id'], self.shelf_3.id)
        self.assertEqual(self._as(self.free, self.foreign).read(['location_id'], load=None)[0]['location_id'], self.shelf_3.id)

    def test_the_cache_of_others_keeps_what_was_read(self):
        self.mine.read(['location_id'])
        self.Lot.search_read(self.both, ['location_id'])
        self.assertEqual(self.foreign.sudo().location_id, self.shelf_3)

    def test_places_of_no_store_are_told(self):
        lots = self._lot(self.central.lot_stock_id) | self._lot(self.customers)
        rows = self._as(self.giver, lots).read(['location_id'], load=None)
        self.assertEqual([row['location_id'] for row in rows], [self.central.lot_stock_id.id, self.customers.id])

    def test_exports_leave_it_out(self):
        self.env.ref('store_group.profile_staff').sudo().export = True
        rows = self.mine.export_data(['name', 'location_id', 'location_id/name', 'location_id/.id'])['datas']
        self.assertEqual([row[0] for row in rows], self.mine.mapped('name'))
        self.assertEqual([[bool(cell) for cell in row[1:]] for row in rows], [[True] * 3, [False] * 3])
        move = self.env['stock.quant'].sudo().search([('lot_id', '=', self.own.id)])
        rows = self._as(self.giver, move).export_data(['lot_id/name', 'lot_id/location_id/name'])['datas']
        self.assertEqual(rows, [[self.own.name, self.shelf_1.name]])

    def test_filters_find_what_may_be_told(self):
        def found(*domain):
            return self.Lot.search([*self.both, *domain])

        own, foreign = self.mine
        for domain in (
            [('location_id', '=', self.shelf_3.id)],
            [('location_id', 'in', self.shelf_3.ids)],
            [('location_id', 'child_of', self.warehouse_3.view_location_id.id)],
            [('location_id.warehouse_id', '=', self.warehouse_3.id)],
            [('location_id', 'ilike', self.shelf_3.complete_name)],
            [('location_id.store_id', '=', self.store_3.id)],
            [('location_id', 'any', [('id', '=', self.shelf_3.id)])],
        ):
            with self.subTest(domain=domain):
                self.assertFalse(found(*domain))
        self.assertEqual(found(('location_id', '!=', False)), own)
        self.assertEqual(found(('location_id', '=', False)), foreign)
        self.assertEqual(found(('location_id', '!=', self.shelf_3.id)), own | foreign)
        self.assertEqual(found(('location_id', 'not in', self.shelf_3.ids)), own | foreign)
        self.assertEqual(found(('location_id', '=', self.shelf_1.id)), own)
        self.assertEqual(found(('location_id.warehouse_id', '=', self.warehouse_1.id)), own)
        self.assertFalse(found(('quant_ids.location_id', '=', self.shelf_3.id)))
        theirs = self.foreign.sudo().quant_ids.ids
        self.assertEqual(found(('quant_ids', '!=', False)), own)
        self.assertEqual(found(('quant_ids', '=', False)), foreign)
        self.assertEqual((found(('quant_ids', 'in', theirs)), found(('quant_ids', 'not in', theirs))), (self.Lot, own | foreign))
        self.assertEqual(found(('quant_ids', 'in', [False, *theirs])), foreign)
        self.assertEqual(found(('product_qty', '>', 0)), own)
        self.assertFalse(
            self._as(self.giver, self.env['product.product']).search(
                [('id', '=', self.foreign.product_id.id), ('stock_quant_ids.lot_id.location_id', '=', self.shelf_3.id)]
            )
        )
        self.assertEqual(self._as(self.free, self.Lot).search([*self.both, ('location_id', '=', self.shelf_3.id)]), self.foreign)

    def test_a_filter_over_another_model_tells_no_more(self):
        move = self._moved(self._lot(self.shelf_1, quantity=2), self.shelf_1, self.customers, quantity=2)
        lot = move.move_line_ids.lot_id.sudo()
        quants = self.env['stock.quant'].sudo().with_company(self.company)
        quants._update_available_quantity(lot.product_id, self.shelf_3, 7, lot_id=lot)
        quants._update_available_quantity(lot.product_id, self.customers, -2, lot_id=lot)
        self.env.flush_all()
        self.assertEqual(lot.location_id, self.shelf_3)
        lines = self._as(self.giver, self.env['stock.move.line'])
        self.assertFalse(lines.search([('lot_id', '=', lot.id), ('lot_id.location_id', '=', self.shelf_3.id)]))
        self.assertFalse(lines.search([('lot_id', '=', lot.id), ('lot_id.location_id', 'any', [('store_id', '!=', False)])]))

    def test_groups_and_orders_tell_no_more(self):
        groups = self.Lot.web_read_group(self.both, ['location_id'], ['__count'])['groups']
        counts = {bool(group['location_id']): group['__count'] for group in groups if group['__count']}
        self.assertEqual(counts, {True: 1, False: 1})
        rows = self.Lot.formatted_read_group(self.both, ['product_id'], ['location_id:array_agg', 'location_id:count_distinct'])
        self.assertEqual(
            sorted(
                (row['location_id:array_agg'], row['location_id:count_distinct'])
                for row in rows
                if row['location_id:array_agg'] != [None]
            ),
            [([self.shelf_1.id], 1)],
        )
        for order in ('location_id', 'location_id desc', 'location_id.id', 'location_id.id desc'):
            with self.subTest(order=order):
                before = self.Lot.search(self.both, order=f'{order}, id').ids
                self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                    self.foreign.product_id, self.shelf_3, -5, lot_id=self.foreign.sudo()
                )
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertFalse(self.foreign.location_id)
                self.assertEqual(self.Lot.search(self.both, order=f'{order}, id').ids, before)
                self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                    self.foreign.product_id, self.shelf_3, 5, lot_id=self.foreign.sudo()
                )

    def test_a_form_tells_no_more(self):
        """Of a lot at a warehouse their store uses, which they may change, the place is another store's."""
        shared = self.warehouse_2.lot_stock_id
        lot = self._as(self.bound, self._lot(shared))
        spec = {'location_id': {'fields': {'display_name': {}}}, 'quant_ids': {'fields': {}}}
        self.assertFalse(lot.web_read(spec)[0]['location_id'])
        for place in (False, self.shelf_1.id):
            answer = lot.onchange({'location_id': place, 'quant_ids': []}, ['quant_ids'], spec)
            self.assertFalse(answer.get('value', {}).get('location_id'), answer)

    def _asked(self, user, lot):
        """Return {field: answer} of all this user may read of a lot."""
        self.env.flush_all()
        self.env.invalidate_all()
        lot = self._as(user, lot)
        answers = {}
        for name, field in lot._fields.items():
            if name in ('write_date', 'write_uid') or not lot._has_field_access(field, 'read'):
                continue
            answers[name] = lot.read([name], load=None)[0].get(name)
        return answers

    def test_no_field_of_a_lot_tells_what_happens_elsewhere(self):
        for lot in (self._lot(self.shelf_1), self._lot()):
            before = self._asked(self.giver, lot)
            self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(
                lot.product_id, self.shelf_3, 10, lot_id=lot
            )
            order = (
                self.env['sale.order']
                .sudo()
                .create(
                    {
                        'partner_id': self.customer.id,
                        'company_id': self.company.id,
                        'store_id': self.store_3.id,
                        'warehouse_id': self.warehouse_3.id,
                        'order_line': [Command.create({'product_id': lot.product_id.id, 'product_uom_qty': 2})],
                    }
                )
            )
            order.action_confirm()
            self._deliver(order.picking_ids)
            self._receive_lot(lot, self.warehouse_3)
            self.env['stock.scrap'].sudo().create(
                {
                    'product_id': lot.product_id.id,
                    'lot_id': lot.id,
                    'scrap_qty': 1,
                    'location_id': self.shelf_3.id,
                    'company_id': self.company.id,
                }
            ).action_validate()
            after = self._asked(self.giver, lot)
            told = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
            told.pop('location_id', None)  # of a lot that lies here and elsewhere core tells no single place
            self.assertFalse(told)
            self.assertEqual(self._asked(self.free, lot)['sale_order_count'], 1)

    def _receive_lot(self, lot, warehouse):
        suppliers = self.env.ref('stock.stock_location_suppliers')
        return self._moved(
            lot, suppliers, warehouse.lot_stock_id, user=self.free, quantity=3, kind='in_type_id', warehouse=warehouse
        )

    def test_traceability_tells_of_own_lines_only(self):
        self._receive_lot(self.foreign, self.warehouse_3)
        report = self._as(self.giver, self.env['stock.traceability.report'])
        line = self.env['stock.move.line'].sudo().search([('lot_id', '=', self.foreign.id), ('state', '=', 'done')], limit=1)
        picking = line.picking_id
        self.env.invalidate_all()
        self.assertFalse(report.get_lines(model_name='stock.lot', model_id=self.foreign.id, level=1))
        with self.assertRaises(AccessError):
            report.get_lines(model_name='stock.picking', model_id=picking.id, level=1)
        self.env.invalidate_all()
        named = report.with_context(lot_name=self.foreign.name)
        self.assertFalse(named.get_lines(model_name='stock.move.line', model_id=line.id, level=1))
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            named.get_lines(line_id=1, model_name='stock.move.line', model_id=line.id, level=1)


@tagged('post_install', '-at_install')
class TestSecurityLotsWrite(LotsCommon):
    """A lot is changed by whoever acts where all its goods are."""

    def test_a_lot_of_another_store_is_not_changed(self):
        self.giver.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        for name, lot in {
            'elsewhere': self._lot(self.shelf_3),
            'here and elsewhere': self._lot(self.shelf_1, self.shelf_3),
            'headquarters': self._lot(self.central.lot_stock_id),
            'owed elsewhere': self._lot(self.shelf_3, quantity=-5),
            'sold elsewhere': self._sold_elsewhere(),
        }.items():
            mine, place = self._as(self.giver, lot), lot.location_id
            other = self._lot(product=lot.product_id)
            for vals in (
                {'name': 'X'},
                {'ref': 'X'},
                {'note': 'X'},
                {'product_id': self.product.id},
                {'location_id': self.shelf_1.id},
                {'location_id': False},
                {'company_id': self.company.id},
            ):
                with self.subTest(name=name, vals=vals):
                    self.assert_refused(mine.write, vals, error=AccessError, text=lot.name)
            with self.subTest(name=name):
                self.assert_refused(mine.unlink, error=AccessError, text=lot.name)
                self.assert_refused((mine | self._as(self.giver, other)).write, {'ref': 'X'}, error=AccessError)
                self.assert_refused(mine.web_save, {'ref': 'X'}, {}, error=AccessError)
                self.assert_refused(mine.message_post, body='X', error=AccessError)
                self.assertEqual((lot.ref, lot.location_id), (False, place))
                self.assertTrue(mine.load(['.id', 'ref'], [[str(lot.id), 'X']])['messages'])
                self._as(self.giver_boss, lot).read(['name', 'ref', 'note'])

    def _sold_elsewhere(self):
        lot = self._lot(self.shelf_3, quantity=1)
        self._moved(lot, self.shelf_3, self.customers, user=self.taker, warehouse=self.warehouse_3)
        self.assertEqual(self._stands(lot), {self.customers: 1})
        return lot

    def test_not_by_a_command_of_something_else(self):
        lot = self._lot(self.shelf_3)
        picking = self._as(self.giver, self.env['stock.picking']).create(
            {
                'picking_type_id': self.warehouse_1.out_type_id.id,
                'location_id': self.shelf_1.id,
                'location_dest_id': self.customers.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': lot.product_id.id,
                            'product_uom_qty': 1,
                            'location_id': self.shelf_1.id,
                            'location_dest_id': self.customers.id,
                        }
                    )
                ],
            }
        )
        for command in (Command.update(lot.id, {'name': 'X'}), Command.delete(lot.id)):
            self.assert_refused(picking.move_ids.write, {'lot_ids': [command]})
        self.assertTrue(lot.exists() and lot.name.startswith('LOT-'))

    def test_own_lots_are_changed(self):
        for lot in (self._lot(self.shelf_1), self._lot(), self._lot(self.customers)):
            self._as(self.giver, lot).write({'ref': 'Mine', 'name': f'{lot.name}-A', 'note': 'Note'})
            self._as(self.giver, lot).message_post(body='Word')
            self.assertEqual(lot.ref, 'Mine')
        made = self._as(self.giver, self.env['stock.lot']).create({'name': 'NEW', 'product_id': lot.product_id.id})
        made.ref = 'Mine'
        made.unlink()
        self._as(self.free, self._lot(self.shelf_3)).ref = 'Who is not bound'

    def test_a_lot_of_a_shared_warehouse_is_changed_by_who_works_there(self):
        self.online.warehouse_id = self.warehouse_2
        self._as(self.bound, self._lot(self.warehouse_2.lot_stock_id)).ref = 'Shared'

    def test_receiving_makes_lots(self):
        lot = self._lot(self.shelf_3)
        self._moved(lot, self.env.ref('stock.stock_location_suppliers'), self.shelf_1, kind='in_type_id', lot_name='FRESH')
        fresh = self.env['stock.lot'].search([('name', '=', 'FRESH'), ('product_id', '=', lot.product_id.id)])
        self.assertEqual(self._stands(fresh)[self.shelf_1], 1)
        self._as(self.giver, fresh).ref = 'Written afterwards'

    def test_goods_are_not_moved_away_by_the_place_of_a_lot(self):
        self.giver.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        lot = self._lot(self.shelf_1)
        mine = self._as(self.giver, lot).with_context(store_reason={'reason': 'count_error'})
        self.assert_refused(mine.write, {'location_id': self.shelf_3.id}, error=AccessError)
        self.assert_refused(
            mine.create, {'name': 'Elsewhere', 'product_id': lot.product_id.id, 'location_id': self.shelf_3.id}, error=AccessError
        )
        self.assert_refused(
            mine.with_context(default_location_id=self.shelf_3.id).create,
            {'name': 'Elsewhere', 'product_id': lot.product_id.id},
            error=AccessError,
        )
        self.assertEqual(self._stands(lot), {self.shelf_1: 5})
        bin_1 = self.env['stock.location'].sudo().create({'name': 'Bin', 'location_id': self.shelf_1.id})
        mine.location_id = bin_1.id
        self.assertEqual(self._stands(lot), {bin_1: 5})


@tagged('post_install', '-at_install')
class TestSecurityLotsMoved(LotsCommon):
    """Goods that lie elsewhere are not taken, or found, by naming their lot."""

    def _check_taken(self, lot, take, before=None):
        before = self._stands(lot)
        self.assert_refused(take, text=lot.name)
        self.assertEqual(self._stands(lot), before)

    def test_a_delivery_names_no_lot_of_another_store(self):
        self.warehouse_1.sudo().out_type_id.use_create_lots = True
        for tracking in ('lot', 'serial'):
            for place in (self.shelf_3, self.central.lot_stock_id):
                lot = self._lot(place, tracking=tracking)
                with self.subTest(tracking=tracking, place=place.display_name):
                    self._check_taken(lot, lambda lot=lot: self._moved(lot, self.shelf_1, self.customers))
                    self._check_taken(lot, lambda lot=lot: self._moved(lot, self.shelf_1, self.customers, lot_name=lot.name))
                    self._check_taken(
                        lot,
                        lambda lot=lot: self._moved(
                            lot, self.shelf_1, self.warehouse_1.wh_output_stock_loc_id or self.shelf_1.copy(), kind='int_type_id'
                        ),
                    )

    def test_it_is_said_when_the_line_is_written(self):
        lot = self._lot(self.shelf_3)
        fine = self._lot(self.shelf_1, product=lot.product_id)
        order = self._sell(self.giver, lot.product_id, 1)
        line = order.picking_ids.move_line_ids
        self.assertEqual(line.lot_id, fine)
        self.assert_refused(line.write, {'lot_id': lot.id}, text=lot.name)
        self.assert_refused(order.picking_ids.move_ids.write, {'lot_ids': [Command.set(lot.ids)]}, text=lot.name)
        nested = {'move_line_ids': [Command.update(line.id, {'lot_id': lot.id})]}
        self.assert_refused(order.picking_ids.write, nested, text=lot.name)

    def test_more_than_lies_here_is_not_taken_of_what_lies_elsewhere(self):
        lot = self._lot(self.shelf_1, self.shelf_3, quantity=2)
        self._check_taken(lot, lambda: self._moved(lot, self.shelf_1, self.customers, quantity=3))
        self._moved(lot, self.shelf_1, self.customers, quantity=2)
        self.assertEqual(self._stands(lot), {self.customers: 2, self.shelf_3: 2})

    def test_a_done_line_is_not_changed_to_a_lot_elsewhere(self):
        own = self._lot(self.shelf_1)
        lot = self._lot(self.shelf_3, product=own.product_id)
        picking = self._moved(own, self.shelf_1, self.customers)
        picking.is_locked = False
        self._check_taken(lot, lambda: picking.move_line_ids.write({'lot_id': lot.id}))
        self._check_taken(
            lot, lambda: picking.write({'move_line_ids': [Command.update(picking.move_line_ids.id, {'lot_id': lot.id})]})
        )
        self.assertEqual(self._stands(own), {self.shelf_1: 4, self.customers: 1})

    def test_scrap_and_count_name_no_lot_of_another_store(self):
        lot, serial = self._lot(self.shelf_3), self._lot(self.shelf_3, tracking='serial')

        def scrap(lot):
            return (
                self._as(self.giver, self.env['stock.scrap'])
                .create({'product_id': lot.product_id.id, 'lot_id': lot.id, 'scrap_qty': 1, 'location_id': self.shelf_1.id})
                .with_context(store_reason={'reason': 'damaged'})
                .do_scrap()
            )

        def count(lot, quantity):
            return (
                self._as(self.giver, self.env['stock.quant'])
                .with_context(inventory_mode=True, store_reason={'reason': 'found'})
                .create(
                    {
                        'product_id': lot.product_id.id,
                        'lot_id': lot.id,
                        'inventory_quantity': quantity,
                        'location_id': self.shelf_1.id,
                    }
                )
                .action_apply_inventory()
            )

        self._check_taken(lot, lambda: scrap(lot))
        self._check_taken(serial, lambda: scrap(serial))
        self._check_taken(serial, lambda: count(serial, 1))
        count(lot, 3)
        self.assertEqual(self._stands(lot)[self.shelf_1], 3, "a batch may lie in two stores")

    def test_a_serial_that_stands_elsewhere_is_not_received_twice(self):
        suppliers = self.env.ref('stock.stock_location_suppliers')
        serial, lot = self._lot(self.shelf_3, tracking='serial'), self._lot(self.shelf_3)
        for line in ({'lot_id': serial.id}, {'lot_name': serial.name}):
            self._check_taken(serial, lambda line=line: self._moved(serial, suppliers, self.shelf_1, kind='in_type_id', **line))
        self._check_taken(serial, lambda: self._moved(serial, self.customers, self.shelf_1, kind='in_type_id'))
        self._moved(lot, suppliers, self.shelf_1, kind='in_type_id')
        self.assertEqual(self._stands(lot), {self.shelf_1: 1, self.shelf_3: 5, suppliers: -1})

    def test_a_serial_that_the_books_have_twice_already_is_sold_from_the_shelf(self):
        serial = self._lot(self.shelf_1, self.shelf_3, tracking='serial')
        self._moved(serial, self.shelf_1, self.customers)
        self.assertEqual(self._stands(serial), {self.customers: 1, self.shelf_3: 1})

    def test_a_customer_brings_to_another_store_what_he_bought(self):
        for tracking in ('lot', 'serial'):
            lot = self._lot(self.shelf_3, tracking=tracking, quantity=1)
            self._moved(lot, self.shelf_3, self.customers, user=self.taker, warehouse=self.warehouse_3)
            self._moved(lot, self.customers, self.shelf_1, kind='in_type_id')
            self.assertEqual(self._stands(lot), {self.shelf_1: 1})
            self._moved(lot, self.shelf_1, self.customers)
            self.assertEqual(self._stands(lot), {self.customers: 1})

    def test_what_lies_nowhere_else_goes_as_in_core(self):
        for lot in (self._lot(), self._lot(self.customers), self._lot(self.shelf_1, quantity=1)):
            self._moved(lot, self.shelf_1, self.customers, quantity=2)
            self.assertIn(self._stands(lot)[self.shelf_1], (-2, -1))
        lot = self._lot(self.shelf_3)
        self._moved(lot, self.shelf_1, self.customers, user=self.free)
        self.assertEqual(self._stands(lot)[self.shelf_1], -1, "who is not bound does as before")

    def test_goods_of_a_shared_warehouse_and_of_headquarters_go_as_before(self):
        lot = self._lot(self.warehouse_2.lot_stock_id)
        order = self._sell(self.bound, lot.product_id, 1, store=self.online, warehouse=self.warehouse_2)
        self._deliver(order.picking_ids.sudo())
        self.assertEqual(self._stands(lot)[self.warehouse_2.lot_stock_id], 4)

    def test_untracked_goods_of_the_own_shelf_take_the_name_of_a_batch(self):
        lot = self._lot(self.shelf_3)
        self.env['stock.quant'].sudo().with_company(self.company)._update_available_quantity(lot.product_id, self.shelf_1, 2)
        self._moved(lot, self.shelf_1, self.customers, quantity=2)
        self.assertEqual(self._stands(lot), {self.customers: 2, self.shelf_3: 5})

    def test_a_transfer_brings_a_lot_and_it_goes_on(self):
        for tracking in ('lot', 'serial'):
            goods, lots = self._tracked(tracking, quantity=2)
            transfer, _products = self._shipped(1, products=[goods])
            lot = self._pickings(transfer).move_line_ids.filtered(lambda line: line.state == 'done').lot_id
            self._as(self.taker, transfer).action_receive()
            self.assertEqual(self._stands(lot)[self.shelf_3], 1)
            self._moved(lot, self.shelf_3, self.customers, user=self.taker, warehouse=self.warehouse_3)
            self.assertIn(lot, lots)
