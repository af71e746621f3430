# Part of store_group. License LGPL-3.
from . import store
from . import lifecycle
from . import pricing
from . import key_figures
from . import stock_elsewhere
from . import responsibility
from . import business_day
from . import printing
from . import coordinates
from . import analytic_account
from . import credit
from . import walk_in
