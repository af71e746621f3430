# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.addons.store_group.tests.test_security_stock_work import StockWorkCommon
from odoo.exceptions import AccessError
from odoo.tests import tagged


@tagged('post_install', '-at_install')
class TestMrpWalls(StockWorkCommon):
    """`bound` assembles sets at their own stores; what store 3 assembles is none of their business."""

    def setUp(self):
        super().setUp()
        for user in self.bound | self.free:
            user.sudo().group_ids |= self.env.ref('mrp.group_mrp_user') | self.env.ref('analytic.group_analytic_accounting')
        self.part = self._product()
        self.set = self.env['product.product'].sudo().create({'name': 'Set', 'is_storable': True})
        self.bom = (
            self.env['mrp.bom']
            .sudo()
            .create(
                {
                    'product_tmpl_id': self.set.product_tmpl_id.id,
                    'product_qty': 1,
                    'bom_line_ids': [Command.create({'product_id': self.part.id, 'product_qty': 2})],
                    'operation_ids': [
                        Command.create(
                            {
                                'name': 'Pack',
                                'workcenter_id': self.env['mrp.workcenter']
                                .sudo()
                                .create({'name': 'Bench', 'company_id': self.company.id})
                                .id,
                                'company_id': self.company.id,
                            }
                        )
                    ],
                }
            )
        )

    def _order(self, user, warehouse, **vals):
        model = self._as(user, self.env['mrp.production']).with_context(allowed_company_ids=self.company.ids)
        return model.create(
            {
                'product_id': self.set.id,
                'product_qty': 3,
                'bom_id': self.bom.id,
                'picking_type_id': warehouse.sudo().manu_type_id.id,
                **vals,
            }
        )

    def _done(self, order):
        order.action_confirm()
        order.action_assign()
        order.qty_producing = 3
        order._set_qty_producing()
        order.button_mark_done()

    def _on_hand(self, product, warehouse):
        return product.sudo().with_context(warehouse_id=warehouse.id).qty_available

    def test_he_assembles_at_his_own_store(self):
        order = self._order(self.bound, self.warehouse_1)
        self._done(order)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.state, 'done')
        self.assertEqual((self._on_hand(self.set, self.warehouse_1), self._on_hand(self.part, self.warehouse_1)), (3, 4))

    def test_he_takes_it_apart_there(self):
        order = self._order(self.bound, self.warehouse_1)
        self._done(order)
        unbuild = self._as(self.bound, self.env['mrp.unbuild']).create(
            {
                'product_id': self.set.id,
                'mo_id': order.id,
                'product_qty': 1,
                'company_id': self.company.id,
                'product_uom_id': self.set.uom_id.id,
            }
        )
        unbuild.action_validate()
        self.assertEqual((self._on_hand(self.set, self.warehouse_1), self._on_hand(self.part, self.warehouse_1)), (2, 6))

    def test_nothing_is_taken_from_another_store(self):
        for vals in (
            {'picking_type_id': self.warehouse_3.sudo().manu_type_id.id},
            {'location_src_id': self.warehouse_3.lot_stock_id.id},
            {'location_dest_id': self.warehouse_3.lot_stock_id.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(AccessError), self.cr.savepoint():
                self._order(self.bound, self.warehouse_1, **vals)
                self.env.flush_all()
            self.env.invalidate_all()
        own = self._order(self.bound, self.warehouse_1)
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.location_src_id = self.warehouse_3.lot_stock_id
        self.env.invalidate_all()
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.move_raw_ids.location_id = self.warehouse_3.lot_stock_id

    def test_what_others_assemble_is_theirs(self):
        theirs = self._order(self.free, self.warehouse_3)
        theirs.action_confirm()
        group = self._as(self.bound, theirs.sudo().production_group_id)
        self.assertTrue(group)
        self.assertFalse(group.search([('id', 'in', group.ids)]))
        own = self._order(self.bound, self.warehouse_1)
        own.action_confirm()
        self.assertEqual(own.production_group_id.production_ids, own)
        for record in (theirs, theirs.workorder_ids):
            self.assertTrue(record)
            mine = self._as(self.bound, record)
            self.assertFalse(mine.search([('id', 'in', record.ids)]))
            for act in (lambda mine=mine: mine.read(['display_name']), lambda mine=mine: mine.write({'sequence': 3})):
                with self.assertRaises(AccessError), self.cr.savepoint():
                    act()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(self.bound, self.env['mrp.workorder']).create(
                {'name': 'More', 'production_id': theirs.id, 'workcenter_id': theirs.workorder_ids.workcenter_id.id}
            )
        self.assertEqual(len(theirs.workorder_ids), 1)

    def test_times_of_work_belong_to_the_work_order(self):
        own, theirs = self._order(self.bound, self.warehouse_1), self._order(self.free, self.warehouse_3)
        (own | theirs).sudo().action_confirm()
        loss = self.env['mrp.workcenter.productivity.loss'].sudo().search([], limit=1)
        times = [
            self.env['mrp.workcenter.productivity']
            .sudo()
            .create(
                {
                    'workorder_id': order.sudo().workorder_ids.id,
                    'workcenter_id': order.sudo().workorder_ids.workcenter_id.id,
                    'loss_id': loss.id,
                    'date_start': '2026-01-01 08:00:00',
                    'company_id': self.company.id,
                }
            )
            for order in (own, theirs)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        mine, foreign = (self._as(self.bound, time) for time in times)
        self.assertEqual((mine | foreign).search([('id', 'in', (mine | foreign).ids)]), mine)
        mine.write({'date_end': '2026-01-01 09:00:00'})
        for act, values in (
            (foreign.read, [['workorder_id']]),
            (foreign.write, [{'date_end': '2026-01-02 09:00:00'}]),
            (foreign.unlink, []),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act(*values)
