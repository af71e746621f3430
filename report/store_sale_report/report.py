# Part of store_group. License LGPL-3.
from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...engine.reporting.measures.sales import SALES
from ...models.people.all_companies import opened_in_all
from ..store_group_columns import group_now, group_then
from ..store_sale_sums import answer

MADE = {  # of a row `r`, its store, company and product
    'kind': 'st.kind',
    'currency_id': 'c.currency_id',
    'hour': "lpad(r.hour_number::text, 2, '0')",
    'weekday': 'EXTRACT(ISODOW FROM r.date)::text',
    'product_tmpl_id': 'p.product_tmpl_id',
    'categ_id': 't.categ_id',
    **SALES.formulas,
    **dict.fromkeys((*SALES.ratios, *SALES.counting('customers')), '0'),  # of a group, not of a row
}
JOINED = {  # what of it asks for which table
    'LEFT JOIN store_store st ON st.id = r.store_id': {'kind', 'group_id'},
    'LEFT JOIN res_company c ON c.id = r.company_id': {'currency_id', 'amount_one'},
    'LEFT JOIN product_product p ON p.id = r.product_id': {'product_tmpl_id', 'categ_id'},
    'LEFT JOIN product_template t ON t.id = p.product_tmpl_id': {'categ_id'},
}


class StoreSaleReport(models.Model):
    """Sales by store on five bases: ordered, returned, net, shipped, booked. Each document counts on its own day.

    Ordered: confirmed order lines, taken-over history included, on the store's day of the order, whatever is
    delivered, returned or invoiced later; quotations and cancelled orders never count, nor do down payments.
    Shipped and returned: done moves of order lines; what a channel gave back counts as returned, on the day of the
    refund, until the goods come back by a return. Booked: posted entries on income accounts. Amounts are
    without tax, in the company's own currency. A row without store is headquarters'. Sums over the stores plus
    headquarters equal core's `sale.report` on confirmed orders, and the ledger.

    A row is never repeated for the trees a store stands in: `group_id` and `group_then_id` are groups of the
    management tree, or of the tree whose id the context names as `store_tree`; `_by_any_group` answers for any.
    It stores nothing and writes nothing: facts are read where possible, documents otherwise.

    Its parts are in this folder: `measures`, `customers`.
    """

    _name = 'store.sale.report'
    _inherit = 'store.product.traits'
    _description = 'Sales by Store'
    _auto = False
    _rec_name = 'order_id'
    _order = 'date desc, order_id desc, id desc'
    _depends = {
        'sale.order': ['currency_rate', 'date_order', 'is_brushing'],
        'store.order.refund': [
            'company_id',
            'counted_amount',
            'counted_quantity',
            'is_history',
            'order_id',
            'partner_id',
            'product_id',
            'state',
            'store_channel_id',
            'store_day',
            'store_id',
            'user_id',
        ],
        'sale.order.line': [
            'company_id',
            'discount',
            'display_type',
            'is_downpayment',
            'is_history',
            'order_id',
            'order_partner_id',
            'price_reduce_taxexcl',
            'price_subtotal',
            'price_tax',
            'price_unit',
            'product_id',
            'product_uom_id',
            'product_uom_qty',
            'salesman_id',
            'state',
            'store_channel_id',
            'store_day',
            'store_id',
        ],
        'product.product': ['product_tmpl_id'],
        'product.template': ['categ_id', 'uom_id'],
        'res.company': ['currency_id', 'partner_id'],
        'res.currency.rate': ['company_id', 'currency_id', 'name', 'rate'],
        'res.partner': ['tz'],
        'stock.location': ['usage'],
        'stock.move': [
            'company_id',
            'date',
            'location_dest_id',
            'location_id',
            'picking_id',
            'product_id',
            'product_uom',
            'quantity',
            'sale_line_id',
            'state',
            'store_day',
            'store_id',
            'value',
        ],
        'account.account': ['account_type'],
        'account.move.line': [
            'account_id',
            'balance',
            'company_id',
            'date',
            'move_id',
            'parent_state',
            'partner_id',
            'product_id',
            'store_id',
        ],
        'store.group.history': ['date_from', 'date_to', 'depth', 'group_id', 'store_id', 'tree_id'],
        'store.group.tree': ['gives_rights'],
        'store.store': ['group_id', 'group_ids', 'kind'],
        'uom.uom': ['factor'],
    }

    # who, where, when, what
    store_id = fields.Many2one('store.store', readonly=True, help="The store that sold. Empty: headquarters.")
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
        help="The management group the store stood in on the day of the order, by the group history. "
        "Empty for days before the store was first put into a group.",
    )
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")], string="Store Kind", readonly=True
    )
    company_id = fields.Many2one('res.company', readonly=True)
    channel_id = fields.Many2one('store.channel', readonly=True, help="Where the order came from. Empty: typed in.")
    date = fields.Date(
        string="Day",
        readonly=True,
        help="The business day of the order, delivery or return as its store had it when it was written; for entries the "
        "accounting date. Documents older than this app count on their day in the company's time zone.",
    )
    basis = fields.Selection(
        [('ordered', "Ordered"), ('returned', "Returned"), ('shipped', "Shipped"), ('booked', "Booked")],
        readonly=True,
        help="Ordered: a confirmed order line. Shipped, returned: a done move of one, or a refund of the channel. Booked: a "
        "posted entry on an income account.",
    )
    order_id = fields.Many2one('sale.order', readonly=True)
    picking_id = fields.Many2one('stock.picking', string="Delivery", readonly=True)
    entry_id = fields.Many2one('account.move', string="Entry", readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one(
        'product.category', string="Product Category", readonly=True, help="The category the product has today."
    )
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True)
    weekday = fields.Selection(
        [
            ('1', "Monday"),
            ('2', "Tuesday"),
            ('3', "Wednesday"),
            ('4', "Thursday"),
            ('5', "Friday"),
            ('6', "Saturday"),
            ('7', "Sunday"),
        ],
        readonly=True,
        help="Of the day.",
    )
    hour = fields.Selection(
        [(f'{hour:02}', f'{hour}:00') for hour in range(24)],
        readonly=True,
        help="Basis: ordered. The hour in which the order was placed, in the zone its store had when it was written. Orders of "
        "files that know no time stand at 12:00. Empty for deliveries, returns and entries.",
    )
    is_history = fields.Boolean(string="History", readonly=True, help="Taken over from the past.")
    is_brushing = fields.Boolean(
        string="Brushing Order",
        readonly=True,
        help="The channel's tags mark it as a brushing order. Entries are never marked: they are income until corrected.",
    )
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
        """Documents or facts, as the query allows; today's stores and products are joined to either."""
        named, made = self._named(), self._made()
        columns = [SQL('r.*')]
        columns += [
            SQL('%s AS %s', make(), SQL.identifier(name)) for name, make in made.items() if named is None or name in named
        ]
        return SQL(
            'SELECT %(columns)s%(first)s FROM (%(rows)s) r %(firsts)s %(joins)s',
            columns=SQL(', ').join(columns),
            rows=answer(self._sources(), *self._how()),
            **self._first_days(),
            joins=SQL(' '.join(join for join, asking in JOINED.items() if named is None or asking & named)),
        )

    def _made(self):
        """Override to add what stores, products and companies are, and what is made of a row's amounts."""
        one = self.env['store.reporting.currency']
        return {
            **super()._made(),
            **{name: partial(SQL, sql) for name, sql in MADE.items()},
            'group_id': partial(group_now, self.env),
            'group_then_id': partial(group_then, self.env),
            'amount_one': lambda: SQL('r.amount * %s', one._rate(SQL('c.currency_id'), SQL('r.date'))),
            'one_currency_id': lambda: SQL('%s', one._one().currency.id),
        }

    def _stale_parts(self):
        return self.env['store.sale.fact']._stale_parts()

    def _sources(self):
        return self.env['store.sale.fact']._sources()

    @api.model
    def _search_any_group(self, operator, value):
        if operator not in ('in', 'child_of', 'any'):
            return NotImplemented
        groups = self.env['store.group'].search([('id', operator, value)] if operator != 'any' else value)
        return [('store_id', 'in', groups._stores_below().ids)]

    # === REPORTING ===

    @api.model
    def _by_any_group(self, groups, domain=(), then=False):
        """Sum the sales below each group of any tree, its sub-groups included.

        :param groups: `store.group` records
        :param domain: further condition on this report
        :param bool then: by the arrangement of each order's day instead of today's
        :returns: {(group, currency): {'amount': float, 'quantity': float, 'order_count': int}}; no key without sales
        """
        fields_read = ('amount', 'quantity', 'order_count')
        asked = [f'{name}:sum' for name in fields_read]
        totals = {}
        for group in groups:
            condition = Domain('store_id', 'in', group._stores_below().ids)
            report = self
            if then:  # a condition in SQL, on columns of the day
                condition = self._then_below(group)
                report = self._routed(Domain(domain) & Domain('group_then_id', '!=', False), [['currency_id']], asked)
            for currency, *figures in report._read_group(Domain(domain) & condition, ['currency_id'], asked):
                totals[group, currency] = dict(zip(fields_read, figures, strict=True))
        return totals

    def _then_below(self, group):
        """Return the domain of the rows whose store stood below `group` on the day of the order."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                'EXISTS (SELECT FROM store_group_history h WHERE h.store_id = %(store)s AND h.group_id = %(group)s '
                'AND h.date_from <= %(day)s AND (h.date_to IS NULL OR h.date_to >= %(day)s))',
                store=SQL.identifier(alias, 'store_id'),
                day=SQL.identifier(alias, 'date'),
                group=group.id,
            )
        )

    # === ACTIONS ===

    @api.readonly
    def action_open_order(self):
        """Open the document a row stands for: its order, delivery or entry."""
        self.ensure_one()
        document = {'booked': self.entry_id, 'ordered': self.order_id}.get(self.basis) or self.picking_id or self.order_id
        return opened_in_all(
            self,
            {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'views': [(False, 'form')]},
        )
