# Part of store_group. License LGPL-3.
"""The exports we know, one file per platform.

They ship with the add-on and improve with it; a layout in the database is a copy that its user owns, so an upgrade never
changes it. A platform is added by its file, a sample in tests/samples/known/ and its name in `store.intake.known`. Words of
columns about what became of an order after its sale are those of all of them: `after_sale`.
"""

from . import alibaba, amazon, dewu, douyin, ebay, edifact, etsy, jd, kuaishou, own, pinduoduo, shopify, statements, taobao
from . import tiktok, ubl, vipshop, wechat, woocommerce, xiaohongshu, youzan
from .known import Known, header_key

_PLATFORMS = (
    taobao,
    jd,
    pinduoduo,
    douyin,
    alibaba,
    youzan,
    wechat,
    dewu,
    xiaohongshu,
    kuaishou,
    vipshop,
    shopify,
    woocommerce,
    amazon,
    ebay,
    etsy,
    tiktok,
)
KNOWN = tuple(known for platform in (*_PLATFORMS, own, ubl, edifact, statements) for known in platform.KNOWN)
BY_CODE = {known.code: known for known in KNOWN}


def heads_of(code):
    """Return the Known whose channel reads the export `code`: that of the heads of an export of items, else its own."""
    return next((known for known in KNOWN if known.beside == code), BY_CODE[code])
