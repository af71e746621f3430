# Part of store_group. License LGPL-3.
from . import store_priced
from . import store_range
from . import product_pricelist
from . import product_pricelist_item
from . import store_own_price  # our public prices
