# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL

from ...engine.reporting.measures.stock import STOCK
from ..store_measure_fields import fields_of


class StoreStockReport(models.Model):
    """What stock is measured in: what is there now, and how it moved in the period of the context (90 days unless named).

    Ratios are made of sums at every level, never averaged. What goods are worth is for whoever may see costs.
    """

    _inherit = 'store.stock.report'

    in_date = fields.Date(
        string="Arrived On",
        readonly=True,
        help="The day the goods came to their place, by layers: what came first has left first. A transfer to another store "
        "begins a new age there. Empty: no arrival explains them.",
    )
    age_bucket = fields.Selection(
        [
            ('030', "Up to 30 Days"),
            ('060', "31 to 60 Days"),
            ('090', "61 to 90 Days"),
            ('180', "91 to 180 Days"),
            ('365', "181 to 365 Days"),
            ('old', "More Than a Year"),
            ('unknown', "Unknown"),
        ],
        string="Age",
        readonly=True,
        help="Days since the goods came to their place, by layers: what came first has left first.",
    )
    is_dead = fields.Boolean(
        string="Dead Stock",
        readonly=True,
        help="On hand, and in the last days (180 unless the settings say otherwise) neither sold nor arrived there.",
    )
    abc = fields.Selection(
        [('a', "A"), ('b', "B"), ('c', "C")],
        string="ABC",
        readonly=True,
        help="By cost of goods sold in the period, over the whole company: the products that make the first 80 % are A, up to "
        "95 % B, the others C.",
    )
    vars().update(fields_of(STOCK))

    _measures = STOCK
    _money_figures = STOCK.money_figures

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to count a product once, however many rows it has."""
        name = aggregate_spec.split(':')[0]
        if name in STOCK and STOCK[name].counts == 'products':
            return SQL('COUNT(DISTINCT NULLIF(%s, 0))', self._field_to_sql(self._table, name, query))
        return super()._read_group_select(aggregate_spec, query)
