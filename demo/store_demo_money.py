# Part of store_group. License LGPL-3.
import calendar
from collections import defaultdict
from datetime import date, timedelta

from odoo import Command, models

from . import curve, world

TARGET_MONTHS = 4  # this one, those before, and the next


class StoreDemo(models.AbstractModel):
    """The ledger of the past: an invoice for each store and month, what its goods and the store itself cost, targets."""

    _inherit = 'store.demo'

    def _make_money(self):
        for item in world.STORES:
            if item.sells:
                self._invoice_months(item)
                self._make_targets(item)

    def _invoice_months(self, item):
        """One invoice for each month of history, a line for each category, and one entry with goods, rent, wages and takings."""
        demo = self._in(self._company(item.company))
        months = sorted(demo._sold(item).items())
        Move = demo.env['account.move']
        invoices = Move.create([demo._month_invoice(item, month, sold) for month, sold in months])
        invoices.action_post()
        entries = Move.create(
            [demo._month_entry(item, invoice, sold) for invoice, (_month, sold) in zip(invoices, months, strict=True)]
        )
        entries.action_post()
        receivable = (invoices | entries).line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        receivable.reconcile()

    def _sold(self, item):
        """{first day of the month: {category: [amount without tax, cost]}} of the store's history."""
        factor = next(company.cost_factor for company in world.COMPANIES if company.key == item.company)
        products = {variant: style for style in world.STYLES for variant in self._variants(style)}
        rows = self.env['sale.order.line']._read_group(
            [('store_id', '=', self._store(item.key).id), ('is_history', '=', True), ('product_id', '!=', False)],
            ['store_day:month', 'product_id'],
            ['product_uom_qty:sum', 'price_subtotal:sum'],
        )
        found = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        first = curve.first_day(self._today())
        for month, product, pieces, amount in rows:
            if month >= first and product in products:
                style = products[product]
                entry = found[month][style.category]
                entry[0] += amount
                entry[1] += pieces * style.cost * factor
        return found

    def _last_day(self, month):
        """The last day of history in a month."""
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        return min(end, self._today() - timedelta(days=curve.LIVE_DAYS))

    def _month_invoice(self, item, month, sold):
        store, company = self._store(item.key), self._company(item.company)
        tax = company.account_sale_tax_id
        lines = [
            {
                'name': world.CATEGORIES[category],
                'price_unit': company.currency_id.round(amount * (1 + tax.amount / 100)),
                'tax_ids': [Command.set(tax.ids)],
            }
            for category, (amount, _cost) in sorted(sold.items())
        ]
        day = self._last_day(month)
        return {
            'move_type': 'out_invoice',
            'partner_id': self._ref('partner', 'walkin').id,
            'store_id': store.id,
            'team_id': store.team_id.id,
            'invoice_user_id': False,
            'invoice_date': day,
            'date': day,
            'invoice_origin': f'{store.code} {month:%Y-%m}',
            'invoice_line_ids': [Command.create(line) for line in lines],
        }

    def _month_entry(self, item, invoice, sold):
        """What was sold had cost, rent and wages of the store, and its takings, which pay the invoice."""
        Chart = self.env['account.chart.template'].with_company(invoice.company_id)
        store, currency = invoice.store_id, invoice.currency_id
        bank = self.env['account.journal'].search([('company_id', '=', invoice.company_id.id), ('type', '=', 'bank')], limit=1)
        share = 1.0
        if invoice.date == self._last_day(self._today().replace(day=1)):  # this month's costs so far
            share = invoice.date.day / calendar.monthrange(invoice.date.year, invoice.date.month)[1]
        costs = [
            (Chart.ref('expense_rent'), '房租 Rent', currency.round(item.rent * share)),
            (Chart.ref('expense_salary'), '工资 Wages', currency.round(item.wages * share)),
        ]
        goods = currency.round(sum(cost for _amount, cost in sold.values()))
        distribution = {str(store.analytic_account_id.id): 100.0}
        lines = [
            {'account_id': account.id, 'name': name, 'debit': amount, 'analytic_distribution': distribution}
            for account, name, amount in [*costs, (Chart.ref('cost_of_goods_sold'), '销售成本 Cost of goods sold', goods)]
        ]
        receivable = invoice.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        balance = invoice.amount_total - sum(amount for _account, _name, amount in costs)
        lines += [
            {'account_id': invoice.company_id.account_stock_valuation_id.id, 'name': '库存 Stock', 'credit': goods},
            {
                'account_id': receivable.account_id.id,
                'partner_id': invoice.partner_id.id,
                'name': '收银款 Takings',
                'credit': invoice.amount_total,
            },
            {
                'account_id': bank.default_account_id.id,
                'name': '收银款减费用 Takings less costs',
                'debit': max(balance, 0.0),
                'credit': max(-balance, 0.0),
            },
        ]
        return {
            'move_type': 'entry',
            'store_id': store.id,
            'date': invoice.date,
            'ref': f'{store.code} {invoice.date:%Y-%m}',
            'line_ids': [Command.create(line) for line in lines],
        }

    def _make_targets(self, item):
        today = self._today()
        first = today.replace(day=1)
        orders = self.env['sale.order'].search([('store_id', '=', self._store(item.key).id), ('is_history', '=', True)])
        average = sum(orders.mapped('amount_untaxed')) / len(orders)
        months = [self._month_before(first, back) for back in range(TARGET_MONTHS - 2, -2, -1)]
        self.env['store.target'].create(
            [
                {
                    'store_id': self._store(item.key).id,
                    'month': month,
                    'amount': curve.month_expected(item, month, today, average),
                }
                for month in months
            ]
        )

    def _month_before(self, first, back):
        year, month = divmod(first.year * 12 + first.month - 1 - back, 12)
        return date(year, month + 1, 1)
