# Part of store_group. License LGPL-3.
from . import store_sale_event  # days that come again: festivals, campaigns
from . import store_comparable  # which stores count for same-store growth
from . import store_comparable_line
from . import store_sale_comparison  # sales beside those of another period
