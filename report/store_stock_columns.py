# Part of store_group. License LGPL-3.
from odoo import fields, models

from ..engine.reporting import stock_kind

KINDS = (*stock_kind.INS, *stock_kind.OUTS)


class StoreStockColumns(models.AbstractModel):
    """The columns of the stock ledger, in quantity and in value.

    opening + purchased + produced + transferred in + customer returns + gains - sold - transferred out - supplier
    returns - losses - scrapped - consumed (+ revaluation, of the value) = closing; the opening is the closing of the
    day before.
    """

    _name = 'store.stock.columns'
    _inherit = 'store.stock.place'
    _description = 'Columns of the Stock Ledger'

    opening_quantity = fields.Float(
        string="Opening", digits='Product Unit', readonly=True,
        help="What lay there when the first day began: all movements before it, in the product's unit.")
    opening_value = fields.Monetary(
        readonly=True, help="Opening quantity x the company's unit cost of the day before; lot cost where valued by lot. "
                            "Goods owned by others have no value.")
    purchased_quantity = fields.Float(
        string="Purchased", digits='Product Unit', readonly=True, help="Done moves from a supplier, on their day.")
    purchased_value = fields.Monetary(
        readonly=True, help="The value of these moves as Odoo has it now, a bill that came later included.")
    produced_quantity = fields.Float(
        string="Produced", digits='Product Unit', readonly=True, help="Done moves from production.")
    produced_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    transferred_in_quantity = fields.Float(
        string="Transferred In", digits='Product Unit', readonly=True,
        help="Done moves from another store, from no store or from transit.")
    transferred_in_value = fields.Monetary(
        readonly=True, help="Within a company: quantity x its unit cost of the day. From another company: the move's value.")
    customer_return_quantity = fields.Float(
        string="Customer Returns", digits='Product Unit', readonly=True, help="Done moves from a customer.")
    customer_return_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    gain_quantity = fields.Float(
        string="Gains", digits='Product Unit', readonly=True, help="Counted more than was known.")
    gain_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    sold_quantity = fields.Float(
        string="Sold", digits='Product Unit', readonly=True,
        help="Basis: shipped. Done moves to a customer, from the store that had the goods, whichever store sold.")
    sold_value = fields.Monetary(
        string="Cost of Goods Sold", readonly=True, help="The value the goods had when they left.")
    transferred_out_quantity = fields.Float(
        string="Transferred Out", digits='Product Unit', readonly=True,
        help="Done moves to another store, to no store or to transit.")
    transferred_out_value = fields.Monetary(
        readonly=True, help="Within a company: quantity x its unit cost of the day. To another company: the move's value.")
    supplier_return_quantity = fields.Float(
        string="Supplier Returns", digits='Product Unit', readonly=True, help="Done moves back to a supplier.")
    supplier_return_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    loss_quantity = fields.Float(
        string="Losses", digits='Product Unit', readonly=True,
        help="Counted less than was known, and what a transfer wrote off.")
    loss_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    scrapped_quantity = fields.Float(
        string="Scrapped", digits='Product Unit', readonly=True, help="Done moves of a scrap order.")
    scrapped_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    consumed_quantity = fields.Float(
        string="Consumed", digits='Product Unit', readonly=True, help="Done moves into production.")
    consumed_value = fields.Monetary(readonly=True, help="The value of these moves as Odoo has it now.")
    revaluation_value = fields.Monetary(
        string="Revaluation", readonly=True,
        help="Closing value - opening value - what came in + what went out: the company's unit cost changed while goods lay "
             "there, or goods came in at another price than that cost.")
    closing_quantity = fields.Float(
        string="Closing", digits='Product Unit', readonly=True,
        help="What lay there when the last day ended. Over stores, transit and no store: Odoo's quantity on hand.")
    closing_value = fields.Monetary(
        readonly=True, help="Closing quantity x the company's unit cost of the last day as Odoo had it then; lot cost where "
                            "valued by lot.")
    opening_value_one = fields.Monetary(
        string="Opening Value (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Opening value in the currency of the company you work in, at that company's rate of the row's day: the latest "
             "rate up to that day, before the first rate the first.")
    closing_value_one = fields.Monetary(
        string="Closing Value (One Currency)", currency_field='one_currency_id', readonly=True,
        help="Closing value in the currency of the company you work in, at that company's rate of the last day.")

    _values = frozenset({
        *(f'{kind}_value' for kind in (*KINDS, 'opening', 'closing', 'revaluation')), 'opening_value_one', 'closing_value_one'})
