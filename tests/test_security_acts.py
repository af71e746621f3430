# Part of store_group. License LGPL-3.
"""What is not a document of another store, and says what its documents do: its accounts, prices, rules of stock."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..exceptions import StoreRefused
from ..models.people import elevation
from .common_accounting import AccountingCommon


class ActsCommon(AccountingCommon):
    """`clerk` works in store 1; `manager` does, with every right of core; `keeper` keeps its books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._bound('clerk', 'base.group_user')
        cls.manager = cls._bound(
            'manager',
            'base.group_user,sales_team.group_sale_manager,stock.group_stock_manager,product.group_product_manager',
            'store_manager',
        )
        cls.keeper = cls._bound('keeper', 'base.group_user,account.group_account_manager,base.group_partner_manager')

    @classmethod
    def _bound(cls, name, groups, role='staff', store=None):
        user = new_test_user(
            cls.env(su=True),
            f'acts_{name}',
            groups,
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls._member(user, store or cls.store_1, role)
        return user

    def assert_refused(self, act, *args, text=''):
        with self.assertRaisesRegex(AccessError, text), self.env.cr.savepoint():
            act(*args)
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestSecurityShares(ActsCommon):
    """What stands on the analytic account of a store is its result; nobody of another store puts it there."""

    def _of(self, account):
        return {str(account.id): 100.0}

    def test_the_account_of_a_store_is_headquarters(self):
        for account in (self.account_1, self.account_2):
            for user in (self.clerk, self.keeper):
                for vals in ({'active': False}, {'name': 'Gone'}, {'code': 'X'}):
                    self.assert_refused(self._as(user, account).write, vals, text='analytic account of Street')
        other = (
            self.env['account.analytic.account']
            .sudo()
            .create({'name': 'A Fair', 'plan_id': self.account_1.plan_id.id, 'company_id': self.company.id})
        )
        self._as(self.clerk, other).name = 'Another Fair'
        self.account_2.sudo().with_user(self.admin).name = 'Two, by headquarters'

    def test_no_line_books_on_another_stores_account(self):
        line = self._as(self.clerk, self._sold(self.store_1).order_line)
        self.assertEqual(line.analytic_distribution, self._of(self.account_1))
        self.assert_refused(line.write, {'analytic_distribution': self._of(self.account_2)}, text='Street Two')
        self.assert_refused(
            line.write, {'analytic_distribution': {f'{self.account_2.id}': 40, f'{self.account_1.id}': 60}}, text='Street Two'
        )
        self.assert_refused(
            line.create,
            {'order_id': line.order_id.id, 'product_id': self.service.id, 'analytic_distribution': self._of(self.account_2)},
            text='Street Two',
        )
        self.assert_refused(
            line.with_context(default_analytic_distribution=self._of(self.account_2)).create,
            {'order_id': line.order_id.id, 'product_id': self.service.id},
            text='Street Two',
        )
        line.write({'analytic_distribution': self._of(self.account_1)})
        line.write({'analytic_distribution': False})

    def test_no_invoice_and_no_analytic_line_does(self):
        invoice = self._invoice(self.keeper)
        line = invoice.invoice_line_ids
        self.assertEqual(line.analytic_distribution, self._of(self.account_1))
        self.assert_refused(line.write, {'analytic_distribution': self._of(self.account_2)}, text='Street Two')
        self.assert_refused(
            invoice.write,
            {'invoice_line_ids': [Command.update(line.id, {'analytic_distribution': self._of(self.account_2)})]},
            text='Street Two',
        )
        with self.assertRaisesRegex(AccessError, 'Street Two'), self.env.cr.savepoint():
            self._invoice(self.keeper, line={'analytic_distribution': self._of(self.account_2)})
        self.env.invalidate_all()
        invoice.action_post()
        self.assert_refused(line.write, {'analytic_distribution': self._of(self.account_2)}, text='Street Two')
        lines = self._as(self.keeper, self.env['account.analytic.line'])
        vals = {'name': 'By hand', 'amount': -500, 'store_id': self.store_1.id}
        self.assert_refused(lines.create, {**vals, self.plan_column: self.account_2.id}, text='')
        own = lines.create({**vals, self.plan_column: self.account_1.id})
        self.assert_refused(own.write, {self.plan_column: self.account_2.id}, text='')

    def test_what_headquarters_shared_goes_on(self):
        order = self._sold(self.store_1)
        order.sudo().order_line.analytic_distribution = {str(self.account_1.id): 60, str(self.account_2.id): 40}
        line = self._as(self.clerk, order.order_line)
        line.name = 'Other words'
        line.write({'analytic_distribution': {str(self.account_1.id): 60, str(self.account_2.id): 40}})
        self.assert_refused(
            line.write, {'analytic_distribution': {str(self.account_1.id): 1, str(self.account_2.id): 99}}, text='Street Two'
        )
        invoice = self._as(self.keeper, order.sudo()._create_invoices())
        shared = {str(self.account_1.id): 60, str(self.account_2.id): 40}
        invoice.sudo().invoice_line_ids.analytic_distribution = shared
        invoice.invoice_line_ids.write({'name': 'Other words', 'analytic_distribution': shared})
        invoice.action_post()
        back = invoice._reverse_moves([{'invoice_date': invoice.invoice_date}])
        back.action_post()

    def test_what_headquarters_says_of_distribution_holds_in_a_form(self):
        self.env['account.analytic.distribution.model'].sudo().create(
            {'partner_id': self.customer.id, 'company_id': self.company.id, 'analytic_distribution': self._of(self.account_2)}
        )
        said = self._invoice(self.books, store_id=False).invoice_line_ids.analytic_distribution
        self.assertEqual(said, self._of(self.account_2))
        self.assert_refused(
            self._as(self.keeper, self.env['account.analytic.distribution.model']).create,
            {'analytic_distribution': self._of(self.account_1)},
            text='',
        )


@tagged('post_install', '-at_install')
class TestSecurityMatching(ActsCommon):
    def test_items_of_another_store_are_not_tied_nor_untied(self):
        theirs, own = (self._invoice(store_id=store.id) for store in (self.store_2, self.store_1))
        (theirs | own).action_post()
        due = theirs.line_ids.filtered(lambda line: line.account_id.account_type == 'asset_receivable')
        fulls = self._as(self.keeper, self.env['account.full.reconcile'])
        self._pay(self.books, theirs)
        self.assertTrue(due.full_reconcile_id)
        self.assert_refused(
            fulls.create,
            {'reconciled_line_ids': [Command.set(due.ids)], 'partial_reconcile_ids': [Command.set(due.matched_credit_ids.ids)]},
            text='another store',
        )
        self.assert_refused(fulls.browse(due.full_reconcile_id.id).unlink, text='another store')
        self._pay(self.keeper, own)
        self.assertIn(own.payment_state, ('paid', 'in_payment'))


@tagged('post_install', '-at_install')
class TestSecurityPrices(ActsCommon):
    def test_prices_of_another_store_are_its_own(self):
        theirs, own = self.store_2._own_pricelist(), self.store_1._own_pricelist()
        lists, items = (self._as(self.manager, self.env[name]) for name in ('product.pricelist', 'product.pricelist.item'))
        self.assert_refused(
            items.create,
            {'applied_on': '3_global', 'compute_price': 'percentage', 'percent_price': 9, 'pricelist_id': own.id},
            text='Manage Prices',
        )
        self.manager.sudo().store_member_ids.sudo().profile_id = (
            self.env['store.role.profile']
            .sudo()
            .create({'name': 'Prices', 'role': 'store_manager', 'manage_prices': True, 'see_cost': True})
        )
        vals = {'applied_on': '3_global', 'compute_price': 'percentage', 'percent_price': 90}
        item = theirs.sudo().item_ids.create({**vals, 'pricelist_id': theirs.id})
        self.assert_refused(items.create, {**vals, 'pricelist_id': theirs.id}, text='Street Two')
        self.assert_refused(items.browse(item.id).write, {'percent_price': 10}, text='Street Two')
        self.assert_refused(items.browse(item.id).unlink, text='Street Two')
        self.assert_refused(lists.browse(theirs.id).write, {'active': False}, text='Street Two')
        self.assert_refused(lists.browse(theirs.id).write, {'item_ids': [Command.create(vals)]}, text='Street Two')
        mine = items.create({**vals, 'pricelist_id': own.id})
        mine.percent_price = 5
        self.assert_refused(mine.write, {'pricelist_id': theirs.id}, text='Street Two')
        mine.unlink()
        lists.create({'name': 'Of nobody', 'item_ids': [Command.create(vals)]})

    def test_what_a_product_costs_is_headquarters(self):
        self.manager.sudo().store_member_ids.sudo().profile_id = (
            self.env['store.role.profile'].sudo().create({'name': 'Costs', 'role': 'store_manager', 'see_cost': True})
        )
        for records in (self.product, self.product.product_tmpl_id):
            mine = self._as(self.manager, records)
            self.assert_refused(mine.write, {'standard_price': 1.5}, text='headquarters sets it')
            mine.write({'standard_price': mine.standard_price, 'name': 'The same cost'})
        self.assertEqual(
            self._as(self.manager, self.env['product.product']).create({'name': 'New', 'standard_price': 4}).standard_price, 4
        )

    def test_how_goods_are_valued_is_headquarters(self):
        category = self._as(self.manager, self.env['product.category'].sudo().create({'name': 'Valued'}))
        for vals in ({'property_cost_method': 'fifo'}, {'property_valuation': 'real_time'}):
            self.assert_refused(category.write, vals, text='headquarters sets it')
        category.write({'name': 'Renamed', 'property_cost_method': category.property_cost_method})

    def test_nobody_changes_where_anothers_password_is_sent(self):
        colleague, buyer = self.admin.partner_id, new_test_user(self.env(su=True), 'acts_portal', 'base.group_portal').partner_id
        for person in (colleague, buyer):
            self.assert_refused(self._as(self.clerk, person).write, {'email': 'me@example.com'}, text='logs in here')
        self.assert_refused(self._as(self.clerk, colleague).write, {'name': 'Somebody'}, text='logs in here')
        self._as(self.clerk, buyer).write({'street': 'A street'})
        self._as(self.clerk, self.customer).write({'email': 'buyer@example.com'})
        self._as(self.clerk, self.clerk.partner_id).write({'email': 'own@example.com'})

    def test_who_sees_costs_says_that_of_a_new_product(self):
        self.manager.sudo().store_member_ids.sudo().profile_id = (
            self.env['store.role.profile'].sudo().create({'name': 'Costs', 'role': 'store_manager', 'see_cost': True})
        )
        templates = self._as(self.manager, self.env['product.template'])
        made = templates.create([{'name': 'New', 'standard_price': 4, 'barcode': 'NEW-4'}, {'name': 'Free'}])
        self.assertEqual(made.mapped('standard_price'), [4, 0])
        self.assertEqual(made.product_variant_ids.mapped('standard_price'), [4, 0])
        self.assertEqual(made[0].barcode, 'NEW-4')
        self.assert_refused(made[0].write, {'standard_price': 5}, text='headquarters sets it')
        self.assert_refused(
            templates.create,
            {
                'name': 'Other',
                'standard_price': 4,
                'product_variant_ids': [Command.update(self.product.id, {'standard_price': 1.5})],
            },
            text='headquarters sets it',
        )

    def test_a_new_lot_takes_the_cost_of_its_product(self):
        goods = (
            self.env['product.product']
            .sudo()
            .create({'name': 'By lot', 'is_storable': True, 'tracking': 'lot', 'lot_valuated': True, 'standard_price': 7})
        )
        lots = self._as(self.manager, self.env['stock.lot'])
        vals = {'name': 'L1', 'product_id': goods.id}
        self.assertFalse(self.manager._store_can('see_cost'))
        unseen = lots.create(vals)
        self.assertEqual(unseen.sudo().standard_price, 7)
        self.assert_refused(unseen.read, ['standard_price'])
        self.assert_refused(unseen.write, {'standard_price': 7})
        self.assert_refused(lots.create, {**vals, 'name': 'L2', 'standard_price': 3})
        self.assert_refused(lots.with_context(default_standard_price=3).create, {**vals, 'name': 'L2'})
        self.manager.sudo().store_member_ids.sudo().profile_id = (
            self.env['store.role.profile'].sudo().create({'name': 'Costs', 'role': 'store_manager', 'see_cost': True})
        )
        seen = lots.create({**vals, 'name': 'L3'})
        self.assertEqual(seen.standard_price, 7)
        self.assert_refused(seen.write, {'standard_price': 8}, text='headquarters sets it')

    def test_who_sees_no_cost_makes_products(self):
        self.assertFalse(self.manager._store_can('see_cost'))
        made = self._as(self.manager, self.env['product.template']).create({'name': 'New', 'is_storable': True})
        self.assert_refused(made.product_variant_ids.read, ['standard_price'])
        self.assert_refused(self._as(self.manager, self.env['product.product']).create, {'name': 'X', 'standard_price': 3})

    def test_prices_of_a_group_are_for_who_manages_all_of_it(self):
        group_list = self.west._own_pricelist()
        self.assert_refused(
            self._as(self.manager, self.env['product.pricelist']).browse(group_list.id).write, {'name': 'X'}, text=''
        )


@tagged('post_install', '-at_install')
class TestSecurityRules(ActsCommon):
    def test_a_rule_holds_for_own_places_only(self):
        rules = self._as(self.manager, self.env['stock.rule'])
        customers = self.env.ref('stock.stock_location_customers')
        vals = {
            'name': 'Mine',
            'action': 'pull',
            'procure_method': 'make_to_stock',
            'picking_type_id': self.warehouse_1.out_type_id.id,
            'location_src_id': self.warehouse_1.lot_stock_id.id,
            'location_dest_id': customers.id,
        }
        for route in (self.warehouse_2.delivery_route_id, self.warehouse_1.delivery_route_id):
            self.assert_refused(rules.create, {**vals, 'route_id': route.id, 'sequence': -1}, text='every store')
        own = rules.create({**vals, 'route_id': self.warehouse_1.delivery_route_id.id, 'warehouse_id': self.warehouse_1.id})
        self.assert_refused(own.write, {'warehouse_id': False}, text='every store')
        self.assert_refused(
            rules.create,
            {
                **vals,
                'route_id': self.warehouse_1.delivery_route_id.id,
                'action': 'push',
                'warehouse_id': self.warehouse_1.id,
                'location_src_id': self.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': self.warehouse_1.lot_stock_id.id,
            },
            text='every store',
        )

    def test_a_new_warehouse_carries_no_command_beyond_the_wall(self):
        route = self.warehouse_2.delivery_route_id
        for name in ('route_ids', 'resupply_route_ids'):
            self.assert_refused(
                self._as(self.manager, self.env['stock.warehouse']).create,
                {
                    'name': 'Second',
                    'code': 'SEC',
                    'store_id': self.store_1.id,
                    name: [Command.update(route.id, {'name': 'Mine now'})],
                },
                text='',
            )
        self.assertNotEqual(route.name, 'Mine now')
        self.assertTrue(
            self._as(self.manager, self.env['stock.warehouse']).create(
                {'name': 'Second', 'code': 'SEC', 'store_id': self.store_1.id}
            )
        )

    def test_what_makes_changes_or_deletes_is_not_written_elevated(self):
        orders = self.env['sale.order']
        plain = {'note': 'x', 'partner_id': 1, 'tag_ids': [Command.set([1]), (4, 2), 3]}
        made = {'order_line': [Command.link(1)], 'transaction_ids': [Command.update(1, {'amount': 1})]}
        self.assertEqual(elevation.split(orders, {**plain, **made}), (plain, made))

    def test_a_route_of_headquarters_stands_in_nobodys_way(self):
        self.warehouse_1.sudo().resupply_wh_ids = self.warehouse_2
        route = (
            self.env['stock.route']
            .sudo()
            .search([('supplied_wh_id', '=', self.warehouse_1.id), ('supplier_wh_id', '=', self.warehouse_2.id)])
        )
        template = self.product.product_tmpl_id.sudo()
        template.route_ids = route
        mine = self._as(self.manager, template)
        mine.write({'name': 'Still a shirt', 'route_ids': [Command.set(template.route_ids.ids)]})
        copied = mine.copy()
        self.assertFalse(copied.sudo().route_ids & route, "what they could not give, the copy does not have")
        other = self.env['product.template'].sudo().create({'name': 'Other'})
        self.assert_refused(
            (mine | self._as(self.manager, other)).write, {'route_ids': [Command.link(route.id)]}, text='another store'
        )
        category = self.env['product.category'].sudo().create({'name': 'Supplied', 'route_ids': [Command.set(route.ids)]})
        self.assertFalse(self._as(self.manager, category).copy().sudo().route_ids & route)


@tagged('post_install', '-at_install')
class TestSecurityBankAccounts(ActsCommon):
    def test_the_number_of_a_stores_account_is_entered_on_its_journal(self):
        journals = self._as(self.keeper, self.env['account.journal'])
        journal = journals.create(
            {'name': 'One Bank', 'type': 'bank', 'code': 'ONEB', 'store_id': self.store_1.id, 'bank_acc_number': 'DE4400001'}
        )
        account = journal.sudo().bank_account_id
        self.assertEqual((account.acc_number, account.partner_id), ('DE4400001', self.company.partner_id))
        self.assertFalse(account.allow_out_payment)
        later = journals.create({'name': 'One More', 'type': 'bank', 'code': 'ONEC', 'store_id': self.store_1.id})
        later.write({'bank_acc_number': 'DE4400002'})
        self.assertEqual(later.sudo().bank_account_id.acc_number, 'DE4400002')
        accounts = self._as(self.keeper, self.env['res.partner.bank'])
        self.assert_refused(
            accounts.create,
            {'acc_number': 'DE4400003', 'partner_id': self.company.partner_id.id},
            text='entered on the bank journal',
        )
        self.assert_refused(accounts.browse(account.id).write, {'acc_number': 'DE4400004'}, text='')
        invoices = [self._invoice(store_id=store and store.id) for store in (self.store_1, self.store_2, False)]
        self.assertEqual(
            [bool(invoice.partner_bank_id & (account | later.sudo().bank_account_id)) for invoice in invoices],
            [True, False, False],
            "no other store's customers pay there",
        )
        invoices[0].sudo().store_id = self.store_2
        self.assertFalse(invoices[0].partner_bank_id & (account | later.sudo().bank_account_id))


@tagged('post_install', '-at_install')
class TestSecurityByHand(ActsCommon):
    """What an act decides is written by nobody's hand, administrators included."""

    def test_the_state_of_a_store(self):
        for vals in ({'state': 'closed'}, {'state': 'paused'}):
            self.assert_refused(self.store_1.write, vals, text='Use its buttons')
        with self.assertRaisesRegex(StoreRefused, 'Close it first'):
            self.store_1.action_archive()
        self.assert_refused(
            self.env['store.store'].create,
            {'code': 'HAND', 'name': 'By Hand', 'tz': 'UTC', 'state': 'open'},
            text='Use its buttons',
        )
        self.assert_refused(
            self.env['store.store'].with_context(default_state='open').create,
            {'code': 'HAND', 'name': 'By Hand', 'tz': 'UTC'},
            text='Use its buttons',
        )
        self.store_1.write({'state': 'open', 'name': 'The same state passes'})
        empty = self._store('EMPTY', 'Empty')
        empty._close(empty._today())
        empty.action_archive()
        empty.action_open()
        self.assertEqual((empty.state, empty.active), ('open', True))

    def test_the_state_of_a_month_a_takeover_and_a_list(self):
        month = self.env['store.month.close'].create({'company_id': self.company.id, 'month': '2020-01-01'})
        adoption = self.env['store.adoption'].create({'name': 'By hand'})
        comparable = self.env['store.comparable'].create(
            {'date_from': '2026-01-01', 'date_to': '2026-01-31', 'compared_from': '2025-01-01', 'compared_to': '2025-01-31'}
        )
        for record, state in ((month, 'closed'), (adoption, 'done'), (comparable, 'frozen')):
            self.assert_refused(record.write, {'state': state}, text='Use its buttons')
        month.action_close()
        self.assertEqual(month.state, 'closed')
        self.assert_refused(month.write, {'state': 'open'}, text='Use its buttons')
        self.assert_refused(month.write, {'closed_by_id': False}, text='Use its buttons')
        month.write({'closed_by_id': month.closed_by_id.id, 'closed_on': month.closed_on})  # a form that sends all it shows

    def test_an_order_of_a_channel(self):
        channel = self.env['store.channel'].create(
            {'name': 'Hand', 'code': 'HAND', 'store_id': self.store_1.id, 'reader': 'canonical', 'customer_policy': 'collective'}
        )
        order = {
            'external_id': 'H1',
            'ordered_at': '2024-03-05 10:00:00',
            'customer': {'name': 'Ann'},
            'lines': [{'sku': 'NO-SUCH', 'quantity': 1, 'unit_price': 5}],
        }
        self.env['store.intake.document'].submit_orders(channel.code, [order])
        taken = self.env['store.intake.order'].search([('channel_id', '=', channel.id)])
        for vals in ({'state': 'done'}, {'payload': {}}, {'sale_order_id': self._order(store_id=self.store_1.id).id}):
            self.assert_refused(taken.write, vals, text='Use its buttons')
        self.assert_refused(taken.issue_ids.write, {'state': 'ignored'}, text='Use its buttons')
        self.assert_refused(taken.document_id.write, {'state': 'failed'}, text='Use its buttons')
        asked = taken.issue_ids.filtered(lambda issue: issue.kind == 'product')
        asked.write({'answer_product_id': self.product.id})
        asked.action_answer()
        self.env['store.intake.worker'].sudo()._work(taken.document_id.sudo())
        self.assertEqual((taken.state, bool(taken.sale_order_id)), ('done', True))
        with self.assertRaisesRegex(UserError, 'made twice'):
            taken.unlink()
