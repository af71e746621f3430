# Part of store_group. License LGPL-3.
from . import store_delivery_facts
from . import store_delivery_group
from . import stock_picking
from . import stock_picking_division
from . import stock_move
from . import sale_order
from . import sale_order_line
from . import store_links
from . import store_mask
