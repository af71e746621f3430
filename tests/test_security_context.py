# Part of store_group. License LGPL-3.
import pathlib

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..models.people import elevation
from . import elevated
from .common_context import ContextStorm
from .intake_common import IntakeCommon
from .test_security_stock_work import StockWorkCommon
from .transfer_common import TransferCommon

MODELS = pathlib.Path(__file__).resolve().parents[1] / 'models'


@tagged('post_install', '-at_install')
class TestSecurityContext(ContextStorm, StockWorkCommon):
    """The caller writes the context; elevated code does not believe it."""

    def setUp(self):
        super().setUp()
        self.goods = self._product()
        self.others = self._sell(self.free, self.goods, 2, store=self.store_3, warehouse=self.warehouse_3)
        self.theirs = self.others.sudo().picking_ids
        self.abroad = self._abroad()
        self.stores = self.store_3 | self.foreign
        self.ids = [
            *self.theirs.ids,
            *self.abroad.ids,
            *self.theirs.move_ids.ids,
            *self.others.sudo().order_line.ids,
            self.warehouse_3.id,
            self.warehouse_3.lot_stock_id.id,
        ]

    def _abroad(self):
        """Return a receipt of the other company, which only its store's people work on."""
        env = self.env(su=True, context={'allowed_company_ids': self.other_company.ids})
        warehouse = self._warehouse('Abroad', 'TSA', company=self.other_company)
        self.foreign.warehouse_id = warehouse
        picking = env['stock.picking'].create(
            {
                'picking_type_id': warehouse.in_type_id.id,
                'location_id': env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': warehouse.lot_stock_id.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.goods.id,
                            'product_uom_qty': 3,
                            'location_dest_id': warehouse.lot_stock_id.id,
                            'location_id': env.ref('stock.stock_location_suppliers').id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    # === HELPERS ===

    def _mine(self, quantity=2, reserved=True):
        """Return an order of the bound user in their own store, and its delivery as they have it."""
        order = self._sell(self.bound, self.goods, quantity)
        picking = self._as(self.bound, order.picking_ids)
        if not reserved:
            picking.do_unreserve()
        return order, picking

    def _acts(self):
        """{file:method that elevates: what a bound user does with a context}"""
        order, picking = self._mine()
        move, line = picking.move_ids, self._as(self.bound, order.order_line)
        draft = self._as(self.bound, self.env['stock.picking']).create(
            {
                'picking_type_id': self.warehouse_1.out_type_id.id,
                'location_id': self.warehouse_1.lot_stock_id.id,
                'location_dest_id': self.customer.property_stock_customer.id,
                'move_ids': [
                    Command.create(
                        {
                            'product_id': self.goods.id,
                            'product_uom_qty': 1,
                            'location_id': self.warehouse_1.lot_stock_id.id,
                            'location_dest_id': self.customer.property_stock_customer.id,
                        }
                    )
                ],
            }
        )

        def with_context(records, method, *args):
            def act(context):
                return getattr(records.with_context(**context), method)(*args)

            act.__name__ = f'{records._name}.{method}'
            return act

        def done(context):
            move.picked = True
            move.with_context(**context)._action_done()

        def take_back(context):
            sold, delivery = self._mine()
            delivery.button_validate()
            row = {'line': sold.order_line.id, 'quantity': 1, 'back': 0}
            return self._as(self.bound, self.env['store.take.back']).with_context(**context).take_back(sold.id, [row])

        def split(context):
            sold, delivery = self._mine()
            channel = self.env['store.channel'].create({'name': 'Split', 'code': 'T-SPLIT', 'reader': 'canonical'})
            sold.sudo().store_channel_id = channel
            return delivery.with_context(**context)._split_off({delivery.move_ids.id: 1})

        def new_warehouse(context):
            return (
                self._as(self.bound, self.env['stock.warehouse'])
                .with_context(**context)
                .create({'name': 'Cellar', 'code': 'CEL', 'store_id': self.store_1.id})
            )

        self.bound.sudo().group_ids += self.env.ref('stock.group_stock_manager')
        nothing = self._as(self.bound, self.env['account.partial.reconcile'])
        invoice = self._as(self.bound, self.env['account.move'])
        return {
            **{
                f'stock_picking:{name}': with_context(picking, name)
                for name in ('button_validate', 'action_assign', 'action_cancel', 'do_unreserve')
            },
            'stock_picking:action_confirm': with_context(draft, 'action_confirm'),
            **{
                f'stock_move:{name}': with_context(move, name)
                for name in ('_action_assign', '_action_cancel', '_do_unreserve', '_set_value')
            },
            'stock_move:_action_confirm': with_context(draft.move_ids, '_action_confirm'),
            'stock_move:_action_done': done,
            'sale_order_line:_action_launch_stock_rule': with_context(line, '_action_launch_stock_rule'),
            'store_take_back:_give_back': take_back,
            'stock_picking_division:_divide': split,
            'stock_warehouse:create': new_warehouse,
            'stock_warehouse:_create_or_update_route': with_context(
                self._as(self.bound, self.warehouse_1), '_create_or_update_route'
            ),
            'account_move:_stock_account_prepare_realtime_out_lines_vals': with_context(
                invoice, '_stock_account_prepare_realtime_out_lines_vals'
            ),
            'account_partial_reconcile:unlink': with_context(nothing, 'unlink'),
        }

    # === WHAT PASSES ===

    def test_every_key_core_reads_is_known(self):
        keys = elevated.keys_core_reads()
        self.assertGreater(len(keys), 100, "the source is there")
        self.assertFalse(elevated.unknown_keys(keys), "decide about these keys, see tests/elevated.py")
        self.assertFalse(elevated.NEVER & elevation.PASSING)

    def test_a_key_nobody_knows_is_noticed(self):
        self.assertEqual(elevated.unknown_keys({'ids_to_ship_too', 'skip_backorder', 'default_x'}), {'ids_to_ship_too'})

    def test_nothing_else_passes(self):
        _order, picking = self._mine()
        keys = elevated.keys_core_reads() | {'default_state', 'store_group_history', 'store_flow', 'a_new_one'}
        for value in (self.ids, self.ids[0], True, 'x', {'reason': 'x'}, object()):
            lifted = elevation.lift(picking.with_context(**dict.fromkeys(keys - {'allowed_company_ids'}, value)), self.company)
            context = dict(lifted.env.context)
            self.assertEqual(context.pop('allowed_company_ids'), self.company.ids)
            self.assertFalse(context.keys() - elevation.PASSING)
            self.assertNotIn('store_flow', context, "no call brings an object")
            for key in elevation.OWN_IDS.keys() & context.keys():
                self.assertFalse(set(context[key]) - set(picking.ids))

    def test_own_ids_pass(self):
        _order, picking = self._mine()
        told = picking.with_context(picking_ids_not_to_backorder=[*self.theirs.ids, *picking.ids], lang='en_US')
        context = elevation.lift(told, self.company).env.context
        self.assertEqual(context['picking_ids_not_to_backorder'], picking.ids)
        self.assertEqual(context['lang'], 'en_US')

    def test_a_company_of_others_is_refused(self):
        with self.assertRaises(AccessError):
            elevation.lift(self._as(self.bound, self.goods).with_context(allowed_company_ids=self.other_company.ids))

    # === FOREIGN IDS ===

    def test_foreign_deliveries_named_in_the_context_stay(self):
        """As it was tried: two own pieces validated, foreign pickings named as those that get no rest."""
        _order, picking = self._mine()
        picking.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=[*self.theirs.ids, *self.abroad.ids]
        ).button_validate()
        self.assertEqual(picking.state, 'done')
        self.assertEqual((self.theirs.state, self.abroad.state), ('assigned', 'assigned'))

    def test_every_elevated_method_with_every_key(self):
        acts = self._acts()
        self.assertEqual(elevated.elevated_methods(MODELS), set(acts), "write down how a new one is called")
        for name, act in acts.items():
            with self.subTest(method=name):
                self.assertTrue(self._storm(self.stores, act, self.ids), "it was done at least once")

    def test_validating_with_each_key_that_passes_alone(self):
        """Together one key may hide what another does; those that do not pass are nothing, see above."""
        _order, picking = self._mine()

        def validate(context):
            picking.with_context(skip_backorder=True, **context).button_validate()

        before = self._foreign_now(self.stores)
        done = 0
        keys = elevation.PASSING - {'skip_backorder'} | {
            'skip_sanity_check',
            'disable_auto_revaluation',
            'default_picking_id',
            'location',
            'warehouse_id',
            'active_ids',
        }
        for key in sorted(keys):
            with self.subTest(key=key):
                done += self._once(self.stores, validate, {key: self.ids}, before)
        self.assertGreater(done, 15, "most of them change nothing at all")

    def test_sanity_checks_are_not_skipped(self):
        _order, picking = self._mine(reserved=False)
        with self.assertRaisesRegex(Exception, "quantit|reserve"):
            picking.with_context(skip_sanity_check=True, skip_backorder=True).button_validate()

    def test_the_day_of_an_entry_is_not_the_callers(self):
        _order, picking = self._mine()
        picking.with_context(force_period_date='2020-01-01', skip_backorder=True).button_validate()
        entries = picking.move_ids.sudo().account_move_id
        self.assertFalse(entries.filtered(lambda entry: str(entry.date) == '2020-01-01'))

    def test_quantities_of_others_are_not_counted(self):
        mine = self._as(self.bound, self.goods)
        own = mine.qty_available
        for context in ({'location': []}, {'location': 0}, {}):
            for key in ('search_location', 'search_warehouse'):
                place = self.warehouse_3.lot_stock_id if key == 'search_location' else self.warehouse_3
                with self.subTest(key=key, **context):
                    self.assertIn(mine.with_context(**context, **{key: place.id}).qty_available, (0, own))

    # === WHAT MUST PASS ===

    def test_no_backorder_is_one_answer(self):
        _order, picking = self._mine(4)
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        action = picking.button_validate()
        wizard = Form.from_action(picking.env, action).save()
        answer = wizard.with_context(**action['context']).process_cancel_backorder()
        self.assertIs(answer, True, "the question is not asked again")
        self.assertEqual(picking.state, 'done')
        self.assertFalse(picking.sudo().backorder_ids.filtered(lambda item: item.state != 'cancel'))

    def test_a_scrap_leaves_its_operation_whole(self):
        _order, picking = self._mine(4)
        boss = self._user('boss', 'base.group_user')
        self.env['store.member'].create(
            {'user_id': boss.id, 'role': 'store_manager', 'store_id': self.store_1.id, 'date_from': self.store_1._today()}
        )
        scrap = self._as(boss, self.env['stock.scrap']).create(
            {
                'product_id': self.goods.id,
                'scrap_qty': 1,
                'picking_id': picking.id,
                'location_id': self.warehouse_1.lot_stock_id.id,
            }
        )
        scrap.with_context(store_reason={'reason': 'damaged', 'note': False}).action_validate()
        self.assertEqual(scrap.state, 'done')
        self.assertFalse(picking.sudo().backorder_ids)
        self.assertNotEqual(picking.state, 'done')


@tagged('post_install', '-at_install')
class TestSecurityContextOfActs(TransferCommon):
    """Our own acts write as the superuser too: what they make comes from them, not from defaults of the call."""

    def test_defaults_do_not_reach_a_request(self):
        goods = self._product()
        Transfer = self._as(self.taker, self.env['store.transfer']).with_context(
            default_state='received', default_refusal='x', default_shipper_ids=[Command.set(self.taker.ids)]
        )
        answer = Transfer.request('T1', 'T33', [{'product': goods.default_code, 'quantity': 1}])
        transfer = self.env['store.transfer'].browse(answer['id']).sudo()
        self.assertEqual((transfer.state, transfer.refusal), ('submitted', False))
        self.assertFalse(transfer.shipper_ids)

    def test_defaults_do_not_reach_the_goods(self):
        transfer, (_goods,) = self._ask(3)
        told = self._as(self.giver_boss, transfer).with_context(
            default_restrict_partner_id=self.customer.id, default_partner_id=self.customer.id, default_owner_id=self.customer.id
        )
        told.action_approve()
        self._as(self.giver, transfer).with_context(**told.env.context).action_ship()
        moves = transfer.sudo().line_ids.move_ids
        self.assertTrue(moves)
        self.assertFalse(moves.restrict_partner_id | moves.picking_id.partner_id & self.customer)
        self.assertFalse(moves.move_line_ids.owner_id)

    def test_a_count_final_takes_nothing_from_the_call(self):
        transfer, (goods,) = self._shipped(3)
        self._as(self.taker, transfer).with_context(
            default_state='decided', default_responsible='source', default_outcome='dismiss'
        ).action_count_final()
        found = transfer.sudo().discrepancy_ids
        self.assertEqual(found.mapped('state'), ['open'])
        self.assertEqual(self._in_transit(goods), 3)


@tagged('post_install', '-at_install')
class TestSecurityContextOfIntake(IntakeCommon):
    def test_a_program_says_what_it_may_say_only(self):
        """An order of today is no order of the past, whatever the call says of it beside its content."""
        Document = self.BotDocument.with_context(
            store_group_history=True,
            skip_procurement=True,
            default_state='sale',
            default_is_history=True,
            default_user_id=self.env.user.id,
        )
        (answer,) = Document.submit_orders('T-SHOP', [self._payload('1')])['results']
        sale = self.env['sale.order'].browse(answer['order_id'])
        self.assertEqual((sale.state, sale.is_history, sale.order_line.is_history), ('draft', False, False))
        self.assertNotEqual(sale.user_id, self.env.user)
