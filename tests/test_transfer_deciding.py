# Part of store_group. License LGPL-3.
from pathlib import Path
from runpy import run_path

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon

MIGRATION = Path(__file__).parents[1] / 'migrations' / '19.0.2.0.0' / 'post-payer.py'


@tagged('post_install', '-at_install')
class TestTransferDeciding(TransferCommon):
    """One page decides a difference: it shows what is known, and only buttons that work."""

    def _short(self, user=None):
        transfer, _goods = self._shipped(5)
        self._set(user or self.taker, transfer, 'received', 4)
        self._as(user or self.taker, transfer).action_receive()
        self._as(user or self.taker, transfer).action_count_final()
        return transfer, transfer.sudo().discrepancy_ids

    def _seen(self, user, item):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._as(user, item)

    def test_the_page_says_what_was_asked_sent_and_counted_and_who_would_pay(self):
        _transfer, item = self._short()
        page = self._seen(self.judge, item)
        self.assertEqual((page.qty_requested, page.qty_approved, page.qty_shipped, page.qty_received), (5, 5, 5, 4))
        self.assertEqual((page.receiver_ids, page.shipper_ids), (self.taker, self.giver))
        for responsible, payer in (('source', 'Street One'), ('dest', self.store_3.name), ('unknown', 'company Factory')):
            page.responsible = responsible
            self.assertIn(payer, page.payer)
        page.outcome = 'to_source'
        self.assertIn('Nobody', page.payer)

    def test_nobody_pays_before_somebody_says_so(self):
        for act, proposed in (('action_contest', False), ('action_agree', 'source'), ('action_recount', False)):
            with self.subTest(act=act), self.cr.savepoint() as point:
                _transfer, item = self._short()
                self.assertEqual((item.responsible, self._seen(self.judge, item).payer), (False, False))
                getattr(self._as(self.giver, item), act)()
                page = self._seen(self.judge, item)
                self.assertEqual(page.responsible, proposed)
                self.assertEqual(page.payer_reason, 'Street One agreed to the difference.' if proposed else False)
                page.outcome = 'write_off'
                if not proposed:
                    with self.assertRaisesRegex(UserError, 'Choose who pays'):
                        page.action_decide()
                    page.responsible = 'dest'
                    self.assertFalse(page.payer_reason)
                page.action_decide()
                self.assertEqual((item.sudo().state, item.sudo().responsible), ('decided', proposed or 'dest'))
                point.rollback()

    def test_an_upgrade_leaves_no_payer_nobody_chose(self):
        items = [self._short()[1] for _time in range(3)]
        self._as(self.giver, items[0]).action_agree()
        self._as(self.giver, items[1]).action_contest()
        self._as(self.giver, items[2]).action_agree()
        self._as(self.judge, items[2]).decide('write_off', 'unknown')
        for item in items:
            item.sudo().responsible = 'unknown'
        self.env.flush_all()
        run_path(str(MIGRATION))['migrate'](self.env.cr, None)
        self.env.invalidate_all()
        self.assertEqual([item.sudo().responsible for item in items], ['source', False, 'unknown'])

    def test_first_the_sender_is_heard_then_somebody_decides(self):
        _transfer, item = self._short()
        stranger = self._member('stranger', 'staff', store_id=self.store_2.id)
        acts = {user: self._seen(user, item).main_act for user in (self.giver, self.taker, self.judge)}
        self.assertEqual(acts, {self.giver: 'answer', self.taker: 'remind', self.judge: 'remind'})
        self.assertFalse(self._seen(self.judge, item).is_decidable)
        self.assertRegex(self._seen(self.judge, item).waits_for, r'Street One may answer until .*: giver')
        self.assertFalse(self._seen(self.giver, item).waits_for)
        with self.assertRaises(AccessError):
            self._as(stranger, item).action_remind()
        self._as(self.giver, item).action_contest()
        acts = {user: self._seen(user, item).main_act for user in (self.giver, self.taker, self.judge)}
        self.assertEqual(acts, {self.giver: False, self.taker: False, self.judge: 'decide'})
        self.assertIn('judge', self._seen(self.taker, item).waits_for)
        with self.assertRaisesRegex(UserError, 'has answered already'):
            self._as(self.judge, item).action_remind()

    def test_after_the_senders_days_it_is_decided(self):
        _transfer, item = self._short()
        item.sudo().deadline = fields.Date.subtract(self.store_1._today(), days=1)
        self.assertEqual(self._seen(self.judge, item).main_act, 'decide')
        self.assertEqual(self._seen(self.giver, item).main_act, 'answer')

    def test_reminding_tells_the_sender_once_a_person(self):
        _transfer, item = self._short()
        item.sudo().activity_ids.unlink()
        for _time in range(2):
            message = self._as(self.taker, item).action_remind()['params']['message']
        self.assertIn('giver', message)
        asked = item.sudo().activity_ids
        self.assertEqual(
            set(asked.mapped('summary')), {f'taker asks again: answer the difference of {item.transfer_id.sudo().name}'}
        )
        self.assertEqual(len(asked), len(asked.user_id))
        self.assertLessEqual(self.giver | self.giver_boss, asked.user_id)

    def test_a_party_sees_who_decides_instead(self):
        other = self._member('other_judge', 'group_manager', group_id=self.head.id)
        _transfer, item = self._short(self.judge)
        self._as(self.giver, item).action_agree()
        page = self._seen(self.judge, item)
        self.assertFalse(page.is_decidable)
        self.assertRegex(page.waits_for, 'somebody else decides: other_judge')
        with self.assertRaisesRegex(UserError, 'Ask other_judge'):
            page.decide('write_off', 'dest')
        self.assertTrue(self._seen(other, item).is_decidable)

    def test_who_is_refused_sees_who_may(self):
        deputy = self._member('deputy', 'store_manager', store_id=self.store_1.id)
        transfer, _goods = self._ask(2, user=self.giver_boss)
        with self.assertRaisesRegex(UserError, 'needs a second person: giver_boss did the step before. Ask deputy'):
            self._as(self.giver_boss, transfer).action_approve()
        self._as(deputy, transfer).action_approve()
        self._as(self.giver, transfer).action_ship()
        transfer.sudo().shipper_ids |= self.taker
        with self.assertRaisesRegex(UserError, 'Ask judge'):
            self._as(self.taker, transfer).action_receive()

    def test_without_a_second_person_headquarters_is_named(self):
        self.judge.sudo().active = False
        transfer, _goods = self._ask(2, user=self.giver_boss)
        with self.assertRaisesRegex(UserError, 'did the step before. Ask a headquarters administrator'):
            self._as(self.giver_boss, transfer).action_approve()
        self.assertEqual(self._seen(self.giver_boss, transfer).waits_for, "a headquarters administrator")

    def test_a_note_of_one_who_only_reads_is_never_asked(self):
        transfer, _goods = self._shipped(5)
        reader = self._as(self.taker, transfer)
        version = transfer.sudo().version
        reader.begin('look', version=version)
        colleague = self._member('colleague', 'staff', store_id=self.store_3.id)
        self._set(colleague, transfer, 'received', 4)
        with self.assertRaisesRegex(UserError, 'Reload it'):
            reader.with_context(store_version=version).action_receive()
        reader.action_receive()
        self.assertEqual(self._booked(transfer), [(5, 4, 0, 0, 0, 1)])

    def test_an_old_page_of_the_transfer_does_not_keep_anybody_from_deciding(self):
        transfer, item = self._short()
        self._as(self.judge, transfer).begin('edit', version=transfer.sudo().version - 1)
        self._as(self.giver, item).action_agree()
        self.assertEqual(self._as(self.judge, item).decide('write_off', 'dest')['state'], 'decided')

    def test_who_pays_pays_also_without_an_account_of_its_own_before(self):
        self.store_3.sudo().analytic_account_id = False
        _transfer, item = self._short()
        self._as(self.giver, item).action_agree()
        self._as(self.judge, item).decide('write_off', 'dest')
        cost = item.sudo().cost_line_id
        self.assertEqual((cost.amount, cost.store_id), (-10, self.store_3))
        self.assertEqual(self.store_3.sudo().analytic_account_id.company_id, self.company)
