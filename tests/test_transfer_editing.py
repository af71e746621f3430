# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .transfer_common import TransferCommon


@tagged('post_install', '-at_install')
class TestTransferEditing(TransferCommon):
    """One person edits a transfer at a time, or is told who does; nothing is written over another one's change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._member('colleague', 'staff', store_id=cls.store_3.id)

    def _board(self, user):
        return self._as(user, self.env['store.transfer.board'])

    def _count(self, transfer, quantity):
        return [{'line_id': transfer.sudo().line_ids.id, 'counted': quantity}]

    def test_who_counts_is_told_to_others_and_to_him_not(self):
        transfer, _goods = self._shipped(5)
        self.assertEqual(self._board(self.taker).sheet(transfer.id, 'receive')['others'], '')
        told = self._board(self.colleague).sheet(transfer.id, 'receive')['others']
        self.assertRegex(told, r'^taker has been counting this since \d\d:\d\d\.$')
        self.assertIn('colleague', self._as(self.taker, transfer).begin('receive')['text'])
        self._as(self.colleague, transfer).leave()
        self.assertEqual(self._as(self.taker, transfer).begin('receive')['others'], [])

    def test_a_note_that_is_not_renewed_means_nothing(self):
        transfer, _goods = self._shipped(5)
        self._as(self.taker, transfer).begin('edit')
        notes = self.env['store.transfer.presence'].sudo().search([('transfer_id', '=', transfer.id)])
        notes.seen_on = fields.Datetime.subtract(fields.Datetime.now(), minutes=11)
        self.assertEqual(self._as(self.colleague, transfer).begin()['others'], [])
        notes.seen_on = fields.Datetime.subtract(fields.Datetime.now(), days=2)
        self.env['store.transfer.presence'].sudo()._gc_presence()
        self.assertFalse(notes.exists())

    def test_a_note_writes_nothing_on_the_transfer(self):
        transfer, _goods = self._shipped(5)
        self.env.flush_all()
        before = transfer.sudo().write_date
        self._as(self.taker, transfer).begin('receive')
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(transfer.sudo().write_date, before)

    def test_the_second_count_on_an_old_sheet_is_refused(self):
        transfer, _goods = self._shipped(5)
        sheets = {user: self._board(user).sheet(transfer.id, 'receive') for user in (self.taker, self.colleague)}
        self._board(self.colleague).finish(
            transfer.id, 'receive', self._count(transfer, 3), version=sheets[self.colleague]['version']
        )
        with self.assertRaisesRegex(UserError, 'was changed by colleague at'):
            self._board(self.taker).finish(
                transfer.id, 'receive', self._count(transfer, 3), version=sheets[self.taker]['version']
            )
        self.assertEqual(self._booked(transfer), [(5, 3, 0, 0, 0, 2)])
        again = self._board(self.taker).sheet(transfer.id, 'receive')
        self._board(self.taker).finish(transfer.id, 'receive', self._count(transfer, 2), version=again['version'])
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])

    def test_a_form_opened_before_another_ones_change_is_refused_until_reloaded(self):
        transfer, _goods = self._shipped(5)
        mine = self._as(self.taker, transfer)
        mine.begin('edit', version=transfer.sudo().version)
        self._set(self.colleague, transfer, 'received', 4)
        line = transfer.sudo().line_ids
        typed = {'line_ids': [Command.update(line.id, {'count_received': 5})]}
        for act in (lambda: mine.write(typed), mine.action_receive, mine.action_count_final):
            with self.assertRaisesRegex(UserError, 'Reload it'):
                act()
        mine.begin('look', version=transfer.sudo().version)
        mine.write(typed)
        mine.action_receive()
        self.assertEqual(self._booked(transfer), [(5, 5, 0, 0, 0, 0)])

    def test_what_is_approved_is_what_the_card_says(self):
        transfer, _goods = self._ask(5)
        card = self._board(self.giver_boss).overview()['lists']['approve'][0]
        self._set(self.judge, transfer, 'approved', 2)
        with self.assertRaisesRegex(UserError, 'was changed by judge'):
            self._board(self.giver_boss).approve(transfer.id, version=card['version'])

    def test_a_program_that_looks_at_nothing_is_not_held(self):
        transfer, _goods = self._shipped(5)
        self._set(self.colleague, transfer, 'received', 4)
        self._as(self.taker, transfer).action_receive()
        self.assertEqual(self._booked(transfer), [(5, 4, 0, 0, 0, 1)])

    def test_only_who_reads_it_leaves_notes(self):
        transfer, _goods = self._shipped(5)
        stranger = self._member('stranger', 'staff', store_id=self.store_2.id)
        with self.assertRaises(AccessError):
            self._as(stranger, transfer).begin('look')
        with self.assertRaises(AccessError):
            self._as(self.taker, self.env['store.transfer.presence']).search([])

    def test_a_grid_saved_in_two_windows(self):
        goods = self._product()
        grid = self._as(self.judge, self.env['store.transfer.grid']).create(
            {
                'purpose': 'push',
                'store_id': self.store_1.id,
                'product_ids': [Command.set(goods.ids)],
                'store_ids': [Command.set(self.store_3.ids)],
            }
        )
        first = grid.load()['version']
        key = f'{goods.id}:{self.store_3.id}'
        second = grid.save({key: 2}, version=first)
        with self.assertRaisesRegex(UserError, 'another window'):
            grid.save({key: 3}, version=first)
        grid.save({key: 4}, version=second)
        self.assertEqual(grid.quantities, {key: 4.0})
