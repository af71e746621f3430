# Part of store_group. License LGPL-3.
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_ordering_progress import ProgressCommon

PLACE = {'name': 'Li Si', 'phone': '13800138000', 'address': {'street': 'Lake Road 12', 'city': 'Hangzhou', 'country': 'CN'}}


class ParcelCommon(ProgressCommon):
    """Orders of two shirts to one recipient, with their deliveries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock_up(90)
        cls.Group = cls.env['store.delivery.group']

    def _to(self, number, customer=None, **values):
        """Return the confirmed order with this number, to one recipient."""
        party = {'external_id': f'B{number}', **PLACE, **(customer or {})}
        self._send(number, status=values.pop('status', 'paid'), confirm=True, customer=party, **values)
        return self._sale(number)

    def _open_of(self, order):
        return order.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))

    def _look(self, user=None):
        """Propose as the administrator, or as `user`; return the groups that are not shipped."""
        self._as(user or self.admin, self.Group).action_look()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Group.search([('state', '!=', 'shipped')])

    def _as(self, user, records):
        return records.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    def _two(self):
        """Return two orders whose deliveries were accepted into one parcel, and their group."""
        orders = self._to('1') | self._to('2')
        group = self._look()
        group.action_accept()
        return orders, group

    def _brings(self, line):
        """Return what all deliveries of a line together bring, less what came back before it was shipped."""
        moves = line.sudo().move_ids.filtered(lambda move: move.state != 'cancel')
        out = moves.filtered(lambda move: move.location_dest_id.usage == 'customer')
        back = moves.filtered(lambda move: move.location_id.usage == 'customer')
        self.assertFalse(back, "nothing comes back that never left")
        return sum(move.quantity if move.state == 'done' else move.product_uom_qty for move in out)


@tagged('post_install', '-at_install')
class TestFulfilmentParcels(ParcelCommon):
    """Orders to one recipient leave in one parcel; each stays what its channel told."""

    # === WHICH ===

    def test_orders_to_one_address_and_phone_are_proposed(self):
        one, two = self._to('1'), self._to('2', {'name': 'Si Li', 'phone': '+86 138-0013-8000'})
        self._to('3', {'phone': '13900139000'})
        self._to('4', {'address': {**PLACE['address'], 'street': 'Lake Road 21'}})
        group = self._look()
        self.assertEqual((group.picking_ids.sale_id, group.state, group.order_count), (one | two, 'proposed', 2))
        self.assertTrue(group.is_waiting)
        self.assertEqual(self._look(), group, "once")

    def test_a_name_alone_is_nobody(self):
        for number in ('1', '2'):
            self._send(number, status='paid', confirm=True, customer={'name': 'Li Si', 'external_id': 'B1'})
        self.assertFalse(self._look())

    def test_a_hidden_recipient_is_the_key_of_the_platform(self):
        masked = {'name': 'L**', 'phone': '138****8000', 'address': {'street': 'Lake***'}}
        one, two = (self._to(number, {**masked, 'recipient_key': 'KEY-A'}) for number in ('1', '2'))
        self._to('3', {**masked, 'recipient_key': 'KEY-B'})
        self._to('4', masked)
        self.assertEqual(self._look().picking_ids.sale_id, one | two)

    def test_another_channel_of_the_store_takes_part_and_another_store_does_not(self):
        street, other = (
            self.shop.copy({'code': code, 'name': code, 'store_id': store.id, 'collective_partner_id': False})
            for code, store in (('T-MORE', self.store_1), ('T-ELSE', self.store_2))
        )
        first = self._to('1')
        Document = self.Document.sudo(False).with_user(self.admin)
        for channel in (street, other):
            Document.submit_orders(
                channel=channel.code,
                orders=[self._order_payload('1', status='paid', customer={'external_id': 'B1', **PLACE})],
                confirm=True,
            )
        second = self._sale('1', street)
        self.assertEqual(self._sale('1', other).store_id, self.store_2)
        self.assertEqual(self._look().picking_ids.sale_id, first | second)

    def test_what_a_channel_says_about_it(self):
        self.shop.ship_together = 'no'
        one, two = self._to('1'), self._to('2')
        self.assertFalse(self._look())
        self.shop.ship_together = 'accept'
        group = self._look()
        self.assertEqual((group.picking_ids.sale_id, group.state, group.is_waiting), (one | two, 'accepted', False))
        three = self._to('3')
        self.assertEqual((self._look(), group.picking_ids.sale_id), (group, one | two | three))

    def test_a_later_order_is_proposed_to_what_was_accepted(self):
        orders, group = self._two()
        third = self._to('3')
        self.assertEqual(self._look(), group)
        self.assertEqual((group.picking_ids.sale_id, group.state, group.is_waiting), (orders | third, 'accepted', True))
        group.action_dismiss()
        self.assertEqual((group.picking_ids.sale_id, self._look()), (orders, group), "and is not proposed again")

    # === WHAT KEEPS OUT, AND DROPS OUT ===

    def test_a_question_a_refund_and_a_stop_keep_out(self):
        asked, refunded, stopped = self._to('1'), self._to('2'), self._to('3')
        fine = self._to('4'), self._to('5')
        refund = {'external_id': 'R1', 'line': 'L1', 'quantity': 1, 'amount': '12.50'}
        self.env['store.order.progress'].sudo()._ask(self._intake('1'), 'already_shipped', 'paid')
        self._to('2', refunds=[refund])
        self._to('3', status='cancelled')
        self.assertTrue(self._intake('3').stops_delivery)
        self.assertEqual(self._look().picking_ids.sale_id, fine[0] | fine[1])
        self.assertFalse((asked | refunded | stopped).picking_ids.delivery_group_id)

    def test_they_leave_with_a_note_when_they_become_so(self):
        for number, act in (
            ('3', lambda: self.env['store.order.progress'].sudo()._ask(self._intake('3'), 'already_shipped', 'paid')),
            ('3', lambda: self._to('3', status='cancelled')),
            ('3', lambda: self._sale('3').sudo()._action_cancel()),
            ('3', lambda: self._open_of(self._sale('3')).action_cancel()),
            ('3', lambda: self._open_of(self._sale('3')).write({'partner_id': self.customer.id})),
        ):
            with self.subTest(act=act), self.env.cr.savepoint() as savepoint:
                orders = self._to('1') | self._to('2')
                third = self._to(number)
                group = self._look()
                group.action_accept()
                self.assertEqual(group.picking_ids.sale_id, orders | third)
                picking = third.picking_ids.sudo()
                act()
                self.env.flush_all()
                self.assertEqual((group.picking_ids.sale_id, picking.is_grouped), (orders, False))
                self.assertIn('no longer leaves', ' '.join(picking.message_ids.mapped('body')))
                self.assertIn('no longer leaves', ' '.join(group.picking_ids[:1].message_ids.mapped('body')))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_with_one_left_there_is_no_parcel(self):
        orders, group = self._two()
        self._to('2', status='cancelled')
        self.assertFalse(group.exists())
        self.assertFalse(orders.picking_ids.filtered('is_grouped'))

    # === WHOSE LABEL IT IS ===

    def test_the_number_stays_with_what_stays(self):
        orders, group = self._two()
        group.parcel_number = 'SF100'
        self._to('2', status='cancelled')
        self.assertEqual(orders.mapped('parcel_numbers'), ['SF100', False])
        self.assertIn('SF100', ' '.join(orders[1].picking_ids.message_ids.mapped('body')))

    def test_the_number_stays_with_what_left(self):
        for count in (2, 3):
            with self.subTest(count=count), self.env.cr.savepoint() as savepoint:
                orders, group = self._two()
                if count == 3:
                    orders |= self._to('3')
                    self._look().action_accept()
                group.parcel_number = 'SF100'
                picking = orders[0].picking_ids.sudo()
                picking.move_ids.picked = True
                picking._action_done()
                self.env.invalidate_all()
                self.assertEqual((picking.parcel_number, bool(group.exists())), ('SF100', count == 3))
                self.assertEqual(set(orders.mapped('parcel_numbers')), {'SF100'}, "which one has the label only people know")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_number_of_what_left_is_not_undone(self):
        orders, group = self._two()
        group.parcel_number = 'SF100'
        pickings = orders.picking_ids.sudo()
        first = orders[0].picking_ids.sudo().with_context(button_validate_picking_ids=pickings.ids)
        first.move_ids.picked = True
        first._action_done()
        self.assertEqual(group.state, 'accepted')
        group.action_undo()
        self.assertEqual(orders.mapped('parcel_numbers'), ['SF100', False])

    def test_a_pick_with_another_proposed(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        orders, group = self._two()
        third = self._to('3')
        self._look()
        self.assertEqual(third.picking_ids.delivery_group_id, group)
        self._as(self.picker, orders[0].picking_ids).button_validate()
        self.assertEqual(self._open_of(orders).delivery_group_id, group)

    def test_one_who_leaves_by_hand_leaves_the_number(self):
        orders, group = self._two()
        group.parcel_number = 'SF100'
        self._as(self.picker, orders[0].picking_ids).action_leave_parcel()
        self.assertEqual(orders.mapped('parcel_numbers'), [False, 'SF100'])

    def test_what_has_a_number_joins_nobody(self):
        self.shop.ship_together = 'accept'
        orders = self._to('1') | self._to('2') | self._to('3') | self._to('4')
        for order, number in zip(orders[:2], ('SF1', 'SF2'), strict=True):
            self._as(self.picker, order.picking_ids).parcel_number = number
        self.assertEqual(self._look().picking_ids.sale_id, orders[2:])
        with self.assertRaisesRegex(UserError, "parcel number of its own"):
            self._as(self.picker, orders[:2].picking_ids).action_ship_together()
        self.assertEqual(orders[:2].mapped('parcel_numbers'), ['SF1', 'SF2'])

    def test_a_number_typed_on_what_is_proposed(self):
        orders = self._to('1') | self._to('2')
        group = self._look()
        self._as(self.picker, orders[0].picking_ids).parcel_number = 'SF1'
        with self.assertRaisesRegex(UserError, "parcel number of its own"):
            group.action_accept()
        self.assertFalse(self._look())
        self.assertEqual(orders.mapped('parcel_numbers'), ['SF1', False])

    # === SHIPPED ===

    def test_one_button_ships_all_of_it_and_its_number_reaches_every_order(self):
        orders, group = self._two()
        picking = self._as(self.picker, orders[0].picking_ids)
        picking.parcel_number = 'SF100'
        self.env.flush_all()
        self.assertEqual(orders.mapped('parcel_numbers'), ['SF100', 'SF100'])
        picking.button_validate()
        self.assertEqual(orders.picking_ids.mapped('state'), ['done', 'done'])
        self.assertEqual((group.state, group.parcel_number), ('shipped', 'SF100'))
        self.assertEqual(orders.mapped('amount_total'), [25, 25])
        self.assertEqual([self._brings(line) for line in orders.order_line], [2, 2])
        with self.assertRaisesRegex(UserError, "has left"):
            group.action_undo()

    def test_what_is_booked_alone_is_of_the_parcel_no_more(self):
        orders, group = self._two()
        third = self._to('3')
        self._look().action_accept()
        self.shop.shipped_before = 'book'
        self._to('3', status='shipped')
        self.assertEqual(third.picking_ids.state, 'done')
        self.assertEqual(group.picking_ids.sale_id, orders)

    def test_nothing_leaves_while_goods_of_one_are_missing(self):
        orders, group = self._two()
        orders[1].picking_ids.sudo().do_unreserve()
        self.env['stock.quant'].sudo()._update_available_quantity(self.product, self.warehouse_1.lot_stock_id, -98)
        with self.assertRaisesRegex(UserError, "nothing of it is there"):
            self._as(self.picker, orders[0].picking_ids).button_validate()
        self._as(self.picker, orders[1].picking_ids).action_leave_parcel()
        self._as(self.picker, orders[0].picking_ids).button_validate()
        self.assertEqual(orders.picking_ids.mapped('state'), ['done', 'confirmed'])

    def test_a_part_that_stays_behind_has_no_parcel(self):
        orders, group = self._two()
        pickings = orders.picking_ids
        orders[0].picking_ids.sudo().move_ids.write({'quantity': 1, 'picked': True})
        self._as(self.picker, pickings).with_context(skip_backorder=True).button_validate()
        rest = self._open_of(orders[0])
        self.assertEqual(
            (group.state, rest.delivery_group_id, sum(rest.move_ids.mapped('product_uom_qty'))), ('shipped', self.Group, 1)
        )
        self.assertEqual([self._brings(line) for line in orders.order_line], [2, 2])

    def test_what_is_picked_together_is_packed_together(self):
        self.warehouse_1.sudo().delivery_steps = 'pick_ship'
        orders, group = self._two()
        self.assertEqual(set(group.picking_ids.mapped('picking_type_code')), {'internal'})
        self._as(self.picker, orders[0].picking_ids).button_validate()
        self.env.invalidate_all()
        still = self._open_of(orders)
        self.assertEqual((still.mapped('picking_type_code'), still.delivery_group_id), (['outgoing'] * 2, group))
        self.assertEqual(group.state, 'accepted')
        self._as(self.picker, still[:1]).button_validate()
        self.assertEqual((still.mapped('state'), group.state), (['done'] * 2, 'shipped'))
        self.assertEqual([self._brings(line) for line in orders.order_line], [2, 2])

    # === BY HAND ===

    def test_chosen_in_the_list(self):
        orders = self._to('1') | self._to('2')
        stranger = self._to('3', {'phone': '13900139000'})
        pickings = self._as(self.picker, (orders | stranger).picking_ids)
        with self.assertRaisesRegex(UserError, "another recipient"):
            pickings.action_ship_together()
        with self.assertRaisesRegex(UserError, "at least two"):
            pickings[:1].action_ship_together()
        self._as(self.picker, orders.picking_ids).action_ship_together()
        group = orders.picking_ids.delivery_group_id
        self.assertEqual((len(group), group.state, group.accepted_by_id), (1, 'accepted', self.picker))
        self._as(self.picker, group).action_undo()
        self.assertFalse(orders.picking_ids.delivery_group_id)
        self.assertFalse(self._look(), "what a person took apart is not proposed again")

    def test_no_way_past_the_law(self):
        orders, group = self._two()
        stranger = self._to('3', {'phone': '13900139000'}).picking_ids
        for records in (self._as(self.picker, stranger), self._as(self.admin, stranger), stranger.sudo()):
            with (
                self.subTest(user=records.env.user.name),
                self.assertRaisesRegex(UserError, "another recipient|cannot be changed|Use the buttons"),
            ):
                records.write({'delivery_group_id': group.id, 'is_grouped': True})
        with self.assertRaises(AccessError):
            self._as(self.picker, group).write({'picking_ids': [(4, stranger.id)]})
        with self.assertRaises(AccessError):
            self._as(self.picker, self.Group).create({'store_id': self.store_1.id})

    # === WHOSE ===

    def test_other_stores_neither_see_nor_name_it(self):
        orders, group = self._two()
        other = new_test_user(
            self.env(user=1), 'far_picker', 'base.group_user', company_id=self.company.id, company_ids=[(6, 0, self.company.ids)]
        )
        self.env['store.member'].create(
            {'user_id': other.id, 'role': 'store_manager', 'store_id': self.store_2.id, 'date_from': '2020-01-01'}
        )
        self.assertFalse(self._as(other, self.Group).search([]))
        self.assertFalse(self._look(other) - group)
        for records, act in (
            (group, 'action_accept'),
            (group, 'action_undo'),
            (group, 'action_dismiss'),
            (group, 'action_ship'),
            (orders.picking_ids, 'action_ship_together'),
            (orders.picking_ids[:1], 'action_leave_parcel'),
            (orders.picking_ids[:1], 'action_split_delivery'),
        ):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(self._as(other, records), act)()
        with self.assertRaises(AccessError):
            self._as(other, group).write({'parcel_number': 'X'})

    def test_who_may_not_ship_only_looks(self):
        _orders, group = self._two()
        trainee = self.env['store.role.profile'].create({'name': 'Trainee', 'role': 'staff', 'ship': False})
        self.env['store.member'].search([('user_id', '=', self.picker.id)]).profile_id = trainee
        own = self._as(self.picker, group)
        self.assertEqual((own.name, own.is_changeable), (group.name, False))
        with self.assertRaises(AccessError):
            own.action_undo()
