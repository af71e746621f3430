# Part of store_group. License LGPL-3.
from . import store_group_tree
from . import store_group
from . import store_group_history
from . import store_role_profile
from . import store_store
from . import store_store_mode
from . import store_member
from . import store_anchor
from . import crm_team
from . import stock_warehouse
from . import account_journal
from . import account_analytic_account
from . import res_users
from . import sale_order
from . import sale_order_line
