# Part of store_group. License LGPL-3.
"""A workbook like the Chinese Superstore sample, the same on every machine: same columns, same quirks.

Several lines per order; order numbers that repeat across provinces and customers; product numbers with several names;
amounts of three decimals; names with commas; real date cells; a second sheet.
"""

import datetime
import io
import random
from decimal import ROUND_HALF_UP, Decimal

HEADERS = (
    '行 ID',
    '订单 ID',
    '订单日期',
    '发货日期',
    '邮寄方式',
    '客户 ID',
    '客户名称',
    '细分',
    '城市',
    '省/自治区',
    '国家',
    '地区',
    '产品 ID',
    '类别',
    '子类别',
    '产品名称',
    '销售额',
    '数量',
    '折扣',
    '利润',
)
REGIONS = {
    '东北': '吉林 辽宁 黑龙江',
    '中南': '广东 广西 河南 海南 湖北 湖南',
    '华东': '上海 安徽 山东 江苏 江西 浙江 福建',
    '华北': '内蒙古 北京 天津 山西 河北',
    '西北': '宁夏 新疆 甘肃 陕西 青海',
    '西南': '云南 四川 西藏 贵州 重庆',
}
CATEGORIES = {'家具': ('椅子', '桌子', '书架'), '办公用品': ('用具', '装订机', '纸张', '信封'), '技术': ('电话', '配件', '设备')}
ROWS = 10_000


def rows(count=ROWS):
    """Return the rows of the order sheet, header excluded, in the order of HEADERS."""
    dice = random.Random(20140101)
    provinces = [(region, name) for region, names in REGIONS.items() for name in names.split()]
    customers = [(f'客户-{number:05d}', f'顾客{number}') for number in range(790)]
    products = [
        (f'{category[:2]}-{sub}-{number:08d}', category, sub, f'Brand {sub}, 型号{number}')
        for number, (category, sub) in enumerate(
            (category, sub) for _turn in range(180) for category, subs in CATEGORIES.items() for sub in subs
        )
    ]
    products += [(code, category, sub, f'{name} 改名') for code, category, sub, name in products[:22]]
    first, made = datetime.datetime(2014, 1, 1), []
    while len(made) < count:
        region, province = dice.choice(provinces)
        customer, name = dice.choice(customers)
        order = f'CN-{dice.randrange(2014, 2018)}-{dice.randrange(1_000_000, 1_002_700)}'
        day = first + datetime.timedelta(days=dice.randrange(1460))
        for code, category, sub, product in dice.sample(products, dice.choice((1, 1, 2, 2, 2, 4))):
            quantity, discount = dice.randrange(1, 14), dice.choice((0, 0, 0, 0.1, 0.2, 0.4, 0.8))
            amount = round(dice.randrange(8_000, 4_000_000) / 1000 * (1 - discount), 3)
            made.append(
                (
                    len(made) + 1,
                    order,
                    day,
                    day + datetime.timedelta(days=dice.randrange(7)),
                    '标准级',
                    customer,
                    name,
                    '消费者',
                    f'{province}市',
                    province,
                    '中国',
                    region,
                    code,
                    category,
                    sub,
                    product,
                    amount,
                    quantity,
                    discount,
                    round(amount * dice.uniform(-0.3, 0.4), 3),
                )
            )
    return made[:count]


def content(count=ROWS):
    """Return the bytes of the workbook (.xlsx)."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {'in_memory': True})
    date = book.add_format({'num_format': 'yyyy-mm-dd'})
    sheet = book.add_worksheet('订单')
    sheet.write_row(0, 0, HEADERS)
    for number, row in enumerate(rows(count), 1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.datetime):
                sheet.write_datetime(number, column, value, date)
            else:
                sheet.write(number, column, value)
    book.add_worksheet('退货').write_row(0, 0, ('订单 ID', '退回'))
    book.close()
    return buffer.getvalue()


def read(raw):
    """Return the rows of the order sheet of a workbook, .xls or .xlsx, header excluded, as {header: value}."""
    if raw.startswith(b'PK'):
        import openpyxl

        sheet = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)['订单']
        lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    else:
        import xlrd

        book = xlrd.open_workbook(file_contents=raw)
        sheet = book.sheet_by_name('订单')
        lines = [
            [
                xlrd.xldate_as_datetime(cell.value, book.datemode) if cell.ctype == xlrd.XL_CELL_DATE else cell.value
                for cell in sheet.row(number)
            ]
            for number in range(sheet.nrows)
        ]
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:]]


def cents(value):
    """The net amount of a line as the layout rounds it."""
    return Decimal(repr(float(value))).quantize(Decimal('0.01'), ROUND_HALF_UP)
