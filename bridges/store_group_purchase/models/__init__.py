# Part of store_group. License LGPL-3.
from . import store_bought
from . import store_mask
from . import product_supplierinfo
from . import purchase_order
from . import purchase_order_line
from . import stock_move
from . import stock_picking
from . import stock_forecasted
from . import stock_lot
from . import account_move
from . import store_coverage
from . import store_links
from . import store_adoption_map
from . import store_month_check
