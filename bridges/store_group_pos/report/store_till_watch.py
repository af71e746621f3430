# Part of store_group. License LGPL-3.
"""Which store and day a change at a till invalidates, see `store_sale_watch` of the app."""

from odoo.addons.store_group.sockets import changed, ids

from .store_till_rows import PAID

LINE = (
    'order_id',
    'product_id',
    'qty',
    'price_unit',
    'price_subtotal',
    'price_subtotal_incl',
    'discount',
    'total_cost',
    'sale_order_line_id',
)
ORDER = ('store_id', 'store_day', 'store_hour', 'date_order', 'company_id', 'partner_id', 'user_id', 'currency_rate', 'state')
DAY = 'COALESCE(o.store_day, store_company_day_of(o.date_order, o.company_id))'


def orders(source, where='TRUE', day=DAY):
    return f'SELECT COALESCE(o.store_id, 0), {day} FROM {source} WHERE o.state IN {PAID} AND {where}'


def lines(source):
    """A line deleted with its order finds no order any more; the order's own trigger records it."""
    return orders(f'{source} x JOIN pos_order o ON o.id = x.order_id')


WATCHED = {
    ('pos_order_line', 'INSERT'): [('', lines('new_rows'))],
    ('pos_order_line', 'DELETE'): [('', lines('old_rows'))],
    ('pos_order_line', 'UPDATE'): [('', lines(changed(*LINE)))],
    ('pos_order', 'UPDATE'): [('', orders(f'{changed(*ORDER)} o'))],
    ('pos_order', 'DELETE'): [('', orders('old_rows o'))],
    # the zones of stores and companies apply to orders without an hour and a day of their own
    ('store_store', 'UPDATE'): [(changed('tz'), orders('pos_order o', f"o.store_hour IS NULL AND o.store_id IN {ids('tz')}"))],
    ('res_partner', 'UPDATE'): [
        (
            changed('tz'),
            orders(
                f"{changed('tz')} c JOIN res_company k ON k.partner_id = c.id JOIN pos_order o ON o.company_id = k.id",
                'o.store_hour IS NULL',
                "COALESCE(o.store_day, store_day_of(o.date_order, c.tz))",
            ),
        )
    ],
}
