# Part of store_group. License LGPL-3.
from . import store_sale_report  # ordered sales by store
from . import sale_report
from . import account_invoice_report
