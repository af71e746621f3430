# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from .common_accounting import AccountingCommon
from .test_security_stock_work import StockWorkCommon

# What leads to a store's documents or goods, besides the documents themselves.
PLACES = {'stock.warehouse', 'stock.location', 'stock.picking.type', 'stock.route', 'stock.rule', 'stock.reference'}
# Reports, as views of the database, that tell of no store's documents.
TELL_NOTHING = {
    'account.code.mapping': 'numbers of accounts',
    'account.root': 'numbers of accounts',
    'website.technical.page': 'addresses of pages',
    'auth_totp.device': 'their own devices',
    'res.device': 'their own devices',
    'res.users.apikeys': 'their own keys',
    'store.intake.question': 'its query counts orders of the stores of its reader',
}
# Models that name documents, and whose rows everybody may read or write: why no wall of theirs is needed.
ASKED_ELSEWHERE = {
    **dict.fromkeys(
        ('ir.attachment', 'mail.activity', 'mail.followers', 'mail.message', 'mail.scheduled.message'),
        'asks for the document itself',
    ),
    'account.journal': 'a bank account, which has its own rule',
    'res.company': 'the entry has its own rule',
    'ir.model.data': 'names of records of modules',
    'ir.ui.menu': 'windows',
    'res.users.settings.embedded.action': 'their own',
    'product.document': 'files of products',
    'quotation.document': 'files of all quotations',
    'rating.rating': 'of nothing behind a wall',
    'store.intake.question': 'its query counts orders of the stores of its reader',
    'snailmail.letter': 'see `ir.rule`, BESIDE',
}


@tagged('post_install', '-at_install')
class TestSecurityLinksDeclared(TransactionCase):
    """Whoever adds a link to a document of stores says what it means to name it."""

    def _walled(self):
        """Return the names of the models with our rule about who changes their records."""
        rules = self.env['ir.rule'].sudo().search([('groups', '=', False), ('perm_write', '=', True)])
        return {rule.model_id.model for rule in rules if (rule.domain_force or '').startswith('store_scope(')}

    def _is_written_by_people(self, model):
        """Whether anybody but administrators may write or create records of it by hand."""
        rights = (
            self.env['ir.model.access']
            .sudo()
            .search([('model_id.model', '=', model), '|', ('perm_write', '=', True), ('perm_create', '=', True)])
        )
        administrators = self.env.ref('base.group_system') | self.env.ref('store_group.group_store_admin')
        return bool(rights.filtered(lambda right: not right.group_id)) or bool(rights.group_id - administrators)

    def test_every_link_is_declared(self):
        walled = self._walled()
        targets = (walled | PLACES | {'store.store'}) - {'website'}  # a website is told, nothing is put there
        links = self.env['store.links']
        documents, masters = links._store_links(), links._master_links()
        missing = []
        for model in sorted(self.env.registry):
            record = self.env[model]
            if record._abstract or not record._auto or record._transient:
                continue
            named = {field.comodel_name for field in record._fields.values() if field.type in ('many2one', 'many2many')}
            if model not in walled and (not named & (targets - {'store.store'}) or model.startswith('store.')):
                continue
            if not self._is_written_by_people(model) or model in ('store.group', 'store.member', 'store.serving', 'store.store'):
                continue  # these four look at every value themselves
            missing += [
                f'{model}.{name} -> {field.comodel_name}'
                for name, field in sorted(record._fields.items())
                if field.type in ('many2one', 'many2many')
                and field.store
                and field.comodel_name in targets
                and name not in {**documents.get(model, {}), **masters.get(model, {})}
            ]
        self.assertFalse(missing, 'Say in store_links_core, or in the links of the bridge, what it means to name them.')

    def test_every_report_stands_behind_a_wall(self):
        wall = self.env['store.naming']._is_walled
        readable = set(self.env['ir.model.access'].sudo().search([('perm_read', '=', True)]).model_id.mapped('model'))
        reports = {
            model
            for model in self.env.registry
            if model in readable
            and not self.env[model]._abstract
            and (not self.env[model]._auto or self.env[model]._table_query is not None)
        }
        self.assertIn('crm.activity.report', reports)
        self.assertFalse(
            {model for model in reports if not wall(model)} - TELL_NOTHING.keys(),
            'Give it a rule, or say why it tells of no store.',
        )

    def test_what_belongs_to_a_document_stands_behind_its_wall(self):
        naming, rights = self.env['store.naming'], self.env['ir.model.access'].sudo().search([])
        administrators = self.env.ref('base.group_system') | self.env.ref('store_group.group_store_admin')
        people = {right.model_id.model for right in rights if not right.group_id or right.group_id not in administrators}
        open_ = set()
        for model in people:
            record = self.env.get(model)
            if record is None or record._abstract or record._transient or naming._is_walled(model):
                continue
            if naming._references(model) or any(
                field.type == 'many2one' and field.store and naming._is_walled(field.comodel_name)
                for field in record._fields.values()
            ):
                open_.add(model)
        self.assertFalse(open_ - ASKED_ELSEWHERE.keys(), 'Give it a rule, or say who asks.')

    def test_nothing_is_declared_that_is_not_there(self):
        from ..models.people.store_links_core import NAME

        documents, masters = self.env['store.links']._store_links(), self.env['store.links']._master_links()
        self.assertFalse(documents.keys() & masters.keys())
        for model, links in (*documents.items(), *masters.items()):
            self.assertIn(model, self.env.registry)
            for name, kind in links.items():
                with self.subTest(model=model, name=name):
                    field = self.env[model]._fields.get(name)
                    self.assertTrue(field and field.relational and field.store)
                    if kind in ('act', 'follow', 'headquarters') and field.comodel_name != 'stock.reference':
                        self.assertTrue(
                            any(
                                self.env['store.links']._scope_rules(walled)
                                for walled in (field.comodel_name, *self.env[field.comodel_name]._inherits)
                            ),
                            "no wall to ask",
                        )
                    self.assertTrue(
                        kind == NAME or kind in ('act', 'follow', 'headquarters', 'place', 'route', 'setting', 'store')
                    )

    def test_what_is_computed_is_found_in_the_registry(self):
        settled = self.env['store.links']._settled
        self.assertLessEqual({'store_id', 'price_subtotal', 'price_total', 'qty_invoiced'}, settled('sale.order.line'))
        self.assertLessEqual({'store_id', 'state'}, settled('stock.picking'))
        self.assertIn('store_id', settled('account.move.line'))
        self.assertFalse({'price_unit', 'name'} & settled('sale.order.line'), "what people may change stays theirs")
        self.assertFalse(settled('res.partner'), "contacts carry no wall")


class LinksCommon(StockWorkCommon):
    """`bound` works for store 1 and for the online shop, whose warehouse is store 2's; store 3 is none of their business."""

    def setUp(self):
        super().setUp()
        self.goods = self._product()
        self.own = self._sell(self.bound, self.goods, 2)
        self.foreign = self._sell(self.free, self.goods, 2, store=self.store_3, warehouse=self.warehouse_3)
        self.headquarters = self._warehouse('Central', 'TS9')

    def _model(self, name):
        return self._as(self.bound, self.env[name])

    def _picking_vals(self, source=None, dest=None, **vals):
        source, dest = source or self.warehouse_1.lot_stock_id, dest or self.warehouse_1.lot_stock_id
        return {
            'picking_type_id': self.warehouse_1.int_type_id.id,
            'location_id': source.id,
            'location_dest_id': dest.id,
            'move_ids': [
                Command.create(
                    {'product_id': self.goods.id, 'product_uom_qty': 1, 'location_id': source.id, 'location_dest_id': dest.id}
                )
            ],
            **vals,
        }

    def _reserved(self, warehouse):
        self.env.flush_all()
        self.env.invalidate_all()
        return sum(
            self.env['stock.quant']
            .sudo()
            .search([('product_id', '=', self.goods.id), ('location_id', 'child_of', warehouse.view_location_id.id)])
            .mapped('reserved_quantity')
        )

    def assert_refused(self, function, *args, text='another store', error=AccessError, **kwargs):
        with self.assertRaisesRegex(error, text), self.env.cr.savepoint():
            function(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()


@tagged('post_install', '-at_install')
class TestSecurityLinks(LinksCommon):
    def test_a_line_is_not_put_into_another_stores_order(self):
        line = {'product_id': self.goods.id, 'product_uom_qty': 1}
        lines = self._model('sale.order.line')
        self.assert_refused(self.own.order_line.write, {'order_id': self.foreign.id})
        self.assert_refused(lines.create, {**line, 'order_id': self.foreign.id}, text='')
        self.assert_refused(lines.with_context(default_order_id=self.foreign.id).create, line, text='')
        self.assert_refused(
            self.own.write, {'order_line': [Command.update(self.own.order_line.id, {'order_id': self.foreign.id})]}
        )
        self.assert_refused(
            self.own.write, {'order_line': [Command.create({**line, 'linked_line_id': self.foreign.order_line.id})]}
        )
        self.assertEqual((len(self.foreign.order_line), self.own.order_line.order_id), (1, self.own))

    def test_moves_are_not_put_into_another_stores_documents(self):
        picking, theirs = self.own.picking_ids, self.foreign.picking_ids
        move = picking.move_ids
        vals = {
            'product_id': self.goods.id,
            'product_uom_qty': 1,
            'location_id': self.warehouse_1.lot_stock_id.id,
            'location_dest_id': self.customer.sudo().property_stock_customer.id,
            'picking_type_id': picking.picking_type_id.id,
        }
        foreign = {
            'picking_id': theirs.id,
            'sale_line_id': self.foreign.order_line.id,
            'origin_returned_move_id': theirs.move_ids.id,
            'move_orig_ids': [Command.link(theirs.move_ids.id)],
            'move_dest_ids': [Command.set(theirs.move_ids.ids)],
            'picking_type_id': self.warehouse_3.out_type_id.id,
            'location_id': self.warehouse_3.lot_stock_id.id,
            'location_dest_id': self.warehouse_3.lot_stock_id.id,
            'location_final_id': self.warehouse_3.lot_stock_id.id,
            'warehouse_id': self.warehouse_3.id,
            'store_id': self.store_3.id,
            'reference_ids': [Command.set(theirs.move_ids.reference_ids.ids)],
        }
        self.assertTrue(theirs.move_ids.reference_ids)
        for name, value in foreign.items():
            with self.subTest(field=name):
                self.assert_refused(move.write, {name: value}, text='')
                self.assert_refused(self._model('stock.move').create, {**vals, name: value}, text='')
                self.assert_refused(picking.write, {'move_ids': [Command.update(move.id, {name: value})]}, text='')
                if name != 'picking_id':  # what is created there stands there
                    self.assert_refused(picking.write, {'move_ids': [Command.create({**vals, name: value})]}, text='')
        self.assertEqual(theirs.move_ids, self.foreign.order_line.move_ids)

    def test_lines_of_moves_and_pickings_are_not_either(self):
        picking, theirs = self.own.picking_ids, self.foreign.picking_ids
        line = picking.move_line_ids[:1]
        for vals in (
            {'move_id': theirs.move_ids.id},
            {'picking_id': theirs.id},
            {'location_id': self.warehouse_3.lot_stock_id.id},
            {'location_dest_id': self.warehouse_3.lot_stock_id.id},
            {'store_id': self.store_3.id},
            {'result_package_id': self.env['stock.package'].sudo().create({'store_id': self.store_3.id}).id},
        ):
            with self.subTest(line=vals):
                self.assert_refused(line.write, vals, text='')
        for vals in (
            {'picking_type_id': self.warehouse_3.out_type_id.id},
            {'return_id': theirs.id},
            {'location_id': self.warehouse_3.lot_stock_id.id},
            {'backorder_id': theirs.id},
            {'location_dest_id': self.warehouse_3.lot_stock_id.id},
            {'store_id': self.store_3.id},
        ):
            with self.subTest(picking=vals):
                self.assert_refused(picking.write, vals, text='')
        self.assert_refused(
            self._model('stock.scrap').create,
            {
                'product_id': self.goods.id,
                'scrap_qty': 1,
                'location_id': self.warehouse_1.lot_stock_id.id,
                'picking_id': theirs.id,
            },
        )

    def test_what_is_computed_is_not_written_by_hand(self):
        quotation = self.own.copy()
        for name, value in (
            ('price_subtotal', 1),
            ('price_total', 1),
            ('store_id', self.store_3.id),
            ('qty_invoiced', 5),
            ('state', 'sale'),
            ('store_day', '2020-01-01'),
            ('is_history', True),
        ):
            with self.subTest(line=name):
                self.assert_refused(quotation.order_line.write, {name: value}, text='is computed')
        self.assert_refused(quotation.write, {'amount_total': 1}, text='is computed')
        said = self._model('sale.order.line').create(
            {'order_id': quotation.id, 'product_id': self.goods.id, 'price_subtotal': 1, 'store_id': self.online.id}
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((said.price_subtotal, said.store_id), (100, self.store_1), "what a new line says of them is not taken")
        said.write({'price_subtotal': said.price_subtotal, 'name': 'the same value is no change'})
        self.assertEqual(said.name, 'the same value is no change')

    def test_what_is_done_keeps_its_store(self):
        self._deliver(self.own.picking_ids)
        for records in (self.own.picking_ids, self.own.order_line.move_ids, self.own.order_line.move_ids.move_line_ids):
            with self.subTest(model=records._name):
                self.assertEqual(records.state, 'done')
                self.assert_refused(records.write, {'store_id': self.store_3.id}, text='is computed')
                self.assert_refused(records.write, {'store_id': self.online.id}, text='is computed')
                self.assert_refused(records.write, {'store_id': False}, text='is computed')

    def test_what_belongs_to_nobody_or_is_shared_may_be_named(self):
        loss = (
            self.env['stock.location'].sudo().search([('usage', '=', 'inventory'), ('company_id', '=', self.company.id)], limit=1)
        )
        for place in (
            self.headquarters.lot_stock_id,
            self.warehouse_2.lot_stock_id,
            loss,
            self.env.ref('stock.stock_location_customers'),
            self.env.ref('stock.stock_location_suppliers'),
            self.company.internal_transit_location_id,
        ):
            with self.subTest(place=place.display_name):
                self.assertTrue(self._model('stock.picking').create(self._picking_vals(place)).move_ids)
                self.assertTrue(self._model('stock.picking').create(self._picking_vals(dest=place)).move_ids)

    def test_a_place_above_other_stores_shelves_is_theirs_too(self):
        above = self.env.ref('stock.stock_location_locations', raise_if_not_found=False) or (
            self.env['stock.location'].sudo().create({'name': 'All', 'usage': 'view', 'company_id': False})
        )
        self.assertFalse(above.store_id)
        (self.warehouse_3.view_location_id | self.warehouse_1.view_location_id).sudo().location_id = above
        self.assert_refused(self._model('stock.picking').create, self._picking_vals(above), text='keeps its goods')

    def test_headquarters_and_who_is_not_bound_are_not_asked(self):
        vals = self._picking_vals(self.warehouse_3.lot_stock_id)
        self._as(self.free, self.env['stock.picking']).create(vals).action_confirm()
        self._as(self.admin, self.env['stock.picking']).create(vals).action_confirm()
        self.assertEqual(self._reserved(self.warehouse_3), 4)
        line = self._as(self.free, self.own.order_line)
        line.write({'price_subtotal': 7})
        self.assertEqual(line.price_subtotal, 7, "as Odoo has it")

    def test_a_returned_delivery_of_another_stores_order_belongs_to_it(self):
        """Store 1's people send goods of store 3's order, and take them back."""
        order = self._sell(self.free, self.goods, 2, store=self.store_3, warehouse=self.warehouse_1)
        picking = self._as(self.bound, order.picking_ids)
        self._deliver(picking)
        wizard = (
            self._model('stock.return.picking')
            .with_context(active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')
            .create({})
        )
        wizard.product_return_moves.quantity = 1
        back = self._model('stock.picking').browse(wizard.action_create_returns()['res_id'])
        self._deliver(back)
        self.assertEqual(
            (back.sudo().store_id, back.sudo().move_ids.sale_line_id, back.state), (self.store_3, order.order_line, 'done')
        )
        self.assertEqual(order.sudo().order_line.qty_delivered, 1)

    def test_it_costs_the_same_for_one_and_for_fifty(self):
        order, moves = self.own, self._model('stock.move')
        vals = {
            'product_id': self.goods.id,
            'product_uom_qty': 1,
            'picking_id': order.picking_ids.id,
            'location_id': self.warehouse_1.lot_stock_id.id,
            'location_dest_id': self.headquarters.lot_stock_id.id,
        }
        links = self._model('store.links')
        queries = []
        for number in (1, 1, 50):
            made = moves.create([vals] * number)
            self.env.flush_all()
            self.assertTrue(made.location_id and made.picking_id.store_id)  # what core has read of them already
            before = self.env.cr.sql_log_count
            links._after_create(made, [vals] * number)
            links._after_write(made, vals)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[1], queries[2])
        self.assertLess(queries[2], 8)


@tagged('post_install', '-at_install')
class TestSecurityLinksOfBooks(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._accountant('clerk', 'account.group_account_manager,store_group.group_store_staff')
        cls._member(cls.clerk, cls.store_1)

    def setUp(self):
        super().setUp()
        self.theirs = self._invoice(store_id=self.store_2.id)
        self.theirs.action_post()

    def assert_refused(self, function, *args, text='another store'):
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            function(*args)
            self.env.flush_all()
        self.env.invalidate_all()

    def test_entries_payments_and_lines_stay_apart(self):
        mine = self._invoice(self.clerk)
        order = self._sold(self.store_2)
        line = mine.invoice_line_ids
        self.assert_refused(line.write, {'move_id': self.theirs.id}, text='')
        self.assert_refused(line.write, {'sale_line_ids': [Command.link(order.order_line.id)]}, text='')
        self.assert_refused(mine.write, {'reversed_entry_id': self.theirs.id})
        self.assert_refused(
            self._as(self.clerk, self.env['account.move']).create,
            {
                'move_type': 'out_refund',
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'reversed_entry_id': self.theirs.id,
            },
        )
        mine.action_post()
        payment = self._pay(self.clerk, mine)
        self.assertEqual((payment.store_id, payment.reconciled_invoice_ids), (self.store_1, mine))
        self.assert_refused(payment.write, {'invoice_ids': [Command.link(self.theirs.id)]}, text='')
        self.assert_refused(payment.write, {'move_id': self.theirs.id})

    def test_what_is_posted_keeps_its_store_and_amounts(self):
        mine = self._invoice(self.clerk)
        mine.action_post()
        line = mine.invoice_line_ids
        for vals in ({'store_id': self.store_2.id}, {'store_id': False}, {'price_subtotal': 1}, {'amount_residual': 1}):
            with self.subTest(vals=vals):
                self.assert_refused(line.write, vals, text='is computed')
        self.assert_refused(mine.write, {'amount_total_signed': 1}, text='is computed')
        self.assert_refused(mine.write, {'payment_state': 'paid'}, text='is computed')
