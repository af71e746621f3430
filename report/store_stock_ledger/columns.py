# Part of store_group. License LGPL-3.
from odoo import fields, models

from ...engine.reporting import stock_kind


def _quantity(string, meaning):
    return fields.Float(string=string, digits='Product Unit', readonly=True, help=meaning)


def _value(meaning="The value of these moves as Odoo has it now.", **vals):
    return fields.Monetary(readonly=True, help=meaning, **vals)


class StoreStockLedger(models.Model):
    """The columns of the stock ledger, in quantity and in value.

    opening + purchased + produced + transferred in + customer returns + gains - sold - transferred out - supplier
    returns - losses - scrapped - consumed (+ revaluation, of the value) = closing; the opening is the closing of the
    day before.
    """

    _inherit = 'store.stock.ledger'

    opening_quantity = _quantity(
        "Opening", "What lay there when the first day began: all movements before it, in the product's unit.")
    opening_value = _value(
        "Opening quantity x the company's unit cost of the day before; lot cost where valued by lot. "
        "Goods owned by others have no value.")
    purchased_quantity = _quantity("Purchased", "Done moves from a supplier, on their day.")
    purchased_value = _value("The value of these moves as Odoo has it now, a bill that came later included.")
    produced_quantity = _quantity("Produced", "Done moves from production.")
    produced_value = _value()
    transferred_in_quantity = _quantity("Transferred In", "Done moves from another store, from no store or from transit.")
    transferred_in_value = _value(
        "Within a company: quantity x its unit cost of the day. From another company: the move's value.")
    customer_return_quantity = _quantity("Customer Returns", "Done moves from a customer.")
    customer_return_value = _value()
    gain_quantity = _quantity("Gains", "Counted more than was known.")
    gain_value = _value()
    sold_quantity = _quantity(
        "Sold", "Basis: shipped. Done moves to a customer, from the store that had the goods, whichever store sold.")
    sold_value = _value("The value the goods had when they left.", string="Cost of Goods Sold")
    transferred_out_quantity = _quantity("Transferred Out", "Done moves to another store, to no store or to transit.")
    transferred_out_value = _value(
        "Within a company: quantity x its unit cost of the day. To another company: the move's value.")
    supplier_return_quantity = _quantity("Supplier Returns", "Done moves back to a supplier.")
    supplier_return_value = _value()
    loss_quantity = _quantity("Losses", "Counted less than was known, and what a transfer wrote off.")
    loss_value = _value()
    scrapped_quantity = _quantity("Scrapped", "Done moves of a scrap order.")
    scrapped_value = _value()
    consumed_quantity = _quantity("Consumed", "Done moves into production.")
    consumed_value = _value()
    revaluation_value = _value(
        "Closing value - opening value - what came in + what went out: the company's unit cost changed while goods lay "
        "there, or goods came in at another price than that cost.", string="Revaluation")
    closing_quantity = _quantity(
        "Closing", "What lay there when the last day ended. Over stores, transit and no store: Odoo's quantity on hand.")
    closing_value = _value(
        "Closing quantity x the company's unit cost of the last day as Odoo had it then; lot cost where valued by lot.")
    opening_value_one = _value(
        "Opening value in the currency of the company you work in, at that company's rate of the row's day: the latest "
        "rate up to that day, before the first rate the first.",
        string="Opening Value (One Currency)", currency_field='one_currency_id')
    closing_value_one = _value(
        "Closing value in the currency of the company you work in, at that company's rate of the last day.",
        string="Closing Value (One Currency)", currency_field='one_currency_id')

    _values = frozenset({
        *(f'{kind}_value' for kind in (*stock_kind.COLUMNS, 'opening', 'closing', 'revaluation')),
        'opening_value_one', 'closing_value_one'})
