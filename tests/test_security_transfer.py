# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestSecurityTransfer(TransferCommon):
    """Each on their own side, and nobody beside the acts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._member('stranger', 'store_manager', store_id=cls.store_2.id)
        cls.watcher = cls._member('watcher', 'auditor', store_id=cls.store_3.id)

    def test_both_sides_read_and_nobody_else(self):
        transfer, _products = self._ask(2)
        for user in (self.giver, self.taker, self.watcher, self.judge):
            self.assertEqual(self._as(user, self.env['store.transfer']).search([('id', '=', transfer.id)]), transfer)
            self.assertEqual(self._as(user, transfer.line_ids).mapped('qty_requested'), [2.0])
        self.assertFalse(self._as(self.stranger, self.env['store.transfer']).search([('id', '=', transfer.id)]))
        with self.assertRaises(AccessError):
            self._as(self.stranger, transfer.line_ids).read(['qty_requested'])

    def test_each_act_belongs_to_a_side(self):
        transfer, _products = self._ask(2)
        for user, act in (
            (self.taker, 'action_approve'),
            (self.giver, 'action_approve'),
            (self.stranger, 'action_approve'),
            (self.taker, 'action_reject'),
            (self.stranger, 'action_cancel'),
            (self.watcher, 'action_cancel'),
        ):
            with self.subTest(user=user.name, act=act), self.assertRaises(AccessError):
                getattr(self._as(user, transfer), act)()
        self._as(self.giver_boss, transfer).action_approve()
        for user, act in ((self.taker, 'action_ship'), (self.watcher, 'action_ship'), (self.stranger, 'action_ship')):
            with self.subTest(user=user.name, act=act), self.assertRaises(AccessError):
                getattr(self._as(user, transfer), act)()
        self._as(self.giver, transfer).action_ship()
        for user, act in (
            (self.giver, 'action_receive'),
            (self.watcher, 'action_receive'),
            (self.giver, 'action_count_final'),
            (self.stranger, 'action_close'),
        ):
            with self.subTest(user=user.name, act=act), self.assertRaises(AccessError):
                getattr(self._as(user, transfer), act)()

    def test_quantities_belong_to_a_side_and_a_time(self):
        transfer, _products = self._ask(2)
        with self.assertRaises(AccessError):
            self._set(self.taker, transfer, 'approved', 1)
        self._set(self.giver_boss, transfer, 'approved', 1)
        self._as(self.giver_boss, transfer).action_approve()
        with self.assertRaises(UserError):
            self._set(self.giver_boss, transfer, 'approved', 2)
        for user, step in ((self.taker, 'shipped'), (self.giver, 'received'), (self.giver, 'lost')):
            with self.subTest(step=step), self.assertRaises(AccessError):
                self._set(user, transfer, step, 1)
        with self.assertRaisesRegex(UserError, '1 approved'):
            self._set(self.giver, transfer, 'shipped', 2)
            self._as(self.giver, transfer).action_ship()
        for bad in (
            [{'line_id': 0, 'quantity': 1}],
            [{'line_id': transfer.line_ids.id, 'quantity': -1}],
            [{'line_id': transfer.line_ids.id, 'quantity': 'x'}],
        ):
            with self.assertRaisesRegex(UserError, 'Correct (these|it)'):
                self._as(self.giver, transfer).set_quantities('shipped', bad)
        with self.assertRaisesRegex(UserError, 'A step is one of'):
            self._as(self.giver, transfer).set_quantities('sold', [])

    def test_nobody_writes_past_the_acts(self):
        transfer, _products = self._shipped(2)
        for user in (self.giver, self.taker, self.judge, self.admin):
            for record, vals in (
                (transfer, {'state': 'closed'}),
                (transfer, {'receiver_ids': [Command.clear()]}),
                (transfer, {'reason': 'other'}),
                (transfer.line_ids, {'qty_requested': 9}),
                (transfer.line_ids, {'qty_approved': 9}),
                (transfer.line_ids, {'qty_received': 2}),
            ):
                with self.subTest(user=user.name, vals=vals), self.assertRaises(UserError):
                    self._as(user, record).write(vals)
        with self.assertRaises(AccessError):
            self._as(self.giver, transfer.line_ids).count_received = 2
        with self.assertRaises(AccessError):
            self._as(self.taker, self.env['store.transfer']).create(
                {'source_store_id': self.store_1.id, 'dest_store_id': self.store_3.id, 'state': 'received'}
            )
        sneaked = (
            self._as(self.taker, self.env['store.transfer'])
            .with_context(default_state='approved', default_kind='return', default_qty_approved=5, default_value=1)
            .create(
                {
                    'source_store_id': self.store_1.id,
                    'dest_store_id': self.store_3.id,
                    'line_ids': [Command.create({'product_id': self._product().id, 'qty_requested': 1})],
                }
            )
        )
        self.assertEqual((sneaked.state, sneaked.kind, sneaked.line_ids.qty_approved), ('draft', 'request', 0))

    def test_a_request_for_somebody_else_is_refused(self):
        goods = self._product()
        with self.assertRaises(AccessError):
            self._ask(1, products=[goods], user=self.stranger)
        with self.assertRaises(AccessError):
            self._as(self.stranger, self.env['store.transfer']).create(
                {'source_store_id': self.store_1.id, 'dest_store_id': self.store_3.id}
            )
        draft = self._as(self.taker, self.env['store.transfer']).create(
            {
                'source_store_id': self.store_1.id,
                'dest_store_id': self.store_3.id,
                'line_ids': [Command.create({'product_id': goods.id, 'qty_requested': 1})],
            }
        )
        with self.assertRaises(AccessError):
            draft.dest_store_id = self.store_2

    def test_a_manager_gives_his_own_goods_and_a_second_person_approves(self):
        transfer, _products = self._ask(2, user=self.giver_boss)
        self.assertEqual(transfer.sudo().kind, 'allocation')
        with self.assertRaisesRegex(UserError, 'needs a second person'):
            self._as(self.giver_boss, transfer).action_approve()
        self.east.sudo().four_eyes = 'never'
        self._as(self.giver_boss, transfer).action_approve()
        self.assertTrue(transfer.sudo().is_one_handed)

    def test_who_ships_does_not_receive(self):
        both = self._member('both', 'staff', store_id=self.store_1.id)
        self.env['store.member'].create(
            {'user_id': both.id, 'role': 'staff', 'store_id': self.store_3.id, 'date_from': '2020-01-01'}
        )
        transfer, _products = self._approved(2)
        self._as(both, transfer).action_ship()
        with self.assertRaisesRegex(UserError, 'needs a second person'):
            self._as(both, transfer).action_receive()
        receipt = self._pickings(transfer).filtered(lambda picking: picking.picking_type_id.code == 'incoming')
        with self.assertRaisesRegex(UserError, 'needs a second person'):
            self._as(both, receipt).button_validate()
        self.head.sudo().write({'four_eyes': 'above', 'four_eyes_amount': 100})
        self._as(both, transfer).action_receive()
        self.assertTrue(transfer.sudo().is_one_handed)

    def test_above_the_limit_the_nearest_group_manager_approves(self):
        self.giver_boss.sudo().store_member_ids.profile_id = (
            self.env['store.role.profile']
            .sudo()
            .create({'name': 'Small', 'role': 'store_manager', 'approve_up_to': 15, 'request': True})
        )
        transfer, _products = self._ask(2)
        self.assertEqual(transfer.sudo().activity_ids.user_id, self.judge)
        with self.assertRaisesRegex(AccessError, 'Ask judge'):
            self._as(self.giver_boss, transfer).action_approve()
        self._as(self.judge, transfer).action_approve()

    def test_a_lane_may_ask_for_the_group_manager(self):
        self.env['store.lane'].create({'source_group_id': self.east.id, 'approval_limit': 15})
        transfer, _products = self._ask(2)
        for user in (self.giver, self.giver_boss, self.judge, self.taker):
            approvable = self._as(user, transfer).is_approvable
            self.assertEqual(approvable, user in transfer.sudo()._approvers(), f'{user.login}: named as helper and let through')
        with self.assertRaisesRegex(AccessError, 'Ask judge'):
            self._as(self.giver_boss, transfer).action_approve()
        self._as(self.judge, transfer).action_approve()

    def test_costs_are_for_those_who_see_costs(self):
        transfer, _products = self._ask(2)
        with self.assertRaises(AccessError):
            self._as(self.taker, transfer).read(['value'])
        for user, shown in ((self.taker, False), (self.judge, True)):
            for model in ('store.transfer', 'store.transfer.discrepancy'):
                view = self._as(user, self.env[model]).get_view(view_type='form')['arch']
                self.assertEqual('name="value"' in view, shown, (user.name, model))
        self.assertEqual(self._as(self.judge, transfer).value, 20)

    def test_an_integration_without_membership_is_refused(self):
        robot = self._user('robot', 'store_group.group_store_integration')
        with self.assertRaises(AccessError):
            self._ask(1, user=robot)
