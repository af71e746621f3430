# Part of store_group. License LGPL-3.
"""What `store.stock.ledger` measures: what each kind of movement came to, in quantity and in value."""

from .measure import Measure, Table

LEDGER = Table(
    Measure(
        'opening_quantity',
        'quantity',
        "Opening",
        sheet=1,
        help="What lay there when the first day began: all movements before it, in the product's unit.",
    ),
    Measure('purchased_quantity', 'quantity', "Purchased", sheet=2, help="Done moves from a supplier, on their day."),
    Measure('produced_quantity', 'quantity', "Produced", sheet=3, help="Done moves from production."),
    Measure(
        'transferred_in_quantity',
        'quantity',
        "Transferred In",
        sheet=4,
        help="Done moves from another store, from no store or from transit.",
    ),
    Measure('customer_return_quantity', 'quantity', "Customer Returns", sheet=5, help="Done moves from a customer."),
    Measure('gain_quantity', 'quantity', "Gains", sheet=6, help="Counted more than was known."),
    Measure(
        'sold_quantity',
        'quantity',
        "Sold",
        basis="shipped",
        sheet=7,
        help="Done moves to a customer, from the store that had the goods, whichever store sold.",
    ),
    Measure(
        'transferred_out_quantity',
        'quantity',
        "Transferred Out",
        sheet=8,
        help="Done moves to another store, to no store or to transit.",
    ),
    Measure('supplier_return_quantity', 'quantity', "Supplier Returns", sheet=9, help="Done moves back to a supplier."),
    Measure('loss_quantity', 'quantity', "Losses", sheet=10, help="Counted less than was known, and what a transfer wrote off."),
    Measure('scrapped_quantity', 'quantity', "Scrapped", sheet=11, help="Done moves of a scrap order."),
    Measure('consumed_quantity', 'quantity', "Consumed", sheet=12, help="Done moves into production."),
    Measure(
        'closing_quantity',
        'quantity',
        "Closing",
        sheet=13,
        help="What lay there when the last day ended. Over stores, transit and no store: Odoo's quantity on hand.",
    ),
    Measure(
        'opening_value',
        'money',
        capabilities=('see_cost',),
        source='stock',
        sheet=14,
        help=(
            "Opening quantity x the company's unit cost of the day before; lot cost where valued by lot. "
            "Goods owned by others have no value."
        ),
    ),
    Measure(
        'purchased_value',
        'money',
        capabilities=('see_cost',),
        sheet=15,
        help="The value of these moves as Odoo has it now, a bill that came later included.",
    ),
    Measure('produced_value', 'money', capabilities=('see_cost',), sheet=16, help="The value of these moves as Odoo has it now."),
    Measure(
        'transferred_in_value',
        'money',
        capabilities=('see_cost',),
        sheet=17,
        help="Within a company: quantity x its unit cost of the day. From another company: the move's value.",
    ),
    Measure(
        'customer_return_value',
        'money',
        capabilities=('see_cost',),
        sheet=18,
        help="The value of these moves as Odoo has it now.",
    ),
    Measure('gain_value', 'money', capabilities=('see_cost',), sheet=19, help="The value of these moves as Odoo has it now."),
    Measure(
        'sold_value',
        'money',
        "Cost of Goods Sold",
        capabilities=('see_cost',),
        sheet=20,
        help="The value the goods had when they left.",
    ),
    Measure(
        'transferred_out_value',
        'money',
        capabilities=('see_cost',),
        sheet=21,
        help="Within a company: quantity x its unit cost of the day. To another company: the move's value.",
    ),
    Measure(
        'supplier_return_value',
        'money',
        capabilities=('see_cost',),
        sheet=22,
        help="The value of these moves as Odoo has it now.",
    ),
    Measure('loss_value', 'money', capabilities=('see_cost',), sheet=23, help="The value of these moves as Odoo has it now."),
    Measure('scrapped_value', 'money', capabilities=('see_cost',), sheet=24, help="The value of these moves as Odoo has it now."),
    Measure('consumed_value', 'money', capabilities=('see_cost',), sheet=25, help="The value of these moves as Odoo has it now."),
    Measure(
        'closing_value',
        'money',
        capabilities=('see_cost',),
        source='stock',
        sheet=26,
        help="Closing quantity x the company's unit cost of the last day as Odoo had it then; lot cost where valued by lot.",
    ),
    Measure(
        'revaluation_value',
        'money',
        "Revaluation",
        capabilities=('see_cost',),
        source='stock',
        sheet=27,
        help=(
            "Closing value - opening value - what came in + what went out: the company's unit cost changed "
            "while goods lay there, or goods came in at another price than that cost."
        ),
    ),
    Measure(
        'opening_value_one',
        'money',
        "Opening Value (One Currency)",
        currency='one_currency_id',
        formula='opening_value',
        capabilities=('see_cost',),
        source='stock',
        help=(
            "Opening value in the group's currency (Settings), else that of the company you work in, at the rate of the row's "
            "day: the latest rate up to that day, before the first rate the first."
        ),
    ),
    Measure(
        'closing_value_one',
        'money',
        "Closing Value (One Currency)",
        currency='one_currency_id',
        formula='closing_value',
        capabilities=('see_cost',),
        source='stock',
        help=(
            "Closing value in the group's currency (Settings), else that of the company you work in, at the rate of the "
            "last day."
        ),
    ),
)
