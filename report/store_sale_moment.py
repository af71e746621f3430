# Part of store_group. License LGPL-3.
from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.reporting.measures.sales import MOMENTS
from ..models.people.all_companies import opened_in_all
from .store_measure_fields import fields_of


class StoreSaleMoment(models.Model):
    """Sales by time: the days of Sales by Store with the time of each order. Basis: ordered.

    It gives the sales of another day at the same time. It reads the documents, as facts have no minutes: use it for
    days, not for years. The same lines as in `store.sale.report`, so the sums of a day are the same. It
    stores nothing and writes nothing.
    """

    _name = 'store.sale.moment'
    _inherit = ['store.one.currency', 'store.all.companies']
    _description = 'Sales up to a Moment'
    _auto = False
    _rec_name = 'order_id'
    _order = 'moment desc, id desc'
    _depends = {
        'sale.order': ['currency_rate', 'date_order'],
        'sale.order.line': [
            'company_id',
            'display_type',
            'is_downpayment',
            'order_id',
            'price_subtotal',
            'product_id',
            'product_uom_id',
            'product_uom_qty',
            'state',
            'store_channel_id',
            'store_day',
            'store_id',
        ],
        'product.product': ['product_tmpl_id'],
        'product.template': ['uom_id'],
        'res.company': ['currency_id', 'partner_id'],
        'res.currency.rate': ['company_id', 'currency_id', 'name', 'rate'],
        'res.partner': ['tz'],
        'store.store': ['group_id'],
        'uom.uom': ['factor'],
    }

    store_id = fields.Many2one('store.store', readonly=True, help="The store that sold. Empty: headquarters.")
    group_id = fields.Many2one('store.group', string="Group Now", readonly=True, help="The management group of the store today.")
    any_group_id = fields.Many2one(
        'store.group',
        string="Group of Any Tree",
        store=False,
        search='_search_any_group',
        help="For filters: the stores below a group of any tree today.",
    )
    company_id = fields.Many2one('res.company', readonly=True)
    channel_id = fields.Many2one('store.channel', readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True)
    product_id = fields.Many2one('product.product', string="Product Variant", readonly=True)
    moment = fields.Datetime(string="Ordered At", readonly=True)
    date = fields.Date(string="Day", readonly=True, help="The day the order counts for, as in Sales by Store.")
    currency_id = fields.Many2one('res.currency', readonly=True, help="The company's own currency.")
    one_currency_id = fields.Many2one('res.currency', string="Reader's Currency", readonly=True)
    vars().update(fields_of(MOMENTS))

    # === QUERY ===

    @property
    def _table_query(self):
        one = self.env['store.reporting.currency']
        return SQL(
            """
            SELECT %(columns)s, %(rate)s * r.amount AS amount_one, %(one)s AS one_currency_id, c.currency_id
              FROM (SELECT x.id, x.store_id, x.company_id, x.channel_id, x.order_id, x.product_id, x.date, x.quantity, x.amount,
                           x.order_count, x.order_key, st.group_id, x.moment
                      FROM (%(rows)s) x
                      LEFT JOIN store_store st ON st.id = x.store_id) r
              LEFT JOIN res_company c ON c.id = r.company_id
            """,
            columns=self._columns(),
            rate=one._rate(SQL('c.currency_id'), SQL('r.date')),
            one=one._one().currency.id,
            rows=self.env['store.sale.fact']._sources().moments(set(MOMENTS.stored)),
        )

    def _columns(self):
        """SQL: the columns of rows `r`."""
        return SQL('r.*')

    def _read_group_select(self, aggregate_spec, query) -> SQL:
        """Override of `base` to count an order once."""
        if aggregate_spec.split(':')[0] == 'order_count':
            return SQL('COUNT(DISTINCT %s)', SQL.identifier(self._table, 'order_key'))
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _search_any_group(self, operator, value):
        return self.env['store.sale.report']._search_any_group(operator, value)

    # === ACTIONS ===

    @api.readonly
    def action_open_order(self):
        """Open the order of a line."""
        self.ensure_one()
        return opened_in_all(
            self,
            {'type': 'ir.actions.act_window', 'res_model': 'sale.order', 'res_id': self.order_id.id, 'views': [(False, 'form')]},
        )
