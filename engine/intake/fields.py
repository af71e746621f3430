# Part of store_group. License LGPL-3.
"""The fields of a canonical order, grouped so that each mapping is looked up once."""

from .vocabulary import LINE_FIELDS, ORDER_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS

REMEMBERED_KEYS = 256  # of one mapping
MOST_KEYS = 64  # of a mapping whose keys are remembered


class Branch:
    """The fields of one mapping of a canonical order: `parents` name the way to it, `leaves` are (name, path, kind).

    The mappings of one file have the same keys again and again: which of the leaves these are is found out once.
    """

    __slots__ = ('parents', 'leaves', '_known')

    def __init__(self, parents, leaves):
        self.parents, self.leaves, self._known = parents, leaves, {}

    def __repr__(self):
        return f'Branch({self.parents!r}, {self.leaves!r})'

    def among(self, mapping):
        """Return the leaves that may be there in `mapping`."""
        if type(mapping) is not dict or len(mapping) > MOST_KEYS:
            return self.leaves
        keys = tuple(mapping)
        found = self._known.get(keys)
        if found is None:
            if len(self._known) >= REMEMBERED_KEYS:
                self._known.clear()
            found = self._known[keys] = tuple(leaf for leaf in self.leaves if leaf[0] in mapping)
        return found


def tree(kinds):
    """Return a Branch for each mapping of `kinds`, {dotted path: kind}.

    >>> tree({'store': 'code', 'customer.name': 'text'})
    (Branch((), (('store', 'store', 'code'),)), Branch(('customer',), (('name', 'customer.name', 'text'),)))
    """
    found = {}
    for path, kind in kinds.items():
        *parents, name = path.split('.')
        found.setdefault(tuple(parents), []).append((name, path, kind))
    return tuple(Branch(parents, tuple(leaves)) for parents, leaves in found.items())


def filled(laid_out, source):
    """Return [(mapping, leaves that may be there in it)] of the fields `laid_out` (a `tree`) in nested mappings.

    >>> filled(tree({'store': 'code', 'customer.name': 'text', 'customer.phone': 'code'}), {'customer': {'name': 'Li'}})
    [({'customer': {'name': 'Li'}}, ()), ({'name': 'Li'}, (('name', 'customer.name', 'text'),))]
    """
    found = []
    if not hasattr(source, 'get'):
        return found
    for branch in laid_out:
        inner = source
        for name in branch.parents:
            inner = inner.get(name) if hasattr(inner, 'get') else None
        if inner and hasattr(inner, 'get'):
            found.append((inner, branch.among(inner)))
    return found


ORDER, LINE, REFUND, SHIPMENT = map(tree, (ORDER_FIELDS, LINE_FIELDS, REFUND_FIELDS, SHIPMENT_FIELDS))
