# Part of store_group. License LGPL-3.
"""Statements of wallets and banks: recognised, so that nobody reads them as orders."""

from .known import STATEMENT, Known, names

KNOWN = (
    Known(
        'alipay_statement',
        'alipay',
        None,
        others=names(
            '交易时间, 交易分类, 交易对方, 对方账号, 商品说明, 收/支, 金额, 收/付款方式, 交易状态, 交易订单号, 商家订单号, 备注'
        ),
        marks=names('收/支, 交易分类, 收/付款方式'),
        holds=STATEMENT,
    ),
    Known(
        'wechat_statement',
        'wechat_pay',
        None,
        others=names('交易时间, 交易类型, 交易对方, 商品, 收/支, 金额(元), 支付方式, 当前状态, 交易单号, 商户单号, 备注'),
        marks=names('收/支, 交易类型, 当前状态'),
        holds=STATEMENT,
    ),
    Known(
        'jd_statement',
        'jd',
        None,
        others=names('交易时间, 商户名称, 交易说明, 金额, 收/付款方式, 交易状态, 收/支, 交易分类, 交易订单号, 商家订单号, 备注'),
        marks=names('收/支, 商户名称, 交易说明'),
        holds=STATEMENT,
    ),
    Known(
        'bank_statement',
        'bank',
        None,
        others=names(
            '交易日期, 入账日期, 记账日期, 摘要, 交易描述, 交易详情, 交易场所, 交易国家或地区简称, 钞/汇, 交易金额(收入), '
            '交易金额(支出), '
            '交易币种, 记账金额(收入), 记账金额(支出), 记账币种, 余额, 对方户名, 对方账户, 卡末四位, 交易金额, 入账金额, '
            '结算金额, 结算币种'
        ),
        marks=names('摘要, 记账币种, 对方户名, 卡末四位, 入账日期'),
        holds=STATEMENT,
    ),
)
