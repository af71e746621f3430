# Part of store_group. License LGPL-3.
"""Paths of JSON and XML as headers: their last word is read where it stands. The name of an item is that of a product."""

import re

_PATH = re.compile(r'[A-Za-z_@][\w()@-]*(?:[./][\w()@-]+)+')
_ITEMS = re.compile(
    r'(?:order|line|trade|sale)?_?(?:items?|lines?|products?|goods|skus?|details?|rows?|articles?|lineitem)', re.IGNORECASE
)
_PERSON = re.compile(r'(?:customer|buyer|billing|receiver|recipient|consignee|client|member|ship_?to)\w*', re.IGNORECASE)
_OF_ROW = ('@id', '@no', '@number', '@code')  # of the element each order is
_STORE = re.compile(r'(?:shop|store|branch|outlet|location)(?:_?info)?', re.IGNORECASE)
_OF_ITEM = {
    'name': 'line.name',
    'title': 'line.name',
    'description': 'line.name',
    'id': 'line.external_id',
    'no': 'line.external_id',
    'code': 'line.sku',
    'amount': 'line.subtotal',
    'total': 'line.subtotal',
    'num': 'line.quantity',
    'number': 'line.quantity',
}
# Amounts of the order that have parts: {what the path begins with: what it means}, the last word is one for money.
_OF_ORDER = (
    (
        re.compile(r'(?:shipping|delivery|freight|postage|logistics)(?:_?(?:info|fees?|costs?|price|charges?|lines?))?'),
        'shipping_amount',
    ),
    (re.compile(r'(?:discounts?|coupons?|vouchers?|promotions?)(?:_?(?:info|lines?))?'), 'discount_amount'),
)
_MONEY = frozenset('fee fees amount cost costs price total charge charges money sum'.split())
_OF_PERSON = {'name': 'customer.name', 'id': 'customer.external_id', 'telephone': 'customer.phone'}


def said_by_path(label, said_by):
    """Return {target: how clearly} of a path, None where `label` is none.

    >>> words = {'sku': {'line.sku': 1.0}, 'phone': {'customer.phone': 1.0}}
    >>> said_by_path('items.sku', words.get), said_by_path('buyer/name', words.get), said_by_path('unit price', words.get)
    ({'line.sku': 0.95}, {'customer.name': 0.9}, None)
    >>> said_by_path('warehouse.phone', words.get), said_by_path('items.phone', words.get)
    ({'customer.phone': 0.6}, {})
    >>> [said_by_path(path, words.get) for path in ('shipping.fee', 'a.delivery.price.amount', 'shipping.tax.fee')]
    [{'shipping_amount': 0.9}, {'shipping_amount': 0.9}, {}]
    """
    if label.casefold() in _OF_ROW:
        return {'external_id': 0.6}
    if not _PATH.fullmatch(label):
        return None
    *parents, last = re.split('[./]', label)
    last = last.lstrip('@')
    is_item = any(_ITEMS.fullmatch(parent) for parent in parents)
    is_person = any(_PERSON.fullmatch(parent) for parent in parents)
    if not is_item and _STORE.fullmatch(parents[-1]) and last.casefold() in ('id', 'no', 'code', 'name', 'number', 'title'):
        return {'store': 0.95}
    if not is_item and not is_person and (amount := _amount_of_order(parents, last)):
        return {amount: 0.9}
    special = (_OF_ITEM if is_item else _OF_PERSON if is_person else {}).get(last.casefold())
    if special:
        return {special: 0.9}
    strength = 0.95 if is_item or is_person else 0.6
    found = said_by(last) or {}
    return {target: round(clear * strength, 2) for target, clear in found.items() if target.startswith('line.') == is_item}


def _amount_of_order(parents, last):
    """Return what a path of money of the whole order means, '' where it is none: shipping.fee, but not shipping.tax.amount."""
    if last.casefold() not in _MONEY:
        return ''
    words = [parent.casefold() for parent in parents]
    while len(words) > 1 and words[-1] in _MONEY:
        words.pop()
    return next((meant for pattern, meant in _OF_ORDER if pattern.fullmatch(words[-1])), '')
