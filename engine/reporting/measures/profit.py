# Part of store_group. License LGPL-3.
"""What `store.profit.report` measures: income is positive, cost negative, so that every sum is a result."""

from .measure import Measure, Table

PROFIT = Table(
    Measure(
        'amount',
        'money',
        "Result",
        help=(
            "Income positive, cost negative, on the accounting date, without tax, in the company's "
            "currency: as the store's own books say, goods at what the store paid for them."
        ),
    ),
    Measure(
        'discount_amount',
        'money',
        "Discounts Given",
        help=(
            "What discounts took off booked invoice lines: net amount x discount / (1 - discount). It is in"
            " the result already."
        ),
    ),
    Measure(
        'group_amount',
        'money',
        "Result of the Group",
        help=(
            "The result without what our companies charge each other, goods at what they cost the company "
            "that made or bought them first."
        ),
    ),
    Measure(
        'unsold_amount',
        'money',
        "Profit in Unsold Goods",
        help=(
            "Change of what our own companies earned on goods that are still in a store's stock. Summed "
            "from the beginning: what is in it now."
        ),
    ),
    Measure(
        'amount_one',
        'money',
        "Result (One Currency)",
        currency='one_currency_id',
        formula='amount',
        help=(
            "The result in the group's currency (Settings), else that of the company you work in, at the rate on the last day "
            "of the month: the latest rate up to that day, before the first rate the first."
        ),
    ),
    Measure(
        'discount_amount_one',
        'money',
        "Discounts (One Currency)",
        currency='one_currency_id',
        formula='discount_amount',
        help="Discounts given, at the same rate as the result in one currency.",
    ),
    Measure(
        'group_amount_one',
        'money',
        "Result of the Group (One Currency)",
        currency='one_currency_id',
        formula='group_amount',
        help="The result of the group, at the same rate as the result in one currency.",
    ),
    Measure(
        'unsold_amount_one',
        'money',
        "Profit in Unsold Goods (One Currency)",
        currency='one_currency_id',
        formula='unsold_amount',
        help="Profit in unsold goods, at the same rate as the result in one currency.",
    ),
)
