# Part of store_group. License LGPL-3.
"""Words above columns, in Chinese and English, and what they say. A word is compared as ``known.header_key`` writes it."""

import re
from functools import lru_cache

from ..layouts import header_key
from .came_back import is_of_returns
from .paths import said_by_path
from .traditional import simplified

# target -> words that say it; those of the second group say it only where nothing says it better
WORDS = {
    'external_id': (
        '订单号 订单编号 订单id 订单 主订单编号 单号 单据编号 小票号 流水号 交易号 销售订单 销售单号 平台订单号 票号 '
        'OrderNo OrderNumber OrderID '
        'Order InvoiceNo Invoice InvoiceNumber ReceiptNo Receipt ReceiptNumber OrderRef OrderReference TransactionID '
        'SalesOrder',
        '编号 单据 交易订单号 订单流水号 PO PONumber Ref Reference 包裹号 父订单号',
    ),
    'line.external_id': ('子订单号 子订单编号 行ID 行号 明细编号 LineID LineNo OrderItemID RowID', '序号 index'),
    'ordered_at': (
        '下单时间 下单日期 订单日期 订单时间 订单创建时间 创建时间 成交时间 成交日期 订单提交时间 销售日期 交易时间 '
        '交易日期 日期 OrderDate '
        'OrderTime OrderedAt PurchaseDate SaleDate SalesDate InvoiceDate CreatedAt CreatedTime Date DateTime',
        '时间 开单日期 单据日期 update_time time created 订单下单时间 业务日期',
    ),
    'paid_at': ('付款时间 支付时间 订单付款时间 买家付款时间 付款日期 支付日期 PaidAt PaidTime PaymentDate DatePaid', ''),
    'updated_at': ('更新时间 修改时间 最后更新时间 UpdatedAt LastUpdated LastModified', ''),
    'ship_by': ('承诺发货时间 最晚发货时间 要求发货日期 ShipBy ShipBefore LatestShipDate', ''),
    'status': ('订单状态 状态 交易状态 OrderStatus Status State', '售后状态 包裹状态 FulfillmentStatus'),
    'currency': ('币种 货币 Currency CurrencyCode', ''),
    'store': (
        '门店 店铺 店铺名称 门店名称 店名 门店编号 门店编码 店铺编号 商店 分店 Store StoreName Shop ShopName StoreCode '
        'Outlet Branch 门店代码 门店ID 门店号 店号 店代码 店铺编码 店铺代码 店铺ID 店铺号 网点编号 网点编码 网点代码 网点名称 '
        '机构编码 机构编号 机构代码 机构名称 ShopCode ShopID ShopNo ShopNumber StoreID StoreNo StoreNumber BranchCode BranchID '
        'BranchNo BranchName OutletCode OutletID OutletNo OutletName LocationID LocationCode LocationName SiteID SiteCode',
        '区域 销售区域 地区 网点 归属店铺',
    ),
    'warehouse': ('仓库 发货仓 仓库名称 Warehouse WarehouseName', ''),
    'salesperson': ('销售代表 业务员 销售员 导购 店员 营业员 Salesperson SalesRep Rep', '收银员 Cashier'),
    'customer.external_id': (
        '客户ID 客户编号 会员号 会员编号 买家ID 买家会员名 买家昵称 CustomerID CustID BuyerID BuyerUsername CustomerNo',
        '买家账号',
    ),
    'customer.name': (
        '客户 客户名称 客户姓名 收货人 收货人姓名 收件人 收件人姓名 买家 姓名 顾客 CustomerName Customer Buyer BuyerName '
        'Recipient RecipientName '
        'ShippingName ShipName',
        '会员 联系人',
    ),
    'customer.phone': (
        '电话 手机 手机号 联系电话 联系手机 收货人手机 收件人手机 收件人电话 收货人电话 收件人手机号 Phone PhoneNumber '
        'Mobile Tel',
        '',
    ),
    'customer.email': ('邮箱 电子邮件 Email EmailAddress CustomerEmail BuyerEmail', ''),
    'customer.address.country': ('国家 国家地区 Country ShipCountry ShippingCountry', ''),
    'customer.address.state': ('省 省份 省自治区 收货省 State Province ShipState ShippingProvince', ''),
    'customer.address.city': ('市 城市 收货市 City ShipCity ShippingCity Town', ''),
    'customer.address.district': ('区 区县 县区 District County', ''),
    'customer.address.street': ('地址 收货地址 详细地址 收件地址 收件人地址 街道 Address Street ShippingAddress Address1', ''),
    'customer.address.zip': ('邮编 邮政编码 Zip Zipcode Postcode PostalCode ShipPostalCode', ''),
    'line.sku': (
        '货号 商品编码 商品编号 商家编码 产品编号 产品编码 产品ID 商品ID SKU SKU编码 SKUCode 规格编码 物料编码 款号 '
        '商品货号 ItemNo ItemCode '
        'ProductCode ProductID ProductNo StockCode ArticleNo ItemNumber SellerSKU',
        'Style DesignNo 宝贝ID 商品 id',
    ),
    'line.barcode': ('条码 条形码 商品条码 69码 国际条码 Barcode EAN UPC GTIN', ''),
    'line.name': (
        '品名 商品名称 产品名称 商品标题 宝贝标题 货品名称 货品标题 商品 产品 名称 选购商品 ProductName Product '
        'ProductTitle ItemName Item Title '
        'Description ItemDescription Goods',
        '品牌 款式 Brand Style Model',
    ),
    'line.category': ('类别 品类 分类 商品分类 类目 类别ID 大类 Category ProductCategory', ''),
    'line.subcategory': ('子类别 子类 小类 二级类目 SubCategory', ''),
    'line.quantity': (
        '数量 销量 件数 购买数量 商品数量 销售数量 订购数量 宝贝总数量 Quantity Qty QTY Units PCS Pieces QuantityPurchased '
        'QtyOrdered Count',
        '个数 双数 sale_count Amount of items',
    ),
    'line.unit_price': (
        '单价 折后价 折后单价 售价 商品单价 成交单价 成交价 销售单价 实售价 UnitPrice Price Rate ItemPrice SellingPrice '
        'PricePerUnit',
        '价格 商品价格 零售价 京东价 标价',
    ),
    'line.subtotal': (
        '小计 折后金额 折后小计 销售额 商品金额 商品总价 行金额 明细金额 销售金额 商品小计 实付小计 LineTotal Subtotal '
        'LineAmount NetAmount Sales GrossAMT '
        'GrossAmount ExtendedPrice ItemTotal',
        '金额 总价 实收 实付 Amount 实付金额 成交金额 支付金额 实收金额 应付金额 Total',
    ),
    'line.discount_rate': ('折扣 折扣率 折率 折 DiscountRate DiscountPercent', 'Discount'),
    'line.discount_amount': ('优惠 优惠金额 行优惠 商品优惠 折扣金额 DiscountAmount LineDiscount ItemDiscount', 'Discount'),
    'shipping_amount': (
        '运费 邮费 快递费 买家应付邮费 运费金额 Shipping ShippingFee ShippingPrice '
        'Freight Postage Delivery ShippingFees ShippingCharge ShippingCharges DeliveryFee DeliveryFees DeliveryCharge '
        'DeliveryCharges FreightCharge',
        '',
    ),
    'discount_amount': (
        '订单优惠 店铺优惠 整单优惠 优惠总额 运费优惠 运费减免 运费折扣 OrderDiscount CartDiscount ShippingDiscount '
        'FreightDiscount DeliveryDiscount',
        '',
    ),
    'platform_discount': ('平台优惠 平台补贴 平台承担 PlatformDiscount', ''),
    'fees': ('平台服务费 技术服务费 手续费 佣金 Fee Fees Commission', ''),
    'refunded_amount': (
        '退款金额 已退款金额 退款总额 实际退款金额 订单退款金额 RefundAmount RefundedAmount OrderRefundAmount AmountRefunded '
        'Refunded',
        '',
    ),
    'total': (
        '订单总额 订单金额 总金额 订单总价 实付款 实付总额 买家实际支付金额 订单实付金额 合计金额 应收金额 OrderTotal '
        'GrandTotal OrderAmount TotalPrice '
        'TotalAmount',
        '金额 实付金额 支付金额 应付金额 实收金额 实收 实付 Amount Total',
    ),
    'invoice_request.title': ('发票抬头 InvoiceTitle', ''),
    'invoice_request.tax_no': ('税号 纳税人识别号 TaxNo VATNumber', ''),
    'buyer_note': ('买家留言 买家备注 客户备注 顾客留言 CustomerNote BuyerNote BuyerMessage DeliveryInstructions', '留言 Notes'),
    'seller_note': ('卖家备注 商家备注 订单备注 客服备注 SellerNote InternalNote', '备注 Remark Remarks Comment'),
    'tags': ('标签 订单标签 Tags Labels', ''),
}
# Beside a word of these kinds of money, one of the others makes it another kind of money.
_TURNED = {
    'shipping_amount': (
        '优惠 折扣 减 免 补 贴 险 成本 退 discount subsid insur cost rebate allowance refund off credit coupon tax vat'.split()
    ),
    'fees': '包装 安装 运 配送 打包 加急 deliver ship service handl pack freight wrap gift rush install'.split(),
    'line.discount_amount': '单价 单件 每件 perunit perpiece perpc peritem unit each'.split(),
}
_TURNED['discount_amount'] = _TURNED['line.discount_amount']
_TILLS = re.compile('pos机|pos号|终端|收银(?:机|台)|收款(?:机|台)|款台|机台|(?<!手)(?<!司)机号')
_TILL_WORDS = frozenset('pos till tills terminal register'.split())
_IN_THOUSANDS = re.compile('[万千]元|百万')  # what a layout cannot read as money
# A header with one of these is no price anybody paid: what goods cost us, and what was given back.
NO_PRICE = ('成本', '进货', '进价', '采购', '供货', 'cost', 'purchaseprice', '退款', '退货', 'refund', 'return')
# What a tag says: a price only where no other column has one.
TAG_PRICE = ('原价', '吊牌', '标价', '划线', '市场价', '建议零售', 'list', 'original', 'regular', 'msrp', 'rrp', 'compareat')


def is_till(label):
    """Whether a header is that of a till or a terminal.

    >>> [is_till(label) for label in ('POS机号', 'Store Terminal', '收银台', 'Till No', 'Position', '收银员', 'Cash Register')]
    [True, True, True, True, False, False, True]
    """
    key = simplified(header_key(label))
    parts = re.findall('[a-z]+', re.sub('([a-z])([A-Z])', r'\1 \2', label).lower())
    return bool(_TILLS.search(key)) or not _TILL_WORDS.isdisjoint(parts)


@lru_cache(maxsize=1)
def _by_key():
    found = {}
    for target, groups in WORDS.items():
        for strength, group in zip((1.0, 0.6), groups, strict=True):
            for word in group.split():
                found.setdefault(header_key(word), {}).setdefault(target, strength)
    return found


@lru_cache(maxsize=2**11)
def said_by(label):
    """Return {target: how clearly (0 to 1)} of what a header says.

    >>> said_by('订单号')['external_id'], said_by('Unit Price')['line.unit_price'], said_by('foo')
    (1.0, 1.0, {})
    >>> 0.5 < said_by('我的订单号')['external_id'] < 1, 'external_id' in said_by('订单备注')
    (True, False)
    """
    key, words = simplified(header_key(label)), _by_key()
    if not key or _IN_THOUSANDS.search(key):
        return {}
    if is_till(label):
        return {}  # it stands in a store and is none
    of_path = said_by_path(label, said_by)
    if of_path is not None:
        return of_path
    if key in words:
        return dict(words[key])
    if is_of_returns(label):
        return {'status': 0.6}
    found = {}
    for word, targets in words.items():
        if len(word) < 2 or len(word) >= len(key) or not _is_part(word, key):
            continue
        share = len(word) / len(key)
        rest = key.removesuffix(word) if key.endswith(word) else key.removeprefix(word)
        for target, strength in targets.items():
            if any(other in rest for other in _TURNED.get(target, ())):
                continue
            clarity = strength * (0.35 + 0.5 * share) * (1.0 if key.endswith(word) else 0.7)
            if clarity > found.get(target, 0):
                found[target] = clarity
    best = max(found.values(), default=0)
    return {target: clarity for target, clarity in found.items() if clarity > best * 0.75}


def weight(target, label):
    """Return how much a header counts for a target: a price on a tag is the price only where nothing else is."""
    return 0.3 if target == 'line.unit_price' and says(TAG_PRICE, label) else 1


def says(words, label):
    """Whether a header or a cell has one of the `words` in it.

    >>> says(NO_PRICE, '进货单价'), says(NO_PRICE, '单价')
    (True, False)
    """
    key = simplified(header_key(label))
    return any(word in key for word in words)


def _is_part(word, key):
    """Whether `word` is the beginning or the end of `key`; a short English one is not: 'id' is in 'paid'."""
    if word.isascii() and len(word) < 4:
        return False
    return key.endswith(word) or key.startswith(word)
