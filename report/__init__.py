# Part of store_group. License LGPL-3.
from . import store_fact_reader  # a report on facts
from . import store_sale_fact  # the facts about sales
from . import store_sale_measures  # what sales are measured in
from . import store_customer_measures  # who bought, and for the first time
from . import store_sale_report  # sales by store, on every basis
from . import sale_report
from . import account_invoice_report
from . import store_adoption_decision
from . import store_adoption_counter
from . import store_sale_difference  # what stands between two bases
