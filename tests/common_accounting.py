# Part of store_group. License LGPL-3.
from odoo import Command, fields
from odoo.tests import new_test_user

from .common import StoreGroupCommon


class AccountingCommon(StoreGroupCommon):
    """Both companies keep books; store 1 and 2 have an analytic account each, store 1 a sales journal and a till.

    `books` is an unbound accountant of the factory's company; tests of what core does run as that user.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for company in (cls.company, cls.other_company):
            cls.env['account.chart.template'].sudo().try_loading('generic_coa', company=company, install_demo=False)
        plan = cls.env['account.analytic.plan'].sudo()._store_plan()
        cls.account_1, cls.account_2 = (
            cls.env['account.analytic.account']
            .sudo()
            .create([{'name': name, 'plan_id': plan.id, 'company_id': cls.company.id} for name in ('One', 'Two')])
        )
        cls.plan_column = plan._column_name()
        cls.store_1.analytic_account_id = cls.account_1
        cls.store_2.analytic_account_id = cls.account_2
        cls.sale_journal = cls._journal('sale')
        cls.bank = cls._journal('bank')
        cls.sale_journal_1 = cls.sale_journal.copy({'name': 'One Sales', 'code': 'ONE', 'store_id': cls.store_1.id})
        cls.till_1 = (
            cls.env['account.journal']
            .sudo()
            .create(
                {'name': 'One Till', 'code': 'TIL1', 'type': 'cash', 'company_id': cls.company.id, 'store_id': cls.store_1.id}
            )
        )
        cls.service = (
            cls.env['product.product']
            .sudo()
            .create({'name': 'Tailoring', 'type': 'service', 'invoice_policy': 'order', 'list_price': 100, 'taxes_id': [(5,)]})
        )
        cls.books = cls._accountant('books', 'account.group_account_manager,account.group_account_basic')

    @classmethod
    def _journal(cls, kind, company=None):
        company = company or cls.company
        return (
            cls.env['account.journal']
            .sudo()
            .with_company(company)
            .search([('company_id', '=', company.id), ('type', '=', kind)], limit=1)
        )

    @classmethod
    def _accountant(cls, name, groups='account.group_account_manager', **vals):
        return new_test_user(
            cls.env(su=True),
            f'acc_{name}',
            f'base.group_user,{groups}',
            tz='Asia/Shanghai',
            **{'company_id': cls.company.id, 'company_ids': [(6, 0, cls.company.ids)], **vals},
        )

    @classmethod
    def _member(cls, user, store, role='staff', **vals):
        return cls.env['store.member'].create(
            {'user_id': user.id, 'role': role, 'store_id': store.id, 'date_from': store._today(), **vals}
        )

    def _as(self, user, records):
        """Return the records as this user in their own company has them, as a call over XML-RPC would."""
        return records.with_env(records.env(user=user, su=False, context={}))

    def _invoice(self, user=None, amount=100, line=None, **vals):
        """Return a draft customer invoice of one line, made by hand."""
        return self._as(user or self.books, self.env['account.move']).create(
            {
                'move_type': 'out_invoice',
                'partner_id': self.customer.id,
                'invoice_date': fields.Date.today(),
                'invoice_line_ids': [
                    Command.create(
                        {'product_id': self.service.id, 'quantity': 1, 'price_unit': amount, 'tax_ids': [], **(line or {})}
                    )
                ],
                **vals,
            }
        )

    def _sold(self, store=None, product=None, **vals):
        """Return a confirmed order of one service."""
        order = self._order(
            store_id=store and store.id,
            order_line=[Command.create({'product_id': (product or self.service).id, 'product_uom_qty': 1})],
            **vals,
        )
        order.action_confirm()
        return order

    def _pay(self, user, invoices, **vals):
        """Return the payments the wizard makes for these invoices."""
        wizard = (
            self._as(user, self.env['account.payment.register'])
            .with_context(active_model='account.move', active_ids=invoices.ids)
            .create(vals)
        )
        return wizard._create_payments()
