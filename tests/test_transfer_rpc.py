# Part of store_group. License LGPL-3.
from odoo.tests import HttpCase, tagged

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferRpc(TwoCompanies, HttpCase):
    """The same by programs: plain data in and out, no side needs the other's company, twice is once."""

    def _call(self, user, method, *args, **kwargs):
        """Call as the user over XML-RPC, twice; return the answer, which is the same both times."""
        login = user.sudo().login
        answers = [self.xmlrpc_object.execute_kw(
            self.env.cr.dbname, user.id, login, 'store.transfer', method, list(args), kwargs) for _time in range(2)]
        return answers

    def _through(self, taker, dest):
        goods = self._goods()
        first, again = self._call(taker, 'request', source='T1', destination=dest, external_id='R-1', lines=[
            {'product': goods.default_code, 'quantity': 3}])
        self.assertEqual(first, again)
        line = first['lines'][0]['line_id']
        self._call(self.giver_boss, 'action_approve', [first['id']])
        self._call(self.giver, 'action_ship', [first['id']])
        self._call(taker, 'set_quantities', [first['id']], 'received', [{'line_id': line, 'quantity': 2}])
        answers = self._call(
            taker, 'set_quantities', [first['id']], 'damaged', [{'line_id': line, 'quantity': 1}])
        self.assertEqual(answers[1]['lines'][0]['qty_in_transit'], 3)
        self.assertEqual(self._call(taker, 'action_receive', [first['id']]), [True, True])
        transfer = self.env['store.transfer'].browse(first['id'])
        self.assertEqual(self._booked(transfer), [(3, 2, 1, 0, 0, 0)])
        self._as(self.giver, transfer.sudo().discrepancy_ids).action_agree()
        self._as(self.judge, transfer.sudo().discrepancy_ids).decide('write_off', 'dest')
        self.assertEqual(self._call(taker, 'action_close', [first['id']]), [True, True])
        self.assertEqual(transfer.sudo().state, 'closed')

    def test_within_a_company(self):
        self._through(self.taker, 'T33')

    def test_between_two_companies(self):
        self._through(self.far_taker, 'T4')
