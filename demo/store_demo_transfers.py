# Part of store_group. License LGPL-3.
from odoo import models

# number, from, to, by whom it is asked, [(code, pieces)], reason, how far it gets
TRANSFERS = (
    (1, 'depot', 'lake', 'staff', (('JX-D101-RD-M', 12), ('JX-T203-IV-L', 40)), '周末促销 Weekend sale', 'submitted'),
    (2, 'depot', 'lake', 'staff', (('JX-C301-CM-M', 6), ('JX-C302-NV-L', 10)), '断码 Sizes sold out', 'shipped'),
    (3, 'depot', 'lake', 'manager', (('JX-T204-IV-M', 8), ('JX-T204-CM-M', 8)), '换季 New season', 'short'),
    (4, 'depot', 'outlet', 'group', (('JX-B401-BL-M', 20), ('JX-B401-BL-L', 20)), '补货 Refill', 'approved'),
    (5, 'depot', 'outlet', 'group', (('JX-D102-RS-S', 15),), '尾货 End of line', 'closed'),
    (6, 'depot', 'suzhou', 'group', (('JX-C303-CM-M', 10), ('JX-C303-NV-M', 10)), '新品 New style', 'rejected'),
    (7, 'depot', 'suzhou', 'group', (('JX-T202-CM-M', 12), ('JX-T202-BK-L', 6)), '补货 Refill', 'partly'),
    (8, 'lake', 'suzhou', 'group', (('JX-B402-BK-S', 2),), '顾客指定 Asked for by a customer', 'cancelled'),
    (9, 'depot', 'causeway', 'hk', (('JX-C301-BK-M', 5), ('JX-C302-RD-M', 8)), '圣诞橱窗 Christmas window', 'shipped'),
    (10, 'depot', 'causeway', 'hk', (('JX-T201-IV-S', 10),), '补货 Refill', 'contested'),
    (11, 'outlet', 'lake', 'manager', (('JX-B403-BK-M', 3),), '借调 Borrowed', 'draft'),
    (12, 'depot', 'causeway', 'hk', (('JX-D101-NV-S', 6),), '补货 Refill', 'submitted'),
)


class StoreDemo(models.AbstractModel):
    """Transfers in each of their states, done by the people of both sides; two shortages wait for a decision."""

    _inherit = 'store.demo'

    def _make_transfers(self):
        for number, source, dest, asker, goods, reason, state in TRANSFERS:
            transfer = self._request(number, source, dest, asker, goods, reason, state)
            self._mark(transfer, 'transfer', number)
            self._bring_to(transfer, state, asker)

    def _request(self, number, source, dest, asker, goods, reason, state):
        Transfer = self._as(asker, 'store.transfer')
        if state == 'draft':
            products = self._by_code()
            return Transfer.create(
                {
                    'source_store_id': self._store(source).id,
                    'dest_store_id': self._store(dest).id,
                    'reason': reason,
                    'line_ids': [(0, 0, {'product_id': products[code].id, 'qty_requested': pieces}) for code, pieces in goods],
                }
            )
        lines = [{'product': code, 'quantity': pieces} for code, pieces in goods]
        codes = self._store(source).code, self._store(dest).code
        return Transfer.browse(Transfer.request(*codes, lines, False, reason, f'DEMO-{number}')['id'])

    def _bring_to(self, transfer, state, asker):
        """Each act by somebody who may: the depot ships, the shop counts, headquarters approves."""
        depot, chief = self._by('depot', transfer), self._by('hq', transfer)
        if state in ('draft', 'submitted'):
            return
        if state == 'rejected':
            depot.action_reject('等新批次 Waiting for the next batch')
            return
        if state == 'cancelled':
            self._by(asker, transfer).action_cancel()
            return
        chief.action_approve()
        if state == 'approved':
            return
        depot.action_ship()
        if state == 'shipped':
            return
        receiver = self._by({'hk': 'hk', 'manager': 'staff'}.get(asker, 'group'), transfer)
        missing = {'short': 2, 'partly': 4, 'contested': 1}.get(state, 0)
        line = transfer.line_ids[0]
        counted = [
            {'line_id': item.id, 'quantity': item.qty_requested - (missing if item == line else 0)} for item in transfer.line_ids
        ]
        receiver.set_quantities('received', counted)
        receiver.action_receive()
        if state == 'closed' and transfer.state != 'closed':
            receiver.action_close()
        if state in ('short', 'contested'):
            receiver.action_count_final()
            difference = self.env['store.transfer.discrepancy'].search([('transfer_id', '=', transfer.id)])
            self._by(receiver.env.user, difference).write({'note': '箱子封条完好，短少 Fewer pieces in a sealed box'})
            if state == 'contested':
                answered = self._by('depot', difference)
                answered.answer_note = '已称重，应无误 The box was weighed'
                answered.action_contest()

    def _as(self, key, model):
        user = self._ref('user', key)
        return self.env(user=user.id, su=False, context={**self.env.context, 'allowed_company_ids': user.company_ids.ids})[model]

    def _by(self, key, record):
        """The record in the hands of a person (a key of `world.PEOPLE`, or a user)."""
        user = self._ref('user', key) if isinstance(key, str) else key
        context = {**self.env.context, 'allowed_company_ids': user.sudo().company_ids.ids}
        return record.with_env(self.env(user=user.id, su=False, context=context))
