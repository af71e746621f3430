# Part of store_group. License LGPL-3.
from contextlib import suppress

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import StoreGroupCommon


@tagged('post_install', '-at_install')
class TestSecurityWizards(StoreGroupCommon):
    """What somebody filled a wizard with from behind a wall is read by nobody bound to stores but its maker."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person, cls.clerk = (
            new_test_user(
                cls.env(su=True),
                login,
                'base.group_user,base.group_partner_manager,sales_team.group_sale_manager,'
                'stock.group_stock_manager,account.group_account_manager',
                tz='Asia/Shanghai',
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for login in ('wizard_person', 'wizard_clerk')
        )
        cls.env['store.member'].create({'user_id': cls.person.id, 'role': 'store_manager', 'store_id': cls.store_1.id})

    def _as(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.with_env(self.env(user=user, su=False, context={'allowed_company_ids': self.company.ids}))

    def test_a_comparison_of_all_stores_is_for_who_asked_it(self):
        theirs = self.env['store.sale.compare'].create({'now': 777, 'line_ids': [Command.create({'name': 'Two', 'now': 777})]})
        for wizard in (theirs, theirs.line_ids):
            mine = self._as(self.person, wizard)
            self.assertFalse(mine.search([]))
            for act in (lambda mine=mine: mine.read(['now']), lambda mine=mine: mine.write({'now': 1}), mine.unlink):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    act()
        own = self._as(self.person, self.env['store.sale.compare']).create(
            {'now': 5, 'line_ids': [Command.create({'name': 'One'})]}
        )
        self.assertEqual(self._as(self.person, own).read(['now'])[0]['now'], 5)
        self.assertEqual(len(self._as(self.person, own).line_ids), 1)

    def test_no_wizard_of_anybody_else_is_read(self):
        made = 0
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not model._transient or model._abstract:
                continue
            with suppress(Exception), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
                theirs = self._as(self.clerk, model).create({})
                made += 1
                for user, seen in ((self.person, False), (self.clerk, True)):
                    mine = self._as(user, theirs)
                    if mine.browse().has_access('read'):
                        with self.subTest(model=name, user=user.login):
                            self.assertEqual(bool(mine._filtered_access('read')), seen)
                            self.assertEqual(bool(mine.search([('id', '=', theirs.id)])), seen)
        self.assertGreater(made, 20)

    def test_a_file_that_somebody_imports_is_his(self):
        theirs = self._as(self.clerk, self.env['base_import.import']).create(
            {'res_model': 'res.partner', 'file': b'name,phone\nLi,555', 'file_name': 'a.csv', 'file_type': 'text/csv'}
        )
        with self.assertRaises(AccessError):
            self._as(self.person, theirs).read(['file'])
        with self.assertRaises(AccessError):
            self._as(self.person, theirs).parse_preview({'quoting': '"', 'separator': ',', 'has_headers': True})
        own = self._as(self.person, self.env['base_import.import']).create(
            {'res_model': 'res.partner', 'file': b'name\nLi', 'file_name': 'a.csv', 'file_type': 'text/csv'}
        )
        self.assertEqual(own.parse_preview({'quoting': '"', 'separator': ',', 'has_headers': True})['headers'], ['name'])

    def test_no_template_of_somebody_bound_holds_code(self):
        self.env['ir.config_parameter'].sudo().set_param('mail.restrict.template.rendering', False)
        vals = {
            'name': 'T',
            'model_id': self.env['ir.model']._get_id('sale.order'),
            'subject': 'Hello',
            'body_html': '<t t-out="object.sudo().search([]).mapped(\'name\')"/>',
        }
        self.assertTrue(self._as(self.clerk, self.env['mail.template']).create(vals))
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.person, self.env['mail.template']).create(vals)
        plain = self._as(self.person, self.env['mail.template']).create({**vals, 'body_html': '<t t-out="object.name"/>'})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            plain.write({'body_html': vals['body_html']})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            plain.write({'subject': '{{ object.sudo().search([]).mapped("name") }}'})

    def test_words_and_files_of_another_store_are_not_named(self):
        order = self._order(store_id=self.store_2.id)
        own = self._order(store_id=self.store_1.id)
        message = order.sudo().message_post(body='Price talk', subject='Secret offer', attachments=[('secret.txt', b'x')])
        activity = order.sudo().activity_schedule('mail.mail_activity_data_todo', summary='Secret', user_id=self.admin.id)
        composer = self._as(self.person, self.env['mail.compose.message'])
        mine = self._as(self.person, own)
        note = mine.message_post(body='Mine', subject='Mine', attachments=[('own.txt', b'x')])
        for act in (
            lambda: composer.create({'parent_id': message.id}).subject,
            lambda: composer.with_context(default_parent_id=message.id).create({}).subject,
            lambda: composer.onchange({'parent_id': message.id}, ['parent_id'], {'parent_id': {}, 'subject': {}}),
            lambda: composer.create({'attachment_ids': [Command.link(message.attachment_ids.id)]}),
            lambda: note.write({'parent_id': message.id}),
            lambda: self._as(self.person, self.env['calendar.event']).create(
                {
                    'name': 'X',
                    'start': '2026-01-01 08:00:00',
                    'stop': '2026-01-01 09:00:00',
                    'activity_ids': [Command.link(activity.id)],
                }
            ),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()
            self.env.invalidate_all()
        reply = self._as(self.person, self.env['mail.compose.message']).create(
            {'parent_id': note.id, 'attachment_ids': [Command.set(note.attachment_ids.ids)]}
        )
        self.assertEqual(reply.subject, 'Mine')
        self.assertTrue(mine.message_post(body='Again', parent_id=note.id, attachment_ids=note.attachment_ids.ids))

    def test_a_form_is_of_what_its_reader_may_read(self):
        order = self._order(store_id=self.store_2.id)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._as(self.person, order).onchange({}, [], {'amount_total': {}, 'name': {}})
