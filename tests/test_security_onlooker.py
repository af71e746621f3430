# Part of store_group. License LGPL-3.
import inspect
import re
from contextlib import suppress
from unittest.mock import patch

from odoo import Command, http
from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.sql_db import Cursor
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.people.ir_model_access import OWN_AFFAIRS
from .common_accounting import AccountingCommon

# Tables an onlooker's calls may write, and why.
OWN = {
    'one\'s own settings, filters, sessions and devices': (
        'res_users_settings',
        'ir_filters',
        'ir_exports',
        'ir_exports_line',
        'mail_presence',
        'res_device_log',
        'res_users_settings_volumes',
        'web_tour_tour',
        'onboarding_progress',
        'res_users_settings_embedded_action',
        'ir_embedded_actions',
        'mail_canned_response',
        'mail_canned_response_res_groups_rel',
    ),
    'the log of the application': ('ir_logging', 'store_log'),
}
WRITES = re.compile(r'^\s*(INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)
# What a call of theirs may write besides, and why.
WORDS = {
    'words and stars of their own': (
        'mail_message',
        'mail_activity',
        'mail_message_res_partner_starred_rel',
        'mail_mail',
        'mail_mail_res_partner_rel',
        'mail_message_res_partner_rel',
        'discuss_channel_member',
        'mail_notification',
        'mail_followers',
    ),
    'their own mails of figures': ('digest_digest', 'digest_digest_res_users_rel'),
    'a window of ours that asks for numbers': ('store_elsewhere',),
}
# {method: why}
EXPLAINED = {
    'account.move.line.get_parent_section_line': 'core computes what it stores of a draft when it is first looked at',
    'account.move.line.get_section_subtotal': 'likewise',
    'res.company.get_next_batch_payment_communication': 'takes a number of a sequence',
}


@tagged('post_install', '-at_install')
class TestSecurityOnlooker(AccountingCommon):
    """An auditor reads and changes nothing: no document, no master data, no reference."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True, context={'allowed_company_ids': cls.company.ids})
        su['stock.quant']._update_available_quantity(cls.product, cls.warehouse_1.lot_stock_id, 9)
        cls.sold = su['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'store_id': cls.store_1.id,
                'require_signature': True,
                'order_line': [Command.create({'product_id': cls.product.id, 'product_uom_qty': 2})],
            }
        )
        cls.offered = cls.sold.copy()
        cls.sold.action_confirm()
        cls.invoice = cls.sold._create_invoices() if cls.sold.invoice_status == 'to invoice' else su['account.move']
        su['crm.lead'].create({'name': 'Lead', 'type': 'opportunity', 'store_id': cls.store_1.id})
        cls.auditor = new_test_user(
            su,
            'onlooker',
            'base.group_user',
            tz='Asia/Shanghai',
            password='onlooker_1',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.auditor.id, 'role': 'auditor', 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
        )

    def _mine(self, record):
        return record.with_env(self.env(user=self.auditor, su=False, context={'allowed_company_ids': self.company.ids}))

    def _core_documents(self):
        """Return the records of core an auditor reads, three of each model."""
        env = self._mine(self.env['res.users']).env
        found = {}
        for model in sorted(env.registry):
            if not env[model]._abstract and not env[model]._transient and env[model].has_access('read'):
                with suppress(UserError, ValueError), env.cr.savepoint():
                    records = env[model].search([], limit=3, order='id desc')
                    if records:
                        found[model] = records
        return found

    # === RIGHTS ===

    def test_what_an_auditor_reads_he_may_not_write(self):
        open_ = []
        for model, records in self._core_documents().items():
            for mode in ('write', 'create', 'unlink'):
                if records[:1].has_access(mode) if mode != 'create' else records.browse().has_access(mode):
                    open_.append(f'{model} {mode}')
        self.assertFalse([entry for entry in open_ if not entry.startswith(tuple(OWN_AFFAIRS))], open_)
        self.assertFalse(self._mine(self.env['mail.template']).has_access('create'))

    def test_a_reference_of_stock_keeps_its_name(self):
        reference = self.sold.stock_reference_ids[:1] or self.env(su=True)['stock.reference'].create({'name': 'R'})
        for act in (
            lambda: self._mine(reference).write({'name': 'Mine'}),
            lambda: self._mine(reference).write({'move_ids': [Command.clear()]}),
            lambda: self._mine(reference).create({'name': 'Mine'}),
        ):
            with self.assertRaises(AccessError):
                act()

    # === PUBLIC METHODS ===

    @mute_logger(
        'odoo.addons.mail.models.mail_thread', 'odoo.addons.base.models.ir_module', 'odoo.addons.stock.models.stock_rule'
    )
    def test_no_public_act_of_what_an_auditor_reads_changes_anything(self):
        allowed = {table for tables in (*OWN.values(), *WORDS.values()) for table in tables}
        changing = {}
        execute = Cursor.execute
        written = []

        def spy(cursor, query, params=None, log_exceptions=True):
            text = query if isinstance(query, str) else getattr(query, 'code', str(query))
            found = WRITES.match(text)
            if found:
                written.append(found[2].lower())
            return execute(cursor, query, params, log_exceptions)

        for model, records in self._core_documents().items():
            for name in self._acts(model):
                written.clear()
                with suppress(Exception), self.env.cr.savepoint() as point, patch.object(Cursor, 'execute', spy):
                    self.env.invalidate_all()
                    getattr(records[:1], name)()
                    self.env.flush_all()
                    if set(written) - allowed:
                        changing[f'{model}.{name}'] = sorted(set(written) - allowed)
                    point.rollback()
                self.env.invalidate_all()
        changing = {name: tables for name, tables in changing.items() if name not in EXPLAINED}
        self.assertFalse(changing, changing)

    def _acts(self, model):
        cls = self.env.registry[model]
        for name in sorted(dir(cls)):
            if name.startswith('_') or hasattr(BaseModel, name):
                continue
            method = inspect.getattr_static(cls, name)
            if (
                inspect.isfunction(method)
                and not getattr(method, '_api_private', False)
                and not [
                    item
                    for item in list(inspect.signature(method).parameters.values())[1:]
                    if item.default is item.empty and item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)
                ]
            ):
                yield name

    def test_the_key_of_a_customers_page_is_not_for_him(self):
        mine = self._mine(self.offered)
        self.offered._portal_ensure_token()
        self.env.invalidate_all()
        token = self.offered.sudo().access_token
        for ask in (
            lambda: mine.action_preview_sale_order(),
            lambda: mine.get_portal_url(),
            lambda: mine.read(),
            lambda: mine.search_read([('id', '=', mine.id)]),
            lambda: mine._get_share_url(),
            lambda: mine.copy_data(),
        ):
            with suppress(AccessError):
                self.assertNotIn(token, repr(ask()))
        with self.assertRaises(AccessError):
            mine.read(['access_token'])
        with self.assertRaises(AccessError):
            mine.search([('access_token', '=like', f'{token[:3]}%')])


@tagged('post_install', '-at_install')
class TestSecurityOnlookersPage(HttpCase):
    """The page of a quotation, opened by whoever only looks on."""

    def test_he_reads_and_neither_signs_nor_declines(self):
        store = self.env['store.store'].create({'code': 'LOOK-1', 'name': 'Look', 'tz': 'Asia/Shanghai'})
        store.action_open()
        order = self.env['sale.order'].create(
            {
                'partner_id': self.env['res.partner'].create({'name': 'Buyer'}).id,
                'store_id': store.id,
                'require_signature': True,
                'require_payment': False,
                'order_line': [
                    Command.create({'product_id': self.env['product.product'].create({'name': 'Page', 'list_price': 5}).id})
                ],
            }
        )
        order._portal_ensure_token()
        order.action_quotation_sent()
        people = {}
        for login, role in (('look_auditor', 'auditor'), ('look_clerk', 'staff')):
            people[login] = new_test_user(self.env, login, 'base.group_user', password=f'{login}_1')
            self.env['store.member'].create(
                {'user_id': people[login].id, 'role': role, 'store_id': store.id, 'date_from': store._today()}
            )
        signed = {'access_token': order.access_token, 'name': 'Me', 'signature': 'iVBORw0KGgo='}
        self.authenticate('look_auditor', 'look_auditor_1')
        self.assertEqual(self.url_open(f'/my/orders/{order.id}?access_token={order.access_token}').status_code, 200)
        answer = self.make_jsonrpc_request(f'/my/orders/{order.id}/accept', signed)
        self.assertIn('error', answer)
        self.url_open(
            f'/my/orders/{order.id}/decline',
            data={'access_token': order.access_token, 'decline_message': 'No', 'csrf_token': http.Request.csrf_token(self)},
        )
        order.invalidate_recordset()
        self.assertEqual((order.state, order.signed_by), ('sent', False))
