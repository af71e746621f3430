# Part of store_group. License LGPL-3.
"""Words of headers and cells by which a column that nobody reads may count, or does not. Not what a column means: ``words``."""

import re

from ..layouts import header_key
from .traditional import simplified

# A header with one of these holds money, or what money is counted with, whatever else it says.
MONEY = (
    '优惠 折扣 券 红包 抵 立减 满减 减免 减价 补贴 津贴 返现 返利 返还 运费 运杂 配送费 配送成本 邮费 快递费 税 定金 订金 '
    '押金 预付 尾款 '
    '汇率 附加费 手续费 服务费 包装费 安装费 保险 差价 退款 退货 实付 实收 应付 应收 '
    'discount coupon voucher rebate promo allowance deduct redeem giftcard shipping freight postage tax vat gst hst duty '
    'deposit '
    'prepaid surcharge fee tip exchangerate fxrate refund paid payable '
    '承担 代收 加价 箱规 每箱 装箱数 packsize packqty unitsper markdown levy funded'
).split()
# And one that ends so, unless it is of ``MEASURES``: 会员价, 物流费, 国家补.
_MONEY_ENDS = ('价', '费', '费用', '款', '额', '金', '补', '减', '立省', '已省')
_MONEY_LAST = frozenset('price charge charges amount amt money credit adjustment'.split())
# Numbers that are no money: what goods cost us and weigh, counts of other things, days.
MEASURES = (
    '成本 进价 进货 采购 供货 利润 毛利 重量 净重 毛重 体积 长度 宽度 高度 尺寸 尺码 库存 余量 年龄 评分 评价 星级 积分 排名 '
    '序号 行号 编号 编码 代码 单号 条码 条形 电话 手机 联络 邮编 身份证 年份 月份 周数 星期 年度 季度 天数 时长 时效 经度 纬度 '
    'cost purchaseprice profit margin weight volume length width height dimension size stock inventory onhand age rating score '
    'stars rank comment review 评论 rownumber phone mobile telephone zip postcode postal year month week weekday quarter days '
    'hours latitude longitude barcode ean upc sku'
).split()
# A header with one of these tells of what was called off or came back, whatever is in its cells; but not of what may be.
BACK = (
    '取消 退 关闭 作废 撤 冲红 红冲 冲正 拒收 拒签 rma refund return cancel void revers chargeback annul closed closing dispute'
).split()
CANCELS = '取消 关闭 作废 撤 cancel void annul closed closing'.split()
_MAY_BE_BACK = '政策 支持 可退 期限 天数 policy window period returnable refundable returning eligible'.split()
_NOTHING_BACK = re.compile(r'无|未|没|不|正常|no\b|not\b|none|normal')
# Places that sell, in a header; an English one is a whole word of it.
_PLACES = ('店铺', '门店', '分店', '店号', '店名', '店代', '店编', '网点', '机构', '专柜')
_PLACE_WORDS = frozenset('shop shops store stores branch outlet site location'.split())
# A yes or no of these changes no order.
FLAGS = '打印 开票 发票 会员 新客 business printed invoice member prime vip newsletter marketing stock'.split()
# What goods cost us, what they weigh, who and when: no amount, quantity, store, currency, status or day of an order.
HARMLESS = (
    '成本 进价 进货 采购 供货 利润 毛利 重量 净重 毛重 体积 长度 宽度 高度 尺寸 库存 余量 年龄 评分 评价 星级 积分 排名 '
    '序号 行号 编号 编码 代码 '
    '单号 条码 条形 电话 手机 联络 邮编 身份证 年份 月份 周数 星期 年度 季度 天数 时长 时效 经度 纬度 '
    '颜色 颜色分类 尺码 规格 款式 型号 材质 品牌 类目 品类 分类 季节 产地 图案 口味 支付方式 付款方式 付款渠道 结算方式 '
    '快递 物流 承运 '
    '配送方式 邮寄方式 送货方式 性别 年龄段 国家 省 城市 区县 来源 设备 终端 客服 经办 操作 导购 收银 营业员 业务员 制单 '
    '备注 附言 留言 说明 '
    '描述 标题 网址 链接 图片 会员等级 会员 客户 买家 姓名 昵称 地址 住址 开票 发票 打印 细分 原因 供应商 风险 种类 '
    'cost purchaseprice profit margin weight volume length width height dimension stock inventory onhand age rating score '
    'stars rank '
    'rownumber phone mobile telephone zip postcode postal year month week weekday quarter days hours latitude longitude '
    'color colour size variant style model material brand category segment season origin flavour flavor paymentmethod payment '
    'paidwith carrier courier shipmode shippingmethod deliverymethod shipservice gender sex country province county region '
    'city '
    'source device browser cashier seller agent operator note remark comment description title url link image barcode ean '
    'upc sku '
    'customer buyer recipient name address invoice printed reason vendor supplier marketing risk business '
    'tracking awb weekdayname employee staff'
).split()
_IDS = frozenset(
    'id no nr num number code ref reference key uid uuid index row line asin sku ean isbn imei zip postcode phone name street '
    'method date time type level location references refs ids numbers codes'.split()
)
_ID_ENDS = ('号', '编码', '代码', '时间', '日期', '方式', '名称', '电话', '邮编', '数位')
# The days beside the one on which an order was made: when it was paid, sent, changed.
PROCESS = (
    '付款 支付 发货 出库 收货 签收 完成 结束 关闭 取消 退款 更新 修改 结算 到账 打印 审核 打包 生日 到期 有效 承诺 预计 '
    '最晚 开票 送达 发出 '
    'paid payment ship deliver dispatch fulfil receive complete closed cancel refund updated modified changed settle '
    'payout print '
    'birth expir due promise estimat latest earliest invoice signed picked packed'
).split()
PAID = '实付 实收 应付 应收 成交 paid payable received charged grandtotal amountdue'.split()
UNIT = '单位 unit uom measure packaging'.split()
# Words in cells.
_PIECES = frozenset('件 个 只 条 支 瓶 块 张 本 pc pcs piece pieces ea each unit units'.split())
_UNITS = _PIECES | frozenset(
    '箱 盒 打 双 套 对 包 袋 组 千克 公斤 斤 克 升 米 卷 桶 托 box boxes case carton dozen doz pair pairs set sets pack '
    'packs bag kg g lb '
    'lbs l m ctn pallet'.split()
)
_YES_NO = frozenset('是 否 有 无 y n yes no true false t f √ ✓ ✔ x × 1 0 on off 对 错'.split())
_NO = frozenset('否 无 n no false f × 0 off 错'.split())
_GIFT = re.compile(r'赠|样品|试用|补发|换货|刷单|空包|免费|gift|sample|replacement|free|test', re.IGNORECASE)
_SHORT = 12  # letters of a word that marks a gift
_MARK = 20  # letters of a word that marks a row, of which a Chinese one counts as two
_STORE = re.compile(r'店|铺|专柜|门市|商场|广场|\b(?:store|shop|outlet|branch|mall)\b', re.IGNORECASE)


def says(words, label):
    """Whether a header has one of `words` in it, an English one at the beginning of a word of the header.

    >>> says(MONEY, '积分抵扣'), says(MONEY, 'Coupon_Amount'), says(('tip',), 'Multiple'), says(('tip',), 'Tips')
    (True, True, False, True)
    """
    key = simplified(header_key(label))
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', label).lower())
    ends = {''.join(parts[at:]) for at in range(len(parts))}
    return any(any(end.startswith(word) for end in ends) if word.isascii() else word in key for word in words)


def names_id(label):
    """Whether a header ends as that of a number or a code does, not of an amount.

    >>> names_id('Customer No'), names_id('TrackingNumber'), names_id('Paid')
    (True, True, False)
    """
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', label).lower())
    return (bool(parts) and parts[-1] in _IDS) or header_key(label).endswith(_ID_ENDS)


def ends_as_money(label):
    """Whether a header ends as that of an amount does.

    >>> ends_as_money('会员价'), ends_as_money('Courier Charge'), ends_as_money('会员')
    (True, True, False)
    """
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', label).lower())
    return header_key(label).endswith(_MONEY_ENDS) or (bool(parts) and parts[-1] in _MONEY_LAST)


def is_back(label):
    """Whether a header tells of what was cancelled, closed, refunded or sent back.

    >>> is_back('取消时间'), is_back('RMA'), is_back('Return policy')
    (True, True, False)
    """
    return says(BACK, label) and not says(_MAY_BE_BACK, label)


def is_nothing_back(text):
    """Whether a word under such a header says that nothing was.

    >>> is_nothing_back('未退款'), is_nothing_back('no'), is_nothing_back('damaged')
    (True, True, False)
    """
    return text in _NO or bool(_NOTHING_BACK.match(text))


def is_place(label):
    """Whether a header has a word for a place that sells.

    >>> is_place('来源店铺'), is_place('Shop Code'), is_place('shop.code'), is_place('Workshop')
    (True, True, True, False)
    """
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', label).lower())
    return not _PLACE_WORDS.isdisjoint(parts) or any(word in header_key(label) for word in _PLACES)


def is_mark(texts):
    """Whether all texts are short words, as those that mark a row are."""
    return all(sum(2 - letter.isascii() for letter in text) <= _MARK and not any(map(str.isdigit, text)) for text in texts)


def is_yes_or_no(texts):
    """Whether the words are a yes, a no or both."""
    return texts <= _YES_NO


def is_unit(texts):
    """Whether all words are units of measure, and not only other words for a piece."""
    return texts <= _UNITS and not texts <= _PIECES


def is_flag(texts):
    """Whether the words are a yes beside a no or nothing, or tell of gifts, samples and the like."""
    return (texts <= _YES_NO and not texts <= _NO) or any(len(text) <= _SHORT and _GIFT.search(text) for text in texts)


def is_unset(texts):
    """Whether all words are a no."""
    return texts <= _NO


def is_store(texts):
    """Whether all words are those of places that sell."""
    return all(_STORE.search(text) for text in texts)
