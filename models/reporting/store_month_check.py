# Part of store_group. License LGPL-3.
from odoo import api, models
from odoo.fields import Domain

from ...engine.accounting import sharing

MANY = 5_000  # maximum number of entries without analytic account


class StoreMonthCheck(models.AbstractModel):
    """Checks before a company's month is closed: open goods, bills, differences, entries.

    Counts with elevated rights and one query per kind; a button opens the records. Bridges add their kinds.
    """

    _name = 'store.month.check'
    _description = 'Check before Closing a Month'

    # === HOOKS ===

    @api.model
    def _of_month(self, company, first, last):
        """Hook: return the open items. Bridges add theirs.

        :param date first, last: the days of the month
        :returns: [{'code', 'count', 'action'}], kinds without a finding included, count 0
        """
        return [
            *self._of_transfers(company, first, last),
            *self._of_partners(company, first, last),
            *self._of_documents(company, first, last),
            *self._of_entries(company, first, last),
            *self._of_stock(company),
        ]

    @api.model
    def _words(self):
        """Return {code of a kind: (title, what to do)} in the reader's language. Bridges add theirs."""
        _ = self.env._
        return {
            'not_billed': (
                _("Between our companies, not billed"),
                _(
                    "Goods changed the company and the invoice or the bill is missing, a draft, cancelled or without these "
                    "goods. Bill or settle them."
                ),
            ),
            'not_received': (
                _("Shipped, not received"),
                _("Goods left before the end of the month and have not arrived. Receive them, or report them as on the way."),
            ),
            'differences': (
                _("Open differences"),
                _("Undecided differences. Decide them, so that their cost is booked in the month."),
            ),
            'unequal_pairs': (
                _("Unequal pairs"),
                _("What one of our companies invoiced, another has not billed with the same amount, or the other way round."),
            ),
            'orders_without_store': (_("Orders without a store"), _("They count for headquarters. Set their store if one sold.")),
            'invoices_without_store': (
                _("Invoices without a store"),
                _("Their revenue is at headquarters. Reset them to draft to set a store."),
            ),
            'not_invoiced': (_("Sold, not invoiced"), _("Their revenue is in no figure yet. Invoice them, or accrue them.")),
            'drafts': (_("Draft entries"), _("Drafts of the month are in no figure. Post or delete them.")),
            'stores_without_account': (
                _("Stores without an analytic account"),
                _("Their entries are booked at headquarters. Create their accounts."),
            ),
            'without_analytic': (
                _("Entries without analytic account"),
                _("Income and expenses of a store without a store's analytic account, so they count for headquarters."),
            ),
            'negative_stock': (
                _("Negative stock"),
                _("Stock is negative today: a receipt is missing, or a delivery is wrong. Count and correct it."),
            ),
        }

    # === CHECKS ===

    @api.model
    def _of_transfers(self, company, first, last):
        until = Domain('shipped_on', '<', self._after(last))
        on_the_way = (
            until
            & Domain('state', '=', 'shipped')
            & (Domain('source_company_id', '=', company.id) | Domain('dest_company_id', '=', company.id))
        )
        differences = (
            Domain('state', '!=', 'decided')
            & Domain('create_date', '<', self._after(last))
            & (Domain('source_company_id', '=', company.id) | Domain('dest_company_id', '=', company.id))
        )
        charges = self.env['store.transfer.charge'].sudo()
        unbilled = charges.union(
            *(
                charges._unbilled(paper, Domain('date', '<=', last) & Domain(company_field, '=', company.id))
                for company_field, paper in (('seller_company_id', 'invoice_id'), ('buyer_company_id', 'bill_id'))
            )
        )
        return [
            self._found('not_billed', 'store.transfer.charge', Domain('id', 'in', unbilled.ids)),
            self._found('not_received', 'store.transfer', on_the_way),
            self._found('differences', 'store.transfer.discrepancy', differences),
        ]

    @api.model
    def _of_partners(self, company, first, last):
        """Invoices and bills between our own companies without an equal document on the other side."""
        return [self._found('unequal_pairs', 'account.move', Domain('id', 'in', self._unequal(company, first, last)))]

    @api.model
    def _of_documents(self, company, first, last):
        here = Domain('company_id', '=', company.id)
        orders = (
            here
            & Domain('state', '=', 'sale')
            & Domain('store_id', '=', False)
            & (
                Domain('store_day', '>=', first) & Domain('store_day', '<=', last)
                | Domain('store_day', '=', False)
                & Domain('date_order', '>=', first)
                & Domain('date_order', '<', self._after(last))
            )
        )
        dated = here & Domain('date', '>=', first) & Domain('date', '<=', last)
        invoices = (
            dated
            & Domain('state', '=', 'posted')
            & Domain('store_id', '=', False)
            & Domain('move_type', 'in', ['out_invoice', 'out_refund', 'out_receipt'])
        )
        waiting = (
            here
            & Domain('state', '=', 'sale')
            & Domain('invoice_status', '=', 'to invoice')
            & Domain('date_order', '<', self._after(last))
            & Domain('is_history', 'in', [False])
        )
        drafts = dated & Domain('state', '=', 'draft')
        return [
            self._found('orders_without_store', 'sale.order', orders),
            self._found('invoices_without_store', 'account.move', invoices),
            self._found('not_invoiced', 'sale.order', waiting),
            self._found('drafts', 'account.move', drafts),
        ]

    @api.model
    def _of_entries(self, company, first, last):
        stores = (
            self.env['store.store']
            .sudo()
            .search([('company_id', '=', company.id), ('analytic_account_id', '=', False), ('state', '!=', 'draft')])
        )
        loose = self.env['account.move.line'].sudo().search(self._without_analytic(company, first, last), limit=MANY)
        return [
            self._found('stores_without_account', 'store.store', Domain('id', 'in', stores.ids)),
            # by ids: their readers may lack access to analytic lines
            self._found('without_analytic', 'account.move.line', Domain('id', 'in', loose.ids)),
        ]

    @api.model
    def _of_stock(self, company):
        negative = (
            Domain('company_id', '=', company.id) & Domain('quantity', '<', 0) & Domain('location_id.usage', '=', 'internal')
        )
        return [self._found('negative_stock', 'stock.quant', negative)]

    # === PIECES ===

    @api.model
    def _without_analytic(self, company, first, last):
        """Return the domain of posted income and expenses of stores without a store's analytic account."""
        Store = self.env['store.store'].sudo().with_context(active_test=False)
        accounts = Store.search([('analytic_account_id', '!=', False)]).analytic_account_id
        carried = Domain.OR(
            [Domain(plan._column_name(), 'in', own.ids) for plan, own in accounts.grouped('root_plan_id').items()]
        )
        return Domain.AND(
            [
                [('company_id', '=', company.id), ('parent_state', '=', 'posted'), ('date', '>=', first), ('date', '<=', last)],
                [('store_id', '!=', False), ('account_id.internal_group', 'in', ['income', 'expense'])],
                [('analytic_line_ids', 'not any', carried)] if accounts else [],
            ]
        )

    @api.model
    def _unequal(self, company, first, last):
        """Return the ids of the month's invoices and bills with our own companies without an equal document there."""
        Move = self.env['account.move'].sudo()
        ours = self.env['res.company'].sudo().search([('id', '!=', company.id)])
        documents = Move.search(
            [
                ('company_id', '=', company.id),
                ('state', '=', 'posted'),
                ('date', '>=', first),
                ('date', '<=', last),
                ('commercial_partner_id', 'in', ours.partner_id.ids),
                ('move_type', 'in', ['out_invoice', 'out_refund', 'in_invoice', 'in_refund']),
            ]
        )
        if not documents:
            return []
        others = Move.search(
            [
                ('company_id', 'in', ours.ids),
                ('state', '=', 'posted'),
                ('commercial_partner_id', '=', company.partner_id.id),
                '|',
                ('ref', 'in', documents.mapped('name')),
                ('name', 'in', documents.filtered('ref').mapped('ref')),
            ]
        )
        known = [self._paper(move) for move in others]
        return [move.id for move in documents if not sharing.has_equal(self._paper(move), known)]

    def _paper(self, move):
        sold = move.move_type.startswith('out_')
        return sharing.Paper(
            number=move.name if sold else move.ref,
            sold=sold,
            back=move.move_type.endswith('refund'),
            currency=move.currency_id.id,
            amount=move.amount_total,
            seller=move.company_id.partner_id.id if sold else move.commercial_partner_id.id,
            buyer=move.commercial_partner_id.id if sold else move.company_id.partner_id.id,
        )

    def _after(self, last):
        """Midnight after the last day, in UTC; differences of some hours are accepted."""
        return last.fromordinal(last.toordinal() + 1)

    @api.model
    def _found(self, code, model, domain):
        """Return a finding: the count, and the action that opens the records."""
        return {
            'code': code,
            'count': self.env[model].sudo().search_count(domain),
            'action': {
                'type': 'ir.actions.act_window',
                'name': self._words()[code][0],
                'res_model': model,
                'domain': list(domain),
                'views': [(False, 'list'), (False, 'kanban'), (False, 'form')],
                'mobile_view_mode': 'kanban',
                'context': {'create': False},
            },
        }
