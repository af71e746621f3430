# Part of store_group. License LGPL-3.
"""Entries, payments and analytic lines carry the store of the document they come from."""
from . import store_booked
from . import account_journal
from . import account_move
from . import account_move_line
from . import account_partial_reconcile
from . import account_payment
from . import account_payment_register
from . import account_analytic_line
from . import payment_transaction
from . import sale_order
from . import stock_move
from . import res_partner_bank
from . import store_channel_fee
from . import store_cost_key
from . import store_cost_key_share
from . import store_profit_words
from . import store_profit_statement
from . import store_month_check
from . import store_month_close
from . import store_month_close_check
from . import store_month_close_figure
from . import store_month_close_entry
