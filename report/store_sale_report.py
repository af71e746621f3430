# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query

from ..engine.reporting import route
from . import store_sale_rows as rows

SUMS = frozenset({
    'line_count', 'quantity', 'gross_amount', 'discount_amount', 'amount', 'amount_wan', 'tax_amount'})

GROUP_THEN = SQL("""
    SELECT h.group_id FROM store_group_history h
     WHERE h.tree_id = (SELECT id FROM store_group_tree WHERE gives_rights)
       AND h.store_id = r.store_id AND h.depth = 0 AND h.date_from <= r.date
       AND (h.date_to IS NULL OR h.date_to >= r.date)
""")

class StoreSaleReport(models.Model):
    """What the stores sold: one row for each confirmed order line, taken-over history included.

    Basis: ORDERED. A row counts on the store's day of the order, whatever is delivered, returned or invoiced
    later; quotations and cancelled orders never count, nor do down payments. Amounts are without tax, in the
    company's own currency at the rate the order was made with. A row without store is headquarters'.
    Sums over the stores plus headquarters equal core's `sale.report` on confirmed orders.

    A row is never repeated for the trees a store stands in: `group_id` and `group_then_id` are groups of the
    management tree, `_by_any_group` answers for any tree. It reads live tables and keeps nothing.
    """

    _name = 'store.sale.report'
    _inherit = 'store.fact.reader'
    _description = 'Ordered Sales'
    _auto = False
    _rec_name = 'order_id'
    _order = 'date desc, order_id desc, id desc'
    _depends = {
        'sale.order': ['currency_rate', 'date_order'],
        'sale.order.line': [
            'company_id', 'discount', 'display_type', 'is_downpayment', 'is_history', 'order_id', 'order_partner_id',
            'price_subtotal', 'price_tax', 'price_unit', 'product_id',
            'product_uom_id', 'product_uom_qty', 'salesman_id', 'state',
            'store_channel_id', 'store_day', 'store_id',
        ],
        'product.product': ['product_tmpl_id'],
        'product.template': ['categ_id', 'uom_id'],
        'res.company': ['currency_id', 'partner_id'],
        'res.partner': ['tz'],
        'store.group.history': ['date_from', 'date_to', 'depth', 'group_id', 'store_id', 'tree_id'],
        'store.group.tree': ['gives_rights'],
        'store.store': ['group_id', 'kind'],
        'uom.uom': ['factor'],
    }

    # who, where, when, what
    store_id = fields.Many2one('store.store', readonly=True, help="The store that sold. Empty: headquarters.")
    group_id = fields.Many2one(
        'store.group', string="Group Today", readonly=True,
        help="The management group the store stands in today. Filtering by a group takes the groups below it along.",
    )
    group_then_id = fields.Many2one(
        'store.group', string="Group That Day", readonly=True,
        help="The management group the store stood in on the day of the order, by the group history. "
             "Empty for days before the store was first put into a group.",
    )
    kind = fields.Selection(
        [('physical', "Physical Store"), ('online', "Online Store"), ('depot', "Depot")],
        string="Store Kind", readonly=True,
    )
    company_id = fields.Many2one('res.company', readonly=True)
    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    channel_id = fields.Many2one('store.channel', readonly=True, help="Where the order came from. Empty: typed in.")
    date = fields.Date(
        string="Order Day", readonly=True,
        help="The day of the order in the time zone its store had when it was written. An order older than this app "
             "counts on its day in the company's time zone.",
    )
    order_id = fields.Many2one('sale.order', readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    product_tmpl_id = fields.Many2one('product.template', string="Product", readonly=True)
    categ_id = fields.Many2one(
        'product.category', string="Product Category", readonly=True, help="The category the product has today.")
    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    user_id = fields.Many2one('res.users', string="Salesperson", readonly=True)
    is_history = fields.Boolean(string="History", readonly=True, help="Taken over from the past.")
    # measures
    quantity = fields.Float(
        digits='Product Unit', readonly=True, help="Ordered quantity, converted to the product's own unit.")
    gross_amount = fields.Monetary(readonly=True, help=(
        "Amount before the discount of the line: amount / (1 - discount). Without tax, in the company's currency. "
        "A gift (100 % off) counts at its unit price."))
    discount_amount = fields.Monetary(
        readonly=True, help="Gross amount - amount. Without tax, in the company's currency.")
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
        string="Tax", readonly=True, help="Tax of the ordered lines, in the company's currency at the order's own rate.")
    order_count = fields.Integer(
        string="Orders", readonly=True, help="Number of different orders: an order of three lines counts once.")

    # === QUERY ===

    @property
    def _table_query(self):
        """Documents or facts, as the question allows; what stores and products are today is joined to either."""
        return SQL(
            """
            SELECT r.*, st.group_id, (%(group_then)s) AS group_then_id, st.kind, c.currency_id, p.product_tmpl_id, t.categ_id,
                   r.gross_amount - r.amount AS discount_amount, r.amount / 10000 AS amount_wan
              FROM (%(rows)s) r
              LEFT JOIN store_store st ON st.id = r.store_id
              LEFT JOIN res_company c ON c.id = r.company_id
              LEFT JOIN product_product p ON p.id = r.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
            """, rows=rows.answer(self._route()), group_then=GROUP_THEN)

    def _read_group_select(self, aggregate_spec, query: Query) -> SQL:
        """Override of `base` to count an order once in every grouping, whatever aggregate a caller names."""
        if aggregate_spec.startswith('order_count:'):
            if self._route() == 'rows':
                return SQL('COUNT(DISTINCT %s)', self._field_to_sql(self._table, 'order_id', query))
            return SQL('COALESCE(SUM(%s), 0)::int8', self._field_to_sql(self._table, 'order_count', query))
        return super()._read_group_select(aggregate_spec, query)

    def _question(self, **asked):
        return route.Question(sums=SUMS, **asked)

    def _is_mostly_dirty(self):
        return self.env['store.sale.fact']._is_mostly_dirty()

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
        return Domain.custom(to_sql=lambda model, alias, query: SQL(
            'EXISTS (SELECT FROM store_group_history h WHERE h.store_id = %(store)s AND h.group_id = %(group)s '
            'AND h.date_from <= %(day)s AND (h.date_to IS NULL OR h.date_to >= %(day)s))',
            store=SQL.identifier(alias, 'store_id'), day=SQL.identifier(alias, 'date'), group=group.id,
        ))

    # === ACTIONS ===

    @api.readonly
    def action_open_order(self):
        """Open the order a row belongs to."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.order_id.id,
            'views': [(False, 'form')],
        }
