# Part of store_group. License LGPL-3.
"""Who and what there is in the demo group: plain tables. Nothing here is real."""

from dataclasses import dataclass

FACTORY, HONGKONG = 'factory', 'hongkong'


@dataclass(frozen=True)
class Company:
    key: str
    name: str
    country: str
    currency: str
    city: str
    street: str
    tax: float  # inside the price, in percent; 0: none
    cost_factor: float  # its cost of goods, from the factory's
    zone: str


COMPANIES = (
    Company(FACTORY, '锦绣服饰 Jinxiu Garments', 'cn', 'CNY', 'Hangzhou', '市心北路 1 号', 13.0, 1.0, 'Asia/Shanghai'),
    Company(HONGKONG, '华裳香港 Huashang Hong Kong', 'hk', 'HKD', 'Hong Kong', '德輔道中 99 號', 0.0, 1.15, 'Asia/Hong_Kong'),
)


@dataclass(frozen=True)
class Store:
    """A store; money in its company's currency, each month."""

    key: str
    code: str
    name: str
    company: str
    kind: str
    groups: tuple[str, ...]
    color: str = '#6b7a8f'
    mode: str = 'owned'
    base: float = 0.0  # orders of an average day
    weekend: float = 1.0  # how much a Saturday or Sunday sells, from a working day
    off: float = 0.0  # what it always takes off the price, in percent
    rent: float = 0.0
    wages: float = 0.0
    area: float = 0.0
    place: tuple[str, str, float, float] | None = None  # city, street, latitude, longitude
    warehouse_of: str = ''  # the store whose warehouse it sells from; empty: one of its own
    sequence: int = 10

    @property
    def sells(self):
        return self.base > 0


STORES = (
    Store(
        'depot', 'XSZC', '萧山总仓 Xiaoshan Depot', FACTORY, 'depot', ('supply',), '#5d6d7e', area=3200, sequence=90,
        place=('Hangzhou', '市心北路 1 号', 30.1849, 120.2646),
    ),
    Store(
        'lake', 'XHD', '西湖店 West Lake', FACTORY, 'physical', ('east', 'jinxiu'), '#a33b3b', base=0.67, weekend=1.7,
        rent=9800, wages=7700, area=95, place=('Hangzhou', '延安路 88 号', 30.2487, 120.1551),
    ),
    Store(
        'outlet', 'XSAL', '下沙奥莱 Xiasha Outlet', FACTORY, 'physical', ('east', 'jinshang'), '#c77d2e', base=0.65, weekend=2.1,
        off=30, rent=4000, wages=6300, area=180, sequence=20, place=('Hangzhou', '金沙大道 560 号', 30.3066, 120.3419),
    ),
    Store(
        'suzhou', 'SZJM', '苏州加盟店 Suzhou', FACTORY, 'physical', ('east', 'jinxiu'), '#3f7a5c', mode='franchise', base=0.39,
        weekend=1.5, rent=4900, wages=5200, area=120, sequence=30, place=('Suzhou', '观前街 35 号', 31.3127, 120.6228),
    ),
    Store(
        'tmall', 'TMALL', '天猫旗舰店 Tmall Flagship', FACTORY, 'online', ('online', 'jinxiu'), '#b3355f', base=0.73, weekend=1.1,
        off=8, rent=2100, wages=8400, warehouse_of='depot', sequence=40,
    ),
    Store(
        'causeway', 'TLW', '铜锣湾店 Causeway Bay', HONGKONG, 'physical', ('hk', 'jinxiu'), '#5a4a9c', base=0.65, weekend=1.6,
        rent=16800, wages=11900, area=70, sequence=50, place=('Hong Kong', '軒尼詩道 500 號', 22.2803, 114.1830),
    ),
    Store(
        'harbour', 'HGC', '海港城专柜 Harbour City', HONGKONG, 'physical', ('hk', 'jinshang'), '#2f6f8f', mode='concession',
        base=0.26, weekend=1.8, rent=26600, wages=10500, area=35, sequence=60,
        place=('Hong Kong', '廣東道 7 號', 22.2958, 114.1687),
    ),
)  # fmt: skip

# code, name, colour, parent
GROUPS = (
    ('all', 'ALL', '全部 All Stores', 0, ''),
    ('east', 'EAST', '华东 East China', 4, 'all'),
    ('hk', 'HK', '香港 Hong Kong', 3, 'all'),
    ('online', 'ONLINE', '电商 Online', 8, 'all'),
    ('supply', 'SUPPLY', '供应链 Supply', 10, 'all'),
)
BRANDS = (('jinxiu', 'B-JINXIU', '锦绣 Jinxiu', 9), ('jinshang', 'B-JINSHANG', '锦尚 Jinshang', 2))

CATEGORIES = {'dress': '连衣裙 Dresses', 'top': '上装 Tops', 'coat': '外套 Coats', 'bottom': '下装 Bottoms'}
SIZES = ('S', 'M', 'L', 'XL')
SIZE_WEIGHTS = (22, 34, 29, 15)
COLOURS = {
    'BK': ('黑 Black', '#2b2b30'),
    'IV': ('米白 Ivory', '#efe6d3'),
    'RD': ('红 Red', '#b3342f'),
    'NV': ('藏青 Navy', '#2c3e63'),
    'CM': ('驼 Camel', '#b98a58'),
    'SG': ('豆绿 Sage', '#8fa889'),
    'RS': ('粉 Rose', '#d99aa5'),
    'BL': ('牛仔蓝 Denim Blue', '#5b7fa6'),
}


@dataclass(frozen=True)
class Style:
    code: str
    name: str
    category: str
    shape: str  # of the drawing
    price: float
    cost: float
    colours: tuple[str, ...]
    season: str  # of `curve.SEASONS`
    share: float = 1.0  # of what is sold, in its season


STYLES = (
    Style('JX-D101', '真丝连衣裙 Silk Dress', 'dress', 'dress', 899, 290, ('RD', 'NV'), 'summer', 0.8),
    Style('JX-D102', '印花连衣裙 Printed Dress', 'dress', 'dress_dots', 459, 140, ('RS', 'NV'), 'summer', 1.1),
    Style('JX-T201', '棉麻衬衫 Linen Shirt', 'top', 'shirt', 269, 82, ('IV', 'BL'), 'spring', 1.2),
    Style('JX-T202', '针织开衫 Knit Cardigan', 'top', 'cardigan', 329, 105, ('CM', 'BK'), 'autumn', 1.0),
    Style('JX-T203', '纯棉T恤 Cotton T-shirt', 'top', 'tee', 99, 28, ('IV', 'BK', 'SG'), 'summer', 2.0),
    Style('JX-T204', '高领毛衣 Roll-neck Sweater', 'top', 'sweater', 399, 124, ('IV', 'CM'), 'winter', 1.1),
    Style('JX-C301', '羊毛大衣 Wool Coat', 'coat', 'coat', 1599, 540, ('CM', 'BK'), 'winter', 0.7),
    Style('JX-C302', '轻薄羽绒服 Light Down Jacket', 'coat', 'down', 799, 260, ('NV', 'IV', 'RD'), 'winter', 1.0),
    Style('JX-C303', '风衣 Trench Coat', 'coat', 'trench', 899, 300, ('CM', 'NV'), 'between', 0.6),
    Style('JX-B401', '直筒牛仔裤 Straight Jeans', 'bottom', 'trousers', 299, 92, ('BL', 'BK'), 'even', 1.2),
    Style('JX-B402', '百褶裙 Pleated Skirt', 'bottom', 'skirt', 259, 78, ('BK', 'RS'), 'spring', 0.9),
    Style('JX-B403', '西装裤 Tailored Trousers', 'bottom', 'trousers', 359, 112, ('BK', 'NV'), 'even', 0.8),
)


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    login: str
    company: str
    companies: tuple[str, ...]
    role: str = ''  # empty: headquarters
    store: str = ''
    group: str = ''
    all_stores: bool = False
    days: int = 400  # since when


# With Point of Sale: the store, the till's name, (kind, code, journal, method of payment).
TILL = (
    'lake',
    '西湖店收银台 West Lake Till',
    (('cash', 'XHDC', '西湖店现金 West Lake Cash', '现金 Cash'), ('bank', 'XHDB', '西湖店扫码 West Lake QR', '扫码 QR Code')),
)

BOTH = (FACTORY, HONGKONG)
PEOPLE = (
    Person('hq', '总部 Lin Yue (Headquarters)', 'hq@demo', FACTORY, BOTH),
    Person('group', '华东经理 Chen Mo (Group Manager)', 'group@demo', FACTORY, (FACTORY,), 'group_manager', group='east'),
    Person('manager', '店长 Zhao Ning (Store Manager)', 'manager@demo', FACTORY, (FACTORY,), 'store_manager', 'lake'),
    Person('staff', '店员 Wu Qing (Staff)', 'staff@demo', FACTORY, (FACTORY,), 'staff', 'lake', days=200),
    Person('depot', '仓管 Sun Hao (Depot Manager)', 'depot@demo', FACTORY, (FACTORY,), 'store_manager', 'depot'),
    Person('hk', '香港店长 Kwok Ying (Hong Kong)', 'hk@demo', HONGKONG, (HONGKONG,), 'store_manager', 'causeway'),
    Person('auditor', '审计 Tang Wei (Auditor)', 'auditor@demo', FACTORY, BOTH, 'auditor', all_stores=True, days=90),
    Person(
        'integration', '接口 Tmall Connector (Integration)', 'integration@demo', FACTORY, (FACTORY,), 'integration', 'tmall',
        days=90,
    ),
)  # fmt: skip

DEARER = 25  # percent: what Hong Kong's prices are above the factory's, in numbers


def barcode(style, colour, size):
    """An EAN-13 of the style, colour and size.

    >>> barcode(STYLES[0], 'RD', 'M')
    '6901010103023'
    """
    place = next(number for number, other in enumerate(STYLES, 1) if other.code == style.code)
    digits = f'690101{place:02d}{list(COLOURS).index(colour) + 1:02d}{SIZES.index(size) + 1:02d}'
    check = -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10
    return f'{digits}{check}'


def on_the_shelf(store, number):
    """How many of the goods with this number a store has: the depot plenty, a shop a few, of some nothing."""
    if store.kind == 'depot':
        return 60 + number * 37 % 90
    sold_out = (number + store.sequence // 10) % 6 == 0
    return 0 if sold_out else 4 + (number * 5 + store.sequence) % 7


def price(store, style):
    """What a store asks for a style before anything is taken off, in its own currency, with tax."""
    return style.price if store.company == FACTORY else float(round(style.price * (1 + DEARER / 100)))
