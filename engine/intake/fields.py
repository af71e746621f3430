# Part of store_group. License LGPL-3.
"""The fields of a canonical order, grouped so that each mapping is looked up once."""
from .vocabulary import LINE_FIELDS, ORDER_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS


def tree(kinds):
    """Return ((names of the mappings on the way, ((name, path, kind), ...)), ...) of `kinds`, {dotted path: kind}.

    >>> tree({'store': 'code', 'customer.name': 'text'})
    (((), (('store', 'store', 'code'),)), (('customer',), (('name', 'customer.name', 'text'),)))
    """
    found = {}
    for path, kind in kinds.items():
        *parents, name = path.split('.')
        found.setdefault(tuple(parents), []).append((name, path, kind))
    return tuple((parents, tuple(leaves)) for parents, leaves in found.items())


def present(laid_out, source):
    """Return [(path, kind, value)] of the present fields of `laid_out` (a `tree`) in nested mappings.

    >>> present(tree({'store': 'code', 'customer.name': 'text'}), {'customer': {'name': 'Li'}, 'store': None})
    [('customer.name', 'text', 'Li')]
    """
    found = []
    if not hasattr(source, 'get'):
        return found
    for parents, leaves in laid_out:
        inner = source
        for name in parents:
            inner = inner.get(name) if hasattr(inner, 'get') else None
        if inner and hasattr(inner, 'get'):
            get = inner.get
            found += [(path, kind, value) for name, path, kind in leaves if (value := get(name)) is not None]
    return found


ORDER, LINE, REFUND, SHIPMENT = map(tree, (ORDER_FIELDS, LINE_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS))
