# Part of store_group. License LGPL-3.
from odoo import api, models

from ....engine.reporting.profit import UNKNOWN

LINES = [
    ('revenue', "Revenue"),
    ('discount', "Discounts"),
    ('cost', "Cost of Goods"),
    ('purchase', "Goods Bought"),
    ('taken', "Bought into Stock"),
    ('cost_moves', "Cost of Goods, not yet in the Ledger"),
    ('markup', "Profit of our Companies in Goods Gone"),
    ('fee', "Platform Fees"),
    ('fee_estimate', "Platform Fees (Estimate)"),
    ('expense', "Store Expenses"),
    ('loss', "Stock Gains and Losses, not yet in the Ledger"),
    ('loose', "Analytic Entries without Ledger"),
    ('other', "Other Income and Expenses"),
    ('allocation', "Allocated Overhead"),
    ('counter', "Counter-Entries at Headquarters"),
]
SECTIONS = [
    ('ledger', "In the Ledger"),
    ('moves', "Not yet in the Ledger"),
    ('estimate', "Estimate"),
    ('allocation', "Allocations"),
]
NAMED = 5  # a notice names so many stores and counts the others


class StoreProfitStatement(models.AbstractModel):
    """What the statement of profit says beside its figures: the names of its lines, and what a reader must know."""

    _inherit = 'store.profit.statement'

    # === WORDS ===

    @api.model
    def _labels(self):
        """Return {code of a row: (label, what it says)}."""
        _ = self.env._
        return {
            'revenue': (_("Revenue"), _("Posted entries on income accounts, before the discounts of their lines.")),
            'discount': (_("Discounts"), _("Discounts on invoice lines, and the balance of the discount account.")),
            'cost': (_("Cost of goods"), _("Posted cost of goods sold, and entries on accounts of the type Cost of Revenue.")),
            'purchase': (_("Goods bought"), _("Bills of goods that core books as expenses, because it books no cost of goods.")),
            'taken': (_("... taken into stock"), _("Purchased goods become cost when they are sold. Not in the ledger.")),
            'cost_moves': (
                _("Cost of goods, by moves"),
                _(
                    "Stock value of delivered goods, less returns, where core books no cost of goods at "
                    "invoicing. Not yet in the ledger."
                ),
            ),
            'markup': (
                _("Our companies' profit in goods gone"),
                _("What our companies earned on goods sold or lost: to the group these cost so much less."),
            ),
            'gross_margin': (_("Gross margin"), _("Revenue, discounts and cost of goods.")),
            'fee': (_("Platform fees"), _("Entries on the accounts of the channels' statements.")),
            'fee_estimate': (
                _("Platform fees, estimated"),
                _("Agreed percentage of ordered less returned, per channel and day. An estimate until statements are booked."),
            ),
            'expense': (_("Store expenses"), _("Posted entries on expense accounts.")),
            'loss': (
                _("Stock gains and losses, by moves"),
                _("Losses, scrap and gains of stock that posted no entry. Not yet in the ledger."),
            ),
            'loose': (_("Analytic entries"), _("On the store's analytic account without a journal item. Not in the ledger.")),
            'contribution': (_("Contribution"), _("Gross margin less fees, expenses and losses.")),
            'other': (_("Other income and expenses"), _("Posted entries on accounts of these types.")),
            'allocation': (_("Overhead, allocated"), _("By the keys of the month. Stores and headquarters sum to zero.")),
            'counter': (
                _("Counter-entries"),
                _("Counterpart of amounts not in the ledger: all stores and headquarters together equal the ledger."),
            ),
            'result': (_("Result"), _("Everything above, each figure once.")),
            'ledger': (_("of which in the ledger"), _("Posted income and expenses. All columns together equal the ledger.")),
            'unsold': (_("Profit in unsold goods"), _("Markup of our companies on goods still in stock, up to the last day.")),
        }

    @api.model
    def _notices(self, question, figures):
        """Return what whoever reads the figures must know: nothing there, stores without an analytic account."""
        notices = []
        user = self.env.user
        if user._is_store_bound() and not user._store_can('see_profit'):
            notices.append(
                self._notice(
                    'no_right',
                    self.env._(
                        "You see no result of any store. It takes the role of a manager or auditor with \"See Margins\". "
                        "Ask a headquarters administrator."
                    ),
                )
            )
        elif not any(figures):
            notices.append(
                self._notice(
                    'empty',
                    self.env._(
                        "Nothing is booked, sold or delivered between %(first)s and %(last)s for what you chose.",
                        first=question['first'],
                        last=question['last'],
                    ),
                )
            )
        if any(column.get(UNKNOWN) for column in figures):
            notices.append(self._notice('no_rate', self.env['store.reporting.currency']._notice()))
        stores = self._stores_without_account()
        if stores:
            more = len(stores) - NAMED
            names = ', '.join(stores[:NAMED].mapped('name')) + (self.env._(" and %(count)s more", count=more) if more > 0 else '')
            notices.append(
                self._notice(
                    'no_account',
                    self.env._(
                        "Without an analytic account: %(stores)s. Amounts booked on them are shown at headquarters.", stores=names
                    ),
                    stores.ids,
                    user._acts_for_headquarters() and self.env._("Make their accounts"),
                )
            )
        return notices + (self._notices_of_closed(question) if user._acts_for_headquarters() else [])

    def _notices_of_closed(self, question):
        """Return a notice for each closed month of the question."""
        closes = self.env['store.month.close'].search(
            [
                ('state', '=', 'closed'),
                ('month', '<=', question['last']),
                ('month', '>=', question['first'].replace(day=1)),
                ('company_id', 'in', self.env.companies.ids),
            ],
            limit=12,
        )
        return [
            self._notice(
                f'closed_{close.id}',
                self.env._("%(month)s is closed. Later changes are listed in Month Close, entry by entry.", month=close.name),
            )
            for close in closes
        ]

    def _notice(self, code, message, store_ids=(), button=False):
        return {'code': code, 'store_ids': list(store_ids), 'button': button, 'message': message}

    def _stores_without_account(self):
        """Return the open stores that may be seen here and have no analytic account."""
        user = self.env.user
        stores = self.env['store.store'].search(
            [
                ('analytic_account_id', '=', False),
                ('state', 'in', ['open', 'paused']),
                ('company_id', 'in', self.env.companies.ids),
            ]
        )
        if user._is_store_bound():
            stores = stores.filtered(lambda store: user._store_can('see_profit', store))
        return stores
