# Part of store_group. License LGPL-3.
"""Who sends orders for whom: programs, for the stores of their memberships; and what others are told of what was sent."""

import base64
from pathlib import Path
from runpy import run_path
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..exceptions import ArgumentRefused, IntakeRefused
from .intake_common import IntakeCommon
from .test_intake_proof import DAY, ProofCommon

MIGRATION = Path(__file__).parents[1] / 'migrations' / '19.0.2.0.0' / 'post-confirmed.py'
CHEAP = [{'sku': 'T-SHIRT', 'quantity': 2, 'unit_price': '0.01'}]
UNKNOWN = [{'sku': 'NEVER-SEEN', 'quantity': 1, 'unit_price': '9'}]


@tagged('post_install', '-at_install')
class TestSecuritySending(IntakeCommon):
    """People of stores make orders where prices and discounts are held; a program's orders are its own while it may send them."""

    def _member(self, role):
        group = {'staff': 'group_store_staff', 'auditor': 'group_store_auditor'}.get(role, 'group_store_manager')
        user = new_test_user(
            self.env(user=1),
            f'sending_{role}',
            f'store_group.{group}',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'store_id': self.store_1.id, 'date_from': '2020-01-01'}
        )
        return self.env(user=user, context={'allowed_company_ids': self.company.ids})

    def _end(self):
        """The membership of the program is over."""
        member = self.env['store.member'].search([('user_id', '=', self.bot.id)])
        member.write({'date_to': fields.Date.subtract(fields.Date.today(), days=1)})
        self.env.registry.clear_cache()

    def test_people_of_stores_send_no_orders(self):
        for role in ('staff', 'auditor', 'store_manager'):
            Document = self._member(role)['store.intake.document']
            for call in (
                lambda Document=Document: Document.submit_orders('T-SHOP', [self._payload(lines=CHEAP)], confirm=True),
                lambda Document=Document: Document.submit_file('T-SHOP', 'x.csv', 'QQ=='),
            ):
                with self.subTest(role), self.assertRaises(IntakeRefused):
                    call()
        self.assertFalse(self._sale('1'))

    def test_somebody_with_two_roles_sends_for_the_store_of_the_program(self):
        self.env['store.member'].create(
            {'user_id': self.bot.id, 'role': 'store_manager', 'store_id': self.store_2.id, 'date_from': '2020-01-01'}
        )
        mine, other = self._submit(self._payload('1', store='T1'), self._payload('2', store='T2', lines=CHEAP))
        self.assertEqual((mine['state'], other['state']), ('done', 'refused'))
        self.assertEqual(other['issues'][0]['code'], 'store_not_yours')

    def test_what_arrived_in_time_is_made_after_the_sender_has_left(self):
        (result,) = self._submit(self._payload('1', lines=UNKNOWN))
        self.assertEqual(result['state'], 'question')
        self._end()
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id)])
        self.env['store.intake.question'].answer(question.ids, product=self.product.id)
        self._background()
        self.env.invalidate_all()
        self.assertEqual(self._sale('1').order_line.product_id, self.product)

    def test_what_was_refused_is_not_made_by_asking_again(self):
        (result,) = self._submit(self._payload('1', store='T2'))
        self.assertEqual(result['state'], 'refused')
        self.env['store.intake.order'].search([('external_id', '=', '1')]).action_check_again()
        self._background()
        self.env.invalidate_all()
        self.assertFalse(self._sale('1'))

    def test_nothing_is_confirmed_for_a_sender_who_has_left(self):
        document = self.Document.browse(self.BotDocument.submit_orders('T-SHOP', [self._payload('1')])['document_id'])
        self._end()
        document.sudo().write({'confirm': True, 'state': 'ordering'})
        self._background()
        self.env.invalidate_all()
        self.assertEqual((document.state, self._sale('1').state), ('done', 'draft'))

    def test_what_people_set_back_is_not_confirmed_again(self):
        self._submit(self._payload('1'), self._payload('2', lines=UNKNOWN), confirm=True)
        sale = self._sale('1')
        self.assertEqual(sale.state, 'sale')
        sale._action_cancel()
        sale.action_draft()
        question = self.env['store.intake.question'].search([('channel_id', '=', self.shop.id)])
        self.env['store.intake.question'].answer(question.ids, product=self.product.id)
        self._background()
        self._submit(self._payload('1'), self._payload('3'), confirm=True)
        self.env.invalidate_all()
        self.assertEqual([self._sale(number).state for number in '123'], ['draft', 'sale', 'sale'])

    def test_what_a_person_confirmed_and_set_back_is_not_confirmed_again(self):
        self._submit(self._payload('1'))
        sale = self._sale('1')
        sale.action_confirm()
        sale._action_cancel()
        sale.action_draft()
        self._submit(self._payload('1'), self._payload('2'), confirm=True)
        self.env.invalidate_all()
        self.assertEqual([self._sale(number).state for number in '12'], ['draft', 'sale'])

    def test_progress_confirms_nothing_that_was_set_back(self):
        steps = ({'seller_note': 'x'}, {'tags': ['a']}, {'paid_at': '2024-03-05 10:00:00'}, {'buyer_note': 'red please'})
        self._submit(self._payload('1'), confirm=True)
        sale, told = self._sale('1'), {}
        self._submit(self._payload('1', fees=[]), self._payload('2', status='unpaid'), confirm=True)
        self._submit(self._payload('1', ship_by='2024-03-09'), confirm=True)  # progress while it is confirmed
        sale._action_cancel()
        sale.action_draft()
        for step in ({}, *steps):
            told |= step
            self._submit(self._payload('1', ship_by='2024-03-09', **told), confirm=True)
            self.env.invalidate_all()
            with self.subTest(step):
                self.assertEqual((sale.state, len(sale.picking_ids.filtered(lambda p: p.state != 'cancel'))), ('draft', 0))
        self._submit(self._payload('2', status='paid'), confirm=True)
        self.env.invalidate_all()
        self.assertEqual(self._sale('2').state, 'sale')  # what was never confirmed is confirmed when it is paid

    def test_an_upgrade_knows_what_was_confirmed(self):
        self._submit(self._payload('1'), confirm=True)
        self._submit(self._payload('2'))
        order = self._sale('1')
        order._action_cancel()
        order.action_draft()
        orders = self.env['store.intake.order'].search([('channel_id', '=', self.shop.id)])
        orders.confirmed_hash = False
        self.env.flush_all()
        run_path(str(MIGRATION))['migrate'](self.env.cr, None)
        self.env.invalidate_all()
        self.assertEqual({order.external_id: bool(order.confirmed_hash) for order in orders}, {'1': True, '2': False})

    def test_a_link_to_another_company_is_refused_without_its_name(self):
        env = self._member('staff')
        secret = self.env['res.partner'].create({'name': 'Foreign (Secret) Client', 'company_id': self.other_company.id})
        with self.assertRaises(UserError) as refused:
            env['sale.order'].create({'partner_id': secret.id, 'store_id': self.store_1.id})
        self.assertNotIn('Secret', str(refused.exception))

    def test_a_product_of_another_company_is_not_named(self):
        self.shop.create_missing = True
        self.env['product.product'].sudo().create(
            {'name': 'Secret launch', 'default_code': 'AB-12', 'company_id': self.other_company.id}
        )
        (result,) = self._submit(self._payload('1', lines=[{'sku': 'ab-12', 'quantity': 1, 'unit_price': '9'}]))
        (issue,) = result['issues']
        self.assertEqual(issue['code'], 'similar_product')
        self.assertNotIn('Secret', issue['message'])
        self.assertNotIn('AB-12', issue['message'])
        self.assertIn(self.other_company.name, issue['message'])

    def test_what_stood_beside_the_columns_is_headquarters(self):
        self.files.keep_days = 0
        self._take_over(self._upload('one,F1,2024-03-05,B1,Buyer,T-SHIRT,Shirt,2,25,0,Rose Lane 9 phone 13733334444'))
        own = self.env['store.intake.question'].search([('channel_id', '=', self.files.id)])
        self.assertIn('13733334444', ' '.join(question.found or '' for question in own))
        for role in ('auditor', 'store_manager'):
            seen = self._member(role)['store.intake.question'].search([('channel_id', '=', self.files.id)])
            self.assertNotIn('13733334444', str(seen.read(['found', 'message', 'proposed', 'details'])), role)

    def test_what_an_order_came_through_is_given_by_no_hand(self):
        env = self._member('staff')
        values = {'partner_id': self.env['res.partner'].create({'name': 'Buyer'}).id, 'store_id': self.store_1.id}
        for more, context in (
            ({'store_channel_id': self.files.id}, {}),
            ({'is_brushing': True}, {}),
            ({}, {'default_store_channel_id': self.files.id}),
            ({}, {'default_is_brushing': True}),
        ):
            with self.subTest(more=more, context=context), self.assertRaises(AccessError):
                env['sale.order'].with_context(**context).create({**values, **more})
        self.assertTrue(env['sale.order'].create({**values, 'is_brushing': False}))

    def test_a_refusal_in_developer_mode_names_nothing(self):
        order = self.env['sale.order'].create(
            {'partner_id': self.env['res.partner'].create({'name': 'Secret Customer'}).id, 'store_id': self.store_2.id}
        )
        env, Users = self._member('staff'), type(self.env['res.users'])
        has_group = Users.has_group
        with patch.object(Users, 'has_group', lambda user, name: name == 'base.group_no_one' or has_group(user, name)):
            for act in ('read', 'write', 'unlink'):
                with self.assertRaises(AccessError) as refused:
                    order.with_env(env).check_access(act)
                self.assertNotIn(order.name, str(refused.exception))
                self.assertIn('sale.order', str(refused.exception))

    def test_wrong_arguments_are_refused_by_name(self):
        Question = self.env['store.intake.question']
        for call in (
            lambda: Question.following('x', []),
            lambda: Question.following(1, 5),
            lambda: Question.answer(1.5),
            lambda: Question.answer([1], product='x'),
        ):
            with self.assertRaises(ArgumentRefused):
                call()


@tagged('post_install', '-at_install')
class TestSecurityDays(ProofCommon):
    """A day of a shop is opened and read again within what the caller sees."""

    def _secret_channel(self):
        return self.env['store.channel'].create(
            {
                'name': 'Secret Brand',
                'code': 'T-SECRET',
                'reader': 'canonical',
                'company_id': self.other_company.id,
                'store_id': self.foreign.id,
                'customer_policy': 'collective',
            }
        )

    def test_a_channel_that_does_not_sell_there_has_no_day_there(self):
        secret = self._secret_channel()
        for who in ('staff', 'store_manager'):
            Proof = self._as(who)
            with self.subTest(who), self.assertRaises(IntakeRefused):
                Proof.open_day(secret.id, self.store_1.id, DAY, self.company.currency_id.id)
        self.assertFalse(self.env['store.intake.proof'].search([('channel_id', '=', secret.id)]))

    def test_who_may_not_declare_makes_no_days(self):
        with self.assertRaises(IntakeRefused):
            self._as('staff').open_day(self.shop.id, self.store_1.id, '1910-01-01', self.company.currency_id.id)
        euro = self.env.ref('base.EUR') if self.company.currency_id != self.env.ref('base.EUR') else self.env.ref('base.USD')
        with self.assertRaises(IntakeRefused):
            self._as('store_manager').open_day(self.shop.id, self.store_1.id, DAY, euro.id)

    def test_a_channel_of_another_company_takes_no_orders_of_ours(self):
        secret = self._secret_channel()
        with self.assertRaises(IntakeRefused):
            self._submit(self._payload('N1', store='T1'), channel='T-SECRET')
        self.assertFalse(self.Document.search([('channel_id', '=', secret.id)]))
        secret.store_map_ids = [Command.create({'name': 'T1', 'store_id': self.store_1.id})]
        self.assertEqual(self._submit(self._payload('N2', store='T1'), channel='T-SECRET')[0]['state'], 'done')

    def _channel(self, code='T-TWO', stores=(), **values):
        return self.env['store.channel'].create(
            {
                'name': 'Two',
                'code': code,
                'reader': 'canonical',
                'company_id': self.company.id,
                'customer_policy': 'collective',
                'store_map_ids': [Command.create({'name': f'name of {store.code}', 'store_id': store.id}) for store in stores],
                **values,
            }
        )

    def test_a_channel_takes_orders_of_its_own_stores(self):
        """One of another store's shop would get numbers, questions and days that are not its own."""
        theirs = self._channel(store_id=self.store_2.id)
        named = self._channel('T-NAMED', stores=self.store_2)
        content = base64.b64encode(b'[]').decode()
        for channel in (theirs, named):
            with self.subTest(channel.code):
                with self.assertRaises(IntakeRefused):
                    self._submit(self._payload('1', store='T1'), channel=channel.code)
                with self.assertRaises(IntakeRefused):
                    self.BotDocument.submit_file(channel.code, 'x.json', content)
                for who in ('store_manager', 'bot'):
                    with self.assertRaises(IntakeRefused):
                        self._declare(1, who=who, channel=channel.code, store='T1')
                self.assertFalse(self.Document.search([('channel_id', '=', channel.id)]))
                self.assertFalse(self.env['store.intake.proof'].search([('channel_id', '=', channel.id)]))
        self.Document.submit_orders('T-TWO', [self._payload('1', store='T1')])
        self.assertEqual(self._sale('1', theirs).store_id, self.store_1, 'headquarters sends for every store')
        self.assertTrue(self._declare(1, who='store_manager', channel='T-TWO', store='T1'), 'it has orders there')

    def test_a_shared_channel_takes_orders_of_each_of_its_stores(self):
        shared, named = self._channel('T-ALL'), self._channel('T-NAMED', stores=self.store_1 | self.store_2)
        for channel in (shared, named):
            (result,) = self._submit(self._payload('1', store='T1'), channel=channel.code)
            self.assertEqual(result['state'], 'done', channel.code)
            self.assertTrue(self._declare(1, who='store_manager', channel=channel.code, store='T1'))

    def test_who_sends_for_two_stores_sends_each_through_its_channel(self):
        self.env['store.member'].create(
            {'user_id': self.bot.id, 'role': 'integration', 'store_id': self.store_2.id, 'date_from': '2020-01-01'}
        )
        mine, other = self._submit(self._payload('1', store='T1'), self._payload('2', store='T2'))
        self.assertEqual((mine['state'], other['state']), ('done', 'refused'))
        self.assertEqual([issue['code'] for issue in other['issues']], ['store_not_yours'])
        self.shop.store_map_ids = [Command.create({'name': 'two', 'store_id': self.store_2.id})]
        self.assertEqual(self._submit(self._payload('2', store='T2', buyer_note='new'))[0]['state'], 'done')

    def test_a_day_is_declared_of_a_shop_of_the_channel(self):
        self._secret_channel()
        with self.assertRaises(IntakeRefused):
            self._declare(1, who='store_manager', channel='T-SECRET', store='T1', orders=['X1'])
        self.assertFalse(self.env['store.intake.proof'].search([('channel_id.code', '=', 'T-SECRET')]))

    def test_numbers_of_other_stores_lead_to_no_document(self):
        self.Document.submit_orders('T-SHOP', [self._payload('B-100', store='T2')])
        for number in ('B-100', 'ZZZ'):
            self._declare(1, who='store_manager', orders=[number])
            proof = self._as('store_manager').browse(self._proof().id)
            self.assertFalse(proof.is_rereadable, number)
            with self.assertRaises(IntakeRefused):
                proof.action_read_again()
        self.assertTrue(self._proof().is_rereadable, "headquarters looks everywhere")

    def test_reading_again_confirms_nothing_that_was_set_back(self):
        self._submit(self._payload('1'), confirm=True)
        sale = self._sale('1')
        sale._action_cancel()
        sale.action_draft()
        self._declare(2)
        self._as('store_manager').browse(self._proof().id).action_read_again()
        self._background()
        self.env.invalidate_all()
        self.assertEqual(self._sale('1').state, 'draft')
