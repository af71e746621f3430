# Part of store_group. License LGPL-3.
"""1688: one row a product; the cells of the order stand only on its first row."""

from ..layout import Layout
from .known import CHINA, Known, col, key, names

_STATUSES = (
    '等待买家付款=unpaid; 待付款=unpaid; 等待卖家发货=paid; 待发货=paid; 等待买家确认收货=shipped; 待收货=shipped; 已收货=done; '
    '交易成功=done; 交易关闭=cancelled; 已退换货=refunded'
)

KNOWN = (
    Known(
        'alibaba_orders',
        'alibaba',
        Layout(
            (
                key('订单编号', fill_down=True),
                col('ordered_at', '订单创建时间'),
                col('paid_at', '订单付款时间'),
                col('status', '订单状态', words=_STATUSES),
                col('customer.external_id', '买家会员名'),
                col('customer.name', '收货人姓名'),
                col('customer.phone', '联系手机'),
                col('customer.phone', '联系电话', otherwise=True),
                col('customer.address.street', '收货地址'),
                col('customer.address.zip', '邮编'),
                col('line.sku', '货号'),
                col('line.name', '货品标题', required=True),
                col('line.quantity', '数量', required=True),
                col('line.unit_price', '单价(元)', required=True),
                col('shipping_amount', '运费(元)'),
                col('total', '实付款(元)'),
                col('currency', default='CNY'),
            )
        ),
        others=names(
            '买家公司名, 卖家公司名, 卖家会员名, 货品总价(元), 涨价或折扣(元), 发货方, 单位, 型号, Offer ID, 货品种类, 关联编号'
        ),
        marks=names('货品标题, 涨价或折扣(元), 货品总价(元), 卖家会员名'),
        files=('1688',),
        **CHINA,
    ),
)
