# Part of store_group. License LGPL-3.
import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TillCommon


@tagged('post_install', '-at_install')
class TestTillTour(TillCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = (
            cls.env['product.product']
            .sudo()
            .create({'name': 'Ice Tea', 'is_storable': True, 'available_in_pos': True, 'list_price': 100, 'taxes_id': [(5,)]})
        )

    def test_a_cashier_opens_sells_and_closes_in_the_browser(self):
        with mute_logger('odoo.http'):  # the refusal it looks at
            self.start_tour(f'/pos/ui/{self.pos_1.id}', 'store_till_tour', login='till_cashier')
        session = self.env['pos.session'].sudo().search([('config_id', '=', self.pos_1.id), ('state', '=', 'closed')])
        self.assertEqual(session.user_id, self.cashier)
        self.assertEqual(session.order_ids.mapped('amount_total'), [100])
        self.assertEqual(
            (session.store_id, session.order_ids.store_id, session.move_id.store_id, session.picking_ids.store_id),
            (self.store_1,) * 4,
        )

    def test_the_address_of_another_till_opens_nothing(self):
        self.authenticate('till_cashier', 'till_cashier')
        answer = self.url_open(f'/pos/ui/{self.pos_2.id}', allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.assertFalse(self.pos_2.sudo().session_ids)
        answer = self.url_open(f'/pos/ui/{self.pos_1.id}', allow_redirects=False)
        self.assertEqual(answer.status_code, 200)

    def test_calls_from_outside(self):
        """A sample over XML-RPC: the walls are the same."""
        self._open(self.free, self.pos_2)
        ours = self._open(self.cashier, self.pos_1)
        uid = self.xmlrpc_common.login(self.env.cr.dbname, 'till_cashier', 'till_cashier')

        def call(model, method, *args, **kwargs):
            return self.xmlrpc_object.execute_kw(self.env.cr.dbname, uid, 'till_cashier', model, method, list(args), kwargs)

        self.assertEqual(call('pos.session', 'search', []), ours.ids)
        ticket = self._ticket(ours, self.goods)
        call('pos.order', 'sync_from_ui', [json.loads(json.dumps(ticket, default=str))])
        groups = call('pos.order', 'formatted_read_group', [], ['store_id'], ['amount_total:sum'])
        self.assertEqual([(row['store_id'][0], row['amount_total:sum']) for row in groups], [(self.store_1.id, 100)])
        self.assertEqual(call('pos.config', 'search_count', [('is_store_reached', '=', True)]), 1)
