# Part of store_group. License LGPL-3.
"""Keeps a known recipient when the channel masks it some time after shipping."""

from ..cleaning.masked import has_mask, is_masked

_HIDDEN = ('name', 'phone', 'email', 'address')
_ADDRESS = ('country', 'state', 'city', 'district', 'street', 'zip')


def known_recipient(known, new):
    """Return the canonical order `new`, with the recipient of `known` where only `new` hides them; changes neither.

    >>> order = {'customer': {'name': 'Li Si', 'phone': '138'}, 'total': 1}
    >>> known_recipient(order, {'customer': {'name': 'Li**', 'phone': '1**'}, 'total': 2})
    {'customer': {'name': 'Li Si', 'phone': '138'}, 'total': 2}

    The key for the label is always the new one.
    """
    old_party, party = _party(known), _party(new)
    if not party or not old_party or not _is_hidden(party) or _is_hidden(old_party):
        return new
    key = party.get('recipient_key')
    return {**new, 'customer': {**old_party, 'recipient_key': key} if key else old_party}


def same_recipient(old, new):
    """Return the two canonical orders without masks and keys, which change between calls.

    A recipient masked in both is compared by the buyer's number, unless that is masked too. Modifies neither.
    """
    parties = [_party(old), _party(new)]
    if not all(parties):
        return old, new
    hidden = all(map(_is_hidden, parties))
    changing, found = ('recipient_key', *_HIDDEN) if hidden else ('recipient_key',), []
    for order, party in zip((old, new), parties, strict=True):
        rest = {name: value for name, value in party.items() if name not in changing}
        if hidden and has_mask(str(rest.get('external_id') or '')):
            rest.pop('external_id')
        found.append({**order, 'customer': rest})
    return tuple(found)


def _party(payload):
    party = payload.get('customer') if hasattr(payload, 'get') else None
    return party if hasattr(party, 'get') else None


def _is_hidden(party):
    address = party.get('address')
    values = [party.get(name) for name in ('name', 'phone', 'email')]
    values += [address.get(name) for name in _ADDRESS] if hasattr(address, 'get') else []
    return any(isinstance(value, str) and is_masked(value) for value in values)
