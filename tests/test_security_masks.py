# Part of store_group. License LGPL-3.
from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..engine.people import masks
from .common import StoreGroupCommon
from .masks_common import closure, namesakes, unsorted

PHONE, MAIL, STREET, PRICE, ZIP = '555-0177', 'masked@example.com', 'Secret Lane 7', '33.77', '99-887'


@tagged('post_install', '-at_install')
class TestSecurityMasks(StoreGroupCommon):
    """Door by field by capability: what a sheet keeps back passes none of them; whoever has the capability reads on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.customer.sudo().write({'phone': PHONE, 'email': MAIL, 'street': STREET, 'zip': ZIP})
        cls.portal = new_test_user(su, 'masked_portal@example.com', 'base.group_portal', name='Portal Person')
        cls.portal.partner_id.write({'phone': PHONE, 'street': STREET, 'email': MAIL})
        cls.vendor = su['res.partner'].create({'name': 'A Vendor'})
        cls.offer = su['product.supplierinfo'].create(
            {'partner_id': cls.vendor.id, 'product_tmpl_id': cls.product.product_tmpl_id.id, 'price': 33.77}
        )
        cls.lead = su['crm.lead'].create(
            {
                'name': 'Lead',
                'store_id': cls.store_1.id,
                'type': 'opportunity',
                'phone': PHONE,
                'email_from': MAIL,
                'street': STREET,
            }
        )
        cls.order = su['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'store_id': cls.store_1.id,
                'order_line': [(0, 0, {'product_id': cls.product.id})],
            }
        )
        cls.order.message_subscribe(cls.customer.ids)
        cls.follower = cls.order.message_follower_ids.filtered(lambda line: line.partner_id == cls.customer)
        cls.message = cls.order.message_post(
            body='Hello', author_id=cls.customer.id, email_from=MAIL, message_type='email', incoming_email_to=MAIL
        )
        cls.letter = su['snailmail.letter'].create(
            {'model': 'res.partner', 'res_id': cls.customer.id, 'partner_id': cls.customer.id, 'company_id': cls.company.id}
        )
        cls.keeper = cls._person('mask_keeper', profile_id=su.ref('store_group.profile_stock_keeper').id)
        cls.seer = cls._person('mask_seer', 'group_manager', profile_id=su.ref('store_group.profile_group_manager').id)

    @classmethod
    def _person(cls, login, role='staff', **vals):
        user = new_test_user(
            cls.env(su=True),
            login,
            'base.group_user,sales_team.group_sale_salesman_all_leads,stock.group_stock_user',
            password='mask_keeper_1',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'store_id': cls.store_1.id, 'date_from': cls.store_1._today(), **vals}
        )
        return user

    def _as(self, user, record):
        self.env.invalidate_all()
        return record.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    def _told(self, ask):
        """Return what a door says, as text; nothing where it refuses."""
        with suppress(UserError, ValueError):
            with self.env.cr.savepoint():
                return repr(ask())
        return ''

    # === THE TABLE ===

    def test_every_field_that_carries_a_masked_one_is_sorted(self):
        found = unsorted(self.env)
        self.assertFalse(found, 'Sort into engine/people/masks.py or the bridge: ' + ', '.join(found))

    def test_every_field_that_is_called_like_an_address_is_sorted(self):
        found = namesakes(self.env)
        self.assertFalse(found, 'Sort into engine/people/masks.py or the bridge: ' + ', '.join(found))
        with patch.object(type(self.env['store.mask']), '_harmless', lambda model: []):
            self.assertIn('res.bank.street', namesakes(self.env))

    def test_the_derivation_finds_a_field_that_nobody_sorted(self):
        self.assertIn(('crm.lead', 'phone_state'), closure(self.env(su=True)))
        with patch.object(type(self.env['store.mask']), '_harmless', lambda model: []):
            self.assertIn('crm.lead.phone_state (of crm.lead.phone)', unsorted(self.env))

    def test_the_table_is_the_only_place_that_masks(self):
        left = [model for model in self.env.registry if hasattr(self.env[model], '_store_masked')]
        self.assertFalse(left, 'nobody reads this declaration: the table in engine/people/masks.py is asked')

    def test_nothing_stands_in_both_tables(self):
        table = self.env['store.mask']._harmless()
        both = [
            (model, name)
            for model, names in self.env['store.mask']._by_model().items()
            for name in names
            if masks.harmless(model, name, table)
        ]
        self.assertEqual(both, [])

    # === THE DOORS ===

    def _doors(self, user):
        """Yield (name of the door, call) over every field that tells the phone, mail, street or price."""
        places = [
            (self.customer, ('phone', 'email', 'street', 'contact_address', 'email_formatted', 'phone_sanitized')),
            (self.portal, ('phone', 'email', 'street', 'contact_address')),
            (self.lead, ('phone', 'email_from', 'street', 'email_normalized', 'email_domain_criterion')),
            (self.offer, ('price', 'price_discounted')),
            (self.follower, ('email',)),
            (self.message, ('email_from', 'incoming_email_to')),
            (self.letter, ('street', 'zip')),
        ]
        for record, names in places:
            mine = self._as(user, record)
            for name in names:
                yield from self._doors_of(mine, name)
        order = self._as(user, self.order)
        yield 'nested many2one', lambda: order.web_read({'partner_id': {'fields': {'phone': {}, 'email': {}, 'street': {}}}})
        yield (
            'nested one2many',
            lambda: self._as(user, self.product.product_tmpl_id).web_read({'seller_ids': {'fields': {'price': {}}}}),
        )
        yield (
            'context of a spec',
            lambda: order.web_read(
                {'partner_id': {'fields': {'phone': {}}, 'context': {'store_masked': 'x', 'show_email': True}}}
            ),
        )
        yield (
            'report',
            lambda: self._as(user, self.env['sale.report']).formatted_read_group(
                [('partner_id', '=', self.customer.id)], ['partner_zip'], ['__count']
            ),
        )
        yield (
            'name',
            lambda: order.web_read(
                {'partner_id': {'fields': {'display_name': {}}, 'context': {'show_email': True, 'show_address': True}}}
            ),
        )
        yield 'name of a price', lambda: self._as(user, self.offer).display_name
        yield 'export', lambda: order.export_data(['partner_id/phone', 'partner_id/email'])
        yield (
            'onchange',
            lambda: self._as(user, self.env['sale.order']).onchange(
                {'partner_id': self.customer.id},
                ['partner_id'],
                {'partner_id': {}, 'partner_invoice_id': {'fields': {'phone': {}, 'email': {}}}},
            ),
        )
        yield 'vcard', lambda: self._as(user, self.customer)._get_vcard_file()
        yield 'mentions', lambda: self._as(user, self.env['res.partner']).get_mention_suggestions('Customer')
        yield (
            'texts to send',
            lambda: self._as(user, self.env['sms.composer'])
            .with_context(active_model='res.partner', active_id=self.customer.id)
            .create({'body': 'x'})
            .read(),
        )

    def _doors_of(self, mine, name):
        yield f'{mine._name}.{name} read', lambda: mine.read([name])
        yield f'{mine._name}.{name} read all', lambda: mine.read()
        yield f'{mine._name}.{name} search_read', lambda: mine.search_read([('id', '=', mine.id)], [name])
        yield f'{mine._name}.{name} search_read all', lambda: mine.search_read([('id', '=', mine.id)])
        yield f'{mine._name}.{name} web_read', lambda: mine.web_read({name: {}})
        yield f'{mine._name}.{name} web_search_read', lambda: mine.web_search_read([('id', '=', mine.id)], {name: {}})
        yield f'{mine._name}.{name} export', lambda: mine.export_data([name])
        yield f'{mine._name}.{name} group', lambda: mine.formatted_read_group([('id', '=', mine.id)], [name], [])
        yield f'{mine._name}.{name} array', lambda: mine.formatted_read_group([('id', '=', mine.id)], [], [f'{name}:array_agg'])
        yield f'{mine._name}.{name} copy', lambda: mine.copy_data()

    def test_no_door_tells_who_lacks_the_capability(self):
        told = [
            door
            for door, ask in self._doors(self.keeper)
            if any(secret in self._told(ask) for secret in (PHONE, '5550177', MAIL, STREET, ZIP, PRICE, '"email": "masked'))
        ]
        self.assertEqual(told, [])

    def test_whoever_has_the_capability_reads_on(self):
        open_doors = [
            door
            for door, ask in self._doors(self.seer)
            if any(secret in self._told(ask) for secret in (PHONE, '5550177', MAIL, STREET, ZIP, PRICE))
        ]
        for door in (
            'res.partner.phone search_read',
            'res.users.email read',
            'crm.lead.phone read',
            'nested many2one',
            'product.supplierinfo.price search_read',
            'nested one2many',
            'vcard',
            'onchange',
            'mail.followers.email read',
            'mail.message.email_from read',
            'snailmail.letter.street read',
            'report',
        ):
            self.assertIn(door, open_doors)

    def test_asked_for_is_refused_and_beside_the_way_is_blank(self):
        order = self._as(self.keeper, self.order)
        self.assertEqual(
            order.web_read({'partner_id': {'fields': {'name': {}, 'phone': {}}}})[0]['partner_id'],
            {'id': self.customer.id, 'name': 'A Customer', 'phone': False},
        )
        with self.assertRaisesRegex(AccessError, 'mask_keeper .*may not see Phone of Contact'):
            self._as(self.keeper, self.customer).search_read([('id', '=', self.customer.id)], ['phone'])
        self.assertEqual(
            self._as(self.keeper, self.keeper.partner_id).search_read([('id', '=', self.keeper.partner_id.id)], ['email'])[0][
                'email'
            ],
            self.keeper.email,
        )
        self.assertEqual(self._as(self.keeper, self.keeper).read(['email', 'login'])[0]['login'], 'mask_keeper')

    def test_no_filter_and_no_order_answers_for_a_masked_field(self):
        for model, domain, order in (
            ('res.partner', [('phone_mobile_search', 'ilike', '0177')], None),
            ('res.partner', [('user_ids.login', 'ilike', 'masked_portal')], None),
            ('res.users', [('email', '=', MAIL)], None),
            ('res.users', [('partner_id.email', '=', MAIL)], None),
            ('res.users', [('partner_id', 'any', [('email', '=', MAIL)])], None),
            ('crm.lead', [('email_domain_criterion', '=', MAIL)], None),
            ('crm.lead', [('phone_mobile_search', 'ilike', '0177')], None),
            ('sale.order', ['!', ('partner_id.commercial_partner_id.phone', '=', PHONE)], None),
            ('mail.followers', [('email', '=', MAIL)], None),
            ('res.partner', [], 'email desc'),
            ('product.template', [('seller_ids', 'any', [('price', '>', 30)])], None),
        ):
            with self.subTest(model=model, domain=domain, order=order):
                with self.assertRaises(AccessError):
                    self._as(self.keeper, self.env[model]).search(domain, order=order)
                self._as(self.seer, self.env[model]).search(domain, order=order)
        self.assertFalse(
            self._as(self.keeper, self.env['res.users']).with_context(active_test=False).name_search('masked_portal@example')
        )

    # === THE CHATTER ===

    def test_the_chatter_shows_the_name_and_no_address(self):
        from odoo.addons.mail.tools.discuss import Store

        for user, shown in ((self.keeper, False), (self.seer, True)):
            with self.subTest(user=user.login):
                order = self._as(user, self.order)
                data = repr(Store().add(order.message_ids).add(order.message_follower_ids).get_result())
                self.assertIn('A Customer', data)
                self.assertEqual(MAIL in data, shown)

    def test_an_old_value_in_the_chatter_is_masked_as_the_field_is(self):
        field = self.env['ir.model.fields'].sudo()._get('crm.lead', 'email_from')
        tracked = (
            self.env['mail.tracking.value']
            .sudo()
            .create(
                {
                    'field_id': field.id,
                    'old_value_char': MAIL,
                    'new_value_char': 'x@example.com',
                    'mail_message_id': self.lead.message_post(body='changed').id,
                }
            )
        )
        self.assertFalse(tracked._filter_has_field_access(self._as(self.keeper, self.lead).env))
        self.assertTrue(tracked._filter_has_field_access(self._as(self.seer, self.lead).env))

    # === COST ===

    def test_asking_costs_no_query(self):
        mine = self._as(self.keeper, self.env['sale.order'])
        mine.search_read([], ['name', 'amount_total'])
        with self.assertQueryCount(2):
            mine.env.invalidate_all()
            mine.search_read([], ['name', 'amount_total'])


@tagged('post_install', '-at_install')
class TestSecurityMasksFromOutside(HttpCase):
    """The same through the network."""

    @mute_logger('odoo.http', 'odoo.addons.rpc.controllers.xmlrpc')
    def test_xmlrpc_and_json_refuse(self):
        store = self.env['store.store'].create({'code': 'MASK-1', 'name': 'Mask', 'tz': 'Asia/Shanghai'})
        store.action_open()
        user = new_test_user(self.env, 'mask_outside', 'base.group_user', password='mask_outside_1')
        self.env['store.member'].create(
            {
                'user_id': user.id,
                'role': 'staff',
                'store_id': store.id,
                'date_from': store._today(),
                'profile_id': self.env.ref('store_group.profile_stock_keeper').id,
            }
        )
        customer = self.env['res.partner'].create({'name': 'Far Away', 'phone': PHONE, 'email': MAIL})
        call = (self.env.cr.dbname, user.id, 'mask_outside_1', 'res.partner', 'search_read', [[('id', '=', customer.id)]])
        self.assertEqual(self.xmlrpc_object.execute_kw(*call, {'fields': ['name']})[0]['name'], 'Far Away')
        with self.assertRaisesRegex(Exception, 'may not see Phone'):
            self.xmlrpc_object.execute_kw(*call, {'fields': ['name', 'phone']})
        child = self.env['res.partner'].create({'name': 'Child', 'parent_id': customer.id})
        nested = self.xmlrpc_object.execute_kw(
            *call[:4],
            'web_read',
            [child.ids],
            {'specification': {'name': {}, 'parent_id': {'fields': {'name': {}, 'phone': {}}}}},
        )
        self.assertEqual(nested[0]['parent_id'], {'id': customer.id, 'name': 'Far Away', 'phone': False})
        self.authenticate('mask_outside', 'mask_outside_1')
        response = self.url_open('/web/partner/vcard?partner_ids=%s' % customer.id)
        self.assertNotIn(PHONE, response.text)
        self.assertNotIn(MAIL, response.text)
        answer = self.make_jsonrpc_request(
            '/mail/partner/from_email', {'thread_model': 'res.partner', 'thread_id': customer.id, 'emails': [MAIL]}
        )
        self.assertEqual(answer, [])
