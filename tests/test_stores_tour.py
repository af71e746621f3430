# Part of store_group. License LGPL-3.
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged('post_install', '-at_install')
class TestStoresTour(HttpCase):
    def test_an_administrator_opens_a_store_and_looks_at_sales(self):
        user = new_test_user(
            self.env,
            'tour_hq',
            'store_group.group_store_admin,sales_team.group_sale_manager,stock.group_stock_manager',
            tz='Asia/Shanghai',
            odoobot_state='disabled',
        )
        self.assertFalse(user.has_group('base.group_system'))
        product = self.env['product.product'].create({'name': 'Tour Shirt', 'type': 'consu', 'list_price': 100})
        # The reader's month is the stores' month: on its last evening an order of the one is not in the other.
        for number, name in enumerate(('Tour Avenue', 'Other Road')):
            store = self.env['store.store'].create(
                {
                    'name': name,
                    'code': f'TOURX{number}',
                    'company_id': user.company_id.id,
                    'tz': user.tz,
                    'warehouse_id': self.env['stock.warehouse'].search([('company_id', '=', user.company_id.id)], limit=1).id,
                }
            )
            store._set_state('open')
            self.env['sale.order'].create(
                {
                    'partner_id': self.env['res.partner'].create({'name': 'Tour Customer'}).id,
                    'store_id': store.id,
                    'order_line': [Command.create({'product_id': product.id, 'product_uom_qty': 2})],
                }
            ).action_confirm()
        self.start_tour('/odoo/stores', 'store_group_tour', login='tour_hq')
        opened = self.env['store.store'].search([('code', '=', 'TOUR1')])
        self.assertEqual(opened.state, 'open')
        self.assertTrue(opened.warehouse_id)
