# Part of store_group. License LGPL-3.
from . import order_match
from . import store_order_matcher
from . import store_order_maker
from . import store_missing_maker
from . import store_history_remover
from . import sale_order
from . import sale_order_line
from . import sale_order_line_limit
