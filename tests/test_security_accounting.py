# Part of store_group. License LGPL-3.
import json

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common_accounting import AccountingCommon

MODELS = ('account.move', 'account.move.line', 'account.payment', 'account.analytic.line', 'account.invoice.report')
ALL = ('rwcu', 'rwcu', 'rwcu', 'rwcu', 'r')
READ = ('r', 'r', 'r', 'r', 'r')
NONE = ('', '', '', '', '')
# What core gives a salesperson, and we an auditor: customers' invoices to read.
SELLS = ('r', 'r', '', '', '')
# role: what they may do with documents of their store, of another store, of headquarters
MATRIX = {
    'staff': (SELLS, NONE, NONE),
    'manager': (SELLS, NONE, NONE),
    'group_manager': (SELLS, NONE, NONE),
    'auditor': (SELLS, NONE, NONE),
    'reader': (READ, NONE, NONE),
    'bound_books': (ALL, NONE, NONE),
    'finance': (ALL, ALL, NONE),
    'here_and_there': (ALL, READ, NONE),
    'nobody': (NONE, NONE, NONE),
    'unbound_sales': (SELLS, SELLS, SELLS),
    'books': (ALL, ALL, ALL),
}


class SecurityAccountingCommon(AccountingCommon):
    """A posted, paid invoice of store 1, of store 2 and of headquarters, and one person per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.docs = {model: [] for model in MODELS}
        self = cls()
        for store in (cls.store_1, cls.store_2, cls.env['store.store']):
            account = (store.analytic_account_id or cls.account_2).id
            invoice = self._invoice(store_id=store.id, line={'analytic_distribution': {str(account): 100}})
            invoice.action_post()
            payment = self._pay(cls.books, invoice, journal_id=cls.bank.id)
            line = invoice.line_ids.filtered('analytic_line_ids')
            analytic = line.analytic_line_ids
            if not store:
                analytic.sudo().store_id = False  # carried store 2's account
            for model, record in zip(
                MODELS, (invoice, line, payment, analytic, cls.env['account.invoice.report'].browse(line.id)), strict=True
            ):
                cls.docs[model].append(record.with_env(cls.env))
        cls.env.flush_all()
        member = cls._member
        both = 'account.group_account_manager,account.group_account_basic'
        cls.people = {'books': cls.books}
        for name, groups, places in (
            ('staff', 'base.group_user', [('staff', cls.store_1)]),
            ('manager', 'base.group_user', [('store_manager', cls.store_1)]),
            ('auditor', 'base.group_user', [('auditor', cls.store_1)]),
            ('reader', 'account.group_account_readonly', [('auditor', cls.store_1)]),
            ('bound_books', both, [('staff', cls.store_1)]),
            ('here_and_there', both, [('staff', cls.store_1), ('auditor', cls.store_2)]),
        ):
            cls.people[name] = cls._accountant(name, groups)
            for role, store in places:
                member(cls.people[name], store, role)
        cls.people['group_manager'] = cls._accountant('gm', 'base.group_user')
        cls.people['finance'] = cls._accountant('finance', both)
        cls.env['store.member'].create(
            [
                {
                    'user_id': cls.people['group_manager'].id,
                    'role': 'group_manager',
                    'group_id': cls.east.id,
                    'date_from': cls.store_1._today(),
                },
                {'user_id': cls.people['finance'].id, 'role': 'staff', 'all_stores': True, 'date_from': cls.store_1._today()},
            ]
        )
        cls.people['nobody'] = cls._accountant('nobody', both, store_access='member')
        cls.people['unbound_sales'] = cls._accountant('sales', 'sales_team.group_sale_salesman_all_leads')


@tagged('post_install', '-at_install')
class TestSecurityAccounting(SecurityAccountingCommon):
    """Who sees and changes which invoices, entries, payments and analytic lines."""

    def _may(self, user, record):
        """Return which of read, write, create, unlink the user may do with the record, as letters."""
        self.env.invalidate_all()
        record = self._as(user, record)
        may = ''.join(operation[0] for operation in ('read', 'write', 'create', 'unlink') if record.has_access(operation))
        return may if record._name != 'account.invoice.report' else may[:1]

    def test_the_matrix(self):
        found = {
            name: tuple(tuple(self._may(self.people[name], self.docs[model][place]) for model in MODELS) for place in range(3))
            for name in MATRIX
        }
        self.maxDiff = None
        self.assertEqual(found, MATRIX)

    def test_lists_counts_groups_names_and_exports_tell_the_same(self):
        user = self.people['bound_books']
        self.env.ref('store_group.profile_staff').export = True
        for model in MODELS:
            own, other, nowhere = self.docs[model]
            domain = [('id', 'in', (own | other | nowhere).ids)]
            Model = self._as(user, self.env[model])
            self.env.invalidate_all()
            self.assertEqual(Model.search(domain).ids, own.ids, model)
            self.assertEqual(Model.search_count(domain), 1, model)
            self.assertEqual(
                [(store.id, count) for store, count in Model._read_group(domain, ['store_id'], ['__count'])],
                [(self.store_1.id, 1)],
                model,
            )
            for hidden in (other, nowhere):
                with self.assertRaises(AccessError):
                    Model.browse(hidden.ids).read(['store_id'])
                with self.assertRaises(AccessError):
                    Model.browse(hidden.ids).export_data(['id', 'store_id/name'])
        names = self._as(user, self.env['account.move']).name_search('INV/', limit=None)
        self.assertNotIn(self.docs['account.move'][1].id, [found[0] for found in names])
        self.assertFalse(
            self._as(user, self.env['account.move.line']).search([('move_id', 'in', self.docs['account.move'][1].ids)])
        )

    def test_related_fields_attachments_and_messages_of_hidden_documents_are_hidden(self):
        user = self.people['bound_books']
        own, other, _nowhere = self.docs['account.move']
        for move in (own, other):
            self.env['ir.attachment'].sudo().create(
                {'name': 'secret', 'raw': b'x', 'res_model': 'account.move', 'res_id': move.id}
            )
            move.sudo().message_post(body='secret')
        self.env.invalidate_all()
        for model in ('ir.attachment', 'mail.message'):
            model_field = 'res_model' if model == 'ir.attachment' else 'model'
            found = self._as(user, self.env[model]).search(
                [(model_field, '=', 'account.move'), ('res_id', 'in', (own | other).ids)]
            )
            self.assertEqual(set(found.mapped('res_id')), set(own.ids), model)
        line = self._as(user, self.docs['account.move.line'][1])
        with self.assertRaises(AccessError):
            line.read(['move_id', 'invoice_date'])
        partner = self._as(user, self.customer)
        self.assertEqual(partner.invoice_ids.filtered(lambda move: move.is_invoice()).ids, own.ids)
        self.assertEqual(partner.total_invoiced, 100)

    def test_reports_of_invoices_and_items_sum_the_own_store_only(self):
        for name, total in (('bound_books', 100), ('reader', 100), ('finance', 200), ('books', 300), ('nobody', 0)):
            self.env.invalidate_all()
            Report = self._as(self.people[name], self.env['account.invoice.report'])
            rows = Report._read_group([('partner_id', '=', self.customer.id)], [], ['price_subtotal:sum'])
            self.assertEqual(rows[0][0], total, name)

    def test_the_rule_of_the_invoice_report_reaches_the_lines_themselves(self):
        Report = self._as(self.people['bound_books'], self.env['account.invoice.report'])
        query = Report._search([('invoice_date', '>=', '2020-01-01')])
        plan = [row[0] for row in self.env.execute_query(SQL('EXPLAIN %s', query.select('COUNT(*)')))]
        self.assertNotIn('Subquery Scan', ' '.join(plan))
        scan = next(place for place, row in enumerate(plan) if 'on account_move_line line' in row)
        self.assertTrue(any(f'store_id = {self.store_1.id}' in row for row in plan[scan : scan + 3]), '\n'.join(plan))

    def test_bank_statements_and_cards_of_others_show_nothing(self):
        user = self.people['bound_books']
        statements = (
            self.env['account.bank.statement']
            .sudo()
            .create(
                [
                    {
                        'name': journal.name,
                        'balance_end_real': 5,
                        'line_ids': [
                            Command.create(
                                {'journal_id': journal.id, 'payment_ref': 'x', 'amount': 5, 'date': fields.Date.today()}
                            )
                        ],
                    }
                    for journal in (self.till_1, self.bank)
                ]
            )
        )
        self.assertEqual(self._as(user, statements).search([('id', 'in', statements.ids)]).ids, statements[0].ids)
        lines = statements.line_ids
        self.assertEqual(self._as(user, lines).search([('id', 'in', lines.ids)]).journal_id.ids, self.till_1.ids)
        self.env.invalidate_all()
        till, bank = (self._as(user, journal) for journal in (self.till_1, self.bank))
        self.assertIn('account_balance', json.loads(till.kanban_dashboard))
        self.assertEqual(set(json.loads(bank.kanban_dashboard)), {'currency_id', 'show_company', 'company_name'})
        self.assertEqual((till.current_statement_balance, bank.current_statement_balance), (5, 0))
        self.assertEqual(json.loads(bank.kanban_dashboard_graph)[0]['values'], [])
        sales = self._as(user, self.sale_journal)
        self.assertEqual(json.loads(sales.kanban_dashboard_graph)[0]['values'], [])
        self.env.invalidate_all()
        self.assertEqual(self._as(self.books, self.bank).current_statement_balance, 5)

    def test_portal_customers_keep_their_invoices(self):
        portal = new_test_user(self.env(su=True), 'acc_portal', 'base.group_portal', store_access='member')
        invoice = self._invoice(store_id=self.store_2.id, partner_id=portal.partner_id.id)
        invoice.action_post()
        self.env.invalidate_all()
        self.assertEqual(self._as(portal, invoice).search([]).ids, invoice.ids)
        self.assertTrue(self._as(portal, invoice).amount_total)
        self.assertTrue(self._as(portal, invoice.line_ids).mapped('balance'))

    def test_nobody_takes_a_document_out_of_his_stores(self):
        user = self.people['bound_books']
        journal_2 = self.sale_journal.copy({'name': 'Two', 'code': 'TWO', 'store_id': self.store_2.id})
        team_2 = self.env['crm.team'].sudo().create({'name': 'Two', 'company_id': self.company.id, 'store_id': self.store_2.id})
        for vals in ({'store_id': self.store_2.id}, {'store_id': False}, {'journal_id': journal_2.id}, {'team_id': team_2.id}):
            draft = self._invoice(user)
            self.assertEqual(draft.store_id, self.store_1)
            with self.assertRaises(AccessError), self.cr.savepoint():
                draft.write(vals)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._invoice(user, store_id=self.store_2.id)
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(user, self.env['account.analytic.line']).create(
                {'name': 'x', 'amount': 1, self.plan_column: self.account_2.id}
            )
        payment = {
            'payment_type': 'inbound',
            'partner_type': 'customer',
            'partner_id': self.customer.id,
            'amount': 5,
            'journal_id': self.bank.id,
        }
        with self.assertRaises(AccessError), self.cr.savepoint():
            self._as(user, self.env['account.payment']).create({**payment, 'store_id': self.store_2.id})
        own = self._as(user, self.env['account.payment']).create(payment)
        self.assertEqual(own.store_id, self.store_1)
        with self.assertRaises(AccessError), self.cr.savepoint():
            own.store_id = self.store_2
        with self.assertRaisesRegex(UserError, 'Choose the store'):
            self._as(self.people['nobody'], self.env['account.payment']).create(payment)
        for forbidden in (
            lambda: self._as(user, self.docs['account.move'][1]).button_draft(),
            lambda: self._as(user, self.docs['account.payment'][2]).action_draft(),
            lambda: self._as(user, self.bank).write({'name': 'Mine'}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                forbidden()
