# Part of store_group. License LGPL-3.
from . import stock_location
from . import stock_lot
from . import stock_rule
from . import stock_move
from . import stock_move_line
from . import stock_picking
from . import product_product
from . import product_template
from . import store_availability
from . import stock_quant
from . import stock_scrap
from . import store_stock_correction_sources
from . import store_stock_correction
from . import store_cost_check
