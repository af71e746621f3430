# Part of store_group. License LGPL-3.
"""Keeps a known recipient when the channel masks it some time after shipping."""

from ..cleaning.addresses import divided, is_china, unclear, within
from ..cleaning.masked import has_mask, is_masked
from ..cleaning.places import written

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


def unclear_place(party):
    """Return (a district, the pairs (province, city) it may lie in) of a party without a city, ('', ()) of others.

    A recipient the platform hides is none: its label is the platform's.

    >>> unclear_place({'street': '朝阳区建国路1号'})[0], unclear_place({'street': '朝阳区建国路1号', 'phone': '138****1234'})
    ('朝阳区', ('', ()))
    """
    street = party.get('street')
    hidden = party.get('recipient_key') or any(has_mask(str(party.get(name) or '')) for name in ('name', 'phone', 'street'))
    return ('', ()) if hidden or not _is_one_text(party) else unclear(street, party.get('state', ''))


def _is_one_text(party):
    street = party.get('street')
    apart = party.get('city') or party.get('district')
    return bool(street) and not street.isascii() and not apart and is_china(party.get('country', ''))


def placed(party, places=None):
    """Return what is known of a party, {field: text}, with the divisions of China that stand in its street in their own fields.

    Where a channel says city or district beside it, and where one text may mean two places, it stays as it is.

    :param dict places: {district: province and city} that were said of districts of several cities

    >>> placed({'name': 'Li', 'street': '浙江省杭州市西湖区文三路1号'})
    {'name': 'Li', 'street': '文三路1号', 'state': '浙江省', 'city': '杭州市', 'district': '西湖区', 'country': 'CN'}
    >>> placed({'street': '朝阳区建国路1号'}), placed({'street': '杭州市 1号', 'city': 'X'})
    ({'street': '朝阳区建国路1号'}, {'street': '杭州市 1号', 'city': 'X'})
    >>> placed({'street': '朝阳区建国路1号'}, {'朝阳区': '吉林省 长春市'})['city']
    '长春市'
    """
    if not _is_one_text(party):
        return party
    street, state = party['street'], party.get('state', '')
    found = divided(street, state)
    if found is None or not found.city:
        name, pairs = unclear(street, state)
        meant = next((pair for pair in pairs if places and written(pair) == places.get(name)), None)
        found = within(street, state, meant) if meant else None if pairs else found
    if found is None or not (found.city or found.district):
        return party
    told = {name: value for name, value in found._asdict().items() if value}
    return {**party, 'street': '', **told, 'country': party.get('country') or 'CN'}


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
