# Part of store_group. License LGPL-3.
"""What `store.sale.report` measures, and `store.sale.moment` with it."""

from .measure import Measure, Table

SALES = Table(
    # ordered
    Measure(
        'quantity',
        'quantity',
        "Units",
        basis="ordered",
        sheet=6,
        compared=4,
        help="Quantity of confirmed lines, converted to the product's own unit.",
    ),
    Measure(
        'gross_amount',
        'money',
        basis="ordered",
        sheet=9,
        help=(
            "Amount before the discount of the line: amount / (1 - discount). Without tax, in the company's"
            " currency. A gift (100 % off) counts at its unit price."
        ),
    ),
    Measure(
        'discount_amount',
        'money',
        basis="ordered",
        formula='gross_amount - amount',
        sheet=10,
        help="Gross amount - amount. Without tax, in the company's currency.",
    ),
    Measure(
        'amount',
        'money',
        "Ordered Amount",
        basis="ordered, on the order day",
        tile=1,
        sheet=1,
        compared=1,
        help="The line's subtotal after discount, without tax, in the company's currency at the order's own rate.",
    ),
    Measure(
        'amount_wan',
        'money',
        "Ordered Amount (10,000)",
        digits=(16, 4),
        formula='amount / 10000',
        help="Ordered amount / 10,000, for charts. Without tax, in the company's currency.",
    ),
    Measure(
        'tax_amount',
        'money',
        "Tax",
        basis="ordered",
        sheet=11,
        help="Tax of the lines, in the company's currency at the order's own rate.",
    ),
    Measure(
        'amount_one',
        'money',
        "Ordered Amount (One Currency)",
        currency='one_currency_id',
        formula='amount',
        compared=2,
        help=(
            "Ordered amount in the group's currency (Settings), else that of the company you work in, at the rate of the order"
            " day: the latest rate up to that day, before the first rate the first."
        ),
    ),
    Measure(
        'order_count',
        'count',
        "Orders",
        counts='orders',
        tile=2,
        sheet=4,
        compared=5,
        help="Number of different orders: an order of three lines counts once.",
    ),
    Measure(
        'average_ticket',
        'money',
        ratio=('amount', 'order_count'),
        tile=3,
        sheet=5,
        compared=6,
        help="Ordered amount / orders. Without tax, in the company's currency.",
    ),
    Measure(
        'units_per_ticket',
        'number',
        ratio=('quantity', 'order_count'),
        tile=4,
        sheet=7,
        compared=7,
        help="Units / orders, both ordered.",
    ),
    # returned and net
    Measure(
        'returned_quantity',
        'quantity',
        "Units Returned",
        basis="returned",
        help=(
            "Done moves of order lines back from the customer, on the day they were done; before that, what"
            " a channel gave back, on the day of the refund."
        ),
    ),
    Measure(
        'returned_amount',
        'money',
        basis="returned, on the day the goods came back",
        sheet=2,
        help=(
            "Units returned at the price of their order line; what a channel gave back and no return has "
            "brought, on the day of the refund. Without tax, in the company's currency at the order's own "
            "rate."
        ),
    ),
    Measure(
        'net_amount',
        'money',
        formula='amount - returned_amount',
        tile=5,
        sheet=3,
        compared=3,
        help="Ordered amount - returned amount, each on its own day. Without tax, in the company's currency.",
    ),
    Measure(
        'return_rate',
        'part',
        ratio=('returned_amount', 'amount'),
        tile=6,
        sheet=8,
        compared=10,
        help="Returned amount / ordered amount of the same days.",
    ),
    # shipped
    Measure(
        'shipped_quantity',
        'quantity',
        "Units Shipped",
        basis="shipped",
        help="Done moves of order lines to the customer, on the day they were done.",
    ),
    Measure(
        'shipped_amount',
        'money',
        basis="shipped, on the day the goods left",
        sheet=12,
        compared=11,
        help=("Units shipped at the price of their order line, without tax, in the company's currency at the order's own rate."),
    ),
    Measure(
        'cost',
        'money',
        "Cost of Goods Shipped",
        basis="shipped",
        capabilities=('see_cost',),
        sheet=13,
        help=(
            "The value the goods had in stock when they left, less that of what came back. 0 for what is "
            "not valued. In the company's currency."
        ),
    ),
    Measure(
        'margin',
        'money',
        "Margin of Goods Shipped",
        basis="shipped",
        formula='shipped_amount - returned_amount - cost',
        capabilities=('see_margin',),
        tile=7,
        sheet=14,
        compared=12,
        help="Shipped amount - returned amount - cost of goods shipped. In the company's currency.",
    ),
    Measure(
        'margin_rate',
        'part',
        "Margin Rate of Goods Shipped",
        basis="shipped",
        ratio=('margin', 'shipped_amount'),
        tile=8,
        sheet=15,
        compared=13,
        help="Margin of goods shipped / shipped amount.",
    ),
    # booked
    Measure(
        'booked_amount',
        'money',
        basis="booked, on the accounting date",
        sheet=16,
        compared=14,
        help=(
            "Credit - debit of posted entries on income accounts, in the company's currency: what the "
            "ledger says. It names no channel and no salesperson."
        ),
    ),
    # people, each of them once
    Measure(
        'customer_count',
        'count',
        "Customers",
        basis="ordered",
        counts='customers',
        compared=8,
        help="Different customers with an order; each counts once.",
    ),
    Measure(
        'new_customer_count',
        'count',
        "New Customers",
        basis="ordered",
        counts='customers',
        source='first_day',
        compared=9,
        help="Customers whose first order at any store, taken-over history included, falls into these days.",
    ),
    Measure(
        'new_to_store_count',
        'count',
        "New to the Store",
        basis="ordered",
        counts='customers',
        source='first_day_here',
        help=(
            "Customers whose first order at the store of the row falls into these days; they may have bought elsewhere before."
        ),
    ),
    Measure(
        'returning_customer_count',
        'count',
        "Returning Customers",
        counts='customers',
        source='first_day',
        help="Customers - new customers: they had bought at some store before.",
    ),
    Measure('repeat_rate', 'part', ratio=('returning_customer_count', 'customer_count'), help="Returning customers / customers."),
)

MOMENTS = Table(
    Measure(
        'quantity', 'quantity', "Units", basis="ordered", help="Quantity of confirmed lines, converted to the product's own unit."
    ),
    Measure(
        'amount',
        'money',
        "Ordered Amount",
        basis="ordered",
        help="Without tax, in the company's currency at the order's own rate.",
    ),
    Measure(
        'amount_one',
        'money',
        "Ordered Amount (One Currency)",
        currency='one_currency_id',
        formula='amount',
        help=(
            "Ordered amount in the group's currency (Settings), else that of the company you work in, at the rate of the "
            "order day."
        ),
    ),
    Measure(
        'order_count', 'count', "Orders", counts='orders', help="Number of different orders: an order of three lines counts once."
    ),
)
