# Part of store_group. License LGPL-3.
import inspect
import re
from contextlib import suppress

from odoo import Command, fields
from odoo.models import BaseModel
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common_accounting import AccountingCommon

ASKED = ('integer', 'float', 'monetary', 'char', 'text', 'html', 'json', 'boolean', 'many2many', 'one2many')
# A call that does something, or hands out a window or a file; what it does is checked by the rules of what it writes.
ACTS = re.compile(
    r'^(action_|button_|do_|iap_|module_|open_|web_|unlink|create|write|copy|update_|set_|send|cron|import|export|load|reset|new_|'
    r'archive|unarchive|toggle|activity_(un)?(schedule|feedback|send)|message_(un)?(post|subscribe|notify|track|mail)|'
    r'merge|convert|generate|init|flush|invalidate|install|refresh|run|process|validate|register|pay|notify|'
    r'preference_(save|cancel)|revoke|api_key|totp|assign|unassign|confirm|duplicate|mail_action)'
)
# {name of a field or method: why its answer may depend on documents of other stores}
EXPLAINED = {
    'account.journal.has_entries': 'a journal that stores share is in use',
    'account.journal.has_posted_entries': 'a journal that stores share is in use',
    'account.move.highest_name': 'numbers of a journal that stores share follow each other: the next one is needed',
    'account.move.check_move_sequence_chain': 'likewise: whether the entry is the last of its journal',
    'account.full.reconcile.rows': 'a number that ties entries, which have their own rule; it says nothing else',
    'res.company.get_next_batch_payment_communication': 'a number of a sequence',
}
# Say back what they were asked, with the id that the caller gave: {name of the method: why}
ECHOES = {
    'get_formview_action': 'a window that reads as the user',
    'get_formview_id': 'a view',
    'get_portal_url': 'an address without the key, which only who may write gets',
    'get_action_click_graph': 'a window that reads as the user',
    'get_action_picking_type_moves_analysis': 'a window that reads as the user',
}


@tagged('post_install', '-at_install')
class TestSecurityTotals(AccountingCommon):
    """Nothing a bound user may ask tells of documents of other stores: asked before and after they are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        su = cls.env(su=True)
        cls.store_2.team_id = cls.store_2.team_id or su['crm.team'].create({'name': 'Team Two', 'company_id': cls.company.id})
        cls.person = new_test_user(
            su,
            'totals_person',
            'base.group_user,sales_team.group_sale_manager,stock.group_stock_manager,account.group_account_manager',
            tz='Asia/Shanghai',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env['store.member'].create(
            {'user_id': cls.person.id, 'role': 'store_manager', 'store_id': cls.store_1.id, 'date_from': cls.store_1._today()}
        )
        su['stock.quant']._update_available_quantity(cls.product, cls.warehouse_1.lot_stock_id, 5)
        cls.campaign = su['utm.campaign'].create({'title': 'Spring'})
        cls._documents(cls.store_1, 3, 'Own')

    @classmethod
    def _documents(cls, store, quantity, name):
        """Make documents of each kind in a store: order, delivery, invoice, payment, lead, stock, scrap, activities."""
        env = cls.env(su=True, context={'allowed_company_ids': cls.company.ids})
        env['stock.quant']._update_available_quantity(cls.product, store.warehouse_id.lot_stock_id, quantity + 4)
        order = env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'store_id': store.id,
                'client_order_ref': f'{name} order',
                'campaign_id': cls.campaign.id,
                'order_line': [
                    Command.create({'product_id': cls.product.id, 'product_uom_qty': quantity}),
                    Command.create({'product_id': cls.service.id, 'product_uom_qty': 1}),
                ],
            }
        )
        order.action_confirm()
        order.copy()
        picking = order.picking_ids
        picking.move_ids.quantity = quantity - 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, cancel_backorder=False).button_validate()
        invoices = order._create_invoices()
        invoices.action_post()
        wizard = (
            env['account.payment.register']
            .with_context(active_model='account.move', active_ids=invoices.ids)
            .create({'journal_id': cls.bank.id})
        )
        wizard._create_payments()
        order.copy({'client_order_ref': f'{name} due'}).action_confirm()
        due = invoices.copy({'invoice_date': fields.Date.today()})
        due.action_post()
        env['account.move'].create(
            {
                'move_type': 'in_invoice',
                'partner_id': cls.customer.id,
                'invoice_date': fields.Date.today(),
                'store_id': store.id,
                'invoice_line_ids': [Command.create({'name': name, 'price_unit': 70, 'tax_ids': []})],
            }
        ).action_post()
        env['crm.lead'].create(
            {
                'name': f'{name} lead',
                'type': 'opportunity',
                'store_id': store.id,
                'team_id': store.team_id.id,
                'partner_id': cls.customer.id,
                'expected_revenue': 900,
            }
        )
        order.message_post(body=f'{name} word', partner_ids=cls.customer.ids)
        order.activity_schedule('mail.mail_activity_data_todo', summary=f'{name} task', user_id=cls.admin.id)
        env['stock.scrap'].create(
            {'product_id': cls.product.id, 'scrap_qty': 1, 'location_id': store.warehouse_id.lot_stock_id.id}
        ).action_validate()
        return order

    # === ASKING ===

    def _records(self):
        """Return {model: ids} that the person may read now: the shared ones first, and a few of the others."""
        env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids})
        shared = [
            self.customer,
            self.product,
            self.product.product_tmpl_id,
            self.service,
            self.company,
            self.company.partner_id,
            self.person,
            self.warehouse_1,
            self.warehouse_2,
            self.bank,
            self.sale_journal,
            self.warehouse_2.lot_stock_id,
            self.warehouse_2.out_type_id,
            self.warehouse_1.out_type_id,
            self.store_1,
            self.store_2,
            self.store_1.team_id,
            self.store_2.team_id,
            self.account_1,
            self.account_2,
            self.campaign,
        ]
        found = {}
        for model in sorted(env.registry):
            if env[model]._abstract or env[model]._transient or not env[model].has_access('read'):
                continue
            with suppress(Exception), env.cr.savepoint():
                ids = [record.id for record in shared if record._name == model and record]
                mine = env[model].with_context(active_test=False)
                found[model] = list(
                    dict.fromkeys(
                        [*mine.browse(ids)._filtered_access('read').ids, *mine.search([], limit=3, order='id desc').ids]
                    )
                )
        return found

    def _plain(self, value):
        if isinstance(value, BaseModel):
            return f'{value._name}{sorted(value.ids)}'
        if isinstance(value, dict):
            return {str(key): self._plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple, set)):
            return [self._plain(item) for item in value]
        return re.sub(r'0x[0-9a-f]+', '', repr(value))

    def _answers(self, records, context=None):
        """Return {(model, id, name): answer} of each non-stored compute and public method without arguments."""
        answers = {}
        env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids, **(context or {})})
        env.invalidate_all()
        for model, ids in records.items():
            names = [
                name
                for name, field in env[model]._fields.items()
                if not field.store and field.type in ASKED and env[model]._has_field_access(field, 'read')
            ]
            for record in env[model].browse(ids):
                for name in names:
                    with suppress(Exception), env.cr.savepoint(flush=False):
                        answers[model, record.id, name] = self._plain(record.read([name], load=None)[0].get(name))
        return answers

    def _methods(self, records):
        """Return {(model, id, name): answer} of the public methods that need no argument and act on nothing."""
        answers = {}
        for model, ids in records.items():
            for name, _method in self._public(model):
                for id_ in ids[:2]:
                    env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids})
                    with suppress(Exception), env.cr.savepoint() as point:
                        env.invalidate_all()
                        answers[model, id_, name] = self._plain(getattr(env[model].browse(id_), name)())
                        point.rollback()
                    self.env.invalidate_all()
        return answers

    def _public(self, model):
        cls = self.env.registry[model]
        for name in sorted(dir(cls)):
            if name.startswith('_') or hasattr(BaseModel, name) or ACTS.match(name):
                continue
            method = inspect.getattr_static(cls, name)
            if not inspect.isfunction(method) or getattr(method, '_api_private', False):
                continue
            needed = [
                item
                for item in list(inspect.signature(method).parameters.values())[1:]
                if item.default is item.empty and item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)
            ]
            if not needed:
                yield name, method

    def _differing(self, ask):
        records = self._records()
        first, again = ask(records), ask(records)
        self.foreign = self._documents(self.store_2, 4, 'Foreign')
        after = ask(records)
        return {
            key: (answer, after.get(key))
            for key, answer in first.items()
            if again.get(key) == answer and after.get(key) != answer
        }

    # === THE LAW ===

    def _check(self, differing):
        told = sorted({f'{model}.{name}' for model, _id, name in differing} - EXPLAINED.keys())
        self.assertFalse(
            told,
            '\n'.join(
                f'{key}: {before} -> {after}'[:300]
                for key, (before, after) in sorted(differing.items())
                if f'{key[0]}.{key[2]}' in told
            ),
        )

    def test_no_compute_tells_of_other_stores(self):
        self._check(self._differing(self._answers))

    def test_no_compute_tells_of_a_place_that_the_context_names(self):
        records = {
            model: ids
            for model, ids in self._records().items()
            if model in ('product.product', 'product.template', 'stock.warehouse', 'stock.location', 'crm.team', 'res.partner')
        }
        stock = self.warehouse_2.lot_stock_id
        contexts = [
            {'warehouse_id': self.warehouse_2.id},
            {'warehouse': self.warehouse_2.id},
            {'location': stock.id},
            {'location': stock.complete_name},
            {'warehouse_id': [self.warehouse_2.id]},
            {'search_location': stock.id},
            {'search_warehouse': self.warehouse_2.name},
            {'location': stock.id, 'compute_child': False},
            {'location': stock.location_id.id},
        ]
        before = [self._answers(records, context) for context in contexts]
        self._documents(self.store_2, 4, 'Foreign')
        differing = {}
        for context, first in zip(contexts, before, strict=True):
            after = self._answers(records, context)
            differing.update(
                {
                    (*key, str(context)): (answer, after[key])
                    for key, answer in first.items()
                    if after.get(key) != answer and f'{key[0]}.{key[2]}' not in EXPLAINED
                }
            )
        self.assertFalse(differing, differing)

    @mute_logger('odoo.addons.mail.models.mail_thread', 'odoo.addons.base.models.ir_module')
    def test_no_public_method_tells_of_other_stores(self):
        self._check(self._differing(self._methods))

    def _rows(self, records):
        env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids})
        env.invalidate_all()
        found = {}
        for model in records:
            with suppress(Exception), env.cr.savepoint(flush=False):
                found[model, 0, 'rows'] = env[model].with_context(active_test=False).search_count([])
        return found

    def test_no_list_holds_documents_of_other_stores(self):
        self._check(self._differing(self._rows))

    def test_the_forecast_of_a_product_tells_of_own_places_only(self):
        env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids})
        Report = env['stock.forecasted_product_product']
        asked = {}
        for name, context in (
            ('own', {}),
            ('foreign', {'warehouse_id': self.warehouse_2.id}),
            ('list', {'warehouse_id': [self.warehouse_2.id]}),
            ('default', {'default_warehouse_id': self.warehouse_2.id}),
        ):

            def ask(context=context):  # pylint: disable=dangerous-default-value  # bound in the loop, never changed
                self.env.invalidate_all()
                try:
                    with env.cr.savepoint():
                        return self._plain(Report.with_context(**context).get_report_values(docids=self.product.ids))
                except Exception as refused:
                    return type(refused).__name__

            asked[name] = (ask, ask())
        self._documents(self.store_2, 4, 'Foreign')
        told = {name: (before, ask()) for name, (ask, before) in asked.items() if ask() != before}
        self.assertFalse(told, {name: str(pair)[:1500] for name, pair in told.items()})

    @mute_logger('odoo.addons.mail.models.mail_thread', 'odoo.addons.base.models.ir_module')
    def test_no_public_method_answers_for_a_document_one_may_not_read(self):
        self._documents(self.store_2, 4, 'Foreign')
        env = self.env(user=self.person, su=False, context={'allowed_company_ids': self.company.ids})
        told = {}
        for model in self._records():
            foreign = self.env(su=True)[model].with_context(active_test=False).search([], order='id desc', limit=40)
            foreign = foreign.with_env(env) - foreign.with_env(env)._filtered_access('read')
            if not foreign:
                continue
            for name, _method in self._public(model):
                for record in (foreign[:1], env[model].browse(10**8)):
                    answer = None
                    with suppress(Exception), env.cr.savepoint() as point:
                        env.invalidate_all()
                        answer = self._plain(getattr(record, name)())
                        point.rollback()
                    self.env.invalidate_all()
                    told.setdefault(f'{model}.{name}', []).append(re.sub(rf"'{record.id}'", 'ID', str(answer)))
        self.assertFalse([name for name, pair in told.items() if re.search(r'access_token=(?!False)', pair[0])])
        told = {
            name: pair[0]
            for name, pair in told.items()
            if pair[0] not in ('None', pair[1]) and name not in EXPLAINED and name.rpartition('.')[2] not in ECHOES
        }
        self.assertFalse(told, '\n'.join(f'{name}: {answer}'[:300] for name, answer in told.items()))
