# Part of store_group. License LGPL-3.
from odoo import Command
from odoo.tools import SQL

from .common_accounting import AccountingCommon

DAY = '2026-03-10'


class ProfitCommon(AccountingCommon):
    """Two companies that keep books, four stores, three with an analytic account; goods of both ways of valuation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account_4 = (
            cls.env['account.analytic.account']
            .sudo()
            .create({'name': 'Foreign', 'plan_id': cls.account_1.plan_id.id, 'company_id': cls.other_company.id})
        )
        cls.foreign.analytic_account_id = cls.account_4
        cls.income = cls._account('income')
        cls.rent = cls._account('expense')
        cls.goods = {valuation: cls._goods(valuation) for valuation in ('periodic', 'real_time')}

    @classmethod
    def _account(cls, kind, company=None):
        company = company or cls.company
        return (
            cls.env['account.account']
            .sudo()
            .with_company(company)
            .create(
                {
                    'name': f'Test {kind}',
                    'code': f'T{kind.replace("_", "")}{company.id}',
                    'account_type': kind,
                    'company_ids': [Command.set(company.ids)],
                }
            )
        )

    @classmethod
    def _goods(cls, valuation):
        """Goods at 100 that cost 60."""
        category = (
            cls.env['product.category']
            .sudo()
            .with_company(cls.company)
            .create({'name': valuation, 'property_valuation': valuation, 'property_cost_method': 'standard'})
        )
        return (
            cls.env['product.product']
            .sudo()
            .with_company(cls.company)
            .create(
                {
                    'name': valuation,
                    'is_storable': True,
                    'categ_id': category.id,
                    'list_price': 100,
                    'standard_price': 60,
                    'taxes_id': [Command.clear()],
                    'supplier_taxes_id': [Command.clear()],
                    'invoice_policy': 'order',
                }
            )
            .with_env(cls.env)
        )

    @classmethod
    def _post(cls, lines, day=DAY, company=None, **vals):
        """Return a posted entry; lines are (account, amount as income, analytic distribution); cash is the other side."""
        company = company or cls.company
        cash = (
            cls.env['account.account']
            .sudo()
            .with_company(company)
            .search([('account_type', '=', 'asset_current'), ('company_ids', 'in', company.id)], limit=1)
        )
        total = sum(amount for _account, amount, _distribution in lines)
        entry = (
            cls.env['account.move']
            .sudo()
            .with_company(company)
            .create(
                {
                    'move_type': 'entry',
                    'date': day,
                    'journal_id': cls._journal('general', company).id,
                    'line_ids': [
                        *(
                            Command.create(
                                {
                                    'account_id': account.id,
                                    'credit': max(amount, 0),
                                    'debit': max(-amount, 0),
                                    'analytic_distribution': distribution
                                    and {str(key.id): share for key, share in distribution.items()},
                                }
                            )
                            for account, amount, distribution in lines
                        ),
                        Command.create({'account_id': cash.id, 'debit': max(total, 0), 'credit': max(-total, 0)}),
                    ],
                    **vals,
                }
            )
        )
        entry.action_post()
        return entry

    def _sell(self, store, product, day=DAY, quantity=1, deliver=True, price=100):
        """Return (order, posted invoice) of goods sold, delivered and invoiced on one day."""
        order = self._order(
            store_id=store.id,
            order_line=[Command.create({'product_id': product.id, 'product_uom_qty': quantity, 'price_unit': price})],
        )
        order.action_confirm()
        order.sudo().date_order = f'{day} 04:00:00'
        if deliver:
            picking = order.picking_ids.sudo()
            picking.move_ids.quantity = quantity
            picking.button_validate()
            self._move_to(picking.move_ids, day)
        invoice = order._create_invoices().sudo()
        invoice.invoice_date = day
        invoice.action_post()
        return order, invoice

    def _move_to(self, moves, day):
        moves.sudo().write({'date': f'{day} 04:00:00', 'store_day': day})

    @property
    def _report(self):
        self.env.flush_all()
        companies = self.company | self.other_company
        return self.env['store.profit.report'].with_user(self.admin).with_context(allowed_company_ids=companies.ids)

    def _by(self, *groupby, measure='amount', domain=()):
        """Return {place: amount}, places without their ids; what is nothing is left out."""
        found = {}
        for *place, amount in self._report._read_group(list(domain), groupby, [f'{measure}:sum']):
            if round(amount, 2):
                found[tuple(place) if len(place) > 1 else place[0]] = round(amount, 2)
        return found

    def _of(self, store, **known):
        """Return {line: amount} of one store, or of headquarters."""
        return self._by('line', domain=[('store_id', '=', store.id)], **known)

    def _ledger(self):
        """Return {(company id, account id): result} of the posted ledger, by hand."""
        self.env.flush_all()
        return {
            (company, account): round(float(amount), 2)
            for company, account, amount in self.env.execute_query(
                SQL(
                    'SELECT l.company_id, l.account_id, -SUM(l.balance) FROM account_move_line l JOIN account_account a '
                    "ON a.id = l.account_id WHERE l.parent_state = 'posted' AND a.account_type ~ '^(income|expense)' "
                    'AND l.company_id IN %s GROUP BY 1, 2 HAVING SUM(l.balance) != 0',
                    (self.company | self.other_company)._ids,
                )
            )
        }

    def _assert_is_ledger(self):
        """Rows of the ledger sum to the ledger per company and account; the others that are no estimate sum to nothing."""
        booked = {
            (company.id, account.id): amount
            for (company, account), amount in self._by('company_id', 'account_id', domain=[('in_ledger', '=', True)]).items()
        }
        self.assertEqual(booked, self._ledger())
        for section in ('moves', 'allocation'):
            self.assertEqual(self._by('company_id', domain=[('section', '=', section)]), {})

    def _assert_exact(self):
        """Facts, stale or refreshed, and documents say the same."""
        groupby, measures = (
            ['store_id', 'company_id', 'line', 'section', 'is_intra', 'date:month'],
            ['amount:sum', 'discount_amount:sum', 'group_amount:sum'],
        )
        report = self._report
        self.assertEqual(report._routed([], [groupby], measures)._route(), 'month')
        by_rows = self._rounded(report.with_context(store_fact_route='rows')._read_group([], groupby, measures))
        self.assertEqual(self._rounded(report._read_group([], groupby, measures)), by_rows)
        while self.env['store.profit.fact']._refresh(pairs=1):
            pass
        self.assertEqual(self._rounded(report._read_group([], groupby, measures)), by_rows)
        self.assertEqual(self.env['store.profit.fact'].with_user(self.admin).check(), [])

    def _rounded(self, rows):
        return sorted(
            str([round(value, 2) + 0.0 if isinstance(value, float) else value for value in row])
            for row in rows
            if any(round(value, 2) for value in row if isinstance(value, float))
        )
