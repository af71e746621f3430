# Part of store_group. License LGPL-3.
"""Which questions have one cause, so that one answer serves them all. The same in SQL: ``models/intake/sql/questions.py``."""

import re

PRODUCT_CODES = ('unknown_product', 'ambiguous_product', 'similar_product')
STORE_CODES = ('missing_store', 'unknown_store')
CUSTOMER_CODES = ('unknown_customer',)
ROWS_CODES = ('equal_rows',)
COLUMN_CODES = ('unread_column',)  # its file waits
# Whether an order is one of its own: no other content answers it.
NUMBER_CODES = ('same_number', 'zeros_in_front', 'other_channel')
CONFLICT_CODES = (  # which of two contents to use
    'conflict',
    'second_part',
    'goes_back',
    'called_off',
    'left_and_called_off',
)
PROPOSALS = ('already_shipped', 'shipped_there', 'shipped_short', 'refund_after_delivery')  # accepting carries out something
KINDS = {
    'product': PRODUCT_CODES,
    'store': STORE_CODES,
    'customer': CUSTOMER_CODES,
    'rows': ROWS_CODES,
    'column': COLUMN_CODES,
    'conflict': CONFLICT_CODES,
    'progress': PROPOSALS,
}
# Words of a column with a closed list: an answer is learned, so one cause in all files of the channel.
WORD_CODES = ('unknown_value', 'bad_status')
# What was found is the cause, in whatever file of the channel.
FOUND_CODES = (
    'unknown_product',
    'ambiguous_product',
    'similar_product',
    'listed_elsewhere',
    'unknown_store',
    'unknown_customer',
    'unknown_warehouse',
    'no_warehouse',
    'no_pricelist',
    'ambiguous_place',
    *COLUMN_CODES,
    *WORD_CODES,
)
# What was found is the cause within one file: an unreadable value, an error.
VALUE_CODES = (
    'bad_type',
    'bad_currency',
    'bad_discount',
    'cell_error',
    'discount_too_large',
    'in_the_future',
    'inconsistent',
    'missing_price',
    'missing_value',
    'negative_price',
    'negative_quantity',
    'not_a_boolean',
    'not_a_date',
    'not_a_number',
    'other_currency',
    'out_of_range',
    'precision',
    'quantity_too_fine',
    'refund_before_order',
    'said_called_off',
    'too_long',
    'zero_quantity',
)
# Questions whose words are those of goods, stores or currencies. Any other may quote a person: in a shifted row every cell does.
NAMING_NOBODY = (*PRODUCT_CODES, *STORE_CODES, 'listed_elsewhere', 'no_warehouse', 'no_pricelist')
ERROR_CODES = ('order_failed', 'confirm_failed', 'not_followed', 'shipped_short', 'store_not_yours', 'warehouse_not_yours')
# Where the place in the order belongs to the cause: the same text is a bad date here and a bad number there.
PLACED_CODES = (*WORD_CODES, *VALUE_CODES)
PLACE = r'\[\d+\]'
_INDEX = re.compile(PLACE)


def cause_of(code, document, field, found):
    """Return the key of a question's cause within its channel: (code, document or 0, place, what was found).

    Every part that does not belong to the cause is empty: of an unknown product the file and the line, of a total that
    disagrees the two amounts.

    >>> cause_of('unknown_product', 7, 'lines[3].sku', 'AB-12') == cause_of('unknown_product', 8, 'lines[0].sku', 'AB-12')
    True
    >>> cause_of('not_a_number', 7, 'lines[3].quantity', 'two')
    ('not_a_number', 7, 'lines.quantity', 'two')
    >>> cause_of('total_mismatch', 7, 'total', '12.50')
    ('total_mismatch', 7, '', '')
    """
    has_found = code in FOUND_CODES or code in VALUE_CODES or code in ERROR_CODES
    return (
        code,
        0 if code in FOUND_CODES else document or 0,
        _INDEX.sub('', field or '') if code in PLACED_CODES else '',
        (found or '') if has_found else '',
    )


def kind_of(code, *, has_order, has_place, stops, stays):
    """Return how a question is answered: a key of ``KINDS``, 'value', 'file' (no order can go on), 'note' or 'other'.

    :param bool stops: its order waits for the answer; :param bool stays: its order is made already

    >>> kind_of('not_a_number', has_order=True, has_place=True, stops=True, stays=False)
    'value'
    >>> kind_of('total_mismatch', has_order=True, has_place=True, stops=False, stays=False)
    'note'
    """
    for kind, codes in KINDS.items():
        if code in codes:
            return kind
    if not stops:
        return 'note'
    if not has_order:
        return 'file'
    return 'value' if has_place and not stays else 'other'
