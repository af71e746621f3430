# Part of store_group. License LGPL-3.
from . import store_reporting_currency  # which one currency, at which rates
from . import store_month_freeze
from . import store_month_difference
