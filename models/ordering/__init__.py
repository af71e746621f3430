# Part of store_group. License LGPL-3.
from . import order_match
from . import together
from . import store_similar_products
from . import store_order_bundles
from . import store_order_matcher
from . import store_price_tax
from . import store_order_lines
from . import store_order_maker
from . import store_order_together
from . import store_order_details
from . import store_order_refund
from . import store_order_progress
from . import store_order_summary
from . import store_missing_maker
from . import store_history_remover
from . import store_quick_sale
from . import store_giving_back
from . import store_take_back
from . import store_order_gate
from . import store_mask
from . import store_intake_sale  # the hooks of intake
from . import sale_order
from . import sale_order_line
from . import sale_order_line_limit
from . import stock_picking
from . import stock_rule
from . import stock_move
