# Part of store_group. License LGPL-3.
from . import sql
from . import mail_thread
from . import res_company
from . import store_company_check  # documents and contacts use it
from . import res_partner
from . import calendar_event
from . import store_group_tree
from . import store_four_eyes
from . import store_notice
from . import store_group
from . import store_group_history
from . import store_closing_check
from . import store_health_printing
from . import store_health_bridges
from . import store_store
from . import store_store_paper
from . import store_store_mode
from . import store_anchor
from . import crm_team
from . import stock_location
from . import stock_warehouse
from . import stock_picking
from . import stock_move
from . import store_setting
from . import stock_picking_type
from . import stock_route
from . import stock_putaway_rule
from . import account_journal
from . import account_analytic_account
from . import account_analytic_plan
from . import res_config_settings
from . import store_dated  # the day and hour of an order
from . import sale_order
from . import sale_order_line
