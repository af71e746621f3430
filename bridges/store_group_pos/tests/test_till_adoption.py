# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tests import tagged

from .common import TillCommon


@tagged('post_install', '-at_install')
class TestTillAdoption(TillCommon):
    """A till of the past gives its store to everything it left behind, and takes it back."""

    def _left(self, session):
        session = session.sudo()
        orders, pickings = session.order_ids, session.picking_ids | session.order_ids.picking_ids
        entries = session._get_related_account_moves()
        return (
            session,
            orders,
            orders.lines,
            orders.payment_ids,
            pickings,
            pickings.move_ids,
            pickings.move_line_ids,
            entries,
            entries.line_ids,
            session.bank_payment_ids,
        )

    def test_what_a_till_left_behind_goes_with_it(self):
        goods = self._goods()
        session = self._open(self.free, self.pos_hq)
        self._sell(session, goods, 2)
        self._sell(session, goods, 1, method='bank')
        self._sell(session, goods, 3, partner_id=self.customer.id, to_invoice=True)
        self._close(session)
        left = self._left(session)
        self.assertFalse([records for records in left if records.store_id & self.store_2])
        before = [records.mapped('write_date') for records in left]
        stores = [records.mapped(lambda record: record.store_id.id) for records in left]
        adoption = self.env['store.adoption'].create({'company_ids': [Command.set(self.company.ids)]})
        line = self.env['store.adoption.line'].create(
            {'adoption_id': adoption.id, 'code': 'T2', 'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id}
        )
        self.env['store.adoption.rule'].create({'line_id': line.id, 'value_ref': f'pos.config,{self.pos_hq.id}'})
        adoption.action_preview()
        counted = sum(adoption.count_ids.filtered('line_id').mapped('picking_count'))
        adoption.action_apply()
        self.env['store.adoption.worker'].sudo()._work(adoption.sudo())
        self.env.invalidate_all()
        self.assertEqual(adoption.state, 'done', adoption.error)
        kept = [records.mapped(lambda record: record.store_id.id) for records in left]
        for records, old, new in zip(left, stores, kept, strict=True):
            wanted = [store or self.store_2.id for store in old]
            self.assertEqual(new, wanted, f'{records._name}: what had no store has the till\'s')
        self.assertEqual([records.mapped('write_date') for records in left], before)
        self.assertEqual(self.pos_hq.store_id, self.store_2)
        self.assertEqual(counted, len([store for store in stores[4] if not store]))
        adoption.action_revert()
        self.env['store.adoption.worker'].sudo()._work(adoption.sudo())
        self.env.invalidate_all()
        self.assertEqual([records.mapped(lambda record: record.store_id.id) for records in left], stores)
        self.assertFalse(self.pos_hq.store_id)
