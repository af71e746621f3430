# Part of store_group. License LGPL-3.
import contextlib

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_transfer_customer import CustomerCommon


@tagged('post_install', '-at_install')
class TestSecurityBelow(CustomerCommon):
    """A condition below a link is asked as its reader, also where the link itself is looked up elevated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        vals = {'partner_id': cls.customer.id, 'order_line': [Command.create({'product_id': cls.product.id, 'price_unit': 77})]}
        Order = cls.env['sale.order'].sudo().with_context(allowed_company_ids=cls.company.ids)
        cls.own, cls.foreign = (
            Order.create({**vals, 'store_id': store.id, 'warehouse_id': store.warehouse_id.id})
            for store in (cls.store_3, cls.store_1)
        )
        cls.own.message_subscribe(cls.customer.ids)

    def _count(self, model, *domain):
        return self._as(self.taker, self.env[model]).search_count(list(domain))

    def assert_unanswered(self, model, *domain):
        with contextlib.suppress(AccessError):
            self.assertFalse(self._count(model, *domain))

    def test_followers(self):
        own = ('id', '=', self.own.id)
        self.assertEqual(self._count('sale.order', own, ('message_partner_ids', 'in', self.customer.ids)), 1)
        self.assertEqual(self._count('sale.order', own, ('message_partner_ids.name', '=', self.customer.name)), 1)
        orders = ('message_partner_ids.sale_order_ids', 'any', [('id', '=', self.own.id)])
        self.assertEqual(self._count('sale.order', own, orders), 1)
        for below in ([('id', '=', self.foreign.id)], [('store_id', '=', self.store_1.id), ('amount_total', '>', 1)]):
            self.assert_unanswered('sale.order', own, ('message_partner_ids.sale_order_ids', 'any', below))
            self.assert_unanswered('sale.order', own, ('message_partner_ids', 'any', [('sale_order_ids', 'any', below)]))
            self.assert_unanswered('sale.order', own, ('message_partner_ids', 'not any', [('sale_order_ids', 'not any', below)]))

    def test_files(self):
        file = self._as(self.taker, self.env['ir.attachment']).create({'name': 'own.txt', 'raw': b'x'})
        own = ('id', '=', file.id)
        self.assertEqual(self._count('ir.attachment', own, ('create_uid', '=', self.taker.id)), 1)
        self.assertEqual(self._count('ir.attachment', own, ('create_uid.name', '=', self.taker.name)), 1)
        self.assertEqual(self._count('ir.attachment', own, ('company_id', 'in', [False, *self.company.ids])), 1)
        below_own = (('res_model', '=', 'sale.order'), ('res_id', '=', self.own.id))
        self.assertEqual(self._count('ir.attachment', *below_own), 0, "what every chatter asks")
        people = 'create_uid.company_ids.user_ids'
        for below in (
            (f'{people}.store_member_ids.store_id', '=', self.store_1.id),
            (f'{people}.company_id.partner_id.sale_order_ids', 'any', [('store_id', '=', self.store_1.id)]),
            ('create_uid.company_id.user_ids.partner_id.user_ids.store_member_ids.role', '=', 'store_manager'),
        ):
            self.assert_unanswered('ir.attachment', own, below)
