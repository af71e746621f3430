# Part of store_group. License LGPL-3.
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, ConcurrencyError, LockError, UserError
from odoo.tests import Form, HttpCase, tagged

from .transfer_common import TransferCommon

WHY = {'reason': 'damaged', 'note': 'Wet box'}


class CorrectionCommon(TransferCommon):
    """The keeper corrects stock of store 1 up to a value of 50 alone, the boss up to 20,000; the giver only counts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        profile = (
            cls.env['store.role.profile']
            .sudo()
            .create(
                {
                    'name': 'Keeper',
                    'role': 'staff',
                    'count': True,
                    'correct_stock': True,
                    'ship': True,
                    'receive': True,
                    'approve_up_to': 50,
                    'currency_id': cls.company.currency_id.id,
                }
            )
        )
        cls.keeper = cls._member('keeper', 'staff', store_id=cls.store_1.id, profile_id=profile.id)
        cls.goods = cls._product(cls())  # ten pieces worth 10 on each shelf
        cls.shelf = cls.warehouse_1.lot_stock_id

    def _quant(self, user, counted=None):
        quant = self.env['stock.quant'].sudo().search([('product_id', '=', self.goods.id), ('location_id', '=', self.shelf.id)])
        quant = self._as(user, quant).with_context(inventory_mode=True)
        if counted is not None:
            quant.inventory_quantity = counted
        return quant

    def _why(self, records, **why):
        return records.with_context(store_reason=why or WHY)

    def _corrections(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['store.stock.correction'].sudo().search([('product_id', '=', self.goods.id)])

    def _told(self, records):
        return [(item.kind, item.quantity, item.value, item.reason, item.state) for item in records]

    def _scrap(self, user, quantity):
        return self._as(user, self.env['stock.scrap']).create(
            {'product_id': self.goods.id, 'scrap_qty': quantity, 'location_id': self.shelf.id}
        )

    def _by_hand(self, user, place, place_to, quantity=1):
        picking = self._as(user, self.env['stock.picking']).create(
            {
                'picking_type_id': self.warehouse_1.int_type_id.id,
                'location_id': place.id,
                'location_dest_id': place_to.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.goods.id,
                            'product_uom_qty': quantity,
                            'product_uom': self.goods.uom_id.id,
                            'location_id': place.id,
                            'location_dest_id': place_to.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({'quantity': quantity, 'picked': True})
        return picking


@tagged('post_install', '-at_install')
class TestAvailabilityCorrection(CorrectionCommon):
    """No stock changes beside the flow without a right, a reason, and a second person above a value."""

    def test_goods_that_somebody_else_moves_are_waited_for(self):
        Quant, nobodys = self.env['stock.quant'].sudo(), self.env['stock.location'].sudo().create({'name': 'Nobody'})
        Quant._update_available_quantity(self.goods, nobodys, 10)
        nothing = patch.object(self.registry['stock.quant'], 'try_lock_for_update', lambda self, **_how: self.browse())
        with nothing, self.assertRaisesRegex(ConcurrencyError, 'Street One'):
            Quant._update_available_quantity(self.goods, self.shelf, -2)
        with nothing:
            Quant._update_available_quantity(self.goods, self.shelf, 2)  # nothing is taken
            Quant._update_available_quantity(self.goods, nobodys, -2)  # no store's: as core does
        self.assertEqual(Quant._get_available_quantity(self.goods, self.shelf), 12)

    def test_a_count_begins_with_what_lies_in_the_store(self):
        action = self._as(self.giver, self.env['stock.quant']).action_view_inventory()
        self.assertNotIn('search_default_my_count', action['context'], "core shows what was assigned: nothing")
        self._quant(self.keeper).sudo().user_id = self.giver
        action = self._as(self.giver, self.env['stock.quant']).action_view_inventory()
        self.assertTrue(action['context']['search_default_my_count'])
        ours = self._as(self.giver, self.env['stock.quant'])._store_count_action()
        self.assertEqual([kind for _view, kind in ours['views']], ['list', 'kanban', 'form'], "cards to count on a phone")
        self.assertEqual((ours['mobile_view_mode'], ours['domain']), ('kanban', [('location_id.usage', '=', 'internal')]))

    def test_a_count_on_the_phone_is_a_form(self):
        view = self.env.ref('store_group.stock_quant_view_form_count')
        quant = self._quant(self.keeper)
        with Form(quant.with_context(inventory_mode=True), view=view) as form:
            form.inventory_quantity = 7
            self.assertEqual(form.inventory_diff_quantity, -3)
        self.assertEqual(quant.action_apply_inventory()['res_model'], 'store.correct')

    def test_a_count_is_asked_for_its_reason_and_written_down(self):
        quant = self._quant(self.keeper, 7)
        action = quant.action_apply_inventory()
        self.assertEqual((action['res_model'], quant.sudo().quantity), ('store.correct', 10))
        wizard = self._as(self.keeper, self.env['store.correct']).browse(action['res_id'])
        wizard.write({'reason': 'other'})
        with self.assertRaisesRegex(UserError, 'Enter a note for the reason'):
            wizard.action_apply()
        wizard.write({'reason': 'theft', 'note': 'Tag found'})
        wizard.action_apply()
        self.assertEqual((quant.sudo().quantity, self._told(self._corrections())), (7, [('count', -3, -30, 'theft', 'done')]))
        self.assertEqual(self._corrections().move_id.state, 'done')

    def test_above_his_value_somebody_else_decides(self):
        quant = self._quant(self.keeper, 4)
        for _time in range(2):
            self._why(quant).action_apply_inventory()
        waiting = self._corrections()
        self.assertEqual((quant.sudo().quantity, self._told(waiting)), (10, [('count', -6, -60, 'damaged', 'waiting')]))
        self.assertEqual(waiting.activity_ids.user_id, self.giver_boss)
        for user in (self.keeper, self.giver):
            with self.assertRaises(AccessError):
                self._as(user, waiting).action_approve()
        for _time in range(2):
            self._as(self.giver_boss, waiting).action_approve()
        self.assertEqual((quant.sudo().quantity, waiting.state, waiting.approver_id), (4, 'done', self.giver_boss))
        self.assertEqual((waiting.move_id.state, waiting.value, len(self._corrections())), ('done', -60, 1))
        with self.assertRaisesRegex(UserError, 'decided already'):
            self._as(self.giver_boss, waiting).action_refuse()

    def test_a_refused_count_is_forgotten_and_a_stale_one_not_done(self):
        quant = self._quant(self.giver, 9)
        self._why(quant).action_apply_inventory()
        self._as(self.giver_boss, self._corrections()).action_refuse()
        self.assertEqual((quant.sudo().quantity, quant.sudo().inventory_quantity_set), (10, False))
        with self.assertRaisesRegex(UserError, 'decided already'):
            self._as(self.giver_boss, self._corrections()).action_approve()
        self._quant(self.giver, 9)
        self._why(quant).action_apply_inventory()
        self._deliver(self._sell(self.free, self.goods, 1).picking_ids)
        with self.assertRaisesRegex(UserError, 'count again'):
            self._as(self.giver_boss, self._corrections()[0]).action_approve()

    def test_who_decides_while_somebody_else_does_is_told(self):
        self._why(self._quant(self.keeper, 4)).action_apply_inventory()
        waiting = self._corrections()
        with patch.object(type(waiting), 'lock_for_update', side_effect=LockError('Cannot grab a lock on records')):
            for act in ('action_approve', 'action_refuse'):
                with self.assertRaisesRegex(UserError, 'deciding about this correction'), self.cr.savepoint():
                    getattr(self._as(self.giver_boss, waiting), act)()
        self.assertEqual(waiting.state, 'waiting')

    def test_scrap_needs_the_right_a_reason_and_a_second_person(self):
        scrap = self._scrap(self.giver, 1)
        with self.assertRaises(AccessError):
            self._why(scrap).action_validate()
        scrap = self._scrap(self.keeper, 1)
        self.assertEqual(scrap.action_validate()['res_model'], 'store.correct')
        with self.assertRaisesRegex(UserError, 'needs a reason'):
            scrap.do_scrap()
        self._why(scrap).action_validate()
        much = self._scrap(self.keeper, 6)
        self._why(much).action_validate()
        self.assertEqual(much.state, 'draft')
        with self.assertRaisesRegex(AccessError, 'alone'):
            self._why(much).do_scrap()
        self._as(self.giver_boss, self._corrections()[0]).action_approve()
        self.assertEqual((much.sudo().state, self._on_hand(self.goods, self.warehouse_1)), ('done', 3))
        self.assertEqual(
            self._told(self._corrections()), [('scrap', -6, -60, 'damaged', 'done'), ('scrap', -1, -10, 'damaged', 'done')]
        )

    def test_goods_moved_by_hand_between_stores_and_to_losses_count_from_shelf_to_shelf_not(self):
        corner = self.shelf.create({'name': 'Corner', 'location_id': self.shelf.id, 'usage': 'internal'})
        self._by_hand(self.keeper, self.shelf, corner, 2).button_validate()
        self.assertFalse(self._corrections())
        loss = self.goods.with_company(self.company).sudo().property_stock_inventory
        picking = self._by_hand(self.keeper, self.shelf, loss)
        self.assertEqual(picking.button_validate()['res_model'], 'store.correct')
        self._why(picking).button_validate()
        self.assertEqual(self._told(self._corrections()), [('loss', -1, -10, 'damaged', 'done')])
        both = self._member('both', 'store_manager', store_id=self.store_1.id)
        self.env['store.member'].create(
            {'user_id': both.id, 'role': 'store_manager', 'store_id': self.store_3.id, 'date_from': self.store_1._today()}
        )
        self._why(self._by_hand(both, self.shelf, self.warehouse_3.lot_stock_id)).button_validate()
        self.assertEqual(
            {(item.store_id, item.quantity) for item in self._corrections() if item.kind == 'move'},
            {(self.store_1, -1), (self.store_3, 1)},
        )

    def test_other_ways_in_are_closed(self):
        with self.assertRaisesRegex(AccessError, 'is computed from moves'):
            self._quant(self.keeper).quantity = 99
        with self.assertRaisesRegex(AccessError, 'is computed from moves'):
            self._as(self.keeper, self.env['stock.quant']).create(
                {'product_id': self.goods.id, 'location_id': self.shelf.id, 'quantity': 5}
            )
        self.keeper.sudo().group_ids += self.env.ref('stock.group_stock_manager')  # core asks for it here
        with self.assertRaisesRegex(UserError, 'cannot be overwritten'):
            self._quant(self.keeper).inventory_quantity_auto_apply = 3
        vals = {
            'product_id': self.goods.id,
            'product_uom': self.goods.uom_id.id,
            'product_uom_qty': 1,
            'location_id': self.shelf.id,
            'location_dest_id': self.warehouse_1.wh_output_stock_loc_id.id,
        }
        Move = self._as(self.keeper, self.env['stock.move'])
        for wrong in ({'state': 'done'}, {'transfer_step': 'ship'}):
            with self.assertRaises(AccessError):
                Move.create({**vals, **wrong})
        with self.assertRaises(AccessError):
            Move.create(vals).write({'state': 'done'})
        done = self._sell(self.free, self.goods, 3).picking_ids
        self._deliver(done)
        with self.assertRaises(AccessError):
            self._as(self.keeper, self.env['stock.move.line']).create(
                {
                    'picking_id': done.id,
                    'product_id': self.goods.id,
                    'quantity': 1,
                    'product_uom_id': self.goods.uom_id.id,
                    'location_id': self.shelf.id,
                    'location_dest_id': done.location_dest_id.id,
                }
            )
        stranger = self._member(
            'service', 'staff', store_id=self.store_1.id, profile_id=self.env.ref('store_group.profile_customer_service').id
        )
        with self.assertRaises(AccessError):
            self._quant(stranger, 3)

    def test_what_is_done_and_changed_is_written_down(self):
        picking = self._sell(self.free, self.goods, 3).picking_ids
        self._deliver(picking)
        lines = self._as(self.keeper, picking.move_line_ids)
        with self.assertRaises(AccessError):
            self._as(self.giver, picking.move_line_ids).quantity = 2
        lines.quantity = 2
        self.assertEqual(self._told(self._corrections()), [('edit', 1, 10, 'count_error', 'done')])
        with self.assertRaisesRegex(UserError, 'stays as it was'):
            lines.location_dest_id = self.shelf

    def test_whoever_is_not_bound_corrects_as_ever(self):
        quant = self._quant(self.free, 2)
        self.assertIsNone(quant.action_apply_inventory())
        self._scrap(self.free, 1).action_validate()
        self.free.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        self._quant(self.free).inventory_quantity_auto_apply = 5
        self.assertEqual((quant.quantity, len(self._corrections())), (5, 0))

    def test_the_flow_itself_is_no_correction(self):
        transfer, _products = self._shipped(5, products=[self.goods])
        self._set(self.taker, transfer, 'received', 4)
        self._set(self.taker, transfer, 'lost', 1)
        self._as(self.taker, transfer).action_receive()
        item = transfer.sudo().discrepancy_ids
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'source')
        self.assertFalse(self._corrections())

    def test_neither_written_nor_forged(self):
        with self.assertRaises(AccessError):
            self._as(self.giver_boss, self.env['store.stock.correction']).create({})
        self._why(self._quant(self.giver, 9)).action_apply_inventory()
        item = self._corrections()
        with self.assertRaises(AccessError):
            self._as(self.giver_boss, item).write({'state': 'done'})
        self.assertFalse(self._as(self.taker, self.env['store.stock.correction']).search([]))
        forged = self._quant(self.giver).with_context(store_flow='yes', store_opening_costs={})
        self.assertEqual(forged.action_apply_inventory()['res_model'], 'store.correct')


@tagged('post_install', '-at_install')
class TestAvailabilityCorrectionRpc(CorrectionCommon, HttpCase):
    def test_by_a_program(self):
        quant, user = self._quant(self.keeper), self.keeper
        context = {'inventory_mode': True}

        def call(method, *args, **kwargs):
            return self.xmlrpc_object.execute_kw(
                self.env.cr.dbname, user.id, user.sudo().login, 'stock.quant', method, list(args), kwargs
            )

        call('write', quant.ids, {'inventory_quantity': 9}, context=context)
        self.assertEqual(call('action_apply_inventory', quant.ids, context=context)['res_model'], 'store.correct')
        call('write', quant.ids, {'inventory_quantity': 2}, context=context)
        answer = call('action_apply_inventory', quant.ids, context={**context, 'store_reason': WHY})
        self.assertIn('waits for a decision', answer['params']['message'])
        self.assertEqual(self._told(self._corrections()), [('count', -8, -80, 'damaged', 'waiting')])
