# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ...models.people.all_companies import opened_in_all
from ...models.reporting.store_profit_statement.words import LINES, SECTIONS
from .. import store_profit_shares as parts
from ..store_group_columns import group_now, group_then
from ..store_sale_report.report import StoreSaleReport

LINE = """
    CASE r.part WHEN 'cogs' THEN 'cost' WHEN 'moves' THEN 'cost_moves'
        WHEN 'fee' THEN 'fee_estimate' WHEN 'entry' THEN CASE
        WHEN EXISTS (SELECT FROM store_channel_fee e WHERE e.account_id = r.account_id) THEN 'fee'
        WHEN r.account_id = rc.account_discount_expense_allocation_id THEN 'discount'
        WHEN k.account_type = 'income' THEN 'revenue' WHEN k.account_type = 'expense_direct_cost' THEN 'cost'
        WHEN k.account_type IN ('income_other', 'expense_other') THEN 'other' ELSE 'expense' END
    ELSE r.part END"""


def _depends():
    """The models a query must flush: entries and moves, and the sales that fees are estimated from."""
    needed = {model: list(names) for model, names in StoreSaleReport._depends.items()}
    for model, names in {
        'account.analytic.line': ['account_id', 'amount', 'company_id', 'date', 'move_line_id', 'store_id'],
        'account.move': ['move_type'],
        'account.move.line': ['discount', 'display_type', 'store_charge_id'],
        'product.category': ['property_valuation'],
        'product.template': ['is_storable'],
        'res.company': ['account_discount_expense_allocation_id', 'inventory_valuation'],
        'res.partner': ['commercial_partner_id'],
        'stock.move': ['account_move_id', 'is_in', 'is_out', 'store_markup', 'transfer_discrepancy_id'],
        'store.channel.fee': ['account_id', 'channel_id', 'date_from', 'date_to', 'percent'],
        'store.cost.key': [
            'account_ids',
            'active',
            'analytic_account_ids',
            'basis',
            'company_id',
            'date_from',
            'date_to',
            'store_ids',
        ],
        'store.cost.key.share': ['key_id', 'percent', 'store_id'],
        'store.member': ['date_from', 'date_to', 'role', 'store_id', 'user_id'],
        'store.store': ['analytic_account_id', 'area_m2', 'closed_on', 'company_id', 'opened_on', 'state'],
        'store.transfer.charge': ['cost', 'invoice_id', 'move_id', 'product_id', 'seller_company_id', 'seller_store_id'],
        'store.transfer.discrepancy': ['cost_line_id'],
    }.items():
        needed[model] = [*needed.get(model, ()), *names]
    return needed


class StoreProfitReport(models.Model):
    """Profit by store: the posted ledger by store, and amounts the ledger does not have yet.

    In the ledger: analytic lines of stores' accounts; what of each posted income and expense is on no store's account is
    headquarters', a row without store, so that these rows sum to the ledger to the cent. Cost of goods is in it where
    core books it at invoicing; else it comes from done moves, goods bought are taken into stock, and each such row has
    a counter-row at headquarters: all stores and headquarters together stay what the ledger says. Platform fees are
    estimated from sales by the agreed percentages; headquarters' cost is shared by the keys and sums to nothing.

    It stores nothing and writes nothing: facts of months are read where possible, documents otherwise.

    Its parts are in this folder: `measures`.
    """

    _name = 'store.profit.report'
    _inherit = 'store.fact.reader'
    _description = 'Profit by Store'
    _auto = False
    _rec_name = 'line'
    _order = 'date desc, id desc'
    _depends = _depends()

    store_id = fields.Many2one('store.store', readonly=True, help="The store of this result. Empty: headquarters.")
    store_company_id = fields.Many2one('res.company', string="Company of the Store", readonly=True)
    group_id = fields.Many2one(
        'store.group',
        string="Group Now",
        readonly=True,
        help="The management group of the store today. Filtering by a group includes the groups below it.",
    )
    group_then_id = fields.Many2one(
        'store.group',
        string="Group on That Day",
        readonly=True,
        help="The management group of the store on the day of the entry.",
    )
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")], string="Store Kind", readonly=True
    )
    company_id = fields.Many2one('res.company', readonly=True, help="In whose books it stands.")
    date = fields.Date(
        string="Day",
        readonly=True,
        help=(
            "Of entries the accounting date, of moves and sales the day at the store, of shared cost the last day of the month."
        ),
    )
    line = fields.Selection(LINES, string="Line of the Statement", readonly=True)
    section = fields.Selection(
        SECTIONS,
        readonly=True,
        help=(
            "In the ledger: these rows sum to posted income and expenses. Not yet in the ledger: known from moves and analytic "
            "lines, with counter-rows at headquarters. Estimate: by agreed percentages. Allocation: sums to nothing."
        ),
    )
    in_ledger = fields.Boolean(readonly=True)
    is_intra = fields.Boolean(
        string="Between our Companies", readonly=True, help="The partner is a company of ours. Left out of the group's result."
    )
    account_id = fields.Many2one('account.account', readonly=True)
    entry_id = fields.Many2one('account.move', string="Entry", readonly=True)
    move_id = fields.Many2one('stock.move', string="Stock Move", readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    partner_id = fields.Many2one('res.partner', readonly=True)
    channel_id = fields.Many2one('store.channel', readonly=True, help="Whose fee is estimated.")
    key_id = fields.Many2one('store.cost.key', string="Shared by", readonly=True)
    any_group_id = fields.Many2one(
        'store.group',
        string="Group of Any Tree",
        store=False,
        search='_search_any_group',
        help="For filters: the stores below a group of any tree today.",
    )

    # === QUERY ===

    @property
    def _table_query(self):
        """Documents or facts of months, as the query allows; today's stores and accounts are joined to either."""
        return SQL(
            """
            SELECT r.*, %(line)s AS line, r.section = 'ledger' AS in_ledger,
                   COALESCE(st.company_id, r.company_id) AS store_company_id, %(group_now)s AS group_id,
                   %(group_then)s AS group_then_id, st.kind, c.currency_id, %(in_one)s, %(one)s AS one_currency_id
              FROM (%(rows)s) r
              LEFT JOIN store_store st ON st.id = r.store_id
              LEFT JOIN res_company c ON c.id = r.company_id
              LEFT JOIN res_company rc ON rc.id = r.company_id
              LEFT JOIN account_account k ON k.id = r.account_id
            """,
            line=SQL(LINE),
            rows=SQL(' UNION ALL ').join(self._sources()),
            in_one=self._in_one_currency(),
            one=self.env['store.reporting.currency']._one().currency.id,
            group_now=group_now(self.env),
            group_then=group_then(self.env),
        )

    def _sources(self):
        """Return the SQL of booked rows, and of estimates and shares if there are fees or keys."""
        facts, route = self.env['store.profit.fact'], self._route()
        found = [facts._source(route == 'month')]
        if self.env['store.channel.fee'].sudo().search_count([], limit=1):
            sales = self.env['store.sale.fact']
            stale = sales._stale_parts()
            found.append(parts.fees(sales._sources(), stale))
        keys = self.env['store.cost.key'].sudo().search([])
        if keys:
            own = {account.root_plan_id._column_name() for account in keys.analytic_account_ids}
            found.append(parts.shares(facts._source(True), sorted(own), facts._store_columns()))
        return found

    @api.model
    def _search_any_group(self, operator, value):
        return self.env['store.sale.report']._search_any_group(operator, value)

    # === ACTIONS ===

    @api.readonly
    def action_open_document(self):
        """Open the document of a row: its entry, stock move, the sales its fee is estimated from, or the key."""
        self.ensure_one()
        document = self.entry_id or self.move_id.picking_id or self.move_id or self.key_id
        if document:
            return opened_in_all(
                self,
                {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'views': [(False, 'form')]},
            )
        action = self.env['ir.actions.act_window']._for_xml_id('store_group.store_sale_report_action')
        action['domain'] = [
            ('store_id', '=', self.store_id.id),
            ('channel_id', '=', self.channel_id.id),
            ('date', '=', self.date),
        ]
        action['context'] = {}
        return action
