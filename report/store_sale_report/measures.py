# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.query import Query

from ...engine.reporting import route
from ..store_fact_reader import NEEDED, ROUTE, STALE, STORES
from ..store_sale_rows import PARTS

SUMS = frozenset({
    'line_count', 'quantity', 'gross_amount', 'discount_amount', 'amount', 'amount_wan', 'tax_amount', 'returned_quantity',
    'returned_amount', 'net_amount', 'shipped_quantity', 'shipped_amount', 'cost', 'margin', 'booked_amount', 'amount_one'})
RATIOS = {
    'average_ticket': ('amount', 'order_count'),
    'units_per_ticket': ('quantity', 'order_count'),
    'return_rate': ('returned_amount', 'amount'),
    'margin_rate': ('margin', 'shipped_amount'),
    'repeat_rate': ('returning_customer_count', 'customer_count'),
}
ORDERS = frozenset({'order_count', 'average_ticket', 'units_per_ticket'})
CUSTOMERS = frozenset({
    'customer_count', 'new_customer_count', 'new_to_store_count', 'returning_customer_count', 'repeat_rate'})
MADE_OF = {  # what the tables carry of a measure that is computed
    'discount_amount': {'gross_amount', 'amount'}, 'amount_wan': {'amount'}, 'amount_one': {'amount'},
    'net_amount': {'amount', 'returned_amount'}, 'margin': {'shipped_amount', 'returned_amount', 'cost'},
    'average_ticket': {'amount', 'order_count'}, 'units_per_ticket': {'quantity', 'order_count'},
    'return_rate': {'returned_amount', 'amount'}, 'margin_rate': {'shipped_amount', 'returned_amount', 'cost'},
    '__count': {'line_count'},
    **dict.fromkeys(CUSTOMERS, {'order_count'}),
}
CAPABILITIES = {'cost': 'see_cost', 'margin': 'see_margin', 'margin_rate': 'see_margin'}


class StoreSaleReport(models.Model):
    """What sales are measured in. Each measure names its basis; ratios are made of sums at every level, never averaged.

    Costs and margins are for whoever may see them at every store they see.
    """

    _inherit = 'store.sale.report'

    _money_figures = frozenset({'amount_wan', 'average_ticket', 'return_rate', 'margin_rate'})

    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    # basis: ordered
    quantity = fields.Float(
        string="Units", digits='Product Unit', readonly=True,
        help="Basis: ordered. Quantity of confirmed lines, converted to the product's own unit.")
    gross_amount = fields.Monetary(readonly=True, help=(
        "Basis: ordered. Amount before the discount of the line: amount / (1 - discount). Without tax, in the company's "
        "currency. A gift (100 % off) counts at its unit price."))
    discount_amount = fields.Monetary(
        readonly=True, help="Basis: ordered. Gross amount - amount. Without tax, in the company's currency.")
    amount = fields.Monetary(
        string="Ordered Amount", readonly=True,
        help="Basis: ordered, on the order day. The line's subtotal after discount, without tax, in the company's "
             "currency at the order's own rate.",
    )
    amount_wan = fields.Float(
        string="Ordered Amount (10,000)", digits=(16, 4), readonly=True,
        help="Ordered amount / 10,000, for charts. Without tax, in the company's currency.",
    )
    tax_amount = fields.Monetary(
        string="Tax", readonly=True,
        help="Basis: ordered. Tax of the lines, in the company's currency at the order's own rate.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    amount_one = fields.Monetary(
        string="Ordered Amount (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Ordered amount in the currency of the company you work in, at that company's rate of the order day: the "
             "latest rate up to that day, before the first rate the first.")
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Number of different orders: an order of three lines counts once.")
    average_ticket = fields.Float(
        digits=(16, 2), readonly=True, aggregator='avg',
        help="Ordered amount / orders. Without tax, in the company's currency.")
    units_per_ticket = fields.Float(
        digits=(16, 2), readonly=True, aggregator='avg', help="Units / orders, both ordered.")
    # basis: returned and net
    returned_quantity = fields.Float(
        string="Units Returned", digits='Product Unit', readonly=True,
        help="Basis: returned. Done moves of order lines back from the customer, on the day they were done; before that, "
             "what a channel gave back, on the day of the refund.")
    returned_amount = fields.Monetary(
        readonly=True, help="Basis: returned, on the day the goods came back. Units returned at the price of their order "
                            "line; what a channel gave back and no return has brought, on the day of the refund. Without tax, "
                            "in the company's currency at the order's own rate.")
    net_amount = fields.Monetary(
        readonly=True, help="Ordered amount - returned amount, each on its own day. Without tax, in the company's currency.")
    return_rate = fields.Float(
        digits=(16, 4), readonly=True, aggregator='avg', help="Returned amount / ordered amount of the same days.")
    # basis: shipped
    shipped_quantity = fields.Float(
        string="Units Shipped", digits='Product Unit', readonly=True,
        help="Basis: shipped. Done moves of order lines to the customer, on the day they were done.")
    shipped_amount = fields.Monetary(
        readonly=True, help="Basis: shipped, on the day the goods left. Units shipped at the price of their order line, "
                            "without tax, in the company's currency at the order's own rate.")
    cost = fields.Monetary(
        string="Cost of Goods Shipped", readonly=True,
        help="Basis: shipped. The value the goods had in stock when they left, less that of what came back. 0 for what "
             "is not valued. In the company's currency.")
    margin = fields.Monetary(
        string="Margin of Goods Shipped", readonly=True,
        help="Basis: shipped. Shipped amount - returned amount - cost of goods shipped. In the company's currency.")
    margin_rate = fields.Float(
        string="Margin Rate of Goods Shipped", digits=(16, 4), readonly=True, aggregator='avg',
        help="Basis: shipped. Margin of goods shipped / shipped amount.")
    # basis: booked
    booked_amount = fields.Monetary(
        readonly=True, help="Basis: booked, on the accounting date. Credit - debit of posted entries on income accounts, in "
                            "the company's currency: what the ledger says. It names no channel and no salesperson.")

    def _has_field_access(self, field, operation):
        """Override of `base` to hide costs and margins."""
        return super()._has_field_access(field, operation) and (
            self.env.su or field.name not in CAPABILITIES or self._may_see(CAPABILITIES[field.name]))

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count an order once, and to make ratios of sums, whatever aggregate a caller names."""
        name = aggregate_spec.split(':')[0]
        if name == 'order_count':
            column = self._field_to_sql(self._table, name, query)
            if self._route() != 'rows':
                return SQL('COALESCE(SUM(%s), 0)::int8', column)
            return SQL('COUNT(DISTINCT CASE WHEN %s > 0 THEN %s END)', column, SQL.identifier(self._table, 'order_key'))
        if name in RATIOS:
            self._check_field_access(self._fields[name], 'read')
            above, below = (self._read_group_select(f'{part}:sum', query) for part in RATIOS[name])
            return self._kept_apart(name, SQL('COALESCE(%s, 0)::numeric / NULLIF(%s, 0)', above, below), query)
        asked = super()._read_group_select(aggregate_spec, query)
        # facts are summed exactly; PostgreSQL hands the sum over as the number Python would make of its text, sooner
        return SQL('(%s)::float8', asked) if name in SUMS and self._route() != 'rows' else asked

    def _has_several_currencies(self):
        """Override: a rule leaves the rows of the companies one works in."""
        return self.env.su or len(self.env.companies.sudo().currency_id) > 1

    # === REPORTING ===

    def _how(self):
        """Return the route, what is stale, what the tables must carry for the question in the context, and its stores.

        None for all measures, and for all stores.
        """
        context = self.env.context
        needed = context.get(NEEDED)
        if needed is not None:
            needed = set().union(*(MADE_OF.get(name, {name}) for name in needed))
        return self._route(), context.get(STALE, PARTS), needed, context.get(STORES)

    def _named(self):
        """Return the names of fields the question needs, what ratios are made of too; None: it cannot be told."""
        context = self.env.context
        named = context.get(NEEDED) if ROUTE in context else None
        return named and {part for name in named for part in (name, *RATIOS.get(name, ()))}

    def _may_see(self, capability):
        """Whether the reader has a capability at every store they see: a total tells of each of them."""
        user = self.env.user
        reach = user._store_reach()
        stores = None
        if reach.bound:
            Store = self.env['store.store'].sudo().with_context(active_test=False)
            stores = Store.search([]) if reach.see_all else Store.browse(reach.see)
        return user._store_can(capability, stores)

    def _question(self, **asked):
        names = {name for name, _aggregate in asked['measures']}
        if 'amount_one' in names:
            self._check_rates()
        return route.Question(
            sums=SUMS, orders=ORDERS, customers=CUSTOMERS, ratios=frozenset(RATIOS), daily='amount_one' in names, **asked)

    def _check_rates(self):
        """:raises UserError: naming a currency without any rate in the reader's company"""
        company = self.env.company
        others = self.env.companies.currency_id - company.currency_id
        known = self.env['res.currency.rate'].sudo().search([
            ('currency_id', 'in', others.ids), ('company_id', 'in', (False, company.root_id.id))]).currency_id
        for currency in others - known:
            raise UserError(self.env._(
                "Currency %(currency)s has no rate in %(company)s, so amounts cannot be shown in one currency. "
                "Enter a rate under Accounting, Currencies.", currency=currency.name, company=company.name))

    def _rate_to_one(self):
        """SQL: units of the reader's currency for one of currency `c`, on day `r.date`; NULL without a rate."""
        company = self.env.company
        rate = """
            (SELECT k.rate FROM res_currency_rate k
              WHERE k.currency_id = %s AND (k.company_id = %s OR k.company_id IS NULL)
              ORDER BY k.name > r.date, CASE WHEN k.name <= r.date THEN k.name END DESC, k.name, k.company_id
              LIMIT 1)"""
        root = company.root_id.id
        return SQL(
            'CASE WHEN c.currency_id = %s THEN 1 ELSE COALESCE(%s, 1) / %s END', company.currency_id.id,
            SQL(rate, company.currency_id.id, root), SQL(rate, SQL('c.currency_id'), root))
