# Part of store_group. License LGPL-3.
"""The exports we know, one file per platform.

They ship with the add-on and improve with it; a layout in the database is a copy that its user owns, so an upgrade never
changes it. A platform is added by its file, a sample in tests/samples/known/ and its name in `store.intake.known`.
"""

from . import alibaba, amazon, dewu, douyin, ebay, etsy, jd, own, pinduoduo, shopify, statements, taobao, tiktok, wechat
from . import woocommerce, youzan
from .known import Known, header_key

_PLATFORMS = (taobao, jd, pinduoduo, douyin, alibaba, youzan, wechat, dewu, shopify, woocommerce, amazon, ebay, etsy, tiktok)
KNOWN = tuple(known for platform in (*_PLATFORMS, own, statements) for known in platform.KNOWN)
BY_CODE = {known.code: known for known in KNOWN}
