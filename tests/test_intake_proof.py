# Part of store_group. License LGPL-3.
"""Every morning one look: is each order of each shop here, once? Declared by file, person or program; compared with ours."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import IntakeRefused
from .intake_common import HEADER, IntakeCommon

DAY = '2024-03-05'


class ProofCommon(IntakeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            role: cls._person(role, store)
            for role, store in (('staff', cls.store_1), ('store_manager', cls.store_1), ('auditor', cls.store_1))
        }
        cls.people['elsewhere'] = cls._person('store_manager', cls.store_2, 'proof_elsewhere')

    @classmethod
    def _person(cls, role, store, login=None):
        user = new_test_user(
            cls.env(su=True),
            login or f'proof_{role}',
            'base.group_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
            tz='Asia/Shanghai',
        )
        cls.env['store.member'].create({'user_id': user.id, 'role': role, 'store_id': store.id, 'date_from': '2020-01-01'})
        return user

    def _as(self, who):
        user = self.bot if who == 'bot' else self.people[who]
        return self.env['store.intake.proof'].with_user(user).with_context(allowed_company_ids=self.company.ids)

    def _declare(self, count, total=False, who='bot', **values):
        return self._as(who).declare(**{'channel': 'T-SHOP', 'day': DAY, 'count': count, 'total': total, **values})

    def _proof(self, day=DAY, channel=None, store=None):
        return self.env['store.intake.proof'].search(
            [
                ('day', '=', day),
                ('channel_id', '=', (channel or self.shop).id),
                ('store_id', '=', self.store_1.id if store is None else store.id),
            ]
        )


@tagged('post_install', '-at_install')
class TestIntakeProof(ProofCommon):
    def test_what_a_program_declares_is_compared_to_the_order(self):
        self._submit(self._payload('1', total='25.00'), self._payload('2'), self._payload('3', ordered_at='2024-03-06'))
        answer = self._declare(2, '50.00', orders=['1', {'external_id': '2', 'total': 25}])
        self.assertEqual((answer['state'], answer['missing'], answer['extra'], answer['different']), ('green', [], [], []))
        self.assertEqual(answer['ours'], {'count': 2, 'total': 50.0, 'waiting': 0})
        proof = self._proof()
        self.assertEqual((proof.source, proof.told_by_id, proof.state), ('program', self.bot, 'green'))
        answer = self._declare(3, '75', orders=['1', {'external_id': '2', 'total': '24.99'}, '9'])
        self.assertEqual((answer['state'], answer['missing'], answer['extra']), ('red', ['9'], []))
        self.assertEqual(answer['different'], [{'external_id': '2', 'platform': '24.99', 'ours': '25'}])
        for word in ('Missing here: 9', 'Other totals: 2 (24.99 / 25)', 'has 3 orders, we have 2'):
            self.assertIn(word, proof.finding)
        self._submit(self._payload('9'))
        self.env.invalidate_all()
        self.assertEqual(proof.state, 'red', 'the sum of one order still differs')

    def test_the_same_declaration_again_changes_nothing(self):
        self._declare(1, 25, orders=['1'])
        proof = self._proof()
        told_on = proof.sudo().told_on = fields.Datetime.to_datetime('2024-03-06 00:00:00')
        again = self._declare(1, '25.00', orders=['1'])
        self.assertEqual((proof.told_on, again['id'], len(self._proof())), (told_on, proof.id, 1))
        self.assertEqual((again['state'], again['missing']), ('red', ['1']))
        self._declare(0)
        self.assertEqual((proof.state, proof.is_total_told), ('green', True), 'a day without orders')

    def test_equal_counts_and_sums_of_other_orders_are_red(self):
        self._submit(self._payload('1'), self._payload('2'))
        self.assertEqual(self._declare(2, 50)['state'], 'green')
        answer = self._declare(2, 50, orders=['1', '7'])
        self.assertEqual((answer['state'], answer['missing'], answer['extra']), ('red', ['7'], ['2']))
        self.assertIn(self._proof(), self.env['store.intake.proof'].search([('id', '=', answer['id'])]))

    def test_what_waits_keeps_a_day_from_green(self):
        self._submit(self._payload('1', total='12', lines=[]), self._payload('2'))
        answer = self._declare(2, 37)
        self.assertEqual((answer['state'], answer['ours']), ('amber', {'count': 2, 'total': 37.0, 'waiting': 1}))
        order = self.env['store.intake.order'].search([('external_id', '=', '1'), ('channel_id', '=', self.shop.id)])
        order.action_refuse()
        self.env.invalidate_all()
        self.assertEqual(self._proof().state, 'green', 'somebody decided; it is here all the same')

    def test_a_day_is_the_channels_day(self):
        self._submit(self._payload('1', ordered_at='2024-03-05T15:59:59Z'), self._payload('2', ordered_at='2024-03-05T16:00:00Z'))
        self.assertEqual([self._declare(1, 25, day=day)['state'] for day in (DAY, '2024-03-06')], ['green', 'green'])

    def test_currencies_are_never_added(self):
        self.env['product.pricelist'].create(
            {'name': 'Euro', 'currency_id': self.env.ref('base.EUR').id, 'company_id': self.company.id}
        )
        self._submit(self._payload('1'), self._payload('2', currency='EUR'))
        self.assertEqual(self._declare(1, 25)['ours']['count'], 1)
        self.assertEqual(self._declare(1, 25, currency='EUR')['state'], 'green')
        self.assertEqual(len(self._proof()), 2)

    def test_wrong_declarations_are_refused_with_what_to_do(self):
        for values, words in (
            ({'channel': 'NONE'}, 'No channel has the code'),
            ({'store': 'XX'}, 'has no store XX'),
            ({'currency': 'XXQ'}, 'no currency XXQ'),
            ({'total': 'much'}, 'must be an amount'),
            ({'total': -1}, 'must be an amount'),
            ({'orders': ['1', '1']}, 'named twice'),
            ({'orders': ['1']}, '2 orders are declared and 1 are named'),
            ({'orders': [{'external_id': '1', 'total': 'x'}, '2']}, 'must be an amount'),
            ({'channel': 'T-FILES'}, 'name their store'),
            ({'day': 'today'}, 'a day as YYYY-MM-DD'),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, words):
                self._declare(2, **values)
        self.assertFalse(self._proof())

    # === WHO ===

    def test_managers_declare_and_the_others_read(self):
        self._submit(self._payload('1'))
        self.assertEqual(self._declare(1, 25, who='store_manager')['state'], 'green')
        proof = self._proof()
        for who in ('staff', 'auditor', 'elsewhere'):
            with self.subTest(who=who), self.assertRaises(UserError):
                self._declare(2, who=who)
        for who in ('staff', 'auditor'):
            with self.subTest(who=who):
                seen = self._as(who).search([('day', '=', DAY)])
                self.assertEqual((seen.ids, seen.state, seen.is_tellable), (proof.ids, 'green', False))
                for call in (
                    lambda own=seen: own.write({'told_count': 9}),
                    seen.action_none,
                    seen.action_forget,
                    seen.action_read_again,
                ):
                    with self.assertRaises(AccessError):
                        call()
        self.assertFalse(self._as('elsewhere').search([('day', '=', DAY)]))
        for call in ('read', 'action_none', 'action_read_again'):
            with self.assertRaises(AccessError):
                getattr(self._as('elsewhere').browse(proof.id), call)()
        with self.assertRaises(AccessError):
            self._as('bot').search([])
        self.assertEqual((proof.told_count, proof.source), (1, 'program'))

    def test_a_manager_here_who_is_staff_there_declares_here_only(self):
        self.env['store.member'].create(
            {'user_id': self.people['store_manager'].id, 'role': 'staff', 'store_id': self.store_2.id, 'date_from': '2020-01-01'}
        )
        self._declare(0, who='store_manager')
        with self.assertRaisesRegex(AccessError, 'may not say what the platform counts'):
            self._declare(0, who='store_manager', store='T2')
        self.Document.env['store.intake.proof'].declare('T-SHOP', DAY, 0, store='T2')
        other = self._proof(store=self.store_2)
        with self.assertRaises(AccessError):
            self._as('store_manager').browse(other.id).write({'told_count': 5})

    def test_a_manager_types_it_in(self):
        self._submit(self._payload('1'))
        action = self._as('store_manager').open_day(self.shop.id, self.store_1.id, DAY, self.company.currency_id.id)
        proof = self._as('store_manager').browse(action['res_id'])
        self.assertEqual((proof.state, proof.is_tellable, proof.source), ('amber', True, False))
        proof.write({'told_count': 1, 'told_total': 25})
        self.assertEqual((proof.state, proof.source, proof.told_by_id), ('green', 'hand', self.people['store_manager']))
        proof.write({'told_total': 0})
        self.assertEqual((proof.state, proof.is_total_told), ('green', False), 'only the number was typed')
        proof.write({'told_count': 2})
        self.assertEqual(proof.state, 'red')
        with self.assertRaises(AccessError):
            proof.write({'day': '2024-03-06'})
        with self.assertRaises(AccessError):
            proof.write({'source': 'program'})
        with self.assertRaises(UserError):
            self._as('store_manager').create({'channel_id': self.shop.id, 'day': DAY})
        proof.action_forget()
        self.assertEqual((proof.source, proof.told_count, proof.state), (False, 0, 'amber'))
        self.assertEqual(
            self._as('store_manager').open_day(self.shop.id, self.store_1.id, DAY, self.company.currency_id.id)['res_id'],
            proof.id,
        )
        with self.assertRaises(AccessError):
            self._as('store_manager').open_day(self.shop.id, self.store_2.id, DAY, self.company.currency_id.id)
        with self.assertRaises(AccessError):
            self._as('store_manager').open_day(self.shop.id, False, DAY, self.company.currency_id.id)
        for channel, day in ((2**30, DAY), (self.shop.id, '2199-01-01')):
            with self.assertRaisesRegex(IntakeRefused, 'no such day'):
                self._as('store_manager').open_day(channel, self.store_1.id, day, self.company.currency_id.id)

    def test_numbers_of_no_shop_are_refused_and_break_no_screen(self):
        self._submit(self._payload('1', lines=[{'sku': 'T-SHIRT', 'quantity': 1, 'unit_price': 25}]))
        self._declare(1, 25)
        proof = self._as('store_manager').browse(self._proof().id)
        for typed in ({'told_total': 690123456789269012345678901234567892}, {'told_count': 2**31}, {'told_count': 10**7}):
            with self.subTest(typed=typed), self.assertRaisesRegex(IntakeRefused, 'not the day of a shop'):
                proof.write(typed)
        with self.assertRaisesRegex(IntakeRefused, 'not the day of a shop'):
            self._declare(2**31, 25)
        proof.sudo().told_total = 6.9e35  # typed before it was refused
        self.env.invalidate_all()
        self.assertEqual(proof.state, 'red')
        self.assertTrue(self._as('staff').overview(days=1, last=DAY)['rows'])

    # === FILES ===

    def _file(self, *rows, below=()):
        document = self._upload(*rows, *below)
        self._take_over(document)
        return document

    def _row(self, number, day=DAY, amount=25, shop='one'):
        return f'{shop},{number},{day},B1,Buyer,T-SHIRT,Shirt,2,{amount},'

    def test_the_total_below_a_file_proves_its_day(self):
        document = self._file(self._row('F1'), self._row('F2'), below=['合计：2单,,,,,,,,50.00,'])
        proof = self._proof(channel=self.files)
        self.assertEqual(
            (proof.source, proof.told_count, proof.told_total, proof.told_document_id, proof.state),
            ('file', 2, 50.0, document, 'green'),
        )

    def test_a_file_that_says_more_than_it_holds_is_red_and_a_question(self):
        document = self._file(self._row('F1'), below=['合计：2单,,,,,,,,50.00,'])
        self.assertEqual(self._proof(channel=self.files).state, 'red')
        asked = document.issue_ids.filtered(lambda issue: issue.code == 'file_total_differs')
        self.assertEqual((asked.severity, asked.found, asked.proposed), ('warning', '2 · 50', '1 · 25'))

    def test_a_total_over_several_days_proves_each_only_where_it_is_whole(self):
        rows = [self._row('F1'), self._row('F2', '2024-03-06', 30), self._row('F3', '2024-03-06', 5)]
        self._file(*rows, below=['合计,,,,,,,,60,'])
        self.assertEqual(
            [
                (proof.told_count, proof.told_total, proof.state)
                for proof in (self._proof(day, self.files) for day in (DAY, '2024-03-06'))
            ],
            [(1, 25.0, 'green'), (2, 35.0, 'green')],
        )
        rows = [self._row('G1', '2024-04-05'), self._row('G2', '2024-04-06')]
        document = self._file(*rows, below=['合计,,,,,,,,60,'])
        self.assertFalse(self._proof('2024-04-05', self.files).filtered('source'))
        self.assertIn('file_total_differs', document.issue_ids.mapped('code'))

    def test_what_a_person_typed_is_not_replaced_by_a_file(self):
        self._file(self._row('F1'))
        action = self.env['store.intake.proof'].open_day(self.files.id, self.store_1.id, DAY, self.company.currency_id.id)
        proof = self.env['store.intake.proof'].browse(action['res_id'])
        proof.write({'told_count': 3, 'told_total': 75})
        self._file(self._row('F2'), below=['合计,,,,,,,,25,'])
        self.assertEqual((proof.told_count, proof.source, proof.state), (3, 'hand', 'red'))

    # === READ AGAIN ===

    def test_the_day_is_read_again_and_what_was_missed_comes_in(self):
        rows = [self._row('F1') + ',F1', self._row('1.23457E+17') + ',F2']  # a sheet dropped the digits of its number
        document = self._upload(*rows, header=HEADER + ',Ref')
        self._take_over(document)
        self._declare(2, 50, who='store_manager', channel='T-FILES', store='T1', orders=['F1', 'F2'])
        proof = self._proof(channel=self.files)
        self.assertEqual(proof.state, 'red')
        sale = self._sale('F1', self.files)
        stood = sale.read(['name', 'state', 'amount_total', 'write_date'])
        answer = self._as('store_manager').browse(proof.id).action_read_again()
        self.assertEqual(answer['params']['type'], 'success')
        with self.assertRaisesRegex(IntakeRefused, 'being read again already'):
            self._as('store_manager').browse(proof.id).action_read_again()
        self._background()
        again = self.Document.search([('again_of_id', '=', document.id)])
        self.assertEqual((again.user_id, again.checksum, again.state), (document.user_id, document.checksum, 'done'))
        self.assertEqual(again.duplicate_count, 1)
        self.env.invalidate_all()
        self.assertEqual(sale.read(['name', 'state', 'amount_total', 'write_date']), stood, 'nothing is made twice')
        # the layout learns to take the number from elsewhere
        self.template.column_ids.filtered(lambda column: column.target == 'external_id').header = 'Ref'
        self._as('store_manager').browse(proof.id).action_read_again()
        self._background()
        third = self.Document.search([('again_of_id', '=', document.id)], limit=1)
        self.assertEqual((third.state, third.ready_count, third.duplicate_count), ('review', 1, 1))
        self.env.invalidate_all()
        self.assertEqual((proof.our_count, proof.state), (2, 'amber'), 'here, and not made yet')
        self._take_over(third)
        self.env.invalidate_all()
        self.assertEqual((proof.state, self._sale('F2', self.files).amount_total), ('green', 25))

    def test_without_a_kept_file_it_leads_to_the_upload(self):
        self._declare(1, who='store_manager')
        proof = self._proof()
        with self.assertRaisesRegex(IntakeRefused, 'Ask headquarters to upload'):
            self._as('store_manager').browse(proof.id).action_read_again()
        action = proof.action_read_again()
        self.assertEqual((action['res_model'], action['context']['default_channel_id']), ('store.intake.upload', self.shop.id))

    # === THE MORNING'S LOOK ===

    def test_one_look_shows_the_shops_of_the_reader(self):
        self._submit(self._payload('1'))
        self._submit_as_headquarters(self._payload('2', store='T2'))
        self._declare(2, who='store_manager')
        board = self._as('staff').overview(days=3, last='2024-03-06')
        self.assertEqual(board['days'], ['2024-03-06', DAY, '2024-03-04'])
        rows = {(row['channel'], row['store']): row for row in board['rows']}
        self.assertEqual({store for _channel, store in rows}, {'Street One'})
        cells = {cell['day']: cell for cell in rows['Shop', 'Street One']['cells']}
        self.assertEqual((cells[DAY]['state'], cells[DAY]['ours'], cells[DAY]['said']), ('red', 1, 2))
        self.assertFalse(cells['2024-03-04']['state'], 'before the channel was set up')
        board = self.env['store.intake.proof'].overview(days=3, last='2024-03-06')
        rows = {(row['channel'], row['store']): row for row in board['rows']}
        self.assertEqual(rows['Shop', 'Street Two']['cells'][1]['state'], 'amber', 'orders, and nobody said how many')
        self.assertEqual(board['rows'][0]['store'], 'Street One', 'red first')
        with self.assertRaises(AccessError):
            self._as('bot').overview()

    def _submit_as_headquarters(self, *orders):
        return self.Document.submit_orders('T-SHOP', list(orders))

    def test_a_red_day_is_a_task_and_a_button(self):
        yesterday = str(fields.Date.subtract(self.store_1._today(), days=1))
        self._declare(1, day=yesterday)
        figures = self._as('store_manager').env['store.cockpit'].figures()
        (task,) = [item for item in figures['todo'] if item['key'] == 'proof']
        self.assertEqual((task['count'], task['late'], task['opens']['model']), (1, True, 'store.intake.proof'))
        mine = self._as('staff').env['store.my.store'].overview()
        self.assertEqual(mine['proof']['count'], 1)
        self.assertEqual(self._as('staff').search(mine['proof']['opens']['domain']).ids, self._proof(yesterday).ids)
        self._submit(self._payload('1', ordered_at=f'{yesterday}T10:00:00+08:00'))
        self.env.invalidate_all()
        self.assertFalse(self._as('staff').env['store.my.store'].overview()['proof'])
        self.assertEqual(self._as('staff').search([('state', '=', 'green')]).ids, self._proof(yesterday).ids)
        self.assertFalse(self._as('staff').search([('state', 'in', ('red', 'amber'))]))

    def test_yesterday_of_every_shop_waits_for_its_proof(self):
        yesterday = fields.Date.subtract(fields.Date.context_today(self.env.user.with_context(tz='Asia/Shanghai')), days=1)
        self._submit(self._payload('1', ordered_at=f'{yesterday}T10:00:00+08:00', currency='USD'))
        Proof = self.env['store.intake.proof'].sudo()
        Proof._cron_days()
        Proof._cron_days()
        days = self.env['store.intake.proof'].search([('channel_id', 'in', (self.shop | self.files).ids)])
        self.assertEqual(
            sorted((day.channel_id.code, day.store_id.code, day.day, day.state) for day in days),
            [('T-FILES', 'T1', yesterday, 'amber'), ('T-SHOP', 'T1', yesterday, 'amber')],
        )
        self.files.history_until = self.shop.history_until = yesterday
        days.sudo().unlink()
        Proof._cron_days()
        self.assertFalse(self.env['store.intake.proof'].search([('channel_id', 'in', (self.shop | self.files).ids)]))


@tagged('post_install', '-at_install')
class TestIntakeProofRpc(ProofCommon, HttpCase):
    """The same over RPC, where it counts."""

    @mute_logger('odoo.http')
    def test_refusals_over_rpc(self):
        self._submit(self._payload('1'))
        self._declare(1, 25)
        proof = self._proof()
        own = {'channel': 'T-SHOP', 'day': DAY, 'count': 7}
        for who, may in (('store_manager', True), ('staff', False), ('auditor', False), ('elsewhere', False)):
            user = self.people[who]
            user.sudo().password = f'{who}-Secret-77'
            call = self._caller(user, f'{who}-Secret-77')
            with self.subTest(who=who):
                answer = call('store.intake.proof', 'declare', [], own)
                self.assertEqual('result' in answer, may, answer)
                answer = call('store.intake.proof', 'write', [[proof.id], {'told_count': 3}], {})
                self.assertEqual('result' in answer, may, answer)
                for method, args in (
                    ('create', [{'channel_id': self.shop.id, 'day': '2024-03-09', 'currency_id': self.company.currency_id.id}]),
                    ('unlink', [[proof.id]]),
                    ('write', [[proof.id], {'told_orders': {'1': None}}]),
                ):
                    self.assertIn('error', call('store.intake.proof', method, args, {}), method)
        self.assertTrue(proof.exists())

    def _caller(self, user, password):
        self.authenticate(user.login, password)

        def call(model, method, args, kwargs):
            response = self.url_open(
                f'/web/dataset/call_kw/{model}/{method}',
                json={
                    'jsonrpc': '2.0',
                    'method': 'call',
                    'params': {'model': model, 'method': method, 'args': args, 'kwargs': kwargs},
                },
            )
            return response.json()

        return call

    def test_the_morning_of_a_manager_and_of_staff_on_the_phone(self):
        yesterday = str(fields.Date.subtract(self.store_1._today(), days=1))
        self._submit(self._payload('1', ordered_at=f'{yesterday}T10:00:00+08:00'))
        self._declare(2, day=yesterday)
        self.browser_size, self.touch_enabled = '390x844', True
        for who, tour in (('store_manager', 'store_proof_morning'), ('staff', 'store_proof_reader')):
            user = self.people[who]
            user.sudo().password = user.login
            self.start_tour('/odoo/daily-proof', tour, login=user.login, timeout=240)
            self.env.invalidate_all()
            proof = self._proof(yesterday)
            self.assertEqual((proof.state, proof.source, proof.told_by_id), ('green', 'hand', self.people['store_manager']))
