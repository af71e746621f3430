# Part of store_group. License LGPL-3.
"""Variants laid out as in the garment trade: a style and colour per row, its sizes across."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Variant:
    """A product: its style, and its attribute values in the order of the style's attribute lines.

    `values` holds (attribute id, value id) in that order.
    """

    product: int
    style: int
    values: tuple = ()


@dataclass(frozen=True)
class Row:
    """A style in one colour (all values but the size): `products` {size value: product}; None is "no size"."""

    style: int
    values: tuple
    products: dict


def layout(variants, order_of, size_attribute=None):
    """Return (sizes, rows): the size values of all rows in attribute order, and a row per style and colour.

    :param variants: iterable of Variant, in the order of rows
    :param order_of: {value id: its place within its attribute}
    :param size_attribute: the attribute that goes across; None: the last one of each style, where it has any

    >>> shirt = [Variant(1, 9, ((5, 50), (6, 61))), Variant(2, 9, ((5, 50), (6, 60))), Variant(3, 9, ((5, 51), (6, 60)))]
    >>> sizes, rows = layout(shirt, {60: 1, 61: 2, 50: 1, 51: 2})
    >>> sizes, [(row.values, row.products) for row in rows]
    ([60, 61], [((50,), {61: 1, 60: 2}), ((51,), {60: 3})])
    """
    rows, sizes = {}, set()
    for variant in variants:
        size, rest = _split(variant.values, size_attribute)
        row = rows.setdefault((variant.style, rest), Row(variant.style, rest, {}))
        row.products[size] = variant.product
        sizes.add(size)
    known = sorted((size for size in sizes if size is not None), key=lambda size: (order_of.get(size, 0), size))
    return ([None] if None in sizes else []) + known, list(rows.values())


def _split(values, size_attribute):
    """Return (size value or None, the other values)."""
    chosen = size_attribute or (values[-1][0] if values else None)
    size = next((value for attribute, value in values if attribute == chosen), None)
    return size, tuple(value for attribute, value in values if attribute != chosen)
