# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_accounting import AccountingCommon
from .test_security_links import LinksCommon


@tagged('post_install', '-at_install')
class TestSecurityNaming(LinksCommon):
    """What a bound user may not see is named by no wizard and no unsaved form: what hangs on it would be told."""

    def setUp(self):
        super().setUp()
        self.lead = (
            self.env['crm.lead']
            .sudo()
            .create({'name': 'Theirs', 'type': 'lead', 'store_id': self.store_3.id, 'contact_name': 'Victim'})
        )

    def _onchange(self, model, values, names, *spec, context=None, records=None):
        model = self._model(model) if records is None else records
        return model.with_context(**(context or {})).onchange(
            dict(values),
            names,
            {
                name: {'fields': {'display_name': {}}} if model._fields[name].type == 'many2one' else {}
                for name in (*spec, *names)
            },
        )

    # === WIZARDS ===

    def test_no_wizard_opens_another_stores_document(self):
        theirs, mine = self.foreign.picking_ids, self.own.picking_ids
        self._deliver(mine)
        for model, vals in (
            ('sale.order.discount', {'sale_order_id': self.foreign.id}),
            ('sale.advance.payment.inv', {'sale_order_ids': [Command.set(self.foreign.ids)]}),
            ('stock.return.picking', {'picking_id': theirs.id}),
            (
                'stock.return.picking',
                {
                    'picking_id': mine.id,
                    'product_return_moves': [
                        Command.create({'product_id': self.goods.id, 'quantity': 1, 'move_id': theirs.move_ids.id})
                    ],
                },
            ),
            ('crm.lead2opportunity.partner', {'lead_id': self.lead.id}),
            ('stock.backorder.confirmation', {'pick_ids': [Command.link(theirs.id)]}),
            ('payment.link.wizard', {'res_model': 'sale.order', 'res_id': self.foreign.id, 'amount': 1}),
            ('portal.share', {'res_model': 'sale.order', 'res_id': self.foreign.id}),
        ):
            with self.subTest(model=model, vals=vals):
                self.assert_refused(self._model(model).create, vals)
                self.assert_refused(
                    self._model(model).with_context(**{f'default_{name}': value for name, value in vals.items()}).create, {}
                )
        self.assert_refused(self._model('sale.order.discount').with_context(active_id=self.foreign.id).create, {})

    def test_own_documents_go_into_wizards(self):
        discount = self._model('sale.order.discount').with_context(active_id=self.own.id).create({'discount_percentage': 0.1})
        self.assertEqual(discount.sale_order_id, self.own)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            discount.write({'sale_order_id': self.foreign.id})
        self._deliver(self.own.picking_ids)
        back = Form(
            self._model('stock.return.picking').with_context(active_id=self.own.picking_ids.id, active_model='stock.picking')
        ).save()
        self.assertEqual(back.product_return_moves.move_id, self.own.picking_ids.move_ids)

    # === FORMS ===

    def test_an_unsaved_form_tells_nothing_of_another_stores_document(self):
        theirs, line = self.foreign.picking_ids, self.foreign.order_line
        spec = ('state', 'store_id')
        for model, values, names in (
            ('sale.order.line', {'order_id': self.foreign.id}, ['order_id']),
            ('sale.order.line', {'order_id': str(self.foreign.id)}, ['order_id']),
            ('sale.order.line', {'order_id': {'id': self.foreign.id}}, ['order_id']),
            ('sale.order.line', {'linked_line_id': line.id}, ['linked_line_id']),
            ('sale.order', {'order_line': [[4, line.id, False]]}, ['order_line']),
            ('sale.order', {'order_line': [[0, 'virtual_1', {'linked_line_id': line.id}]]}, ['order_line']),
            ('stock.move.line', {'move_id': theirs.move_ids.id}, ['move_id']),
            ('stock.move.line', {'picking_id': theirs.id}, ['picking_id']),
            ('stock.picking', {'return_id': theirs.id}, ['return_id']),
        ):
            with self.subTest(model=model, values=values):
                self.assert_refused(self._onchange, model, values, names, *spec)
        self.assert_refused(self._onchange, 'sale.order.line', {}, [], *spec, context={'default_order_id': self.foreign.id})
        self.assert_refused(self._onchange, 'sale.order.line', {'order_id': self.foreign.id}, [], *spec)
        self.assert_refused(
            self._onchange, 'sale.order.discount', {}, [], 'sale_order_id', context={'active_id': self.foreign.id}
        )
        self.assert_refused(self._onchange, 'crm.lead2opportunity.partner', {'lead_id': self.lead.id}, ['lead_id'])
        self.assert_refused(
            self._onchange, 'sale.order.line', {'order_id': self.foreign.id}, ['order_id'], *spec, records=self.own.order_line
        )

    def test_an_unsaved_move_tells_nothing_of_another_stores_shelves(self):
        values = {'product_id': self.goods.id, 'product_uom_qty': 100, 'location_id': self.warehouse_3.lot_stock_id.id}
        self.assert_refused(
            self._onchange, 'stock.move', values, ['product_id', 'location_id'], 'availability', text='keeps its goods'
        )
        values['location_id'] = self.warehouse_1.lot_stock_id.id
        told = self._onchange('stock.move', values, ['product_id', 'location_id'], 'availability')
        self.assertIn('availability', told['value'])

    def test_own_forms_work(self):
        told = self._onchange('sale.order.line', {'order_id': self.own.id}, ['order_id'], 'order_partner_id', 'state')
        self.assertEqual((told['value']['order_partner_id']['id'], told['value']['state']), (self.customer.id, 'sale'))
        with Form(self._as(self.bound, self.own)) as form, form.order_line.new() as line:
            line.product_id = self.goods
        self.assertEqual(len(self.own.order_line), 2)

    def test_headquarters_and_who_is_not_bound_are_not_asked(self):
        for user in (self.free, self.admin):
            told = self._onchange(
                '',
                {'order_id': self.foreign.id},
                ['order_id'],
                'order_partner_id',
                records=self._as(user, self.env['sale.order.line']),
            )
            self.assertEqual(told['value']['order_partner_id']['id'], self.customer.id)

    # === WHAT STANDS AT A DOCUMENT ===

    def test_an_activity_is_not_moved_into_another_stores_document(self):
        model = self.env['ir.model']._get('stock.picking')
        activity = self._as(self.bound, self.own).activity_schedule('mail.mail_activity_data_todo', user_id=self.bound.id)
        self.assert_refused(activity.write, {'res_id': self.foreign.id})
        self.assert_refused(activity.write, {'res_id': self.foreign.picking_ids.id, 'res_model_id': model.id})
        quotation = self._as(self.bound, self.own).copy()
        activity.write({'res_id': quotation.id})
        self.assertEqual(activity.res_name, quotation.name)
        note = self._as(self.bound, self.own).message_post(body='Mine')
        self.assert_refused(note.write, {'res_id': self.foreign.id}, text='')

    # === BOXES ===

    def test_goods_are_not_taken_out_of_another_stores_box(self):
        theirs = self.env['stock.package'].sudo().create({'name': 'THEIRS'})
        self.env['stock.quant'].sudo()._update_available_quantity(self.goods, self.warehouse_3.lot_stock_id, 5, package_id=theirs)
        mine = self.env['stock.package'].sudo().create({'name': 'MINE'})
        self.env['stock.quant'].sudo()._update_available_quantity(self.goods, self.warehouse_1.lot_stock_id, 5, package_id=mine)
        self.env.flush_all()
        line = self._as(self.bound, self.own.picking_ids.move_line_ids)
        self.assert_refused(line.write, {'package_id': theirs.id})
        line.write({'package_id': mine.id})
        self.assertEqual(line.package_id, mine)

    # === COST ===

    def test_it_costs_the_same_for_one_and_for_fifty(self):
        naming = self._model('store.naming')
        queries = []
        for number in (1, 1, 50):
            made = (
                self._as(self.bound, self.own)
                .copy({'order_line': [Command.create({'product_id': self.goods.id}) for _number in range(number)]})
                .order_line
            )
            values = {
                'order_line': [[1, line.id, {'order_id': {'id': line.order_id.id}, 'linked_line_id': line.id}] for line in made]
            }
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            naming._check_form(self._model('sale.order'), values)
            queries.append(self.env.cr.sql_log_count - before)
        self.assertEqual(queries[1], queries[2])
        self.assertLess(queries[2], 10)


@tagged('post_install', '-at_install')
class TestSecurityNamingOfBooks(AccountingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._accountant('namer', 'account.group_account_manager,store_group.group_store_staff')
        cls._member(cls.clerk, cls.store_1)

    def setUp(self):
        super().setUp()
        self.mine, self.theirs = self._invoice(self.clerk), self._invoice(store_id=self.store_2.id)
        self.mine.action_post()
        self.theirs.action_post()

    def assert_refused(self, function, *args):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            function(*args)
        self.env.invalidate_all()

    def test_an_invoice_is_sent_by_its_own_store(self):
        wizards = self._as(self.clerk, self.env['account.move.send.wizard'])
        self.assert_refused(wizards.create, {'move_id': self.theirs.id})
        self.assertIn(self.mine.name, wizards.create({'move_id': self.mine.id}).subject)

    def test_a_line_that_is_not_saved_tells_nothing_of_an_entry(self):
        lines = self._as(self.clerk, self.env['account.move.line'])
        spec = {'move_id': {}, 'move_name': {}, 'journal_id': {}}
        self.assert_refused(lines.onchange, {'move_id': self.theirs.id}, ['move_id'], spec)
        self.assertEqual(lines.onchange({'move_id': self.mine.id}, ['move_id'], spec)['value']['move_name'], self.mine.name)
