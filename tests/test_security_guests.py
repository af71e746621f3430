# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_security_stock_work import StockWorkCommon


@tagged('post_install', '-at_install')
class TestSecurityGuests(StockWorkCommon):
    """A customer with an account reads their own documents as Odoo says, and nothing of what the stores note on them."""

    def setUp(self):
        super().setUp()
        self.guest = new_test_user(
            self.env(su=True),
            'guest_customer',
            'base.group_portal',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.goods = self._product()
        sale = (
            self.env['sale.order']
            .sudo()
            .create(
                {
                    'partner_id': self.guest.partner_id.id,
                    'company_id': self.company.id,
                    'store_id': self.store_1.id,
                    'warehouse_id': self.warehouse_1.id,
                    'order_line': [Command.create({'product_id': self.goods.id})],
                    'store_details_ids': [Command.create({'seller_note': 'Never on time'})],
                }
            )
        )
        sale.is_brushing = True
        sale.action_confirm()
        sale.message_subscribe(self.guest.partner_id.ids)
        sale.picking_ids.message_subscribe(self.guest.partner_id.ids)
        self.sale, self.picking = self._as(self.guest, sale), self._as(self.guest, sale.picking_ids)
        self.env.flush_all()
        self.env.invalidate_all()

    def _ours(self, model):
        return [
            name
            for name, field in self.env[model]._fields.items()
            if field._modules and all(module.startswith('store_group') for module in field._modules)
        ]

    def test_he_reads_his_order_and_none_of_our_marks(self):
        for record in (self.sale, self.sale.order_line, self.picking):
            self.assertTrue(record.read(['display_name']))
            for name in self._ours(record._name):
                with self.subTest(model=record._name, name=name), self.assertRaises(AccessError):
                    record.read([name])

    def test_no_filter_order_group_or_export_tells_them(self):
        orders = self.sale.browse()
        self.assertEqual(orders.search([('id', '=', self.sale.id)]), self.sale)
        for ask in (
            lambda: orders.search([('is_brushing', '=', True)]),
            lambda: orders.search([('order_line.store_day', '!=', False)]),
            lambda: orders.search([], order='store_day'),
            lambda: orders.search_read([], ['is_brushing']),
            lambda: orders.formatted_read_group([], ['store_id'], ['__count']),
            lambda: self.picking.search_read([], ['store_order_note']),
            lambda: self.picking.web_read({'store_order_note': {}}),
        ):
            with self.assertRaises(AccessError):
                ask()
