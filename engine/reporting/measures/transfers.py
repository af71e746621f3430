# Part of store_group. License LGPL-3.
"""What `store.transfer.report` measures."""

from .measure import Measure, Table

TRANSFERS = Table(
    # quantities
    Measure('requested_quantity', 'quantity', "Requested", sheet=1),
    Measure('approved_quantity', 'quantity', "Approved", sheet=2),
    Measure('shipped_quantity', 'quantity', "Shipped", sheet=3),
    Measure('received_quantity', 'quantity', "Received", sheet=4),
    Measure('damaged_quantity', 'quantity', "Damaged", sheet=6),
    Measure('refused_quantity', 'quantity', "Refused", sheet=7),
    Measure('lost_quantity', 'quantity', "Lost", sheet=8),
    Measure('over_quantity', 'quantity', "Surplus", sheet=9, help="Came without having been shipped, as it was counted."),
    Measure('transit_quantity', 'quantity', "On the Way", sheet=5),
    Measure('difference_quantity', 'quantity', "Differences", sheet=10, help="Damaged + refused + lost + surplus."),
    # values
    Measure('requested_value', 'money', capabilities=('see_cost',), sheet=13, help="Requested x cost: see Value Shipped."),
    Measure('approved_value', 'money', capabilities=('see_cost',), help="Approved x cost: see Value Shipped."),
    Measure(
        'shipped_value',
        'money',
        "Value Shipped",
        capabilities=('see_cost',),
        sheet=14,
        help=(
            "Shipped x cost: what left the sender's books per unit where the goods left them, else the sender's cost of today."
        ),
    ),
    Measure(
        'received_value',
        'money',
        "Value Received",
        capabilities=('see_cost',),
        sheet=15,
        help="Received x cost: see Value Shipped.",
    ),
    Measure(
        'transit_value',
        'money',
        "Value on the Way",
        capabilities=('see_cost',),
        sheet=16,
        help="On the way x cost: see Value Shipped.",
    ),
    Measure(
        'difference_value',
        'money',
        "Value of Differences",
        capabilities=('see_cost',),
        sheet=17,
        help="What the differences were worth when they were found.",
    ),
    Measure(
        'difference_cost',
        'money',
        "Cost of Differences",
        currency='cost_currency_id',
        capabilities=('see_cost',),
        help="What left the books by decisions, in the currency of the company that bears it.",
    ),
    # time; averages of the lines
    Measure('days_to_approve', 'days', help="From request to approval; the average of the lines."),
    Measure('days_to_ship', 'days', help="From approval to the first shipment; the average of the lines."),
    Measure('days_to_receive', 'days', help="From the first shipment to the last receipt; the average of the lines."),
    Measure('arrived_count', 'count', "Lines Due", help="Lines that arrived, or are late."),
    Measure('on_time_count', 'count', "Lines on Time", help="Of them those that arrived until the day due."),
    Measure('on_time_rate', 'part', ratio=('on_time_count', 'arrived_count'), sheet=12, help="Lines on time / lines due."),
    Measure(
        'difference_rate',
        'part',
        ratio=('difference_quantity', 'shipped_quantity'),
        sheet=11,
        help="(Damaged + refused + lost + surplus) / shipped.",
    ),
)
