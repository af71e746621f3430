# Part of store_group. License LGPL-3.
from xmlrpc.client import Fault

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_transfer_companies import TwoCompanies


@tagged('post_install', '-at_install')
class TestTransferRpc(TwoCompanies, HttpCase):
    """The same by programs: plain data in and out, no side needs the other's company, twice is once."""

    def _call(self, user, method, *args, **kwargs):
        """Call as the user over XML-RPC, twice; return the answer, which is the same both times."""
        login = user.sudo().login
        answers = [
            self.xmlrpc_object.execute_kw(self.env.cr.dbname, user.id, login, 'store.transfer', method, list(args), kwargs)
            for _time in range(2)
        ]
        return answers

    def _through(self, taker, dest):
        goods = self._goods()
        first, again = self._call(
            taker,
            'request',
            source='T1',
            destination=dest,
            external_id='R-1',
            lines=[{'product': goods.default_code, 'quantity': 3}],
        )
        self.assertEqual(first, again)
        line = first['lines'][0]['line_id']
        self._call(self.giver_boss, 'action_approve', [first['id']])
        self._call(self.giver, 'action_ship', [first['id']])
        self._call(taker, 'set_quantities', [first['id']], 'received', [{'line_id': line, 'quantity': 2}])
        answers = self._call(taker, 'set_quantities', [first['id']], 'damaged', [{'line_id': line, 'quantity': 1}])
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

    @mute_logger('odoo.addons.rpc.controllers.xmlrpc', 'odoo.http')
    def test_what_cannot_be_is_refused_with_the_reason(self):
        goods = self._goods()
        self._goods(name='Service', default_code='RPC-SERVICE', is_storable=False)
        self._goods(name='Foreign', default_code='RPC-FOREIGN', company_id=self.company.id)
        self.store_2.action_pause()
        self.env['store.lane'].create(
            {'source_store_id': self.store_3.id, 'is_forbidden': True, 'forbidden_reason': 'Other brand'}
        )
        for reason, product, source, quantity in (
            ('is not kept in stock', 'RPC-SERVICE', 'T1', 1),
            ('Unknown: RPC-FOREIGN', 'RPC-FOREIGN', 'T1', 1),  # goods of another company are named by nobody
            ('is Paused', goods.default_code, 'T2', 1),
            ('Other brand', goods.default_code, 'T33', 1),
            ('Unknown: NIX', 'NIX', 'T1', 1),
            ('greater than 0', goods.default_code, 'T1', -1),
            ('No store has the code', goods.default_code, 'NIX', 1),
        ):
            with self.subTest(reason=reason), self.assertRaises(Fault) as caught:
                self._call(
                    self.far_taker, 'request', source=source, destination='T4', lines=[{'product': product, 'quantity': quantity}]
                )
            self.assertIn(reason, caught.exception.faultString)
