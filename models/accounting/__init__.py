# Part of store_group. License LGPL-3.
"""Entries, payments and analytic lines carry the store of the document they come from."""

from . import store_booked
from . import account_journal
from . import account_move
from . import account_move_line
from . import account_move_send
from . import account_full_reconcile
from . import account_partial_reconcile
from . import account_payment
from . import account_payment_register
from . import account_secure_entries_wizard
from . import account_analytic_line
from . import payment_transaction
from . import sale_order
from . import stock_move
from . import res_partner_bank
from . import res_company
from . import res_partner
from . import crm_team
from . import store_cost_key
from . import store_cost_key_share
