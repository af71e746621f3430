# Part of store_group. License LGPL-3.
from . import account_analytic_distribution_model
from . import store_day
from . import store_one_currency
from . import store_subject
