# Part of store_group. License LGPL-3.
"""In which cities a district, county or county-level city may lie that an address names without its city."""

from functools import lru_cache

from .districts import TEXT
from .divisions import CITIES, ENDINGS, MUNICIPALITIES

LEFT = '-'  # said instead of a city: the address stays as it is
_DIRECT = '-'


def cities_of(name, province=''):
    """Return the pairs (province, city), in full, of the divisions called `name`, in `province` (in full) alone if it is given.

    The city is '' below a province itself, and the province of a municipality.

    >>> cities_of('义乌市'), cities_of('浦东新区'), cities_of('定安县'), cities_of('X区')
    ((('浙江省', '金华市'),), (('上海市', '上海市'),), (('海南省', ''),), ())
    >>> cities_of('朝阳区'), cities_of('桥西区', '河北省')
    ((('北京市', '北京市'), ('吉林省', '长春市')), (('河北省', '石家庄市'), ('河北省', '张家口市')))
    """
    found = _by_name().get(name, ())
    return tuple(pair for pair in found if pair[0] == province) if province else found


def written(pair):
    """Return (province, city) as a person reads and chooses it.

    >>> written(('吉林省', '长春市')), written(('北京市', '北京市')), written(('海南省', ''))
    ('吉林省 长春市', '北京市', '海南省')
    """
    return ' '.join(dict.fromkeys(filter(None, pair)))


def learned(text):
    r"""Return {name of a district: what was said instead of its city} of the lines `name = province city` of a channel.

    >>> learned('朝阳区 = 吉林省 长春市\n鼓楼区=-\n\nx')
    {'朝阳区': '吉林省 长春市', '鼓楼区': '-'}
    """
    pairs = (line.partition('=') for line in (text or '').splitlines())
    return {name.strip(): said.strip() for name, _mark, said in pairs if name.strip() and said.strip()}


def full(province):
    """Return the full name of a province by the one it is known by.

    >>> full('广西'), full('浙江'), full('上海')
    ('广西壮族自治区', '浙江省', '上海市')
    """
    return province + ENDINGS.get(province, '省')


@lru_cache(maxsize=1)
def _by_name():
    found, province, city = {}, '', ''
    for word in TEXT.split():
        if word[0] == '#':
            province = word[1:]
            city = full(province) if province in MUNICIPALITIES else ''
        elif word[0] == '@':
            city = '' if word[1:] == _DIRECT else word[1:] + ('市' if word[1:] in CITIES[province].split() else '')
        else:
            name = word if word[-1] in '区县市旗' else word + '区'
            found.setdefault(name, []).append((full(province), city))
    return {name: tuple(dict.fromkeys(pairs)) for name, pairs in found.items()}
