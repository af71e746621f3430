# Part of store_group. License LGPL-3.
"""A Chinese address in one text -> province, city, district and street. What may be read in two ways stays one text."""

import re
from functools import lru_cache
from typing import NamedTuple

from .divisions import CITIES, ENDINGS, ESTATES, MUNICIPALITIES, NO_DISTRICT
from .places import cities_of
from .text import trim

_BETWEEN = re.compile(r'[\s,，、/\-·|]*')
_COUNTRY = re.compile('(?:中国|中华人民共和国|china)(?:大陆)?', re.IGNORECASE)
_CITY_ENDINGS = ('市', '自治州', '州', '地区', '盟', '林区')
# The shortest that ends as a district does; 市 is part of a longer name before 区 and 县 (沙市区).
_DISTRICT = re.compile(r'([\u4e00-\u9fff]{1,11}?(?:自治县|自治旗|林区|特区|区|县|旗(?![区县路街渠])|市(?!区|县)))')
_NO_DISTRICT = re.compile(NO_DISTRICT)
_NOT_IN_CITY = re.compile('市辖区|省直辖县级行政区划|自治区直辖县级行政区划|直辖县级')


class Address(NamedTuple):
    """The parts of an address; each may be ''."""

    state: str = ''
    city: str = ''
    district: str = ''
    street: str = ''


def unclear(text, province=''):
    """Return (a district, the pairs (province, city) in which it may lie) of an address that names no city, ('', ()) of others.

    >>> unclear('朝阳区建国路1号'), unclear('河北省桥西区 1号')[0], unclear('义乌市某路'), unclear('吉林省长春市朝阳区')
    (('朝阳区', (('北京市', '北京市'), ('吉林省', '长春市'))), '河北省桥西区', ('', ()), ('', ()))
    """
    known = divided(text, province)
    if known is not None and (known.city or not known.district):
        return '', ()
    named, rest = _start(text, province)
    name, _street = _district(rest)
    state = _full(named) if named else ''
    found = cities_of(name, state) if name else ()
    return (state + name, found) if len(found) > 1 else ('', ())


def within(text, province, pair):
    """Return the Address of a text for which ``unclear`` names a district, in the (province, city) `pair`.

    >>> within('朝阳区建国路1号', '', ('吉林省', '长春市'))
    Address(state='吉林省', city='长春市', district='朝阳区', street='建国路1号')
    """
    district, street = _district(_start(text, province)[1])
    return Address(*pair, district, street)


def _start(text, province):
    """Return (province or '', what follows it in `text`); '' and all of it where the text contradicts the `province`."""
    rest = _after(_COUNTRY, trim(text))
    known = _PROVINCES.get(trim(province), '')
    named, below = _province(rest)
    return named or known, below if named else rest


@lru_cache(maxsize=2**10)
def divided(text, province=''):
    """Return the Address of `text`, None where it names no division of China beyond doubt.

    :param str province: said elsewhere; then `text` begins with the city, or with the province once more

    >>> divided('浙江省杭州市西湖区文三路1号')
    Address(state='浙江省', city='杭州市', district='西湖区', street='文三路1号')
    >>> divided('内蒙古 赤峰 红山区 桥北镇'), divided('上海市浦东新区世纪大道8号').district
    (Address(state='内蒙古自治区', city='赤峰市', district='红山区', street='桥北镇'), '浦东新区')
    >>> divided('上海上海市徐汇区龙华路'), divided('吉林市昌邑区 1号').state
    (Address(state='上海市', city='上海市', district='徐汇区', street='龙华路'), '吉林省')
    >>> divided('浙江省义乌市某路'), divided('云南省大理州大理市 古城')
    (Address(state='浙江省', city='金华市', district='义乌市', street='某路'), Address(state='云南省', city='大理白族自治州', \
district='大理市', street='古城'))
    >>> divided('昆山市玉山镇'), divided('仙桃市沔街').city, divided('海南定安县').district, divided('海淀区 1号').state
    (Address(state='江苏省', city='苏州市', district='昆山市', street='玉山镇'), '仙桃市', '定安县', '北京市')
    >>> divided('上海路12号'), divided('朝阳区建国路1号'), divided('Old Road 1'), divided(''), divided('北京')
    (None, None, None, None, Address(state='北京市', city='', district='', street=''))
    """
    rest = _after(_COUNTRY, trim(text))
    known = _PROVINCES.get(trim(province)) if province else None
    if province and known is None:
        return None
    named, below = _province(rest)
    if named and known and named != known:
        return None  # it contradicts what is said elsewhere
    if named and not below:
        return Address(state=_full(named))
    found = named or known
    city, below = _city(below if named else rest, found)
    if not city and known and not named and _city(rest, '')[0]:
        return None  # a city of another province
    found = found or _OF_CITY.get(city)
    if not found or (not city and found not in MUNICIPALITIES):
        alone = _alone(below if found else rest, found)
        if alone or not found:
            return alone
    if found in MUNICIPALITIES:
        again = _city_named(below, found)
        below = again if again is not None else below
    below = _after(_NOT_IN_CITY, below)
    district, street = _district(below)
    if found in MUNICIPALITIES:
        city = _full(found) if district else ''
    elif not city and district.endswith('市'):
        city, district = district, ''
    if not (city or district):
        return None
    return Address(_full(found), city, district, street)


def _alone(text, province):
    """Return the Address of a text that begins with a district of one city alone, None for others."""
    district, street = _district(text)
    found = cities_of(district, _full(province) if province else '') if district and '*' not in text else ()
    return Address(*found[0], district, street) if len(found) == 1 else None


def is_china(country):
    """Return whether a country, as channels write it, is China or not said.

    >>> is_china(''), is_china('CN'), is_china('中国'), is_china('DE')
    (True, True, True, False)
    """
    return country.strip().casefold() in ('', 'cn', 'chn', 'china', '中国', '中国大陆', '中华人民共和国')


def _full(province):
    return province + ENDINGS.get(province, '省')


def _after(pattern, text):
    """Return `text` without what matches at its beginning, and without what parts it from the rest."""
    found = pattern.match(text)
    return _BETWEEN.sub('', text[found.end() :], count=1) if found and found.end() else text


def _rest(text, name):
    return _BETWEEN.sub('', text[len(name) :], count=1)


def _province(text):
    """Return (province, what follows), ('', text) where it names none beyond doubt."""
    if text.startswith(_LIKE_PROVINCES):
        return '', text  # 吉林市, 海南藏族自治州
    for name, province in _PROVINCES_BY_START.get(text[:2], ()):
        if not text.startswith(name):
            continue
        rest = _rest(text, name)
        is_short = name == province
        is_apart = not rest or rest != text[len(name) :]
        if not is_short or is_apart or _city(rest, province)[0] or _city_named(rest, province) is not None:
            return province, rest
        if cities_of(_district(rest)[0], _full(province)):
            return province, rest
        return (province, rest) if province in MUNICIPALITIES and _district(rest)[0] else ('', text)
    return '', text


def _city_named(text, province):
    """Return what follows the name of a municipality that is said once more, None where it is not."""
    full = _full(province)
    return _rest(text, full) if province in MUNICIPALITIES and text.startswith(full) else None


def _city(text, province):
    """Return (full name of the city, what follows); without a province only a city that is named in full."""
    for stem, full in _CITIES_OF[province] if province else _BY_START.get(text[:2], ()):
        if text.startswith(full):
            return full, _rest(text, full)
        if province and text.startswith(stem):
            rest = text[len(stem) :]
            ending = next((one for one in _CITY_ENDINGS if rest.startswith(one)), '')
            if ending or _BETWEEN.match(rest).end() or _district(rest)[0] or not rest:
                return full, _rest(rest, ending)
    return '', text


def _district(text):
    """Return (district, street)."""
    found = _DISTRICT.match(text)
    name = found[1] if found else ''
    if not name or _NO_DISTRICT.search(name) or name.endswith(ESTATES):
        return '', text
    return name, _rest(text, name)


def _cities(province):
    """Return [(beginning by which a city is known, its full name)] of a province, the longest first."""
    found = []
    for name in CITIES[province].split():
        stem, _point, ending = name.partition('·')
        found.append((stem, stem + (ending or '市')))
    return sorted(found, key=lambda pair: -len(pair[0]))


_PROVINCES = {name: province for province in CITIES for name in (_full(province), province)}
_CITIES_OF = {province: _cities(province) for province in CITIES}
_OF_CITY = {full: province for province, cities in _CITIES_OF.items() for _stem, full in cities}
_LIKE_PROVINCES = tuple(city for city in _OF_CITY if city.startswith(tuple(CITIES)))


def _by_start(pairs):
    """Return {its first two characters: pairs} of pairs that begin with a name."""
    found = {}
    for pair in pairs:
        found.setdefault(pair[0][:2], []).append(pair)
    return found


_PROVINCES_BY_START = _by_start(_PROVINCES.items())
_BY_START = _by_start(pair for cities in _CITIES_OF.values() for pair in cities)
