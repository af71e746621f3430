# Part of store_group. License LGPL-3.
"""Tills, their sessions, orders and payments have a store; bound cashiers work as usual."""

from . import store_mask
from . import pos_load_mixin
from . import res_partner
from . import pos_config
from . import pos_config_tax
from . import res_company
from . import pos_session
from . import pos_order
from . import pos_order_line
from . import pos_pack_operation_lot
from . import pos_payment
from . import product_template
from . import sale_order
from . import stock_picking
from . import stock_picking_type
from . import account_bank_statement_line
from . import account_move
from . import store_coverage
from . import store_links
from . import store_closing_check
from . import store_succession
from . import store_month_check
from . import store_store
from . import res_config_settings
from . import store_adoption_map
