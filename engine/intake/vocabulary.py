# Part of store_group. License LGPL-3.
"""The closed lists of the intake: fields of a canonical order, codes. Texts are in the models."""

# Path in the canonical order -> kind of its value (engine.cleaning.values.clean).
ORDER_FIELDS = {
    'external_id': 'code',
    'store': 'code',
    'warehouse': 'code',
    'salesperson': 'text',
    'ordered_at': 'date',
    'paid_at': 'date',
    'updated_at': 'date',
    'ship_by': 'date',
    'currency': 'code',
    'status': 'code',
    'customer.external_id': 'code',
    'customer.name': 'text',
    'customer.phone': 'code',
    'customer.email': 'code',
    'customer.address.country': 'text',
    'customer.address.state': 'text',
    'customer.address.city': 'text',
    'customer.address.district': 'text',
    'customer.address.street': 'text',
    'customer.address.zip': 'code',
    # by which the platform prints the label of a recipient it hides (OAID, ciphertext)
    'customer.recipient_key': 'note',
    'shipping_amount': 'price',
    'discount_amount': 'price',
    'platform_discount': 'price',
    'fees': 'money',
    'total': 'price',
    'invoice_request.title': 'text',
    'invoice_request.tax_no': 'code',
    'buyer_note': 'note',
    'seller_note': 'note',
    'tags': 'tags',
}
# `subtotal` is the net amount of the line; `discount_rate` the share (0 to 1) taken off the unit price.
LINE_FIELDS = {
    'external_id': 'code',
    'sku': 'code',
    'barcode': 'code',
    'name': 'text',
    'category': 'text',
    'subcategory': 'text',
    'quantity': 'quantity',
    'unit_price': 'price',
    'subtotal': 'price',
    'discount_rate': 'rate',
    'discount_amount': 'price',
    'platform_discount': 'price',
    'tax_included': 'bool',
    'gift': 'bool',
}
REFUND_FIELDS = {'external_id': 'code', 'line': 'code', 'quantity': 'count', 'amount': 'price', 'reason': 'text', 'at': 'date'}
SHIPMENT_FIELDS = {'carrier': 'text', 'tracking': 'code', 'lines': 'tags'}
# What a column of a sheet may mean beside these: a share the buyer pays becomes `discount_rate`, money that was given back a
# refund, the goods of a row that is a return are below zero.
PAID_RATE, REFUNDED, IS_RETURN = 'line.paid_rate', 'refunded_amount', 'line.is_return'
TABLE_FIELDS = {
    **ORDER_FIELDS,
    **{f'line.{name}': kind for name, kind in LINE_FIELDS.items()},
    PAID_RATE: 'paid',
    REFUNDED: 'money',  # some write it below zero
    IS_RETURN: 'code',
}
TARGETS = frozenset(TABLE_FIELDS) | {'ignore'}
# Amounts of the whole order that an export may write in parts on its rows, and the one of a line it may write in several columns.
SUMMABLE = frozenset(('shipping_amount', 'discount_amount', 'platform_discount', 'fees', 'total', 'line.subtotal', REFUNDED))

STATUSES = ('unpaid', 'paid', 'shipped', 'done', 'cancelled', 'refunded')
MAX_LINES = 5000  # of one order; as many refunds, and as many parcels

ERROR, WARNING, INFO = 'error', 'warning', 'info'
# What a file says of itself: `found` is its total, `proposed` its number of orders, '' where it does not say it.
FILE_TOTAL = 'file_total'
# The whole file cannot be used (cells.Unreadable).
UNREADABLE_CODES = frozenset(
    (
        'empty',
        'not_spreadsheet',
        'encrypted',
        'truncated',
        'damaged',
        'doctype',
        'html',
        'too_large',
        'sheet_missing',
        'encoding',
        'date_order',
        'dates_turned',
        'currencies_named',
        'sheets_apart',
    )
)
# The layout cannot be used (layout.problems).
LAYOUT_CODES = frozenset(
    (
        'no_columns',
        'no_key',
        'unknown_target',
        'duplicate_target',
        'missing_header',
        'price_and_subtotal',
        'no_amount',
        'line_amount_mismatch',
        'no_product',
        'no_quantity',
        'no_date',
        'bad_decimal_mark',
        'bad_rounding',
        'bad_header_row',
        'bad_separator',
        'single_part',
        'bad_sum',
        'bad_otherwise',
        'bad_grain',
        'bad_rule',
    )
)
ISSUE_CODES = frozenset(
    (
        # the file
        'unknown_columns',
        'missing_column',
        'unread_column',
        'duplicate_header',
        'sheet_not_read',
        'sheets_together',
        'currency_named',
        'no_rows',
        'raw_dropped',
        # a row
        'blank_rows',
        'total_row',
        FILE_TOTAL,
        'file_total_differs',
        'maybe_total',
        'said_called_off',
        'extra_cells',
        'unread_segments',
        'inconsistent',
        'maybe_incomplete',
        'unsure_grain',
        'waits_for_heads',
        'waits_for_items',
        'items_do_not_fit',
        'equal_rows',
        'equal_rows_once',
        # a value
        'missing_value',
        'cell_error',
        'precision',
        'bad_type',
        'too_long',
        'unknown_value',
        'not_a_date',
        'not_a_number',
        'not_a_boolean',
        'out_of_range',
        'negative_price',
        'negative_quantity',
        'zero_quantity',
        'bad_discount',
        # an order
        'refund_before_order',
        'in_the_future',
        'ambiguous_place',
        'other_currency',
        'refund_too_large',
        'return_too_large',
        'gift_with_price',
        'quantity_rounded',
        'quantity_too_fine',
        'discount_too_large',
        'not_an_order',
        'no_lines',
        'too_many_lines',
        'too_many_refunds',
        'too_many_parcels',
        'missing_product',
        'missing_price',
        'bad_currency',
        'bad_status',
        'duplicate_line',
        'unknown_line',
        'total_mismatch',
        'subtotal_mismatch',
    )
)
