# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common_accounting import AccountingCommon

PIXEL = b'R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs='


@tagged('post_install', '-at_install')
class TestSecurityBeyond(AccountingCommon):
    """What core adds up, pays and exports past its rules, asked by the manager of store 1 with Odoo's widest rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._accountant(
            'beyond', 'sales_team.group_sale_manager,stock.group_stock_manager,account.group_account_manager'
        )
        cls._member(cls.manager, cls.store_1, role='store_manager')
        cls.campaign = cls.env['utm.campaign'].sudo().create({'title': 'Spring'})
        cls.own, cls.theirs = (cls._sale(store) for store in (cls.store_1, cls.store_2))

    @classmethod
    def _sale(cls, store):
        """Return a quotation of the campaign, beside an invoiced order of it."""
        env = cls.env(su=True, context={'allowed_company_ids': cls.company.ids})
        order = env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'store_id': store.id,
                'campaign_id': cls.campaign.id,
                'warehouse_id': store.warehouse_id.id,
                'order_line': [Command.create({'product_id': cls.service.id}), Command.create({'product_id': cls.product.id})],
            }
        )
        order.copy()
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return order

    def _mine(self, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return self._as(self.manager, records)

    # === TOTALS ===

    def test_the_forecast_page_adds_up_the_quotations_of_his_stores(self):
        foreign = self.warehouse_2.id
        for context in ({}, {'warehouse_id': foreign}):
            page = (
                self._mine(self.env['stock.forecasted_product_product'])
                .with_context(**context)
                .get_report_values(docids=self.product.ids)['docs']['product'][self.product.id]
            )
            with self.subTest(context=context):
                names = {order['name'] for order in page.get('draft_sale_orders', [])}
                quotations = (
                    self.env['sale.order']
                    .sudo()
                    .search([('state', '=', 'draft'), ('store_id', '=', self.store_1.id), ('name', 'in', list(names))])
                )
                self.assertEqual(set(quotations.mapped('name')), names)
                self.assertLessEqual(page['draft_sale_qty']['out'], 1)
                self.assertEqual(bool(names), not context)

    def test_a_campaign_tells_what_his_stores_earned(self):
        values = self._mine(self.campaign).read(['quotation_count', 'invoiced_amount'])[0]
        own = self.own.sudo().invoice_ids
        self.assertEqual((values['quotation_count'], values['invoiced_amount']), (2, int(own.amount_untaxed)))
        everything = self._as(self._accountant('free', 'sales_team.group_sale_manager'), self.campaign)
        self.assertEqual(everything.quotation_count, 4)

    # === PAID ONLINE ===

    def _transaction(self, order):
        env = self.env(su=True)
        provider = env['payment.provider'].create({'name': 'Card', 'company_id': self.company.id})
        method = env['payment.method'].create({'name': 'Card', 'code': 'card_of_the_test', 'image': PIXEL})
        return env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': method.id,
                'reference': f'PAY-{order.id}',
                'amount': 100,
                'currency_id': order.currency_id.id,
                'partner_id': self.customer.id,
                'sale_order_ids': [Command.set(order.ids)],
            }
        )

    def test_online_payments_stand_behind_the_walls_of_what_they_pay(self):
        own, theirs = self._transaction(self.own), self._transaction(self.theirs)
        found = self._mine(own).search([('reference', 'like', 'PAY-')])
        self.assertEqual(found, own)
        self.assertEqual(found.read(['reference'])[0]['reference'], own.reference)
        for act in ('action_capture', 'action_void'):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(self._mine(theirs), act)()
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._mine(own).sale_order_ids = self.theirs.ids

    def test_what_is_captured_or_given_back_in_parts_stands_with_its_payment(self):
        own = self._transaction(self.own)
        part = own.copy({'reference': 'PART', 'amount': 40, 'source_transaction_id': own.id, 'sale_order_ids': False})
        theirs = self._transaction(self.theirs)
        hidden = theirs.copy({'reference': 'PART2', 'source_transaction_id': theirs.id, 'sale_order_ids': False})
        self.assertEqual(self._mine(own).child_transaction_ids, part.with_env(self._mine(own).env))
        self.assertFalse(self._mine(hidden).search([('reference', '=', 'PART2')]))

    # === EXPORT ===

    def test_an_export_is_asked_of_every_document_its_columns_lead_to(self):
        self._member(self.manager, self.store_2)  # staff there: reads, exports nothing
        self.env['stock.quant'].sudo()._update_available_quantity(self.product, self.warehouse_2.lot_stock_id, 3)
        quant = self.env['stock.quant'].sudo().search([('location_id', '=', self.warehouse_2.lot_stock_id.id)], limit=1)
        customer = self.customer.sudo()
        self.assertTrue(self._mine(self.own).export_data(['name', 'order_line/name'])['datas'])
        self.assertTrue(self._mine(self.product).export_data(['name', 'categ_id/name'])['datas'])
        for records, columns in (
            (customer, ['name', 'sale_order_ids/name']),
            (customer, ['sale_order_ids/.id']),
            (customer, ['name', 'sale_order_ids']),
            (self.product, ['name', 'stock_quant_ids/quantity']),
            (quant, ['quantity']),
        ):
            with self.subTest(columns=columns), self.assertRaisesRegex(AccessError, 'Export'), self.cr.savepoint():
                self._mine(records).export_data(columns)

    # === FILTERS ===

    def test_whether_there_are_documents_is_told_of_those_he_reads(self):
        theirs = self.env['res.partner'].sudo().create({'name': 'Theirs'})
        mine = self.customer
        self.theirs.sudo().partner_id = theirs
        self._accountant('theirs', 'account.group_account_readonly').sudo().partner_id = theirs
        partners = self._mine(theirs | mine)
        both = [('id', 'in', partners.ids)]
        for asked, found in (
            ([('sale_order_ids', '!=', False)], mine),
            ([('sale_order_ids', '=', False)], theirs),
            ([('sale_order_ids', 'in', self.theirs.ids)], theirs.browse()),
            ([('sale_order_ids', 'in', (self.own | self.theirs).ids)], mine),
            ([('sale_order_ids', 'not in', self.theirs.ids)], partners),
            ([('sale_order_ids.order_line', '!=', False)], mine),
            ([('user_ids.sale_order_ids', '!=', False)], theirs.browse()),
        ):
            with self.subTest(asked=asked):
                self.assertEqual(partners.search(both + asked), found.with_env(partners.env))
        free = self._as(self._accountant('all', 'sales_team.group_sale_manager'), partners)
        self.assertEqual(free.search([*both, ('sale_order_ids', '!=', False)]), free)

    # === KEYS ===

    def test_nobody_of_a_store_gets_the_key_to_a_customers_account(self):
        self.env['ir.config_parameter'].sudo().set_param('auth_signup.invitation_scope', 'b2c')
        with self.assertRaisesRegex(AccessError, 'can open this account'):
            self._mine(self.customer).signup_get_auth_param()
        free = self._as(self._accountant('open', 'sales_team.group_sale_manager'), self.customer)
        self.assertIn('auth_signup_token', free.signup_get_auth_param()[self.customer.id])

    def test_a_filter_on_archived_records_still_finds_them(self):
        archived = self.env['res.partner'].sudo().create({'name': 'Archived', 'active': False})
        found = self._mine(archived).search([('id', '=', archived.id), '|', ('active', '=', False), ('active', '=', True)])
        self.assertEqual(found.ids, archived.ids)
        self.assertFalse(self._mine(archived).search([('id', '=', archived.id)]))
