# Part of store_group. License LGPL-3.
"""What belongs to another company is named by nobody who works in a store: not in forms, defaults, nor what is written."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .test_security_links import LinksCommon

WORDS = ('Secret', '13733334444', 'Hidden Lane', '4711')


@tagged('post_install', '-at_install')
class TestSecurityCompanies(LinksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.other_company
        secret = cls.env(su=True)
        cls.secret = secret['res.partner'].create(
            {'name': 'Secret Client', 'phone': '13733334444', 'street': 'Hidden Lane', 'company_id': company.id}
        )
        cls.novelty = secret['product.product'].create(
            {'name': 'Secret Launch', 'list_price': 4711, 'type': 'consu', 'company_id': company.id, 'taxes_id': [(5,)]}
        )
        cls.prices = secret['product.pricelist'].create({'name': 'Secret Prices', 'company_id': company.id})
        cls.depot = secret['stock.warehouse'].search([('company_id', '=', company.id)], limit=1) or cls._warehouse(
            'Secret Depot', 'TSD', company
        )
        cls.depot.sudo().name = 'Secret Depot'
        cls.card = secret['product.supplierinfo'].create(
            {'partner_id': cls.secret.id, 'product_tmpl_id': cls.novelty.product_tmpl_id.id, 'company_id': company.id}
        )

    def _told(self, function, *args, **kwargs):
        """Return the text of the refusal, which names nothing; fail where it is answered."""
        with self.assertRaises(UserError) as refused, self.env.cr.savepoint():
            function(*args, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        for word in WORDS:
            self.assertNotIn(word, str(refused.exception))
        return str(refused.exception)

    def _onchange(self, model, values, names, records=None, context=None):
        """Ask for every field of the form, as deep as whoever asks likes."""
        model = self._model(model) if records is None else records
        spec = {
            name: {'fields': {'display_name': {}}} if field.type == 'many2one' else {}
            for name, field in model._fields.items()
            if model._has_field_access(field, 'read')
            and field.type not in ('one2many', 'many2many')
            and not name.startswith('activity')
        }
        return model.with_context(**(context or {})).onchange(dict(values), list(names), spec)

    # === FORMS ===

    def test_no_unsaved_form_shows_what_belongs_to_another_company(self):
        for model, values in (
            ('crm.lead', {'partner_id': self.secret.id}),
            ('sale.order', {'partner_id': self.secret.id}),
            ('sale.order', {'partner_shipping_id': self.secret.id}),
            ('sale.order', {'pricelist_id': self.prices.id}),
            ('sale.order', {'warehouse_id': self.depot.id}),
            ('sale.order.line', {'product_id': self.novelty.id}),
            ('sale.order.line', {'product_template_id': self.novelty.product_tmpl_id.id}),
            ('res.partner', {'parent_id': self.secret.id}),
            ('stock.move', {'product_id': self.novelty.id}),
            ('stock.picking', {'partner_id': self.secret.id}),
            ('calendar.event', {'partner_ids': [Command.link(self.secret.id)]}),
            ('stock.scrap', {'product_id': self.novelty.id}),
            ('mail.activity', {'res_model': 'res.partner', 'res_id': self.secret.id}),
            ('sms.composer', {'res_model': 'res.partner', 'res_id': self.secret.id}),
        ):
            if model not in self.env:
                continue
            with self.subTest(model=model, values=values):
                self._told(self._onchange, model, values, values)
                self._told(self._onchange, model, values, ())
                self._told(self._onchange, model, {}, (), context={f'default_{name}': value for name, value in values.items()})

    def test_no_line_of_an_unsaved_form_does(self):
        line = {'product_id': self.novelty.id, 'product_uom_qty': 1}
        for values in (
            {'order_line': [[0, 'virtual_1', line]]},
            {'order_line': [[1, self.own.order_line.id, line]]},
            {'order_line': [[0, 'virtual_1', {'product_id': {'id': self.novelty.id}}]]},
        ):
            with self.subTest(values=values):
                self._told(self._onchange, 'sale.order', values, ['order_line'])
                self._told(self._onchange, 'sale.order', values, ['order_line'], records=self.own)
        parent = {'order_id': {'partner_id': self.secret.id}, 'product_id': self.goods.id}
        self._told(self._onchange, 'sale.order.line', parent, ['product_id'])

    def test_defaults_show_nothing(self):
        for name, link, record in (
            ('crm.lead', 'partner_id', self.secret),
            ('sale.order', 'partner_id', self.secret),
            ('sale.order.line', 'product_id', self.novelty),
            ('res.partner', 'parent_id', self.secret),
        ):
            with self.subTest(model=name):
                model = self._model(name).with_context(**{f'default_{link}': record.id})
                self._told(model.default_get, [link, 'company_id'])

    def test_no_default_of_any_model_tells_of_the_record_it_is_opened_from(self):
        """Wizards take what they propose from the record in the context, some of them elevated."""
        self.foreign.sudo().client_order_ref = 'Secret'
        lead = (
            self.env['crm.lead']
            .sudo()
            .create({'name': 'Secret', 'contact_name': 'Secret', 'store_id': self.store_3.id, 'phone': '13733334444'})
        )
        records = (self.foreign, self.foreign.picking_ids, lead, self.secret, self.novelty)
        told = {}
        for name in sorted(self.env.registry):
            model = self._model(name)
            if model._abstract or not model.has_access('create'):
                continue
            fields = [field for field in model._fields if model._has_field_access(model._fields[field], 'read')]
            for record in records:
                opened = {'active_model': record._name, 'active_id': record.id, 'active_ids': record.ids}
                beside = {'default_model': record._name, 'default_res_model': record._name, 'default_res_id': record.id}
                for context in (opened, {**opened, **beside, 'default_res_ids': str(record.ids)}):
                    try:
                        with self.env.cr.savepoint():
                            answer = model.with_context(**context).default_get(fields)
                    except Exception as error:
                        answer = error
                    found = [word for word in WORDS if word in str(answer)]
                    if found:
                        told[name, record._name] = found
                    self.env.invalidate_all()
        self.assertFalse(told)

    def test_a_form_that_is_saved_already_goes_on(self):
        """What headquarters wrote there stays, and is told as far as core tells it."""
        order = self._as(self.bound, self.own).copy()
        self.env.flush_all()
        self.env.cr.execute('UPDATE sale_order_line SET product_id = %s WHERE order_id = %s', (self.novelty.id, order.id))
        self.env.cr.execute('UPDATE sale_order SET partner_invoice_id = %s WHERE id = %s', (self.secret.id, order.id))
        self.env.invalidate_all()
        values = {
            'client_order_ref': 'Mine',
            'partner_invoice_id': self.secret.id,
            'order_line': [[1, order.order_line.id, {'product_id': self.novelty.id, 'sequence': 3}]],
        }
        order.onchange(values, ['client_order_ref'], {'client_order_ref': {}, 'order_line': {'fields': {'sequence': {}}}})

    # === WHAT IS SAVED ===

    def test_nothing_is_made_below_or_beside_it(self):
        for model, vals in (
            ('res.partner', {'name': 'Mine', 'parent_id': self.secret.id}),
            ('res.partner', {'name': 'Mine', 'parent_id': self.secret.id, 'type': 'delivery'}),
            ('crm.lead', {'name': 'Mine', 'partner_id': self.secret.id, 'store_id': self.store_1.id}),
            ('sale.order', {'partner_id': self.secret.id, 'store_id': self.store_1.id}),
            ('sale.order', {'partner_id': self.customer.id, 'partner_shipping_id': self.secret.id, 'store_id': self.store_1.id}),
            ('sale.order.line', {'order_id': self.own.id, 'product_id': self.novelty.id}),
            ('calendar.event', {'name': 'Mine', 'partner_ids': [Command.set(self.secret.ids)]}),
        ):
            with self.subTest(model=model, vals=vals):
                self._told(self._model(model).create, vals)
                self._told(
                    self._model(model).with_context(**{f'default_{name}': value for name, value in vals.items()}).create, {}
                )
        mine = self._model('res.partner').create({'name': 'Mine'})
        self._told(mine.write, {'parent_id': self.secret.id})
        self._told(self.own.write, {'partner_id': self.secret.id})
        self._told(mine.copy, {'parent_id': self.secret.id})

    def test_nobody_is_written_to_by_a_guessed_number(self):
        self.own.message_post(body='Mine', partner_ids=self.customer.ids)
        self.own.message_subscribe(self.customer.ids)
        self._told(self.own.message_post, body='Mine', partner_ids=self.secret.ids)
        self._told(self.own.message_post, body='Mine', partner_ids=[Command.link(self.secret.id)])
        self._told(self.own.message_subscribe, self.secret.ids)
        self._told(self.own.message_notify, body='Mine', partner_ids=self.secret.ids)
        composer = {
            'model': 'sale.order',
            'res_ids': str(self.own.ids),
            'body': 'Mine',
            'partner_ids': [Command.set(self.secret.ids)],
        }
        self._told(self._model('mail.compose.message').create, composer)
        self._told(self._model('mail.followers.edit').create, {'partner_ids': [Command.set(self.secret.ids)]})

    def test_our_own_methods_name_nothing(self):
        """Goods are asked for by code, barcode or id: those of another company are as unknown as those that are nowhere."""
        self.novelty.default_code = 'SL-1'
        stores, transfers = self._model('store.store'), self._model('store.transfer')
        for name in ('SL-1', self.novelty.id):
            self._told(stores.available, [self.store_1.code], [name])
            self._told(transfers.request, self.store_2.code, self.store_1.code, [{'product': name, 'quantity': 1}])

    def test_a_refusal_says_what_to_do(self):
        told = self._told(self._model('res.partner').create, {'name': 'Mine', 'parent_id': self.secret.id})
        self.assertIn('another company', told)
        self.assertIn('Related Company', told)

    def test_who_works_in_both_companies_names_both(self):
        self.bound.sudo().company_ids |= self.other_company
        both = (self.company | self.other_company).ids
        Partner = self._model('res.partner').with_context(allowed_company_ids=both)
        self.assertEqual(Partner.create({'name': 'Mine', 'parent_id': self.secret.id}).parent_id, self.secret)

    def test_own_forms_work(self):
        with Form(self._model('sale.order').with_context(default_store_id=self.store_1.id)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.goods
        self.assertEqual(form.record.order_line.product_id, self.goods)
        with Form(self._model('res.partner')) as form:
            form.name = 'Mine'
            form.parent_id = self.customer
        self.assertEqual(form.record.parent_id, self.customer)

    def test_who_is_not_bound_is_not_asked(self):
        told = self._onchange(
            '', {'partner_id': self.secret.id}, ['partner_id'], records=self._as(self.free, self.env['crm.lead'])
        )
        self.assertEqual(told['value']['phone'], self.secret.phone)

    # === COST ===

    def _cost(self, lines):
        """Return the number of queries of an order made and confirmed by a member."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order = self._as(self.bound, self.env['sale.order']).create(
            {
                'partner_id': self.customer.id,
                'store_id': self.store_1.id,
                'order_line': [Command.create({'product_id': self.goods.id}) for _number in range(lines)],
            }
        )
        order.action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_an_order_costs_nothing_for_what_it_names(self):
        asked = [self._cost(number) for number in (3, 3, 3, 3, 30)]
        self.env.registry.clear_cache()
        with patch.object(type(self.env['store.naming']), '_is_of_companies', lambda *args: False):
            unasked = [self._cost(number) for number in (3, 3, 3, 3, 30)]
        self.env.registry.clear_cache()
        for with_check, without in zip(asked[3:], unasked[3:], strict=True):  # the first fill caches
            self.assertLess(with_check - without, 3)

    def test_a_form_costs_one_query_for_each_linked_model(self):
        goods = [self._product() for _number in range(20)]
        counts = []
        for number in (1, 1, 20):
            values = {'order_line': [[0, f'virtual_{item.id}', {'product_id': item.id}] for item in goods[:number]]}
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._model('store.naming')._check_form(self._model('sale.order'), values)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[2], 5)
