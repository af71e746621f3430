# Part of store_group. License LGPL-3.
"""What `store.stock.report` measures."""

from .measure import Measure, Table

STOCK = Table(
    # now
    Measure(
        'on_hand_quantity',
        'quantity',
        "On Hand",
        sheet=1,
        help="Odoo's quants on shelves now, in the product's unit. Without what is on the way.",
    ),
    Measure('reserved_quantity', 'quantity', "Reserved", sheet=2, help="Of what is on hand: reserved for deliveries."),
    Measure('free_quantity', 'quantity', "Free", sheet=3, help="On hand - reserved."),
    Measure(
        'transit_quantity',
        'quantity',
        "In Transit",
        sheet=4,
        help="Shipped and not received, now. Counts at no store: a row of its own, with the two ends of the transfer.",
    ),
    Measure(
        'value',
        'money',
        "Stock Value",
        capabilities=('see_cost',),
        sheet=5,
        help=(
            "On hand and in transit x the company's unit cost as Odoo has it now; lot cost where valued by "
            "lot; nothing for goods owned by others. Over stores, transit and no store: Odoo's valuation of"
            " the company."
        ),
    ),
    Measure(
        'value_one',
        'money',
        "Stock Value (One Currency)",
        currency='one_currency_id',
        formula='value',
        capabilities=('see_cost',),
        help=(
            "Stock value in the group's currency (Settings), else that of the company you work in, at the rate of today: the "
            "latest rate, before the first rate the first."
        ),
    ),
    # age
    Measure(
        'age_days',
        'days',
        "Average Age (Days)",
        ratio=('quantity_days', 'aged_quantity'),
        source='age',
        sheet=6,
        help="Sum of (quantity x days since it came to its place) / quantity, of what is on hand and has a known arrival.",
    ),
    Measure('dead_quantity', 'quantity', source='dead', sheet=7, help="On hand of dead stock."),
    Measure('dead_value', 'money', capabilities=('see_cost',), source='dead', sheet=8, help="Stock value of dead stock."),
    # the period
    Measure(
        'sold_quantity',
        'quantity',
        "Units Sold",
        basis="shipped",
        source='flows',
        sheet=10,
        help="Done moves to customers less those back, in the period, from the store that had the goods.",
    ),
    Measure(
        'sold_value',
        'money',
        "Cost of Goods Sold",
        capabilities=('see_cost',),
        source='flows',
        sheet=11,
        help="The value of these moves: what the goods cost when they left, less what came back.",
    ),
    Measure(
        'received_quantity',
        'quantity',
        "Units Received",
        source='flows',
        sheet=9,
        help="Purchased, produced and transferred in, in the period.",
    ),
    Measure(
        'average_value',
        'money',
        "Average Stock Value",
        capabilities=('see_cost',),
        source='worth',
        sheet=12,
        help="(Stock value when the period began + when it ended) / 2.",
    ),
    Measure(
        'margin',
        'money',
        "Margin of Goods Shipped",
        basis="shipped, of the store that sold",
        capabilities=('see_cost', 'see_margin'),
        sheet=17,
        help="Shipped amount - returned amount - cost of goods, of sale orders in the period, without tax.",
    ),
    Measure(
        'sell_through',
        'part',
        ratio=('sold_quantity', 'available_quantity'),
        sheet=13,
        help="Units sold / (on hand now + units sold).",
    ),
    Measure(
        'turnover_days',
        'days',
        ratio=('value_days', 'sold_value'),
        sheet=15,
        help="Average stock value x days of the period / cost of goods sold.",
    ),
    Measure(
        'cover_days',
        'days',
        ratio=('stock_days', 'sold_quantity'),
        sheet=16,
        help="On hand now x days of the period / units sold: how long it lasts if it sells as before.",
    ),
    Measure(
        'gmroi',
        'number',
        "GMROI",
        digits=(16, 4),
        ratio=('margin', 'average_value'),
        sheet=18,
        help="Margin of the period / average stock value.",
    ),
    Measure(
        'stocked_count',
        'count',
        "Products in Stock",
        counts='products',
        source='flows',
        help="Number of different variants on hand now or sold in the period.",
    ),
    Measure(
        'moving_count',
        'count',
        "Products Sold",
        counts='products',
        source='flows',
        help="Number of different variants of which at least one was sold in the period.",
    ),
    Measure('sell_rate', 'part', ratio=('moving_count', 'stocked_count'), sheet=14, help="Products sold / products in stock."),
    Measure(
        'style_count',
        'count',
        "Styles in Stock",
        source='styles',
        help="Number of styles, by colour and store, of which any size is on hand.",
    ),
    Measure(
        'broken_count',
        'count',
        "Broken Styles",
        source='styles',
        help="Of the styles in stock: those of which a size the product has is not on hand.",
    ),
    Measure(
        'broken_rate', 'part', "Broken Sizes", ratio=('broken_count', 'style_count'), help="Broken styles / styles in stock."
    ),
    # what ratios are made of
    Measure('aged_quantity', 'number', digits=None, source='age', help="On hand with a known arrival."),
    Measure('quantity_days', 'number', digits=None, source='age', help="On hand x days since it came to its place."),
    Measure('available_quantity', 'number', digits=None, source='flows', help="On hand now + units sold."),
    Measure('stock_days', 'number', digits=None, help="On hand now x days of the period."),
    Measure(
        'value_days',
        'money',
        digits=None,
        capabilities=('see_cost',),
        source='worth',
        help="Average stock value x days of the period.",
    ),
)
