# Part of store_group. License LGPL-3.
from odoo import fields, models
from odoo.tools import SQL


class StoreStockReport(models.Model):
    """What stock is measured in: what is there now, and how it moved in the period of the context (90 days unless named).

    Ratios are made of sums at every level, never averaged. What goods are worth is for whoever may see costs.
    """

    _inherit = 'store.stock.report'

    # now
    on_hand_quantity = fields.Float(
        string="On Hand", digits='Product Unit', readonly=True,
        help="Odoo's quants on shelves now, in the product's unit. Without what is on the way.")
    reserved_quantity = fields.Float(
        string="Reserved", digits='Product Unit', readonly=True, help="Of what is on hand: reserved for deliveries.")
    free_quantity = fields.Float(
        string="Free", digits='Product Unit', readonly=True, help="On hand - reserved.")
    transit_quantity = fields.Float(
        string="In Transit", digits='Product Unit', readonly=True,
        help="Shipped and not received, now. Counts at no store: a row of its own, with the two ends of the transfer.")
    value = fields.Monetary(
        string="Stock Value", readonly=True,
        help="On hand and in transit x the company's unit cost as Odoo has it now; lot cost where valued by lot; nothing for "
             "goods owned by others. Over stores, transit and no store: Odoo's valuation of the company.")
    value_one = fields.Monetary(
        string="Stock Value (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Stock value in the currency of the company you work in, at that company's rate of today: the latest rate, "
             "before the first rate the first.")
    # age
    in_date = fields.Date(
        string="Arrived On", readonly=True,
        help="The day the goods came to their place, by layers: what came first has left first. A transfer to another store "
             "begins a new age there. Empty: no arrival explains them.")
    age_bucket = fields.Selection(
        [('030', "Up to 30 Days"), ('060', "31 to 60 Days"), ('090', "61 to 90 Days"), ('180', "91 to 180 Days"),
         ('365', "181 to 365 Days"), ('old', "More Than a Year"), ('unknown', "Unknown")], string="Age", readonly=True,
        help="Days since the goods came to their place, by layers: what came first has left first.")
    age_days = fields.Float(
        string="Average Age (Days)", digits=(16, 1), readonly=True, aggregator='avg',
        help="Sum of (quantity x days since it came to its place) / quantity, of what is on hand and has a known arrival.")
    is_dead = fields.Boolean(
        string="Dead Stock", readonly=True,
        help="On hand, and in the last days (180 unless the settings say otherwise) neither sold nor arrived there.")
    dead_quantity = fields.Float(
        digits='Product Unit', readonly=True, help="On hand of dead stock.")
    dead_value = fields.Monetary(readonly=True, help="Stock value of dead stock.")
    # the period
    sold_quantity = fields.Float(
        string="Units Sold", digits='Product Unit', readonly=True,
        help="Basis: shipped. Done moves to customers less those back, in the period, from the store that had the goods.")
    sold_value = fields.Monetary(
        string="Cost of Goods Sold", readonly=True,
        help="The value of these moves: what the goods cost when they left, less what came back.")
    received_quantity = fields.Float(
        string="Units Received", digits='Product Unit', readonly=True,
        help="Purchased, produced and transferred in, in the period.")
    average_value = fields.Monetary(
        string="Average Stock Value", readonly=True, help="(Stock value when the period began + when it ended) / 2.")
    margin = fields.Monetary(
        string="Margin of Goods Shipped", readonly=True,
        help="Basis: shipped, of the store that sold. Shipped amount - returned amount - cost of goods, of sale orders in the "
             "period, without tax.")
    sell_through = fields.Float(
        digits=(16, 4), readonly=True, aggregator='avg', help="Units sold / (on hand now + units sold).")
    turnover_days = fields.Float(
        digits=(16, 1), readonly=True, aggregator='avg',
        help="Average stock value x days of the period / cost of goods sold.")
    cover_days = fields.Float(
        digits=(16, 1), readonly=True, aggregator='avg',
        help="On hand now x days of the period / units sold: how long it lasts if it sells as before.")
    gmroi = fields.Float(
        string="GMROI", digits=(16, 4), readonly=True, aggregator='avg',
        help="Margin of the period / average stock value.")
    stocked_count = fields.Integer(
        string="Products in Stock", readonly=True, help="Number of different variants on hand now or sold in the period.")
    moving_count = fields.Integer(
        string="Products Sold", readonly=True, help="Number of different variants of which at least one was sold in the period.")
    sell_rate = fields.Float(
        digits=(16, 4), readonly=True, aggregator='avg', help="Products sold / products in stock.")
    abc = fields.Selection(
        [('a', "A"), ('b', "B"), ('c', "C")], string="ABC", readonly=True,
        help="By cost of goods sold in the period, over the whole company: the products that make the first 80 % are A, up to "
             "95 % B, the others C.")
    style_count = fields.Integer(
        string="Styles in Stock", readonly=True, help="Number of styles, by colour and store, of which any size is on hand.")
    broken_count = fields.Integer(
        string="Broken Styles", readonly=True,
        help="Of the styles in stock: those of which a size the product has is not on hand.")
    broken_rate = fields.Float(
        string="Broken Sizes", digits=(16, 4), readonly=True, aggregator='avg', help="Broken styles / styles in stock.")
    # what ratios are made of
    aged_quantity = fields.Float(readonly=True, help="On hand with a known arrival.")
    quantity_days = fields.Float(readonly=True, help="On hand x days since it came to its place.")
    available_quantity = fields.Float(readonly=True, help="On hand now + units sold.")
    stock_days = fields.Float(readonly=True, help="On hand now x days of the period.")
    value_days = fields.Float(readonly=True, help="Average stock value x days of the period.")

    _values = frozenset({
        'value', 'value_one', 'dead_value', 'sold_value', 'average_value', 'turnover_days', 'value_days', 'gmroi', 'margin'})
    _money_figures = frozenset({'turnover_days', 'value_days', 'gmroi'})

    def _has_field_access(self, field, operation):
        """Override of `base`: margins are hidden by a capability of their own."""
        return super()._has_field_access(field, operation) and (
            self.env.su or field.name not in ('margin', 'gmroi') or self.env['store.sale.report']._may_see('see_margin'))

    def _read_group_select(self, aggregate_spec, query):
        """Override of `base` to count a product once, however many rows it has."""
        name = aggregate_spec.split(':')[0]
        if name in ('stocked_count', 'moving_count'):
            return SQL('COUNT(DISTINCT NULLIF(%s, 0))', self._field_to_sql(self._table, name, query))
        return super()._read_group_select(aggregate_spec, query)
